// Random lives of contracts, each legal: whatever happens could be done in Procore, in Xero and under the contract, and comes again from its seed.
import { randomClaim, revisedEntries } from './random-claim.ts';
import type { Life, LifeEvent, Range, Setup } from './life.ts';
import { accounts } from './regime-books.ts';
import { share, unitOf } from './life.ts';
import { contractSum, Model } from './model.ts';
import type { ModelClaim, ModelDocument, ModelPayment } from './model-records.ts';
import { dueOf, paidOf, payableOf } from './model-cash.ts';
import { Dice, isInYen, lineOf, setupOf } from './random-setup.ts';

const waitsForMore = ({ stands, inProcore }: ModelPayment): boolean => stands && inProcore === null;

/** What a life can still do, and how often it is chosen. */
type Choice = { weight: number; event: () => LifeEvent | null };

/** All that can happen, to a firm that has its accounts where the tests of the domain have them. */
const everything: Range = { regime: null, isOverTheWire: false, accounts, firstDay: '2026-04-05' };

export function randomLife(seed: number, range: Range = everything): Life {
  const dice = new Dice(seed);
  const setup = setupOf(dice, seed, range);
  const life = new Writer(dice, setup, range);
  // A running stack takes seconds over each step.
  const length = range.isOverTheWire ? 6 + dice.below(4) : 6 + dice.below(8);
  for (let at = 0; at < length && life.model.contract === 'open'; at += 1) life.step();
  life.finish();
  const made = { setup, events: life.events };
  return isInYen(seed, range) ? inYen(made) : made;
}

/** A cent of it becomes one yen: what is rounded to the one is rounded to the other, and all else stays as it is. */
function inYen(life: Life): Life {
  const inHundredths = <T>(value: T): T => {
    if (typeof value === 'bigint') return (value * 100n) as T;
    if (Array.isArray(value)) return value.map(inHundredths) as T;
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, one]) => [key, inHundredths<unknown>(one)]);
    return Object.fromEntries(entries) as T;
  };
  const { setup, events } = inHundredths(life);
  return { setup: { ...setup, currency: 'JPY' }, events };
}

const dayAfter = (first: string, days: number): string =>
  new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10);

class Writer {
  readonly events: LifeEvent[] = [];
  readonly model: Model;
  private readonly dice: Dice;
  private made = 0;
  /** Percent that is held of new work; it slides down as a contract goes on. */
  private rate: bigint;

  private readonly range: Range;

  constructor(dice: Dice, setup: Setup, range: Range) {
    this.dice = dice;
    this.range = range;
    this.model = new Model(setup);
    this.rate = dice.one([0n, 5n, 10n, 10n]);
  }

  private id(stem: string): string {
    this.made += 1;
    return `${stem}${String(this.made).padStart(3, '0')}`;
  }

  /** Nothing the model has not taken in is ever chosen on. */
  private do(event: LifeEvent): void {
    this.events.push(event);
    this.model.apply(event);
  }

  private today(): string {
    return dayAfter(this.range.firstDay, this.events.length * (this.range.isOverTheWire ? 1 : 3));
  }

  step(): void {
    const choices = this.choices();
    for (let tries = 0; tries < 8; tries += 1) {
      let roll = this.dice.below(choices.reduce((all, { weight }) => all + weight, 0));
      const chosen = choices.find(({ weight }) => (roll -= weight) < 0);
      const event = chosen?.event() ?? null;
      if (event) return this.do(event);
    }
  }

