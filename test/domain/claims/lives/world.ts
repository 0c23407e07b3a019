// Both vendors as a life has made them so far, and what Tieout keeps of it: links with what was agreed, and answers given.
import type { ClaimContract, ProcoreClaim } from '../../../../domain/claims/claim-observation.ts';
import type { Agreement } from '../../../../domain/plan/owned.ts';
import type { Answers } from '../../../../domain/plan/answers.ts';
import { noAnswers } from '../../../../domain/plan/answers.ts';
import type { ProcoreChangeOrder } from '../../../../domain/records/procore/change-order.ts';
import type { ProcoreContractPayment } from '../../../../domain/records/procore/contract-payment.ts';
import type { LifeEvent, LifeLine, Setup } from './life.ts';
import { text } from './life.ts';
import type { Asked } from './model-records.ts';
import { Model } from './model.ts';
import { changeOrdersShown, claimShown, contractShown, ids } from './procore-shows.ts';
import type { Books } from './regime-books.ts';
import { booksOf } from './regime-books.ts';
import { XeroWorld } from './xero-world.ts';

export type SignedOpening = {
  postFrom: string;
  statuses: readonly string[];
  ground: string;
  signed: { taxType: string | null; held: string; stated: string }[];
};

export type Link = { targetId: string; base: Agreement | null };

export class World {
  readonly setup: Setup;
  readonly books: Books;
  readonly model: Model;
  readonly xero: XeroWorld;
  contract: ClaimContract;
  changeOrders: ProcoreChangeOrder[] = [];
  readonly claims = new Map<string, ProcoreClaim>();
  /** Claims that Procore had once. */
  readonly goneClaims = new Set<string>();
  readonly contractPayments = new Map<string, ProcoreContractPayment>();
  readonly goneContractPayments = new Set<string>();
  readonly links = new Map<string, Map<string, Link>>();
  readonly answers = new Map<string, Answers>();
  /** How each document looked when there was nothing to do about it. */
  readonly quietAt = new Map<string, string>();
  /** What was held before the start, once somebody signed it. */
  opening: SignedOpening | null = null;
  private readonly goneLines: LifeLine[] = [];
  private typed = 0;

  constructor(setup: Setup) {
    this.setup = setup;
    this.books = booksOf(setup);
    this.model = new Model(setup);
    this.xero = new XeroWorld(setup);
    this.contract = contractShown(this.model, this.xero.stamp());
  }

  get claimType(): 'payApp' | 'ownerInvoice' {
    return this.setup.side === 'payable' ? 'payApp' : 'ownerInvoice';
  }

  /** Here Procore's ids are the life's own names. */
  readonly claimNamed = (id: string): string => id;

  linksOf(workflowId: string): Map<string, Link> {
    const found = this.links.get(workflowId) ?? new Map<string, Link>();
    this.links.set(workflowId, found);
    return found;
  }

  answersOf(workflowId: string): Answers {
    return this.answers.get(workflowId) ?? noAnswers;
  }

  /** What people do in either system, before Tieout looks. Answers what must be asked about it. */
  carryOut(event: LifeEvent): Asked[] {
    const before = this.heldTargets(event);
    if (event.does === 'undoChangeOrder') {
      this.goneLines.push(
        ...this.model.lines.filter(({ changeOrder }) => changeOrder === event.id),
      );
    }
    const asked = this.model.apply(event);
    this.inXero(event, before);
    this.inProcore(event);
    return asked;
  }

  /** The record of a document that the event is about, looked up before the model moves on. */
  private heldTargets(event: LifeEvent): { targetId: string; creditedId: string | null } {
    const none = { targetId: '', creditedId: null };
    if (event.does === 'pay' || event.does === 'voidInXero') {
      const { claim, part } = event;
      const links = this.linksOf(this.workflowOf(claim, part));
      const role = part === 'release' ? 'release' : this.mainRole;
      const found = links.get(role) ?? links.get('creditNote');
      return { targetId: found?.targetId ?? '', creditedId: null };
    }
    if (event.does !== 'takeCreditBack') return none;
    const note =
      this.linksOf(this.workflowOf(event.claim, 'main')).get('creditNote')?.targetId ?? '';
    return { targetId: note, creditedId: this.xero.note(note).allocations[0]?.invoiceId ?? null };
  }

