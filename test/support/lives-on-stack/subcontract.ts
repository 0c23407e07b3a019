// A subcontract of a random life, kept in Procore through its API: lines, change orders and pay apps with work, stores and retainage.
import type { Entry, LifeLine, Setup } from '../../domain/claims/lives/life.ts';
import { nothing, text } from '../../domain/claims/lives/life.ts';
import type { Model } from '../../domain/claims/lives/model.ts';
import type { Balance } from '../../domain/claims/lives/model-records.ts';
import { asAdmin, newVendor } from '../contracts.ts';
import { inProcore } from '../people.ts';
import type { Stack } from '../stack.ts';
import { control } from '../stack.ts';
import type { ClaimEvent, ContractInProcore, Ground } from './ground.ts';
import { companyId, known } from './ground.ts';

const contracts = '/rest/v1.0/work_order_contracts';
const requisitions = '/rest/v1.1/requisitions';
type Made = { id: number };
type Item = Made & { item_type: string; description_of_work: string };
type PayApp = Made & { items: Item[] };
/** `package` is the older name's id of the same change order. */
type ChangeOrder = { id: number; package: number };

export async function newSubcontract(
  stack: Stack,
  ground: Ground,
  { model, name }: { model: Model; name: string },
): Promise<ContractInProcore> {
  const vendorId = await newVendor(stack, `Subcontractor of ${name} Ltd`);
  const { projectId } = ground;
  const { id } = await asAdmin<Made>(stack, 'POST', contracts, {
    project_id: projectId,
    work_order_contract: { title: name, number: name, vendor_id: vendorId },
  });
  await addLines(stack, ground, { id, setup: model.setup });
  // What is built in of a store, and what is not, can only be said where materials move.
  await control(stack.procore, 'PUT', `contracts/${id}`, { movesMaterials: true });
  const contract = new Subcontract({ stack, ground, model, id, vendorId });
  await contract.change({ status: 'Approved' });
  return contract;
}

async function addLines(
  stack: Stack,
  ground: Ground,
  { id, setup }: { id: number; setup: Setup },
): Promise<void> {
  for (const line of setup.lines) {
    const { wbsCodeId, taxCodeId } = ground.codingOf(line);
    await asAdmin(stack, 'POST', `${contracts}/${id}/line_items`, {
      project_id: ground.projectId,
      line_item: {
        ...{ description: line.description, amount: text(line.amount) },
        ...{ wbs_code_id: wbsCodeId, tax_code_id: taxCodeId },
      },
    });
  }
}

type Parts = { stack: Stack; ground: Ground; model: Model; id: number; vendorId: number };

class Subcontract implements ContractInProcore {
  readonly id: number;
  readonly vendorId: number;
  private readonly stack: Stack;
  private readonly ground: Ground;
  private readonly model: Model;
  private readonly changeOrders = new Map<string, ChangeOrder>();
  private readonly payApps = new Map<string, number>();

  constructor({ stack, ground, model, id, vendorId }: Parts) {
    this.stack = stack;
    this.ground = ground;
    this.model = model;
    this.id = id;
    this.vendorId = vendorId;
  }

  async change(fields: object): Promise<void> {
    const body = { project_id: this.ground.projectId, work_order_contract: fields };
    await asAdmin(this.stack, 'PATCH', `${contracts}/${this.id}`, body);
  }

  private get orders(): string {
    return `/rest/v1.0/projects/${this.ground.projectId}/commitment_change_orders`;
  }

  /** A header by its package, then its lines, then its approval. */
  async addChangeOrder(id: string, lines: readonly LifeLine[]): Promise<void> {
    const { stack, orders } = this;
    const made = await asAdmin<Made>(stack, 'POST', '/rest/v1.0/change_order_packages', {
      project_id: this.ground.projectId,
      contract_id: this.id,
      change_order: { title: `Variation ${id}` },
    });
    const path = `${orders}?filters[legacy_package_id]=${made.id}`;
    const [order] = await asAdmin<Made[]>(stack, 'GET', path);
    if (!order) throw new Error(`change order ${id} was not made`);
    const v2 = orders.replace('v1.0', `v2.0/companies/${companyId}`);
    for (const line of lines) {
      const { wbsCodeId, taxCodeId } = this.ground.codingOf(line);
      await asAdmin(stack, 'POST', `${v2}/${order.id}/line_items`, {
        ...{ wbs_code_id: String(wbsCodeId), description: line.description },
        ...{ amount: text(line.amount), tax_code_id: taxCodeId === null ? null : `${taxCodeId}` },
      });
    }
    this.changeOrders.set(id, { id: order.id, package: made.id });
    await this.setOrderStatus(id, 'approved');
  }

  undoChangeOrder(id: string): Promise<void> {
    return this.setOrderStatus(id, 'void');
  }