  /** To the end: what waits is approved, sometimes all that is held is let go, and all is paid. */
  finish(): void {
    const { model, dice } = this;
    const last = model.claims.at(-1);
    if (last?.rejected) this.do({ does: 'reject', claim: last.id, line: null });
    if (last?.status === 'under_review')
      this.do({ does: 'setStatus', claim: last.id, status: 'approved' });
    if (dice.chance(50) && model.contract === 'open' && !this.isLeft) {
      const entries = randomClaim(dice, model, { ...this.way, does: 'releaseAll' });
      if (entries) this.do(this.claimOf(entries, 'approved'));
    }
    if (dice.chance(70)) {
      for (const document of model.documents) {
        const event = this.paymentOf(document, dueOf(document));
        if (event) this.do(event);
      }
    }
    const mayClose = model.setup.side === 'payable' && !this.range.isOverTheWire;
    if (mayClose && model.contract === 'open' && dice.chance(30))
      this.do({ does: 'closeContract' });
  }

  private get latest(): ModelClaim | null {
    return this.model.claims.at(-1) ?? null;
  }

  private get isLeft(): boolean {
    return this.model.claims.some(({ isLeft }) => isLeft);
  }

  private choices(): Choice[] {
    const { latest } = this;
    const isOpen =
      latest !== null && (latest.status === 'under_review' || latest.rejected !== null);
    return [
      { weight: isOpen ? 0 : 30, event: () => this.newClaim() },
      { weight: isOpen ? 40 : 0, event: () => this.opened() },
      { weight: 8, event: () => this.changeOrder() },
      { weight: 3, event: () => this.undoneChangeOrder() },
      { weight: 8, event: () => this.revision() },
      { weight: 4, event: () => this.withdrawal() },
      { weight: 3, event: () => this.deletion() },
      { weight: 2, event: () => this.rejection() },
      { weight: 25, event: () => this.payment() },
      { weight: 6, event: () => this.removedPayment() },
      { weight: 3, event: () => this.spoiledPayment() },
      { weight: 5, event: () => this.voided() },
      { weight: 3, event: () => this.takenBackCredit() },
      { weight: 1, event: () => this.voidedContract() },
    ];
  }

  /** Stored materials of an owner invoice are entered otherwise than they are shown, so over the wire there are none. */
  private get way(): { rate: bigint; mayStore: boolean } {
    const mayStore = !this.range.isOverTheWire || this.model.setup.side === 'payable';
    return { rate: this.rate, mayStore };
  }

  private claimOf(
    entries: NonNullable<ReturnType<typeof randomClaim>>,
    status: 'approved' | 'under_review',
  ): LifeEvent {
    const id = this.id('c');
    const { isOverTheWire } = this.range;
    const { side, seed } = this.model.setup;
    const isNamed = isOverTheWire || side === 'receivable' || this.dice.chance(75);
    const invoiceNumber = isNamed ? `${isOverTheWire ? `L${seed}` : 'INV'}-${id}` : null;
    const [first] = entries;
    const mayReject = status === 'approved' && this.mayReject;
    const rejected = mayReject && first && this.dice.chance(3) ? first.line : null;
    return {
      ...{ does: 'claim', claim: id, invoiceNumber, date: this.today() },
      ...{ entries, status, rejected },
    };
  }

  /** Lines of an owner invoice have no status in Procore's API. */
  private get mayReject(): boolean {
    return !this.range.isOverTheWire || this.model.setup.side === 'payable';
  }

  private newClaim(): LifeEvent | null {
    const { dice, model } = this;
    if (model.claims.length >= 5) return null;
    const slides = this.rate > 0n && model.claims.length > 1 && dice.chance(30);
    if (slides) this.rate = this.rate > 5n ? 5n : 0n;
    const does = slides || (dice.chance(25) && !this.isLeft) ? 'release' : 'progress';
    const entries = randomClaim(dice, model, {
      ...this.way,
      does: this.isLeft ? 'progress' : dice.chance(15) && does === 'release' ? 'releaseOnly' : does,
    });
    return entries && this.claimOf(entries, dice.chance(80) ? 'approved' : 'under_review');
  }

  /** A claim that waits is approved, or what was rejected on it is put right. */
  private opened(): LifeEvent | null {
    const claim = this.latest;
    if (!claim) return null;
    if (claim.rejected !== null) return { does: 'reject', claim: claim.id, line: null };
    return { does: 'setStatus', claim: claim.id, status: 'approved' };
  }

