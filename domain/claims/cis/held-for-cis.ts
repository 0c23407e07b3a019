// What is never posted by Tieout: a bill of a subcontractor under the UK's Construction Industry Scheme. It is held with its deduction worked out, and taken over once a person has entered it in Xero.
import { fromMinor, groupedAmount, sameAmount } from '../../money/amount.ts';
import type { FieldChange, Finding, Verdict } from '../../plan/verdict.ts';
import { adoption, blocked, finding } from '../../plan/verdicts.ts';
import { isStanding } from '../../records/xero/standing.ts';
import { cisDeduction } from '../../tax/cis.ts';
import type { CisBasis } from './basis.ts';
import type { ClaimObservation, XeroInvoice } from '../claim-observation.ts';
import { numberLikeness, wordsOfDocument } from '../look-alikes.ts';
import { modeOf } from '../retainage-mode.ts';
import type { Posting } from '../posting.ts';
import { wordOfPosting } from '../posting.ts';

type Head = { contactId: string; number: string; date: string; currency: string };
type Held = { posting: Posting; basis: CisBasis; rate: string; head: Head };

/** Null where the scheme has no say. Until it is known whether it has, nothing is posted. */
export function heldForCis(
  observation: ClaimObservation,
  posting: Posting,
  head: Head,
): Verdict | null {
  const { standing, rate } = observation.cis;
  const { role, cis: basis } = posting;
  if (standing === 'unread' || (standing === 'on' && rate === null)) {
    const detail = `Xero has not shown yet whether ${nameOf(observation, head)} is a subcontractor under CIS; it is asked again by itself`;
    return blocked(role, 'cisDeduction', detail, { contact: head.contactId });
  }
  if (standing !== 'on' || rate === null || basis === null) return null;
  const held = { posting, basis, rate, head };
  return role === 'creditNote' ? byHand(observation, held) : heldOrTaken(observation, held);
}

function heldOrTaken(observation: ClaimObservation, held: Held): Verdict {
  const { posting, head } = held;
  const { role } = posting;
  const { fitting, others } = enteredByHand(observation, held);
  const [bill, another] = fitting;
  if (bill && !another) {
    return adoption(role, {
      targetId: bill.id,
      targetVersion: bill.updatedAt,
      changes: comparison(bill, held),
      findings: [takenOver(observation, held, bill), ...posting.findings],
    });
  }
  const found = bill && another ? [bill, another] : others.slice(0, 1);
  const [first, second] = found.map(wordsOfDocument);
  const why = second
    ? `${first} and ${second} both fit: void the one that is not this claim's`
    : first &&
      `${first} has the number ${head.number} and another amount before tax: correct it there, or give it its own number`;
  return asked(observation, held, why);
}

function byHand(observation: ClaimObservation, held: Held): Verdict {
  return asked(observation, held, 'a credit note is not taken over: leave this once it is entered');
}

function asked(observation: ClaimObservation, held: Held, also: string | undefined): Verdict {
  const { posting } = held;
  const { role } = posting;
  const words = [sentence(observation, held), toEnter(observation, held), also].filter(Boolean);
  const figures = { ...figuresOf(held), bill: null };
  const verdict = blocked(role, 'cisDeduction', words.join('; '), figures);
  return { ...verdict, findings: [...verdict.findings, ...posting.findings] };
}

function deductionOf({ basis, rate }: Pick<Held, 'basis' | 'rate'>): bigint {
  return cisDeduction(basis.labour, rate);
}

function figuresOf({ basis, rate }: Held): Finding['figures'] {
  const deduction = deductionOf({ basis, rate });
  return {
    rate,
    labour: fromMinor(basis.labour),
    materials: fromMinor(basis.materials),
    deduction: fromMinor(deduction),
    due: fromMinor(basis.payable - deduction),
  };
}

const words = (minor: bigint): string => groupedAmount(fromMinor(minor));