  get mainRole(): 'bill' | 'salesInvoice' {
    return this.setup.side === 'payable' ? 'bill' : 'salesInvoice';
  }

  workflowOf(claim: string, part: 'main' | 'release'): string {
    return part === 'main'
      ? `${this.claimType}/demo/${claim}`
      : `retainageRelease/demo/${this.claimType}-${claim}`;
  }

  private inXero(
    event: LifeEvent,
    { targetId, creditedId }: ReturnType<World['heldTargets']>,
  ): void {
    if (event.does === 'pay') {
      const { payment: id, amount, date } = event;
      this.xero.pay({ id, invoiceId: targetId, amount: text(amount), date });
    } else if (event.does === 'unpay') this.xero.unpay(event.payment);
    else if (event.does === 'takeCreditBack' && creditedId !== null)
      this.xero.unallocate(targetId, creditedId);
    else if (event.does === 'voidInXero') {
      if (this.xero.notes.has(targetId)) this.xero.voidNote(targetId, { status: 'VOIDED' });
      else this.xero.voidInvoice(targetId, { status: 'VOIDED' });
    }
  }

  private inProcore(event: LifeEvent): void {
    switch (event.does) {
      case 'changeOrder':
      case 'undoChangeOrder':
      case 'closeContract':
      case 'voidContract':
        this.contract = contractShown(this.model, this.xero.stamp());
        this.changeOrders = changeOrdersShown(this.model, this.xero.stamp());
        return;
      case 'claim':
      case 'revise':
      case 'setStatus':
      case 'reject':
        this.showClaim(event.claim);
        return;
      case 'deleteClaim':
        this.claims.delete(event.claim);
        this.goneClaims.add(event.claim);
        return;
      case 'pay':
        if (event.typed) this.typePayment(event.payment);
        return;
      case 'loseInProcore':
      case 'overtypeInProcore':
        this.spoilPayment(event);
        return;
      case 'unpay':
      case 'voidInXero':
      case 'takeCreditBack':
        return;
    }
  }

  private showClaim(id: string): void {
    const claim = this.model.claim(id);
    const earlier = this.model.claims[this.model.claims.indexOf(claim) - 1];
    // An undone change order stays on the claims after one that listed it.
    const gone = this.goneLines.filter(({ changeOrder }) =>
      this.claims.get(earlier?.id ?? '')?.items.some((item) => item.changeOrderId === changeOrder),
    );
    this.claims.set(id, claimShown(this.model, claim, { version: this.xero.stamp(), gone }));
  }

  /** The same payment, typed by a project manager before it was read from Xero. */
  private typePayment(payment: string): void {
    const { payment: paid, document } = this.model.payment(payment);
    const claim = this.model.claim(document.claim);
    this.typed += 1;
    this.keepContractPayment({
      id: `typed${this.typed}`,
      requisitionId: this.setup.side === 'payable' ? claim.id : null,
      claimNumber: this.setup.side === 'payable' ? null : claim.number,
      amount: text(paid.inProcore ?? 0n),
      date: paid.date,
      notes: 'paid by cheque',
    });
  }

  keepContractPayment(
    said: Pick<
      ProcoreContractPayment,
      'id' | 'requisitionId' | 'claimNumber' | 'amount' | 'date' | 'notes'
    >,
  ): ProcoreContractPayment {
    const record: ProcoreContractPayment = {
      ...{ kind: 'procoreContractPayment', projectId: ids.project, contractId: ids.contract },
      ...said,
      updatedAt: this.xero.stamp(),
    };
    this.contractPayments.set(said.id, record);
    return record;
  }

  private spoilPayment(event: Extract<LifeEvent, { payment: string }>): void {
    const { document } = this.model.payment(event.payment);
    const part = document.part === 'release' ? 'release' : 'main';
    const link = this.linksOf(this.workflowOf(document.claim, part)).get(
      `payment/${event.payment}`,
    );
    const record = this.contractPayments.get(link?.targetId ?? '');
    if (!record) throw new Error(`payment ${event.payment} is not in Procore`);
    if (event.does === 'loseInProcore') {
      this.contractPayments.delete(record.id);
      this.goneContractPayments.add(record.id);
    } else this.keepContractPayment({ ...record, amount: '1.11' });
  }
}
