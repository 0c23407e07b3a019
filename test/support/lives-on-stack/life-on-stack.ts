// One random life on a running stack: carries out each event as the people of both offices would, through the vendors' own paths.
import type { Life, LifeEvent, Part } from '../../domain/claims/lives/life.ts';
import { text } from '../../domain/claims/lives/life.ts';
import type { Asked, ModelDocument } from '../../domain/claims/lives/model-records.ts';
import { Model } from '../../domain/claims/lives/model.ts';
import { inProcore, removePayment } from '../people.ts';
import type { Stack } from '../stack.ts';
import { control } from '../stack.ts';
import type { ContractInProcore, Ground } from './ground.ts';
import { known } from './ground.ts';
import { newHeadContract } from './head-contract.ts';
import { newSubcontract } from './subcontract.ts';

export const nameOf = (seed: number): string => `L${seed}`;

type CashEvent = Extract<LifeEvent, { payment: string }>;

export class LifeOnStack {
  readonly life: Life;
  readonly model: Model;
  readonly contract: ContractInProcore;
  /** Procore's ids of the life's claims, of those that are deleted too. */
  readonly claimIds = new Map<string, string>();
  private readonly stack: Stack;
  private readonly ground: Ground;
  private readonly paymentIds = new Map<string, string>();

  private constructor(
    stack: Stack,
    ground: Ground,
    own: Pick<LifeOnStack, 'life' | 'model' | 'contract'>,
  ) {
    this.stack = stack;
    this.ground = ground;
    this.life = own.life;
    this.model = own.model;
    this.contract = own.contract;
  }

  static async begin(stack: Stack, ground: Ground, life: Life): Promise<LifeOnStack> {
    const model = new Model(life.setup);
    const enter = life.setup.side === 'payable' ? newSubcontract : newHeadContract;
    const contract = await enter(stack, ground, { model, name: nameOf(life.setup.seed) });
    return new LifeOnStack(stack, ground, { life, model, contract });
  }

  get claimType(): 'payApp' | 'ownerInvoice' {
    return this.life.setup.side === 'payable' ? 'payApp' : 'ownerInvoice';
  }

  get orderId(): string {
    return `commitment/${this.stack.connection}/wo-${this.contract.id}`;
  }

  workflowOf(claim: string, part: Part): string {
    const id = known(this.claimIds, claim);
    return part === 'main'
      ? `${this.claimType}/${this.stack.connection}/${id}`
      : `retainageRelease/${this.stack.connection}/${this.claimType}-${id}`;
  }

  /** Every document there may be of it. */
  get workflowIds(): string[] {
    const claims = [...this.claimIds.keys()].flatMap((claim) => [
      this.workflowOf(claim, 'main'),
      this.workflowOf(claim, 'release'),
    ]);
    const contact = `contact/${this.stack.connection}/${this.contract.vendorId}`;
    return [contact, this.orderId, ...claims];
  }

  /** Answers what must be asked about it. */
  async carryOut(event: LifeEvent): Promise<Asked[]> {
    // Which record in Xero is meant has to be looked up before the model moves on.
    const target = await this.targetOf(event);
    const asked = this.model.apply(event);
    if ('payment' in event) await this.doCash(event, target);
    else if (event.does === 'voidInXero') await this.act('void', { id: target });
    else if (event.does === 'takeCreditBack') await this.act('take-back', { allocationId: target });
    else await this.doInProcore(event);
    return asked;
  }

  private async act<T>(name: string, body: object): Promise<T> {
    return control<T>(this.stack.xero, 'POST', `acts/${name}`, body);
  }

  private async targetOf(event: LifeEvent): Promise<string> {
    if (event.does === 'pay' || event.does === 'voidInXero')
      return this.recordOf(this.model.document(event.claim, event.part));
    if (event.does !== 'takeCreditBack') return '';
    const credit = this.model.claim(event.claim).documents.find(({ setOff }) => setOff.length > 0);
    const [first] = credit?.setOff ?? [];
    if (!first) throw new Error(`${event.claim} has no credit that is set off`);
    const against = await this.recordOf(first.against);
    return this.linked(this.workflowOf(event.claim, 'main'), `allocation/${against}`);
  }

