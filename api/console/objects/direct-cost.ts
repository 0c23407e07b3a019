// What a direct cost's pages show: the document in Xero, what of it each project bears, and what Procore has for it.
import { sumAmounts } from '../../../domain/money/amount.ts';
import type { Share } from '../../../domain/objects/direct-cost/observation.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import type { ProcoreDirectCost } from '../../../domain/records/procore/direct-cost.ts';
import type { ComparisonRow } from '../comparison-row.ts';
import { factRow } from '../comparison-row.ts';
import { groupDigits } from '../format.ts';
import type { VendorRecord } from '../vendor-links.ts';
import type { Fact, ObjectPages } from './object-pages.ts';

type Cost = Observation<'directCost'>;

export const directCostPages: ObjectPages<Cost> = {
  words: { one: 'Direct cost', many: 'Direct costs' },
  place,
  facts: ({ document, baseCurrency, shares }) => [
    ['Document', document?.name],
    ['From', document?.contactName],
    ['Date', document?.date],
    [
      'In Xero',
      document && (isOfLedger(document) ? standingOf(document) : 'entered in Xero Projects'),
    ],
    ...shares.map((share): Fact => [nameOf(share), `${sumOf(share.lines)} ${baseCurrency}`]),
  ],
  sides: ({ shares }, _names, changes) => {
    if (changes.length > 0) return [];
    return shares.flatMap((share): ComparisonRow[] => [
      factRow(nameOf(share), procoreSum(share), sumOf(share.lines), 'money'),
      ...share.lines.map((line) =>
        factRow(
          `${line.code?.name ?? 'no code'}, ${placeOf(line)}`,
          null,
          groupDigits(line.amount),
          'line',
        ),
      ),
    ]);
  },
  records: ({ document, shares }) => ({
    source: document,
    target: shares.flatMap(({ link }) => link?.record ?? []),
  }),
  inXero: () => null,
  sums: () => ({ procore: null, xero: null }),
  elsewhere: ({ document, shares }) => [
    ...(document ? inXero(document) : []),
    ...shares.flatMap(({ link, projectId }) => {
      const record = { kind: 'procoreDirectCost', projectId } as const;
      return link
        ? [{ label: 'Direct cost in Procore', record: { ...record, id: link.directCostId } }]
        : [];
    }),
  ],
  base: () => null,
  contactIds: ({ document }) => [document?.contactId],
  contactNames: ({ document }) =>
    document?.contactId && document.contactName !== null
      ? { [document.contactId]: document.contactName }
      : {},
  working: () => null,
};

function isOfLedger({ kind }: NonNullable<Cost['document']>): boolean {
  return kind !== 'xeroProjectTime' && kind !== 'xeroProject';
}

function placeOf({ account, costType }: Share['lines'][number]): string {
  return costType === null ? `account ${account.code}` : `cost type ${costType}`;
}

function standingOf({
  isPosted,
  isOnCommitment,
  isUnvalued,
}: NonNullable<Cost['document']>): string {
  if (!isPosted) return 'not in the books';
  if (isOnCommitment) return 'billed through a pay app';
  return isUnvalued ? 'of no known rate' : 'posted';
}

function inXero(
  document: NonNullable<Cost['document']>,
): { label: string; record: VendorRecord }[] {
  const { kind, id, name } = document;
  const label = `${name.slice(0, 1).toUpperCase()}${name.slice(1)} in Xero`;
  if (kind === 'xeroBill' || kind === 'xeroSalesInvoice') return [{ label, record: { kind, id } }];
  if (kind === 'xeroCreditNote') return [{ label, record: { kind, id, side: 'payable' } }];
  return [];
}

function place({ shares }: Cost): string | null {
  const names = shares.map(nameOf);
  return names.length === 0 ? null : names.join(', ');
}

function nameOf({ project, projectId }: Share): string {
  return project ? `${project.number} ${project.name}`.trim() : projectId;
}

function sumOf(lines: readonly { amount: string }[]): string {
  return groupDigits(sumAmounts(lines.map(({ amount }) => amount)));
}

function procoreSum({ link }: Share): string | null {
  const record: ProcoreDirectCost | null = link?.record ?? null;
  return record && sumOf(record.lines);
}