  private changeOrder(): LifeEvent | null {
    const { dice, model } = this;
    const { regime, kind, changeOrderItems } = model.setup;
    const id = this.id('co');
    const isOne = kind === 'pc' || changeOrderItems === 'whole' || dice.chance(60);
    const isLess = dice.chance(40);
    const lines = Array.from({ length: isOne ? 1 : 2 }, (_, index) => {
      const description = isOne ? `Variation ${id}` : `Variation ${id} part ${index + 1}`;
      const place = { regime, isOverTheWire: this.range.isOverTheWire };
      const line = lineOf(dice, place, { id: `${id}.${index + 1}`, description, changeOrder: id });
      return isLess ? { ...line, amount: -(line.amount / 3n) } : line;
    });
    // A contract that comes to less than nothing is a question, and no life goes on.
    return contractSum([...model.lines, ...lines]) < 0n ? null : { does: 'changeOrder', id, lines };
  }

  private undoneChangeOrder(): LifeEvent | null {
    const { model, dice } = this;
    const all = [...new Set(model.lines.flatMap(({ changeOrder }) => changeOrder ?? []))];
    const free = all.filter(
      (id) =>
        contractSum(model.lines.filter(({ changeOrder }) => changeOrder !== id)) >= 0n &&
        model.claims.every(
          ({ entries }) => !entries.some(({ line }) => line.startsWith(`${id}.`)),
        ) &&
        !this.isListedForGood(id),
    );
    return free.length === 0 ? null : { does: 'undoChangeOrder', id: dice.one(free) };
  }

  /** Once an owner invoice has an item for a change order, Procore's API undoes the change order no more, billed or not. */
  private isListedForGood(changeOrder: string): boolean {
    const { model, range } = this;
    if (!range.isOverTheWire || model.setup.side === 'payable') return false;
    return model.claims.some(({ id }) => this.bornAt(changeOrder) < this.bornAt(id));
  }

  /** When a change order or a claim came up. */
  private bornAt(id: string): number {
    return this.events.findIndex(
      (event) =>
        (event.does === 'changeOrder' && event.id === id) ||
        (event.does === 'claim' && event.claim === id),
    );
  }

  /** An owner invoice has items for what was approved when it was made: Procore's API puts none on it afterwards. */
  private listsAll(claim: ModelClaim): boolean {
    const { model, range } = this;
    if (!range.isOverTheWire || model.setup.side === 'payable') return true;
    return model.lines.every(
      ({ changeOrder }) => changeOrder === null || this.bornAt(changeOrder) < this.bornAt(claim.id),
    );
  }

  /** A document that nothing was paid or credited on, nor itself set off. */
  private isFree = (document: ModelDocument): boolean =>
    paidOf(document) === 0n && document.credited.length + document.setOff.length === 0;

  /** The latest claim, where nothing has touched its documents yet. */
  private changeable(): ModelClaim | null {
    const claim = this.latest;
    if (!claim || claim.isLeft || claim.rejected !== null) return null;
    // One of nothing counts as paid in Xero, which neither changes nor voids it.
    const isOpen = (one: ModelDocument) => this.isFree(one) && one.sums.total !== 0n;
    return claim.documents.every(isOpen) ? claim : null;
  }

  private revision(): LifeEvent | null {
    const claim = this.changeable();
    if (!claim || !this.listsAll(claim)) return null;
    const entries = revisedEntries(this.dice, this.model, { claim, ...this.way });
    return entries && { does: 'revise', claim: claim.id, entries };
  }

  private withdrawal(): LifeEvent | null {
    const claim = this.changeable();
    if (claim?.status !== 'approved') return null;
    return { does: 'setStatus', claim: claim.id, status: 'under_review' };
  }

