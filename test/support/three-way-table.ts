// Reads a comparison from one line of a table: "base | procore | xero → verdict", each side a list of "field=value" or "-".
import type { Comparison, FlatFields } from '../../domain/plan/three-way.ts';

export type ThreeWayRow = {
  base: FlatFields;
  procore: FlatFields;
  xero: FlatFields;
  verdict: Comparison['verdict'];
  /** The fields that are shown as changed. */
  changed: string[];
};

const verdicts: readonly Comparison['verdict'][] = [
  'same',
  'sourceMoved',
  'targetMoved',
  'bothMoved',
];

function side(cell: string, row: string): FlatFields {
  const trimmed = cell.trim();
  if (trimmed === '-') return new Map();
  return new Map(
    trimmed.split(/\s+/).map((pair) => {
      const [field, value, ...more] = pair.split('=');
      if (!field || value === undefined || more.length > 0) {
        throw new Error(`"${pair}" is not field=value in "${row}"`);
      }
      return [field, { key: value, shown: value }];
    }),
  );
}

/** Every row of a table; blank lines are left out, and a row that cannot be read names itself. */
export function threeWayRows(table: string): (ThreeWayRow & { row: string })[] {
  return table
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '')
    .map((row) => {
      const [sides = '', result = ''] = row.split('→');
      const cells = sides.split('|');
      const [base, procore, xero] = cells;
      if (base === undefined || procore === undefined || xero === undefined || cells.length !== 3) {
        throw new Error(`not "base | procore | xero → verdict": "${row}"`);
      }
      const [word = '', ...changed] = result.trim().split(/\s+/);
      const verdict = verdicts.find((known) => known === word);
      if (!verdict) throw new Error(`"${word}" is no verdict in "${row}"`);
      return {
        row,
        base: side(base, row),
        procore: side(procore, row),
        xero: side(xero, row),
        verdict,
        changed,
      };
    });
}