/** "D. Thackray is under CIS at 20 %: of 8,000.00 for labour less 400.00 retention 1,520.00 is deducted, and 6,080.00 is due". */
function sentence(observation: ClaimObservation, held: Held): string {
  const { basis, rate, head } = held;
  const { labour, retention, materials, payable } = basis;
  const deduction = deductionOf(held);
  const less = retention === 0n ? '' : ` less ${words(retention)} retention`;
  const free = materials === 0n ? '' : `, of ${words(materials)} for materials nothing`;
  const taken = deduction === 0n ? 'nothing' : words(deduction);
  const due = words(payable - deduction);
  return `${nameOf(observation, head)} is under CIS at ${rate} %: of ${words(labour + retention)} for labour${less} ${taken} is deducted${free}, and ${due} is due`;
}

function nameOf({ contactNames }: ClaimObservation, { contactId }: Head): string {
  return contactNames?.[contactId] ?? 'the contact';
}

function toEnter(observation: ClaimObservation, { posting, head }: Held): string {
  const word = wordOfPosting(observation, posting);
  const enter = `enter the ${word} in Xero by hand, with the number ${head.number} and this deduction`;
  if (posting.role === 'creditNote') return enter;
  const apart =
    modeOf(observation) === 'creditNote' && posting.role === 'bill'
      ? ', without what is held back, which is a credit note'
      : '';
  return `${enter}${apart}, then it is taken over`;
}

/**
 * Those a person entered under the contact that could be this document: of the same number, or of the same amount before
 * tax on the same day. One that is linked to another document of ours is not among the look-alikes.
 */
function enteredByHand(
  { lookAlikes }: ClaimObservation,
  { posting, basis, head }: Held,
): { fitting: XeroInvoice[]; others: XeroInvoice[] } {
  const { number, date, currency } = head;
  const nets = [posting.document.net, basis.labour + basis.materials].map(fromMinor);
  const comesToIt = ({ subTotal }: XeroInvoice) => nets.some((net) => sameAmount(net, subTotal));
  const standing = lookAlikes.filter((one) => isStanding(one) && one.currency === currency);
  const numbered = standing.filter((one) => numberLikeness(number, one.number) === 'same');
  const exact = numbered.filter(comesToIt);
  const dated = standing.filter((one) => one.date === date && comesToIt(one));
  return {
    fitting: exact.length > 0 ? exact : dated,
    others: numbered.filter((one) => !comesToIt(one)),
  };
}

/** Xero reckons on all of the labour where retention is a line of its own: that the two agree is said, and that they differ. */
function takenOver(observation: ClaimObservation, held: Held, bill: XeroInvoice): Finding {
  const ours = fromMinor(deductionOf(held));
  const { deducted, id, total } = bill;
  const theirs = sameAmount(deducted, '0.00') ? 'nothing' : groupedAmount(deducted);
  const differ = `, where ${theirs} is deducted: correct it there first if ours is right (Xero deducts from labour before retention where that is a line of its own)`;
  const same = sameAmount(deducted, ours) ? ', with the same deduction' : differ;
  const detail = `${sentence(observation, held)}; approve to take ${wordsOfDocument(bill)}, which a person entered${same}`;
  const figures = { ...figuresOf(held), bill: id, theirDeduction: deducted, theirTotal: total };
  return finding('cisDeduction', detail, figures);
}

/** Ours beside theirs, which stays as it is. */
function comparison(bill: XeroInvoice, held: Held): FieldChange[] {
  const { basis, head } = held;
  const rows: [path: string, ours: string, theirs: string | null][] = [
    ['number', head.number, bill.number],
    ['date', head.date, bill.date],
    ['total', fromMinor(basis.payable), bill.total],
    ['deduction', fromMinor(deductionOf(held)), bill.deducted],
  ];
  return rows.map(([path, procore, xero]) => ({ path, base: null, procore, xero, proposed: xero }));
}
