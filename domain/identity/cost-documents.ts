// What the direct cost of a document of Xero is called: `bill-<id>`, `spend-<id>`, and which record of Xero it is made from.

const kinds = {
  bill: 'xeroBill',
  salesInvoice: 'xeroSalesInvoice',
  creditNote: 'xeroCreditNote',
  spend: 'xeroBankTransaction',
  receive: 'xeroBankTransaction',
  journal: 'xeroManualJournal',
} as const;

export type CostStem = keyof typeof kinds;
export type CostKind = (typeof kinds)[CostStem];

const stems = Object.keys(kinds) as CostStem[];
/** Each kind once. */
export const costKinds: readonly CostKind[] = [...new Set(Object.values(kinds))];

/** Null for money that is neither spent nor received on lines of its own: a prepayment, a transfer. */
function costStemOf(record: { kind: CostKind; type?: string }): CostStem | null {
  if (record.kind === 'xeroBankTransaction') {
    if (record.type === 'SPEND') return 'spend';
    return record.type === 'RECEIVE' ? 'receive' : null;
  }
  return stems.find((stem) => kinds[stem] === record.kind) ?? null;
}

/** `bill-7f…`; null for what bears no cost. */
export function costSourceId(record: { kind: CostKind; id: string; type?: string }): string | null {
  const stem = costStemOf(record);
  return stem === null ? null : `${stem}-${record.id}`;
}

/** The document of a source id; throws for text that is none, which is a bug. */
export function costDocumentOf(sourceId: string): { stem: CostStem; kind: CostKind; id: string } {
  const [, name = '', id] = /^([a-zA-Z]+)-(.+)$/.exec(sourceId) ?? [];
  const stem = stems.find((one) => one === name);
  if (stem === undefined || !id) throw new Error(`${sourceId} is no direct cost's source id`);
  return { stem, kind: kinds[stem], id };
}

export function isCostSourceId(text: string): boolean {
  return stems.some((stem) => text.startsWith(`${stem}-`) && text.length > stem.length + 1);
}
