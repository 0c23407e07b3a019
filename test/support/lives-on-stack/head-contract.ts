// A contract with an owner of a random life, kept in Procore through its API: lines, change orders and owner invoices.
import type { LifeLine } from '../../domain/claims/lives/life.ts';
import { nothing, text } from '../../domain/claims/lives/life.ts';
import type { Model } from '../../domain/claims/lives/model.ts';
import { asAdmin, newVendor } from '../contracts.ts';
import { inProcore } from '../people.ts';
import type { Stack } from '../stack.ts';
import type { ClaimEvent, ContractInProcore, Ground } from './ground.ts';
import { companyId, known } from './ground.ts';

type Made = { id: number };
type Invoice = Made & { g703: (Made & { description_of_work: string })[] };

export async function newHeadContract(
  stack: Stack,
  ground: Ground,
  { model, name }: { model: Model; name: string },
): Promise<ContractInProcore> {
  const vendorId = await newVendor(stack, `Owner of ${name} Ltd`);
  const { projectId } = ground;
  const { id } = await asAdmin<Made>(stack, 'POST', '/rest/v1.0/prime_contract', {
    project_id: projectId,
    prime_contract: { title: name, number: name, vendor_id: vendorId },
  });
  for (const line of model.setup.lines) {
    const { wbsCodeId, taxCodeId } = ground.codingOf(line);
    await asAdmin(stack, 'POST', `/rest/v1.0/prime_contracts/${id}/line_items`, {
      project_id: projectId,
      line_item: {
        ...{ description: line.description, amount: text(line.amount) },
        ...{ wbs_code_id: wbsCodeId, tax_code_id: taxCodeId },
      },
    });
  }
  await asAdmin(stack, 'PATCH', `/rest/v1.0/prime_contract/${id}`, {
    project_id: projectId,
    prime_contract: { status: 'Approved' },
  });
  return new HeadContract({ stack, ground, model, id, vendorId });
}

type Parts = { stack: Stack; ground: Ground; model: Model; id: number; vendorId: number };

class HeadContract implements ContractInProcore {
  readonly id: number;
  readonly vendorId: number;
  private readonly stack: Stack;
  private readonly ground: Ground;
  private readonly model: Model;
  private readonly changeOrders = new Map<string, number>();
  private readonly invoices = new Map<string, number>();

  constructor({ stack, ground, model, id, vendorId }: Parts) {
    this.stack = stack;
    this.ground = ground;
    this.model = model;
    this.id = id;
    this.vendorId = vendorId;
  }

  private get contract(): string {
    return `/rest/v1.0/prime_contracts/${this.id}`;
  }

  private get orders(): string {
    return `/rest/v1.0/projects/${this.ground.projectId}/prime_change_orders`;
  }

  async addChangeOrder(id: string, lines: readonly LifeLine[]): Promise<void> {
    const { stack, orders } = this;
    const { id: made } = await asAdmin<Made>(stack, 'POST', orders, {
      change_order: { contract_id: this.id, title: `Variation ${id}` },
    });
    const v2 = orders.replace('v1.0', `v2.0/companies/${companyId}`);
    for (const line of lines) {
      const { wbsCodeId, taxCodeId } = this.ground.codingOf(line);
      await asAdmin(stack, 'POST', `${v2}/${made}/line_items`, {
        ...{ wbs_code_id: wbsCodeId, tax_code_id: taxCodeId },
        ...{ description: line.description, amount: text(line.amount) },
      });
    }
    this.changeOrders.set(id, made);
    await this.setOrderStatus(id, 'approved');
  }

  undoChangeOrder(id: string): Promise<void> {
    return this.setOrderStatus(id, 'void');
  }

  private async setOrderStatus(id: string, status: string): Promise<void> {
    const path = `${this.orders}/${known(this.changeOrders, id)}`;
    await asAdmin(this.stack, 'PATCH', path, { change_order: { status } });
  }

  async makeClaim({ claim, invoiceNumber, date }: ClaimEvent): Promise<number> {
    const { projectId, periodId } = this.ground;
    const path = `${this.contract}/payment_applications`;
    const made = await asAdmin<Invoice>(this.stack, 'POST', path, {
      project_id: projectId,
      payment_application: {
        ...{ commitment_billing_period_id: periodId, invoice_number: invoiceNumber },
        ...{ billing_date: date, status: 'under_review' },
      },
    });
    this.invoices.set(claim, made.id);
    return made.id;
  }

  async fillClaim(claim: string): Promise<void> {
    const { model } = this;
    const { entries } = model.claim(claim);
    const path = `/rest/v1.0/payment_applications/${known(this.invoices, claim)}`;
    const query = `project_id=${this.ground.projectId}`;
    const { g703: items } = await asAdmin<Invoice>(this.stack, 'GET', `${path}?${query}`);
    for (const line of model.billable) {
      // A change order is told by its number and title.
      const item = items.find(({ description_of_work: words }) =>
        words.endsWith(line.changeOrder === null ? line.description : `: ${line.description}`),
      );
      const entry = entries.find((one) => one.line === line.id);
      if (!item && entry) throw new Error(`${claim} has no line ${line.description}`);
      if (!item) continue;
      const { work, workHeld, workReleased } = entry ?? nothing(line.id);
      await asAdmin(
        this.stack,
        'PATCH',
        `${this.contract}/payment_application_line_items/${item.id}`,
        {
          project_id: this.ground.projectId,
          payment_application_line_item: {
            work_completed_this_period: text(work),
            work_completed_retainage_retained_this_period: text(workHeld),
            work_completed_retainage_released_this_period: text(workReleased),
          },
        },
      );
    }
  }

  async setStatus(claim: string, status: string): Promise<void> {
    const path = `${this.contract}/payment_applications/${known(this.invoices, claim)}`;
    await asAdmin(this.stack, 'PATCH', path, {
      project_id: this.ground.projectId,
      payment_application: { status },
    });
  }

  rejectLine(): Promise<void> {
    throw new Error('lines of an owner invoice have no status');
  }

  /** Deleted as a draft, as pay apps are. */
  async deleteClaim(claim: string): Promise<void> {
    await this.setStatus(claim, 'draft');
    const path = `/rest/v1.0/payment_applications/${known(this.invoices, claim)}`;
    const query = `project_id=${this.ground.projectId}`;
    await inProcore(this.stack.procore, {
      ...{ as: 'admin', method: 'DELETE', path: `${path}?${query}` },
    });
  }

  voidContract(): Promise<void> {
    throw new Error('a contract with an owner has no status Void');
  }
}
