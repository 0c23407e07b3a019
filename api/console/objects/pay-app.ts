// What a pay app's pages show: the claim in Procore beside its bill in Xero, and its arithmetic where that fails.
import { NotAnAmountError } from '../../../domain/money/amount.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { ownedDocument } from '../../../domain/plan/owned.ts';
import type { SealedVerdict } from '../../../domain/plan/verdict.ts';
import type { XeroBill } from '../../../domain/records/xero/bill.ts';
import type { PartsWorking } from '../../../domain/retainage/pay-app-parts.ts';
import { payAppParts, payAppWorking } from '../../../domain/retainage/pay-app-parts.ts';
import { factRow } from '../comparison-row.ts';
import { money } from '../format.ts';
import { sumsOfBill, totalOf } from '../money-rows.ts';
import type { VendorRecord } from '../vendor-links.ts';
import type { ObjectPages } from './object-pages.ts';

type PayApp = Observation<'payApp'>;

export const payAppPages: ObjectPages<PayApp> = {
  words: { one: 'Pay app', many: 'Pay apps' },
  place,
  facts: (observation) => {
    const { requisition } = observation;
    const summary = requisition?.summary;
    const currency = requisition?.currency ?? observation.commitment?.currency ?? null;
    return [
      ['Project', place(observation)],
      ['Contract', contractOf(observation)],
      ['Status', requisition?.status],
      ['Billing date', requisition?.billingDate],
      ['Completed and stored', summary && money(summary.totalCompletedAndStoredToDate, currency)],
      ['Retainage held to date', summary && money(summary.totalRetainage, currency)],
      ['Due now', summary && money(summary.currentPaymentDue, currency)],
    ];
  },
  sides: (observation, names) => {
    const { requisition, target, contact } = observation;
    const contactId = target?.contactId ?? contact?.contactId ?? null;
    return [
      factRow('Project', place(observation)),
      factRow('Contract', contractOf(observation)),
      factRow('Contact', null, contactId && (names.get(contactId) ?? contactId)),
      factRow('Number', requisition?.invoiceNumber ?? null, target?.number ?? null),
      factRow('Date', requisition?.billingDate ?? null, target?.date ?? null),
    ];
  },
  records: ({ requisition, target, marked, lookAlikes }) => ({
    source: requisition,
    target: target ?? marked ?? lookAlikes[0] ?? null,
  }),
  inXero: (observation, verdict) => {
    const bill = billFor(observation, verdict);
    return bill && ownedDocument(bill);
  },
  sums: (observation, verdict) => {
    const { requisition } = observation;
    const bill = billFor(observation, verdict);
    const due = requisition?.summary.currentPaymentDue ?? null;
    const tax = requisition?.summary.taxApplicableToThisPayment ?? null;
    return {
      procore: requisition && {
        ...{ subTotal: due, tax, total: totalOf(due, tax), due: null },
        status: requisition.status,
      },
      xero: bill && sumsOfBill(bill),
    };
  },
  elsewhere,
  base: ({ base }) => base,
  contactIds: ({ target, marked, base, contact, lookAlikes }) => [
    ...[target, marked, ...lookAlikes].map((bill) => bill?.contactId),
    base?.target.contactId,
    contact?.contactId,
  ],
  contactNames: ({ contactNames }) => contactNames ?? {},
  working,
};

function place({ project }: PayApp): string | null {
  return project && `${project.number} ${project.name}`.trim();
}

function contractOf({ commitment }: PayApp): string | null {
  return commitment && `${commitment.number} ${commitment.title}`.trim();
}

/** Ours, or the stranger's bill that it would stand beside. */
function billFor(
  { target, marked, lookAlikes, doubles }: PayApp,
  verdict: SealedVerdict | null,
): XeroBill | null {
  const [family, id] = verdict?.role.split('/') ?? [];
  if (family === 'double') return doubles.find((bill) => bill.id === id) ?? null;
  if (family === 'twin') return lookAlikes.find((bill) => bill.id === id) ?? null;
  const twinId = verdict?.changes.find(({ path }) => path === 'bill')?.xero ?? null;
  return target ?? lookAlikes.find(({ id }) => id === twinId) ?? marked;
}

/** As many look-alikes are linked as a person would open. */
const lookAlikesLinked = 5;

function elsewhere(observation: PayApp) {
  const { requisition, target, marked, doubles, lookAlikes, contact } = observation;
  const found: { label: string; record: VendorRecord }[] = [];
  if (requisition) {
    const { contractKind, commitmentId, projectId, id, number } = requisition;
    const record = {
      kind: 'procoreRequisition',
      contractKind,
      commitmentId,
      projectId,
      id,
    } as const;
    found.push({ label: `Pay app no. ${number} in Procore`, record });
  }
  const ours = target ?? marked;
  const bills = [...(ours ? [ours] : []), ...doubles, ...lookAlikes.slice(0, lookAlikesLinked)];
  for (const [billId, bill] of new Map(bills.map((one) => [one.id, one]))) {
    const label = `Bill ${bill.number ?? 'without a number'} in Xero`;
    found.push({ label, record: { kind: 'xeroBill', id: billId } });
  }
  const contactId = target?.contactId ?? contact?.contactId ?? null;
  if (contactId !== null) {
    found.push({ label: 'Contact in Xero', record: { kind: 'xeroContact', id: contactId } });
  }
  return found;
}

/** Only where the domain refuses the parts: anything else about a pay app is said by its sentence. */
function working({ requisition, previous }: PayApp): PartsWorking | null {
  if (!requisition || payAppParts(requisition, previous).ok) return null;
  try {
    return payAppWorking(requisition, previous);
  } catch (error) {
    // Parts of a cent: no sum is shown that could be wrong; the sentence names the amount.
    if (error instanceof NotAnAmountError) return null;
    throw error;
  }
}