  private deletion(): LifeEvent | null {
    const claim = this.changeable();
    return claim && { does: 'deleteClaim', claim: claim.id };
  }

  private rejection(): LifeEvent | null {
    const claim = this.latest;
    const [entry] = claim?.entries ?? [];
    const isMain = claim?.documents.some(({ part, kind }) => part === 'main' && kind === 'invoice');
    if (!claim || !entry || !isMain || !this.mayReject || claim.isLeft || claim.rejected !== null)
      return null;
    return { does: 'reject', claim: claim.id, line: entry.line };
  }

  private payable(): ModelDocument[] {
    return this.model.documents.filter(
      (one) => one.kind === 'invoice' && !one.isDraft && dueOf(one) > 0n,
    );
  }

  private payment(): LifeEvent | null {
    const { dice } = this;
    const open = this.payable();
    if (open.length === 0) return null;
    const document = dice.one(open);
    const due = dueOf(document);
    const amount = dice.chance(35) ? due : dice.chance(15) ? 1n : dice.upTo(due - 1n) + 1n;
    return this.paymentOf(document, amount);
  }

  private paymentOf(document: ModelDocument, amount: bigint): LifeEvent | null {
    if (amount <= 0n || document.kind === 'credit' || document.isDraft) return null;
    const { claim, part } = document;
    if (part === 'heldBack') return null;
    const typed = this.dice.chance(8) && this.isPlain(document, amount);
    const payment = this.id('p');
    return { does: 'pay', payment, claim, part, amount, date: this.today(), typed };
  }

  /** The only payment of a claim of one document: whoever types it knows what it comes to without tax. */
  private isPlain(document: ModelDocument, amount: bigint): boolean {
    const { documents } = this.model.claim(document.claim);
    const { gross, net } = payableOf(document, unitOf(this.model.setup));
    return (
      documents.length === 1 && document.payments.length === 0 && share(amount, net, gross) > 0n
    );
  }

  private paid(mustCount: boolean): string[] {
    return this.model.documents.flatMap(({ payments }) =>
      payments
        .filter(({ stands, inProcore }) => stands && (!mustCount || inProcore !== null))
        .map(({ id }) => id),
    );
  }

  private removedPayment(): LifeEvent | null {
    const standing = this.paid(false);
    return standing.length === 0 ? null : { does: 'unpay', payment: this.dice.one(standing) };
  }

  private spoiledPayment(): LifeEvent | null {
    const counted = this.paid(true);
    if (counted.length === 0) return null;
    const does = this.dice.chance(50) ? 'loseInProcore' : 'overtypeInProcore';
    return { does, payment: this.dice.one(counted) };
  }

  private voided(): LifeEvent | null {
    const free = this.model.documents.filter(
      (one) => this.isFree(one) && one.part !== 'heldBack' && !one.isDraft && dueOf(one) !== 0n,
    );
    const mended = free.filter(({ claim }) => this.model.claim(claim).rejected === null);
    if (mended.length === 0) return null;
    const { claim, part } = this.dice.one(mended);
    if (part === 'heldBack') return null;
    // What waits to be approved may rest on what would be left.
    const mayLeave = this.latest?.status === 'approved' && this.latest.rejected === null;
    const then = mayLeave && this.dice.chance(20) ? 'leave' : 'postAgain';
    return { does: 'voidInXero', claim, part, then };
  }

  private takenBackCredit(): LifeEvent | null {
    // While a credit is taken back its bill is due in full: what waits for the next cent would not wait then.
    const set = this.model.documents.filter(({ setOff }) =>
      setOff.slice(0, 1).some(({ against }) => !against.payments.some(waitsForMore)),
    );
    return set.length === 0 ? null : { does: 'takeCreditBack', claim: this.dice.one(set).claim };
  }

  private voidedContract(): LifeEvent | null {
    const isFresh = this.model.made === 0 && this.model.setup.kind === 'wo';
    return isFresh ? { does: 'voidContract' } : null;
  }
}