  private recordOf({ claim, part, kind }: ModelDocument): Promise<string> {
    const main = this.claimType === 'payApp' ? 'bill' : 'salesInvoice';
    const role = part === 'release' ? 'release' : kind === 'credit' ? 'creditNote' : main;
    return this.linked(this.workflowOf(claim, part === 'release' ? 'release' : 'main'), role);
  }

  private async linked(workflowId: string, role: string): Promise<string> {
    const [row] = await this.stack.database.sql<{ target_id: string }[]>`
      select target_id from link
      where workflow_id = ${workflowId} and role = ${role} and ended_at is null`;
    if (!row) throw new Error(`${workflowId} has no ${role}`);
    return row.target_id;
  }

  private async doInProcore(event: Exclude<LifeEvent, CashEvent>): Promise<void> {
    const { contract } = this;
    switch (event.does) {
      case 'changeOrder':
        return contract.addChangeOrder(event.id, event.lines);
      case 'undoChangeOrder':
        return contract.undoChangeOrder(event.id);
      case 'claim': {
        const { claim, status, rejected } = event;
        this.claimIds.set(claim, String(await contract.makeClaim(event)));
        await contract.fillClaim(claim);
        if (rejected !== null) await contract.rejectLine(claim, rejected);
        if (status !== 'under_review') await contract.setStatus(claim, status);
        return;
      }
      case 'revise':
        return contract.fillClaim(event.claim);
      case 'setStatus':
        return contract.setStatus(event.claim, event.status);
      case 'reject':
        return contract.rejectLine(event.claim, event.line);
      case 'deleteClaim':
        return contract.deleteClaim(event.claim);
      case 'voidContract':
        return contract.voidContract();
      case 'closeContract':
      case 'voidInXero':
      case 'takeCreditBack':
        throw new Error(`${event.does} is not done in Procore over the wire`);
    }
  }

  private async doCash(event: CashEvent, invoiceId: string): Promise<void> {
    const { payment, document } = this.model.payment(event.payment);
    if (event.does === 'pay') {
      const { date } = event;
      if (event.typed) await this.typePayment(document, text(payment.inProcore ?? 0n), date);
      const paid = { invoiceId, amount: text(event.amount), date };
      const { paymentId } = await this.act<{ paymentId: string }>('pay', paid);
      this.paymentIds.set(event.payment, paymentId);
      return;
    }
    const paymentId = known(this.paymentIds, event.payment);
    if (event.does === 'unpay') return removePayment(this.stack, paymentId);
    const workflowId = this.workflowOf(
      document.claim,
      document.part === 'release' ? 'release' : 'main',
    );
    const ours = await this.linked(workflowId, `payment/${paymentId}`);
    const path = `/rest/v1.0/contract_payments/${ours}`;
    const named = { project_id: this.ground.projectId, contract_id: this.contract.id };
    if (event.does === 'loseInProcore') {
      const query = `project_id=${named.project_id}&contract_id=${named.contract_id}`;
      await this.asManager('DELETE', `${path}?${query}`);
    } else await this.asManager('PATCH', path, { ...named, contract_payment: { amount: '1.11' } });
  }

  private async asManager(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) {
    await inProcore(this.stack.procore, { as: 'pm', method, path, ...(body ? { body } : {}) });
  }

  /** The same payment, typed by a project manager before it was read from Xero. */
  private async typePayment({ claim }: ModelDocument, amount: string, date: string): Promise<void> {
    const of =
      this.claimType === 'payApp'
        ? { requisition_id: Number(known(this.claimIds, claim)) }
        : { draw_request_number: this.model.claim(claim).number };
    await this.asManager('POST', '/rest/v1.0/contract_payments', {
      project_id: this.ground.projectId,
      contract_id: this.contract.id,
      contract_payment: { ...of, amount, date, notes: 'paid by cheque' },
    });
  }
}