  private async setOrderStatus(id: string, status: string): Promise<void> {
    const path = `${this.orders}/${known(this.changeOrders, id).id}`;
    await asAdmin(this.stack, 'PATCH', path, { change_order: { status } });
  }

  async makeClaim({ claim, invoiceNumber, date }: ClaimEvent): Promise<number> {
    const { projectId, periodId } = this.ground;
    const made = await asAdmin<PayApp>(this.stack, 'POST', requisitions, {
      project_id: projectId,
      commitment_id: this.id,
      requisition: {
        ...{ period_id: periodId, status: 'under_review', invoice_number: invoiceNumber },
        ...{ billing_date: date, invoice_type: 'progress_and_retainage_release' },
      },
    });
    this.payApps.set(claim, made.id);
    return made.id;
  }

  async fillClaim(claim: string): Promise<void> {
    const { model } = this;
    const at = model.claims.findIndex(({ id }) => id === claim);
    const { entries } = model.claim(claim);
    const billed = model.billable.filter(({ id }) => entries.some(({ line }) => line === id));
    const items = await this.itemsWith(claim, billed);
    // Also what the claim bills no more.
    const listed = model.billable.filter(({ description }) => items.has(description));
    await this.changeItems(
      claim,
      listed.map(({ id, description }) => ({
        id: known(items, description),
        ...fieldsOf(entries.find(({ line }) => line === id) ?? nothing(id), model.balance(id, at)),
      })),
    );
  }

  /** By the words of their lines; a change order that was approved after the pay app was made is put on it first. */
  private async itemsWith(
    claim: string,
    needed: readonly LifeLine[],
  ): Promise<Map<string, number>> {
    const items = await this.itemsOf(claim);
    const missing = needed.filter(({ description }) => !items.has(description));
    const orders = new Set(missing.flatMap(({ changeOrder }) => changeOrder ?? []));
    if (orders.size === 0) return items;
    for (const order of orders) {
      const path = `/rest/v1.0/requisitions/${known(this.payApps, claim)}/add_change_order_package`;
      const query = `project_id=${this.ground.projectId}`;
      await asAdmin(this.stack, 'POST', `${path}?${query}`, {
        change_order_package_id: known(this.changeOrders, order).package,
      });
    }
    return this.itemsOf(claim);
  }

  private async itemsOf(claim: string): Promise<Map<string, number>> {
    const path = `${requisitions}/${known(this.payApps, claim)}`;
    const query = `project_id=${this.ground.projectId}`;
    const { items } = await asAdmin<PayApp>(this.stack, 'GET', `${path}?${query}`);
    const leaves = items.filter(({ item_type: type }) => type !== 'whole_change_order_item');
    return new Map(leaves.map(({ id, description_of_work: words }) => [words, id]));
  }

  private async changeItems(claim: string, items: readonly object[]): Promise<void> {
    const path = `/rest/v1.0/requisitions/${known(this.payApps, claim)}/bulk_item_update`;
    const query = `project_id=${this.ground.projectId}`;
    await asAdmin(this.stack, 'PATCH', `${path}?${query}`, { requisition_items: items });
  }

  async setStatus(claim: string, status: string): Promise<void> {
    const body = { project_id: this.ground.projectId, requisition: { status } };
    await asAdmin(this.stack, 'PATCH', `${requisitions}/${known(this.payApps, claim)}`, body);
  }

  /** All that was rejected is not, or one line is. */
  async rejectLine(claim: string, rejected: string | null): Promise<void> {
    const items = await this.itemsOf(claim);
    const lines = this.model.billable.filter(({ description }) => items.has(description));
    await this.changeItems(
      claim,
      lines.map(({ id, description }) => ({
        id: known(items, description),
        status: id === rejected ? 'rejected' : 'no_action',
      })),
    );
  }

  /** Procore deletes drafts only. */
  async deleteClaim(claim: string): Promise<void> {
    await this.setStatus(claim, 'draft');
    const path = `${requisitions}/${known(this.payApps, claim)}?project_id=${this.ground.projectId}`;
    await inProcore(this.stack.procore, { as: 'admin', method: 'DELETE', path });
  }

  voidContract(): Promise<void> {
    return this.change({ status: 'Void' });
  }
}

/** Every field, so that a claim that said something else says this. */
function fieldsOf(entry: Entry, before: Balance): Record<string, string> {
  const kept = before.stored - entry.builtIn;
  const held = before.storedHeld - entry.storedReleased - entry.heldMoved + entry.storedHeld;
  return {
    work_completed_this_period: text(entry.work),
    work_completed_retainage_retained_this_period: text(entry.workHeld),
    work_completed_retainage_released_this_period: text(entry.workReleased),
    ...(before.stored === 0n
      ? {}
      : { materials_presently_stored_from_previous_progress: text(kept) }),
    materials_presently_stored: text(kept + entry.stored),
    materials_stored_retainage_currently_retained: text(held),
  };
}
