// Which document in Xero each claim billed before the start is, and which order each contract has; whatever is in doubt is opening.
import { likeness, normalNumber, numberLikeness } from '../claims/look-alikes.ts';
import type { Claim } from '../claims/look-alikes.ts';
import type { XeroInvoice } from '../claims/claim-observation.ts';
import { groupedAmount, sameAmount, subtractAmounts } from '../money/amount.ts';
import type { Amount } from '../money/amount.ts';
import type { XeroCreditNote } from '../records/xero/credit-note.ts';
import type { XeroPurchaseOrder } from '../records/xero/purchase-order.ts';
import { isStanding } from '../records/xero/standing.ts';
import type { ClaimBefore, ContractTakenOn, TakeOnFacts } from './facts.ts';
import { inTurn } from './one-to-one.ts';
import type { Doubt } from './one-to-one.ts';

export type Matched = {
  claim: ClaimBefore;
  record: XeroInvoice | XeroCreditNote;
  why: string;
};
export type Opened = { claim: ClaimBefore; why: string };
export type OrderMatched = { contract: ContractTakenOn; order: XeroPurchaseOrder; why: string };

/** Every claim is in exactly one of the two. */
export function matchClaims(facts: Pick<TakeOnFacts, 'claims' | 'strangers' | 'baseCurrency'>): {
  matched: Matched[];
  opened: Opened[];
} {
  const { claims, strangers, baseCurrency } = facts;
  const linked = claims.flatMap((claim) => {
    const { linked: record } = claim;
    return record ? [{ claim, record, why: whyLinked(claim, record) }] : [];
  });
  const open = claims.filter((claim) => claim.linked === null);
  const alone = open.flatMap((claim) => {
    const why = whyAlone(claim, baseCurrency);
    return why === null ? [] : [{ claim, why }];
  });
  const asked = open.filter((claim) => whyAlone(claim, baseCurrency) === null);
  const found = inTurn(asked, strangers.invoices.filter(isStanding), [byNumber, byMoney]);
  return {
    matched: [
      ...linked,
      ...found.pairs.map(({ ours, theirs, why }) => {
        return { claim: ours, record: theirs, why: withDifference(why, ours, theirs) };
      }),
    ].sort((a, b) => inOrder(a.claim, b.claim)),
    opened: [
      ...alone,
      ...found.doubts.map((doubt) => ({ claim: doubt.ours, why: whyInDoubt(doubt) })),
      ...found.ours.map((claim) => ({ claim, why: `no ${wordOf(claim)} in Xero fits it` })),
    ].sort((a, b) => inOrder(a.claim, b.claim)),
  };
}

function wordOf({ side }: ClaimBefore): string {
  return side === 'payable' ? 'bill' : 'sales invoice';
}

function whyAlone({ currency, contactId, due, isLost }: ClaimBefore, base: string): string | null {
  if (isLost) return 'Xero does not show what it is linked to';
  if (currency !== base) return `it is in ${currency}, which is not posted yet`;
  if (contactId === null) return 'its contact is not linked yet';
  return due.startsWith('-') ? 'it comes to less than nothing' : null;
}

function whyLinked(claim: ClaimBefore, record: Matched['record']): string {
  const why = record.kind === 'xeroCreditNote' ? null : byNumber(claim, record);
  return withDifference(why ?? 'linked already', claim, record);
}

function isOfSame(claim: ClaimBefore, record: XeroInvoice): boolean {
  const kind = claim.side === 'payable' ? 'xeroBill' : 'xeroSalesInvoice';
  const { contactId, currency } = record;
  return record.kind === kind && contactId === claim.contactId && currency === claim.currency;
}

function byNumber(claim: ClaimBefore, record: XeroInvoice): string | null {
  if (!isOfSame(claim, record)) return null;
  return numberLikeness(claim.number, record.number) === 'same' ? 'the same number' : null;
}

