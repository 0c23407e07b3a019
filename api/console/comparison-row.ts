// A row of base, Procore, Xero and proposed side by side.

export const columns = ['base', 'procore', 'xero', 'proposed'] as const;
export type Column = (typeof columns)[number];

export type ComparisonRow = {
  label: string;
  /** `line`: a line's amount, headed by what it says. */
  kind: 'field' | 'money' | 'line' | 'total';
  values: Record<Column, string | null>;
  /** The sides disagree here, and what is proposed settles it. */
  changed: boolean;
  /** Of a line: from where it was taken away. */
  gone?: string;
};

/** What each system says of something that is not compared. */
export function factRow(
  label: string,
  procore: string | null,
  xero: string | null = null,
  kind: ComparisonRow['kind'] = 'field',
): ComparisonRow {
  return { label, kind, values: { base: null, procore, xero, proposed: null }, changed: false };
}
