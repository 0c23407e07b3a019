// The names of a firm with very many records, the same in both stand-ins: what is called alike is the same thing there.

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

export const manyProject = (at: number) => ({
  project_number: `M-${digits(at, 4)}`,
  name: `Site ${at}`,
});

/** Codes of a project's own: two projects share none. */
export const manyCode = (project: number, at: number) => ({
  code: `${digits(project, 4)}-${digits(at, 3)}`,
  name: `Work ${at} on site ${project}`,
});

/** Its number in the business register is the one that its contact has in Xero. */
export const manyVendor = (at: number) => ({
  name: `Trade ${digits(at, 5)} Ltd`,
  abn: String(10_000_000_000 + at),
});

/** From one to as many. */
export function countedTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
