// What a contract's life is: how it was let, and what happens to it in order. Plain data, so that a model, the pure domain and the
// whole stack can be taken through the same one.

export type Regime = 'NZ' | 'AU' | 'UK';
export type Side = 'payable' | 'receivable';

/** A line that can be billed, in cents. `changeOrder` is null for one of the contract itself. */
export type LifeLine = {
  id: string;
  description: string;
  amount: bigint;
  costCode: string;
  costType: 'S' | 'M';
  /** As Procore calls it; null for none. */
  taxCode: string | null;
  changeOrder: string | null;
  /** A detail of the contract's line of that id; only details are billed then. */
  detailOf: string | null;
  /** An owner invoice's margin, which has no cost code and is no line of the contract. */
  isMarkup: boolean;
};

/** Where the books put what is billed, by cost type, and what is held. */
export type SideAccounts = { S: string; M: string; markup: string; held: string };

export type Setup = {
  seed: number;
  accounts: SideAccounts;
  regime: Regime;
  side: Side;
  kind: 'po' | 'wo' | 'pc';
  retainage: 'ledger' | 'creditNote' | 'manual';
  /** Whether what is held carries the tax of the work, or no tax. */
  heldTax: 'deferred' | 'upFront';
  /** What Procore works its own tax out on; null where it shows none. */
  taxOn: 'net' | 'gross' | null;
  /** Where Procore shows retainage that follows stored materials into the work. */
  movedShownIn: 'fromPrevious' | 'retained' | 'onTop';
  /** How Procore lists a change order on a claim. */
  changeOrderItems: 'lines' | 'both' | 'whole';
  /** Procore puts a line of 0.00 into the contract for each line of a change order. */
  hasTwins: boolean;
  lines: LifeLine[];
  /** The contract's, where it is another than the organisation's own. */
  currency?: string;
  /** The day from which Tieout posts, where claims were billed before it; else all of them are after it. */
  postFrom?: string;
};

/** What one claim does on one line, in cents. */
export type Entry = {
  line: string;
  /** New work; below zero where work is taken back. */
  work: bigint;
  /** Newly stored, and what of the store is built in. */
  stored: bigint;
  builtIn: bigint;
  workHeld: bigint;
  storedHeld: bigint;
  /** Retainage that follows what is built in. */
  heldMoved: bigint;
  workReleased: bigint;
  storedReleased: bigint;
};

export type ClaimStatus = 'under_review' | 'approved';

/** Which document of a claim is meant: what it bills, or what it lets go. */
export type Part = 'main' | 'release';

export type LifeEvent =
  | { does: 'changeOrder'; id: string; lines: LifeLine[] }
  /** One that nothing was billed of. */
  | { does: 'undoChangeOrder'; id: string }
  | {
      does: 'claim';
      claim: string;
      invoiceNumber: string | null;
      date: string;
      entries: Entry[];
      status: ClaimStatus;
      /** A line that is rejected on it. */
      rejected: string | null;
    }
  /** The latest claim says something else. */
  | { does: 'revise'; claim: string; entries: Entry[] }
  | { does: 'setStatus'; claim: string; status: ClaimStatus }
  | { does: 'reject'; claim: string; line: string | null }
  | { does: 'deleteClaim'; claim: string }
  /** `typed`: a project manager types the same payment into Procore before it is read from Xero. */
  | {
      does: 'pay';
      payment: string;
      claim: string;
      part: Part;
      amount: bigint;
      date: string;
      typed: boolean;
    }
  | { does: 'unpay'; payment: string }
  /** Someone deletes, or types over, a payment in Procore that Tieout wrote. */
  | { does: 'loseInProcore'; payment: string }
  | { does: 'overtypeInProcore'; payment: string }
  /** The bookkeeper voids it by mistake; then it is posted again or left. */
  | { does: 'voidInXero'; claim: string; part: Part; then: 'postAgain' | 'leave' }
  /** The bookkeeper takes an allocation of a credit back; it is set off again. */
  | { does: 'takeCreditBack'; claim: string }
  | { does: 'closeContract' }
  /** One that nothing was billed of. */
  | { does: 'voidContract' };

export type Life = { setup: Setup; events: LifeEvent[] };

/** What a range of lives may hold. Over the wire there is less: not all that Procore shows can be entered through its API. */
export type Range = {
  regime: Regime | null;
  isOverTheWire: boolean;
  accounts: Record<Side, SideAccounts>;
  firstDay: string;
};

/** A tax of a regime: Procore's code, Xero's types on either side, and what it adds in whole percent. */
export type Tax = { code: string | null; payable: string; receivable: string; percent: bigint };

/** The first of each is the usual one. A reverse charge adds nothing to a document. */
export const taxes: Record<Regime, readonly Tax[]> = {
  NZ: [
    { code: 'GST15', payable: 'INPUT2', receivable: 'OUTPUT2', percent: 15n },
    { code: 'ZERO', payable: 'ZERORATED', receivable: 'ZERORATEDOUTPUT', percent: 0n },
    { code: null, payable: 'NONE', receivable: 'NONE', percent: 0n },
  ],
  AU: [
    { code: 'GST10', payable: 'INPUT', receivable: 'OUTPUT', percent: 10n },
    { code: 'GSTFREE', payable: 'EXEMPTEXPENSES', receivable: 'EXEMPTOUTPUT', percent: 0n },
    { code: null, payable: 'BASEXCLUDED', receivable: 'BASEXCLUDED', percent: 0n },
  ],
  UK: [
    { code: 'VAT20', payable: 'INPUT2', receivable: 'OUTPUT2', percent: 20n },
    { code: 'DRC20', payable: 'DRCHARGESUPPLY20', receivable: 'DRCHARGE20', percent: 0n },
    { code: 'VAT5', payable: 'RRINPUT', receivable: 'RROUTPUT', percent: 5n },
    { code: null, payable: 'NONE', receivable: 'NONE', percent: 0n },
  ],
};

export function taxOf(regime: Regime, code: string | null): Tax {
  const found = taxes[regime].find((tax) => tax.code === code);
  if (!found) throw new Error(`${regime} has no tax code ${code ?? '(none)'}`);
  return found;
}

export const nothing = (line: string): Entry => ({
  line,
  ...{ work: 0n, stored: 0n, builtIn: 0n, workHeld: 0n, storedHeld: 0n },
  ...{ heldMoved: 0n, workReleased: 0n, storedReleased: 0n },
});

/** What amounts of a life are rounded to: a cent, or one yen. */
export const unitOf = ({ currency }: { currency?: string }): bigint =>
  currency === 'JPY' ? 100n : 1n;

/** A fraction of an amount, rounded half away from zero to a whole unit. */
export function share(amount: bigint, of: bigint, whole: bigint, unit = 1n): bigint {
  const product = amount * of;
  const size = product < 0n ? -product : product;
  const rounded = ((2n * size + whole * unit) / (2n * whole * unit)) * unit;
  return product < 0n ? -rounded : rounded;
}

export const sum = (amounts: Iterable<bigint>): bigint => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
};

/** 1234n → "12.34". */
export function text(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
