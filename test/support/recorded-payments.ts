// Claims of a firm that records its payments in Procore, and what becomes of those in Xero.
import type { ClaimObservation, SentPayment } from '../../domain/claims/claim-observation.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { OwnerInvoiceObservation } from '../../domain/objects/owner-invoice/observation.ts';
import type { PayAppObservation } from '../../domain/objects/pay-app/observation.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { ProcoreContractPayment } from '../../domain/records/procore/contract-payment.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroPaymentBody } from '../../domain/records/write-bodies.ts';
import { item, mapping, payment, requisition, summary } from './domain-builders.ts';
import { kept } from './kept-records.ts';
import { goingOf, postedPayApp } from './posted-documents.ts';

export const inProcore: Mapping = {
  ...mapping,
  payments: { ...mapping.payments, direction: 'procoreToXero', paidFrom: '090' },
};

/** A bill of 100.00 and 15.00 of tax, for a firm that records its payments in Procore. */
export function bill(
  over: Partial<PayAppObservation> = {},
  target: Partial<XeroBill> = {},
): PayAppObservation {
  const seen = postedPayApp({}, target, {
    claim: requisition({
      items: [item('1', { work: '100.00', held: '0.00' })],
      summary: summary('100.00', '0.00'),
    }),
  });
  return { ...seen, mapping: inProcore, ...over };
}

export function typed(
  id: string,
  amount: string,
  over: Partial<ProcoreContractPayment> = {},
): ProcoreContractPayment {
  return kept('procoreContractPayment', {
    ...{ id, amount, date: '2026-06-20', requisitionId: '33', notes: 'cheque 17' },
    ...over,
  });
}

export function sentAs(
  id: string,
  { paid, part }: { paid: string; part: string },
  over: Partial<SentPayment> = {},
): SentPayment {
  return {
    contractPaymentId: id,
    xeroPaymentId: `x-${id}`,
    ...{ paid, part, whole: part, date: '2026-06-20' },
    record: payment(`x-${id}`, paid, { reference: `tieout:demo/payApp/33/xeroPayment-${id}` }),
    source: typed(id, part),
    sourceIsGone: false,
    ...over,
  };
}

export function paidBy(seen: ClaimObservation): XeroPaymentBody[] {
  return goingOf(planObservation(seen as Observation)).flatMap(({ body }) =>
    body.kind === 'xeroPayment' ? [body] : [],
  );
}

export const amountsOf = (bodies: readonly XeroPaymentBody[]): string[] =>
  bodies.map(({ amount }) => amount);

/** Role, kind and whether an approval could be carried out, of everything that waits. */
export function asked(seen: PayAppObservation | OwnerInvoiceObservation): unknown[] {
  return planObservation(seen).gated.questions.map(({ subject, kind, fix }) => [
    subject,
    kind,
    fix === null,
  ]);
}