/** The numbers tell nothing then, but that one may go on after the other. */
function byMoney(claim: ClaimBefore, record: XeroInvoice): string | null {
  if (!isOfSame(claim, record) || claim.figures === null) return null;
  const ours: Claim = { ...claim.figures, number: '', date: claim.date };
  const money = likeness(ours, record);
  const isLonger = numberLikeness(claim.number, record.number) === 'suffix';
  return money !== null && isLonger ? `the same number with a suffix, ${money}` : money;
}

/** A document with the same number may say another amount: the controller is told by how much. */
function withDifference(why: string, claim: ClaimBefore, record: Matched['record']): string {
  const theirs = record.kind === 'xeroCreditNote' ? `-${record.subTotal}` : record.subTotal;
  if (sameAmount(theirs, claim.due)) return why;
  return `${why}; without tax it says ${groupedAmount(record.subTotal)}, the claim ${groupedAmount(claim.due)}`;
}

function whyInDoubt({ ours, theirs, rivals }: Doubt<ClaimBefore, XeroInvoice>): string {
  const names = theirs.map(({ number }) => number ?? '(no number)').join(' and ');
  const word = wordOf(ours);
  if (theirs.length > 1) return `${theirs.length} ${word}s fit it: ${names}`;
  return `${word} ${names} fits ${rivals.map(({ name }) => name).join(' and ')} too`;
}

export function inOrder(a: ClaimBefore, b: ClaimBefore): number {
  if (a.contractId !== b.contractId) return a.contractId < b.contractId ? -1 : 1;
  return a.place - b.place || (a.workflowId < b.workflowId ? -1 : 1);
}

/** Contracts with an order that is there already; of the others one is made once the project is on. */
export function matchOrders(facts: Pick<TakeOnFacts, 'contracts' | 'strangers'>): OrderMatched[] {
  const ordered = facts.contracts.filter(({ order }) => order !== null);
  const linked = ordered.flatMap((contract) => {
    const order = contract.order?.linked ?? null;
    return order ? [{ contract, order, why: 'linked already' }] : [];
  });
  const open = ordered.filter(({ order, contactId }) => !order?.linked && contactId !== null);
  const found = inTurn(open, facts.strangers.orders.filter(isOpen), [byOrderNumber, bySum]);
  const pairs = found.pairs.map(({ ours, theirs, why }) => {
    return { contract: ours, order: theirs, why: withSums(why, ours, theirs) };
  });
  return [...linked, ...pairs].sort((a, b) =>
    a.contract.contractId < b.contract.contractId ? -1 : 1,
  );
}

/** One that is billed or deleted takes no changes any more. */
function isOpen({ status }: XeroPurchaseOrder): boolean {
  return ['DRAFT', 'SUBMITTED', 'AUTHORISED'].includes(status);
}

function isOfContract(contract: ContractTakenOn, order: XeroPurchaseOrder): boolean {
  return order.contactId === contract.contactId && order.currency === contract.currency;
}

function byOrderNumber(contract: ContractTakenOn, order: XeroPurchaseOrder): string | null {
  if (!isOfContract(contract, order)) return null;
  const numbers = contract.order?.numbers.map(normalNumber) ?? [];
  return numbers.includes(normalNumber(order.number)) ? 'the same number' : null;
}

function bySum(contract: ContractTakenOn, order: XeroPurchaseOrder): string | null {
  if (!isOfContract(contract, order)) return null;
  return sameAmount(order.subTotal, sumOf(contract)) ? 'the same sum without tax' : null;
}

function sumOf({ order }: ContractTakenOn): Amount {
  return order?.sum ?? '0.00';
}

function withSums(why: string, contract: ContractTakenOn, { subTotal }: XeroPurchaseOrder): string {
  const difference = subtractAmounts(subTotal, sumOf(contract));
  return sameAmount(difference, '0.00')
    ? why
    : `${why}; it says ${groupedAmount(subTotal)}, the contract ${groupedAmount(sumOf(contract))}`;
}
