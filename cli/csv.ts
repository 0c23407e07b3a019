// Tables as CSV that a spreadsheet opens as text and numbers, and never as a formula.

/** A cell that would begin a formula is text with an apostrophe before it; an amount stays the number it is. */
function cellOf(value: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(value);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180: one record a line, each line ended. */
export function csvOf<Column extends string>(
  columns: readonly Column[],
  rows: readonly Partial<Record<Column, string>>[],
): string {
  const lines = [
    columns.map(cellOf),
    ...rows.map((row) => columns.map((column) => cellOf(row[column] ?? ''))),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}
