// What the direct cost of a document in one project should say.
import type { ConversionUsed } from '../../currency/project-conversion.ts';
import { conversionFor } from '../../currency/project-conversion.ts';
import { markerOf } from '../../identity/markers.ts';
import type { Role } from '../../identity/roles.ts';
import type { DirectCostBase, DirectCostSaid } from '../../plan/direct-cost-base.ts';
import { cutToLength } from '../../text/fit-text.ts';
import { codedCost } from './coded-cost.ts';
import type { DirectCostObservation, Share } from './observation.ts';

export type WantedCost = {
  said: Omit<DirectCostSaid, 'date' | 'lines'> & {
    date: string;
    lines: { wbsCodeId: string; amount: string; description: string }[];
  };
  type: 'invoice' | 'expense' | 'payroll';
  codes: Record<string, string>;
  rates: Record<string, string>;
  sourceNumber: string | null;
  sourceVendor: string | null;
  conversion: ConversionUsed | null;
};
export type Wanted = { is: 'nothing' } | { is: 'uncoded'; problems: string[] } | Whole;
type Whole = { is: 'cost'; cost: WantedCost };

export type CostDocument = NonNullable<DirectCostObservation['document']>;

export function roleOf({ projectId }: Pick<Share, 'projectId'>): Role {
  return `directCost/${projectId}`;
}

export function costMarkerOf(
  { connection, sourceId }: Pick<DirectCostObservation, 'connection' | 'sourceId'>,
  share: Pick<Share, 'projectId'>,
): string {
  return markerOf({ type: 'directCost', connection, sourceId }, roleOf(share));
}

/**
 * By the ledger: a cost is approved, because it is posted. What stands already keeps its vendor, its words and, while the
 * document keeps its number, its own.
 */
export function wantedCost(
  observation: DirectCostObservation,
  share: Share,
  base: DirectCostBase | null,
): Wanted {
  const { document, mapping, vendorId } = observation;
  if (!document || share.lines.length === 0) return { is: 'nothing' };
  const conversion = conversionOf(observation, share, base);
  const coded = codedCost(mapping, share, { before: base?.codes ?? {}, conversion });
  if (!coded.ok) return { is: 'uncoded', problems: coded.problems };
  const { lines, codes } = coded.cost;
  if (lines.length === 0) return { is: 'nothing' };
  const before = base?.projection;
  const isInvoice = before
    ? before.invoiceNumber !== null
    : document.kind === 'xeroBill' && vendorId !== null && document.number !== null;
  const cost: WantedCost = {
    said: {
      status: before?.status ?? 'approved',
      vendorId: vendorOf(observation, base),
      invoiceNumber: isInvoice ? numberOf(observation, share, base) : null,
      date: document.date,
      description: before?.description ?? descriptionOf(observation, document, share),
      lines,
    },
    type: isInvoice ? 'invoice' : document.kind === 'xeroProjectTime' ? 'payroll' : 'expense',
    codes,
    rates: share.rates,
    sourceNumber: document.number,
    sourceVendor: vendorId,
    conversion,
  };
  return { is: 'cost', cost };
}

/** What stands keeps the rate it was converted at. */
function conversionOf(
  { mapping }: DirectCostObservation,
  { project, budget }: Share,
  base: DirectCostBase | null,
): ConversionUsed | null {
  if (base) return base.conversion;
  const of = { number: project?.number ?? null, currency: budget?.currency ?? null };
  const found = conversionFor(mapping.currencies.projects, of);
  return found && { currency: found.currency, rate: found.rate };
}

/** Its own, until the document names another vendor's contact; one that had none at first never has. */
function vendorOf({ vendorId }: DirectCostObservation, base: DirectCostBase | null): string | null {
  if (base === null) return vendorId;
  const { vendorId: before } = base.projection;
  const isOther = vendorId !== null && vendorId !== base.sourceVendor;
  return before !== null && isOther ? vendorId : before;
}

/**
 * A vendor's number stands once in Procore (REST reference of 2026, Create Direct Cost, read 2026-11-23), so that a bill of
 * several projects bears each project's beside its own.
 */
function numberOf(
  { document, shares }: DirectCostObservation,
  { projectId, project }: Share,
  base: DirectCostBase | null,
): string | null {
  const number = document?.number ?? null;
  if (base && base.sourceNumber === number) return base.projection.invoiceNumber;
  if (number === null) return base?.projection.invoiceNumber ?? null;
  const bearing = shares.filter(({ lines }) => lines.length > 0);
  return bearing.length > 1 ? `${number} / ${project?.number ?? projectId}` : number;
}

const wordsLengthMaximum = 200;

/** "Bill INV-77 of Skips Ltd, in Xero" with the marker as its last word. */
function descriptionOf(
  observation: DirectCostObservation,
  { name, contactName }: CostDocument,
  share: Share,
): string {
  const of = contactName === null ? '' : ` of ${contactName}`;
  const words = cutToLength(
    `${name.slice(0, 1).toUpperCase()}${name.slice(1)}${of}`,
    wordsLengthMaximum,
  );
  return `${words}, in Xero ${costMarkerOf(observation, share)}`;
}
