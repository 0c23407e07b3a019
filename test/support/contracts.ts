// Contracts and the records they rest on, as a project manager enters them in Procore.
import { inProcore } from './people.ts';
import type { PayApp } from './people.ts';
import type { Stack } from './stack.ts';

const companyId = '5629494500123';

export function asAdmin<T>(
  { procore }: Stack,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: unknown,
): Promise<T> {
  return inProcore<T>(procore, { as: 'admin', method, path, ...(body ? { body } : {}) });
}

/** A vendor of the company; answers its id. */
export async function newVendor(stack: Stack, name: string): Promise<number> {
  const path = `/rest/v1.0/vendors?company_id=${companyId}`;
  const { id } = await asAdmin<{ id: number }>(stack, 'POST', path, { vendor: { name } });
  return id;
}

export async function changeVendor(stack: Stack, id: number, vendor: object): Promise<void> {
  await asAdmin(stack, 'PATCH', `/rest/v1.0/vendors/${id}?company_id=${companyId}`, { vendor });
}

/** An approved contract of one line of 1,000.00, coded as another contract's first line unless told otherwise. */
export async function newContract(
  stack: Stack,
  {
    like,
    vendorId,
    costCodeId,
    costTypeId,
  }: { like: PayApp; vendorId: number; costCodeId?: number; costTypeId?: number },
): Promise<number> {
  const contracts = '/rest/v1.0/work_order_contracts';
  const { projectId, commitment_id: likeId } = like;
  const { line_items: lines } = await asAdmin<{
    line_items: { cost_code: { id: number }; line_item_type: { id: number } }[];
  }>(stack, 'GET', `${contracts}/${likeId}?project_id=${projectId}`);
  const made = await asAdmin<{ id: number }>(stack, 'POST', contracts, {
    project_id: projectId,
    work_order_contract: { title: 'Formwork', vendor_id: vendorId },
  });
  await asAdmin(stack, 'POST', `${contracts}/${made.id}/line_items`, {
    project_id: projectId,
    line_item: {
      description: 'Formwork',
      amount: '1000.00',
      cost_code_id: costCodeId ?? lines[0]?.cost_code.id,
      line_item_type_id: costTypeId ?? lines[0]?.line_item_type.id,
    },
  });
  await asAdmin(stack, 'PATCH', `${contracts}/${made.id}`, {
    project_id: projectId,
    work_order_contract: { status: 'Approved' },
  });
  return made.id;
}
