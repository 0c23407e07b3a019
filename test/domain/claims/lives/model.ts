// What a contract's life must come to: every document, what is held, due, paid and left, kept by the plainest code and none of the product's.
import type { ClaimSums, Sums } from './claim-sums.ts';
import { claimSums, reversed } from './claim-sums.ts';
import { settleCash, setOff } from './model-cash.ts';
import type { Asked, Balance, ModelClaim, ModelDocument, ModelPayment } from './model-records.ts';
import type { Life, LifeEvent, LifeLine, Part, Setup } from './life.ts';
import { sum, unitOf } from './life.ts';

export const contractNumber = 'SC-001';

/** Details are within the line they detail. */
export const contractSum = (lines: readonly LifeLine[]): bigint =>
  sum(lines.filter(({ detailOf }) => detailOf === null).map(({ amount }) => amount));

export class Model {
  readonly setup: Setup;
  lines: LifeLine[];
  claims: ModelClaim[] = [];
  contract: 'open' | 'closed' | 'void' = 'open';
  /** How many claims there ever were. */
  made = 0;

  constructor(setup: Setup) {
    this.setup = setup;
    this.lines = [...setup.lines];
  }

  static after({ setup, events }: Life): Model {
    const model = new Model(setup);
    for (const event of events) model.apply(event);
    return model;
  }

  /** Lines that can be billed: never a line and its details both. */
  get billable(): LifeLine[] {
    const detailed = new Set(this.lines.map(({ detailOf }) => detailOf));
    return this.lines.filter(({ id }) => !detailed.has(id));
  }

  /** What the order stands for: lines of the contract, and of its change orders after them. */
  get ordered(): LifeLine[] {
    return this.lines.filter(({ detailOf, isMarkup }) => detailOf === null && !isMarkup);
  }

  get documents(): ModelDocument[] {
    return this.claims.flatMap(({ documents }) => documents);
  }

  claim(id: string): ModelClaim {
    const found = this.claims.find((claim) => claim.id === id);
    if (!found) throw new Error(`no claim ${id}`);
    return found;
  }

  /** Of a line after the first `count` claims. */
  balance(line: string, count = this.claims.length): Balance {
    const balance = { work: 0n, stored: 0n, workHeld: 0n, storedHeld: 0n };
    for (const { entries } of this.claims.slice(0, count)) {
      for (const entry of entries.filter((one) => one.line === line)) {
        balance.work += entry.work + entry.builtIn;
        balance.stored += entry.stored - entry.builtIn;
        balance.workHeld += entry.workHeld + entry.heldMoved - entry.workReleased;
        balance.storedHeld += entry.storedHeld - entry.heldMoved - entry.storedReleased;
      }
    }
    return balance;
  }

  sumsOf({ entries }: Pick<ModelClaim, 'entries'>): ClaimSums {
    return claimSums(this.setup, this.billable, entries);
  }

  payment(id: string): { payment: ModelPayment; document: ModelDocument } {
    for (const document of this.documents) {
      const payment = document.payments.find((one) => one.id === id);
      if (payment) return { payment, document };
    }
    throw new Error(`no payment ${id}`);
  }

  /** Carries an event out and answers what must be asked about it. */
  apply(event: LifeEvent): Asked[] {
    switch (event.does) {
      case 'changeOrder':
        this.lines = [...this.lines, ...event.lines];
        return [];
      case 'undoChangeOrder':
        this.lines = this.lines.filter(({ changeOrder }) => changeOrder !== event.id);
        return this.setup.side === 'payable' ? [aboutOrder('editedAfterPosting')] : [];
      case 'closeContract':
        this.contract = 'closed';
        return [];
      case 'voidContract':
        this.contract = 'void';
        return [aboutOrder('leftPostedStatus')];
      case 'claim':
      case 'revise':
      case 'setStatus':
      case 'reject':
      case 'deleteClaim':
        return this.applyToClaim(event);
      case 'pay':
      case 'unpay':
      case 'loseInProcore':
      case 'overtypeInProcore':
        return this.applyToCash(event);
      case 'voidInXero':
      case 'takeCreditBack':
        return this.applyInXero(event);
    }
  }

