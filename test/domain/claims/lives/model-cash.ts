// What is due and settled of a contract's documents: credits set off, and what each payment counts for in Procore, which knows no tax.
import type { ClaimSums } from './claim-sums.ts';
import { share, sum } from './life.ts';
import type { ModelClaim, ModelDocument } from './model-records.ts';

const totalOf = (parts: readonly { amount: bigint }[]): bigint =>
  sum(parts.map(({ amount }) => amount));

export function paidOf({ payments }: ModelDocument): bigint {
  return totalOf(payments.filter(({ stands }) => stands));
}

export function dueOf(document: ModelDocument): bigint {
  return document.sums.total - totalOf(document.credited) - paidOf(document);
}

export function openCreditOf({ sums, setOff: off }: ModelDocument): bigint {
  return sums.total - totalOf(off);
}

function putAgainst(credit: ModelDocument, against: ModelDocument, wanted: bigint): void {
  const amount = [wanted, openCreditOf(credit), dueOf(against)].reduce((a, b) => (a < b ? a : b));
  if (amount <= 0n) return;
  credit.setOff.push({ against, amount });
  against.credited.push({ by: credit, amount });
}

/** What is held back goes against its own bill; a claim below zero against its release, then what is unpaid, oldest first. */
export function setOff(
  model: { documents: readonly ModelDocument[] },
  claim: ModelClaim,
  { total }: ClaimSums,
): void {
  const find = (part: string) => claim.documents.find((one) => one.part === part);
  const [main, back, release] = [find('main'), find('heldBack'), find('release')];
  if (back && main) putAgainst(back, main, back.sums.total);
  if (main?.kind !== 'credit') return;
  if (release) putAgainst(main, release, main.sums.total);
  if (total >= 0n) return;
  const open = model.documents
    .filter((one) => one.claim !== claim.id && one.kind === 'invoice' && !one.isDraft)
    .sort((a, b) => (turnOf(a) < turnOf(b) ? -1 : 1));
  for (const document of open) putAgainst(main, document, openCreditOf(main));
}

/** Oldest first; of one day in the order of the claims, what they let go last. */
function turnOf({ date, claim, part }: ModelDocument): string {
  return `${date} ${claim} ${part === 'release' ? 1 : 0}`;
}

/** What cash can settle: all but what the claim's own credit takes off, which never was to be paid. */
export function payableOf(
  { claim, sums, credited }: ModelDocument,
  unit: bigint,
): { gross: bigint; net: bigint } {
  const own = credited.filter(({ by }) => by.claim === claim);
  const net = own.map(({ by, amount }) => share(amount, by.sums.net, by.sums.total, unit));
  return { gross: sums.total - totalOf(own), net: sums.net - sum(net) };
}

/**
 * A payment counts for its part of the net: the n-th takes the rounded part of all paid so far, less what was given. One
 * that comes to nothing waits for the next.
 */
export function settleCash(document: ModelDocument, unit: bigint): void {
  const { gross, net } = payableOf(document, unit);
  const standing = document.payments.filter(({ stands }) => stands);
  const given = standing.filter(({ inProcore }) => inProcore !== null);
  let paid = totalOf(given);
  let counted = sum(given.map(({ inProcore }) => inProcore ?? 0n));
  for (const payment of standing.filter(({ inProcore }) => inProcore === null)) {
    paid += payment.amount;
    const part = share(paid, net, gross, unit) - counted;
    if (part <= 0n) continue;
    payment.inProcore = part;
    counted += part;
  }
}
