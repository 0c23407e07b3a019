// The payments of a claim's document as its page lists them: what was paid, when, when it cleared, and what the other system has of it.
import type { Realised } from '../../../domain/currency/realised.ts';
import { realisedBy } from '../../../domain/currency/realised.ts';
import { sideOf } from '../../../domain/claims/sides.ts';
import { sameAmount } from '../../../domain/money/amount.ts';
import type { ClaimObservation } from '../../../domain/claims/claim-observation.ts';
import type { XeroPayment } from '../../../domain/records/xero/payment.ts';
import { money } from '../format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Fact } from './object-pages.ts';

/** Those that stand, oldest first; none where nothing was paid. */
export function paymentFacts(observation: ClaimObservation): Fact[] {
  const standing = observation.payments
    .filter(({ status }) => status === 'AUTHORISED')
    .sort((a, b) => (`${a.date} ${a.id}` < `${b.date} ${b.id}` ? -1 : 1));
  const { target, organisation } = observation;
  const { books } = sideOf(observation);
  const realised = target ? realisedBy(books, target, standing) : new Map<string, Realised>();
  return standing.map((payment) => [
    'Paid',
    html`${paymentLine(observation, payment)}${byRates(realised.get(payment.id), organisation)}`,
  ]);
}

function paymentLine(observation: ClaimObservation, payment: XeroPayment): Html {
  const { amount, date, id } = payment;
  const cleared = observation.cleared[id];
  const state = cleared === undefined ? '' : `, cleared ${cleared}`;
  return html`${money(amount, null)} on ${date}${state}${inProcore(observation, payment)}`;
}

/** "; at 0.6, realised loss 1,996.06 NZD" */
function byRates(
  realised: Realised | undefined,
  { baseCurrency }: ClaimObservation['organisation'],
): Html | null {
  if (!realised) return null;
  const { rate, difference } = realised;
  const at = html`; at ${rate}`;
  if (sameAmount(difference, '0.00')) return at;
  const word = difference.startsWith('-') ? 'loss' : 'gain';
  return html`${at}, realised ${word} ${money(difference.replace('-', ''), baseCurrency)}`;
}

function inProcore({ postedPayments, paymentsSent }: ClaimObservation, payment: XeroPayment) {
  const told =
    postedPayments.find(({ xeroPaymentId, isGone }) => xeroPaymentId === payment.id && !isGone)
      ?.amount ?? paymentsSent.sent.find((one) => one.xeroPaymentId === payment.id)?.part;
  if (told === undefined) return '; not in Procore';
  return sameAmount(told, payment.amount)
    ? '; in Procore'
    : html`; ${money(told, null)} in Procore`;
}