  private applyToClaim(
    event: Extract<
      LifeEvent,
      { does: 'claim' | 'revise' | 'setStatus' | 'reject' | 'deleteClaim' }
    >,
  ): Asked[] {
    if (event.does === 'claim') {
      const { claim: id, invoiceNumber, date, entries, status, rejected } = event;
      const number = (this.claims.at(-1)?.number ?? 0) + 1;
      const fresh = { documents: [], used: [], isLeft: false };
      this.claims.push({ id, number, invoiceNumber, date, entries, status, rejected, ...fresh });
      this.made += 1;
      return this.posted(this.claim(id));
    }
    const claim = this.claim(event.claim);
    switch (event.does) {
      case 'revise':
        claim.entries = event.entries;
        return claim.documents.length > 0 ? this.rewritten(claim) : [];
      case 'setStatus':
        claim.status = event.status;
        return event.status === 'approved'
          ? this.posted(claim)
          : this.takenBack(claim, 'leftPostedStatus');
      case 'reject':
        claim.rejected = event.line;
        if (event.line === null) return claim.documents.length === 0 ? this.posted(claim) : [];
        return [about(claim, 'main', 'leftPostedStatus', 'wait')];
      case 'deleteClaim':
        this.claims = this.claims.filter((one) => one !== claim);
        return this.takenBack(claim, 'sourceGone');
    }
  }

  /** All that a claim is posted as, once it is approved and no line of it is rejected. */
  private posted(claim: ModelClaim): Asked[] {
    if (claim.status !== 'approved') return [];
    if (claim.date < (this.setup.postFrom ?? '')) return [];
    if (claim.rejected !== null) return [about(claim, 'main', 'incomplete', 'wait')];
    const sums = this.sumsOf(claim);
    claim.documents = this.documentsOf(claim, sums);
    setOff(this, claim, sums);
    const isBelow = sums.isCredit && sums.total < 0n;
    if (isBelow) return [about(claim, 'main', 'belowZero', 'approve')];
    return this.isBeyondContract(claim, sums)
      ? [about(claim, 'main', 'overBilled', 'approve')]
      : [];
  }

  /** More done and stored than the contract comes to, after a claim that adds to it: a deduction was not billed yet. */
  private isBeyondContract(claim: ModelClaim, { main, isCredit }: ClaimSums): boolean {
    const adds = sum(claim.entries.map(({ work, stored }) => work + stored));
    if (main === null || isCredit || adds <= 0n) return false;
    const count = this.claims.indexOf(claim) + 1;
    const done = this.billable.map(({ id }) => this.balance(id, count));
    return sum(done.map(({ work, stored }) => work + stored)) > this.revisedSum;
  }

  private documentsOf(claim: ModelClaim, sums: ClaimSums): ModelDocument[] {
    const { main, isCredit, heldBack, release } = sums;
    const own = claim.invoiceNumber ?? `${contractNumber}-${claim.number}`;
    const make = (
      of: Sums,
      { part, kind, number }: Pick<ModelDocument, 'part' | 'kind' | 'number'>,
    ): ModelDocument => ({
      ...{ claim: claim.id, part, kind, date: claim.date, sums: of },
      number: this.freeNumber(claim, { kind, number }),
      isDraft: part === 'main' && kind === 'invoice' && this.setup.retainage === 'manual',
      ...{ payments: [], setOff: [], credited: [] },
    });
    return [
      ...(main === null
        ? []
        : isCredit
          ? [make(reversed(main), { part: 'main', kind: 'credit', number: own })]
          : [make(main, { part: 'main', kind: 'invoice', number: own })]),
      ...(heldBack ? [make(heldBack, { part: 'heldBack', kind: 'credit', number: own })] : []),
      ...(release
        ? [make(release, { part: 'release', kind: 'invoice', number: main ? `${own}-R` : own })]
        : []),
    ];
  }

  /** Of sales invoices a number is used once for all. */
  private freeNumber(
    { used }: ModelClaim,
    { kind, number }: Pick<ModelDocument, 'kind' | 'number'>,
  ): string {
    if (this.setup.side === 'payable' || kind === 'credit') return number;
    return used.includes(number)
      ? this.freeNumber({ used } as ModelClaim, { kind, number: `${number}-A` })
      : number;
  }

