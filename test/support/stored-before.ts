// An observation in the shape in which it was stored before verdicts were by role.
import { chartExcerpt } from './domain-builders.ts';

const newKeys = [
  'answers',
  'postFrom',
  'doubles',
  'ownTwins',
  'typedPayments',
  'doublePayments',
  'paymentListIsDue',
  'source',
  'twins',
  'key',
  'codes',
  'taxRate',
  'categoryId',
  'optionId',
  'links',
  'record',
  'isGone',
  'creditNote',
  'sibling',
  'heldInXero',
  'earlierToPost',
  'openInvoices',
  'changeOrders',
  'changeOrdersAreDue',
  'together',
  'closed',
];

/** An observation as main wrote it: no new key anywhere, options by name, rejections by plan and a refusal. */
export function asStoredBefore(seen: object): unknown {
  const stored = JSON.parse(
    JSON.stringify(seen, (key, value: unknown) => (newKeys.includes(key) ? undefined : value)),
  ) as Record<string, unknown> & {
    base?: {
      projection: { lines?: object[]; url?: unknown };
      target: { lines?: object[]; url?: unknown };
    };
  };
  for (const side of [stored.base?.projection, stored.base?.target]) {
    delete side?.url;
    side?.lines?.forEach((line) => Reflect.deleteProperty(line, 'lineId'));
  }
  if ('chart' in stored) {
    const { accounts, taxRates, codes } = chartExcerpt;
    const options = codes.map(({ category, option }) => ({ category, option }));
    stored.chart = { accounts, taxRates, options };
  }
  const { claim, contract, ...rest } = stored as Record<string, unknown>;
  const former =
    stored['type'] === 'payApp' ? { ...rest, requisition: claim, commitment: contract } : stored;
  return {
    ...former,
    rejectedPlanHashes: ['a'],
    refusal: { planHash: 'a', kind: 'vendorRefused', messages: ['No.'], context: 'c' },
  };
}