  /** The latest claim says something else: what is posted of it follows, each document by a decision of its own. */
  private rewritten(claim: ModelClaim): Asked[] {
    const wanted = this.documentsOf(claim, this.sumsOf(claim));
    return claim.documents.flatMap((document) => {
      const now = wanted.find(({ part, kind }) => part === document.part && kind === document.kind);
      if (!now) throw new Error('a claim was revised into other documents');
      const moved = saysOf(now.sums) !== saysOf(document.sums);
      document.sums = now.sums;
      const part = document.part === 'release' ? 'release' : 'main';
      return moved ? [about(claim, part, 'editedAfterPosting', 'approve')] : [];
    });
  }

  private takenBack(claim: ModelClaim, kind: string): Asked[] {
    const asked = claim.documents.map(({ part }) =>
      about(claim, part === 'release' ? 'release' : 'main', kind, 'approve'),
    );
    claim.used.push(...claim.documents.map(({ number }) => number));
    claim.documents = [];
    return asked;
  }

  private applyToCash(
    event: Extract<LifeEvent, { does: 'pay' | 'unpay' | 'loseInProcore' | 'overtypeInProcore' }>,
  ): Asked[] {
    if (event.does === 'pay') {
      const document = this.document(event.claim, event.part);
      const { payment: id, amount, date } = event;
      document.payments.push({ id, amount, date, stands: true, inProcore: null });
      settleCash(document, unitOf(this.setup));
      return [];
    }
    const { payment, document } = this.payment(event.payment);
    const of = { id: document.claim };
    const part = document.part === 'release' ? 'release' : 'main';
    if (event.does !== 'unpay') return [about(of, part, 'paymentChangedInProcore', 'approve')];
    const wasGiven = payment.inProcore !== null;
    payment.stands = false;
    payment.inProcore = null;
    settleCash(document, unitOf(this.setup));
    return wasGiven ? [about(of, part, 'paymentRemoved', 'approve')] : [];
  }

  document(claim: string, part: ModelDocument['part']): ModelDocument {
    const found = this.claim(claim).documents.find((document) => document.part === part);
    if (!found) throw new Error(`claim ${claim} has no ${part}`);
    return found;
  }

  private applyInXero(
    event: Extract<LifeEvent, { does: 'voidInXero' | 'takeCreditBack' }>,
  ): Asked[] {
    const claim = this.claim(event.claim);
    if (event.does === 'takeCreditBack')
      return [about(claim, 'main', 'allocationRemoved', 'approve')];
    const document = this.document(event.claim, event.part);
    const answer = event.then === 'leave' ? 'leave' : 'approve';
    claim.used.push(document.number);
    if (event.then === 'leave') {
      claim.isLeft = true;
      claim.documents = claim.documents.filter((one) => one !== document);
    } else if (document.kind === 'invoice') {
      document.number = this.setup.side === 'receivable' ? `${document.number}-A` : document.number;
    }
    return [about(claim, event.part, 'editedInXero', answer)];
  }

  /** Held less let go, by tax type, over all that is posted. */
  get heldBy(): Map<string, bigint> {
    const held = new Map<string, bigint>();
    for (const { kind, sums, isDraft } of this.documents) {
      for (const { account, taxType, amount } of isDraft ? [] : sums.lines) {
        if (account !== this.setup.accounts.held) continue;
        held.set(taxType, (held.get(taxType) ?? 0n) + (kind === 'credit' ? amount : -amount));
      }
    }
    return held;
  }

  /** Of a prime contract with its markup. */
  get revisedSum(): bigint {
    return contractSum(this.lines);
  }
}

const saysOf = ({ lines }: Sums): string =>
  lines
    .map(({ account, taxType, amount, tax }) => [account, taxType, amount, tax].join(' '))
    .sort()
    .join('; ');

function about(
  { id }: Pick<ModelClaim, 'id'>,
  part: Part,
  kind: string,
  answer: Asked['answer'],
): Asked {
  return { of: { claim: id, part }, kind, answer };
}

function aboutOrder(kind: string): Asked {
  return { of: 'order', kind, answer: 'approve' };
}
