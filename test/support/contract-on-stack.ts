// One contract on a running stack, made and billed as people in Procore do: its lines, change orders and claims.
import { asAdmin, newVendor } from './contracts.ts';
import type { Stack } from './stack.ts';
import { control } from './stack.ts';

const companyId = '5629494500123';
type Made = { id: number };
type Item = Made & { item_type: string; description_of_work: string };
export type PricedLine = { line: string; amount: string; taxCode: string };

export type ContractOnStack = {
  id: number;
  projectId: number;
  changePercent(percent: string): Promise<void>;
  /** Made and approved at once. */
  changeOrder(line: PricedLine): Promise<void>;
  /** Made, filled and approved; answers its id. */
  claim(ask: {
    number: string;
    date: string;
    billed: readonly { line: string; fields: Record<string, string> }[];
  }): Promise<number>;
};

type Ground = {
  projectId: number;
  periodId: number;
  wbsCodeId: number;
  taxCodes: Map<string, number>;
};

/** What new contracts of the company's first project rest on; every line is coded to its first subcontract code. */
async function groundOf(stack: Stack): Promise<Ground> {
  const list = <T>(path: string) => asAdmin<T[]>(stack, 'GET', `/rest/v1.0/${path}`);
  const [project] = await list<Made>(`projects?company_id=${companyId}`);
  const projectId = project?.id ?? 0;
  const periods = await list<Made>(`projects/${projectId}/billing_periods`);
  const codes = await list<Made & { flat_code: string }>(
    `projects/${projectId}/work_breakdown_structure/wbs_codes`,
  );
  const taxCodes = await list<Made & { code: string }>(`tax_codes?company_id=${companyId}`);
  const wbsCode = codes.find(({ flat_code: code }) => code.endsWith('.S'));
  return {
    projectId,
    periodId: periods.at(-1)?.id ?? 0,
    wbsCodeId: wbsCode?.id ?? 0,
    taxCodes: new Map(taxCodes.map(({ code, id }) => [code, id])),
  };
}

/** An approved subcontract with a vendor of its own. */
export async function contractOnStack(
  stack: Stack,
  ask: {
    vendor: string;
    percent: string;
    movesMaterials: boolean;
    lines: readonly PricedLine[];
    /** Another than the company's own, which keeps several then. */
    currency?: string;
  },
): Promise<ContractOnStack> {
  const ground = await groundOf(stack);
  const { projectId, wbsCodeId } = ground;
  const contracts = '/rest/v1.0/work_order_contracts';
  const vendorId = await newVendor(stack, ask.vendor);
  const { id } = await asAdmin<Made>(stack, 'POST', contracts, {
    project_id: projectId,
    work_order_contract: {
      ...{ title: ask.vendor, vendor_id: vendorId, retainage_percent: ask.percent },
    },
  });
  const change = (fields: object) =>
    asAdmin(stack, 'PATCH', `${contracts}/${id}`, {
      project_id: projectId,
      work_order_contract: fields,
    });
  for (const { line, amount, taxCode } of ask.lines) {
    await asAdmin(stack, 'POST', `${contracts}/${id}/line_items`, {
      project_id: projectId,
      line_item: {
        ...{ description: line, amount, wbs_code_id: wbsCodeId },
        tax_code_id: ground.taxCodes.get(taxCode),
      },
    });
  }
  if (ask.movesMaterials) {
    await control(stack.procore, 'PUT', `contracts/${id}`, { movesMaterials: true });
  }
  if (ask.currency !== undefined) {
    const company = { multicurrency: true, rates: { [ask.currency]: '0.500000' } };
    const projects = [{ id: projectId, followsCompanyRates: true }];
    await control(stack.procore, 'PUT', 'currency', { company, projects });
    const foreign = { contractId: id, currency: ask.currency };
    await control(stack.procore, 'PUT', 'contract-currency', foreign);
  }
  await change({ status: 'Approved' });
  return {
    id,
    projectId,
    changePercent: async (percent) => {
      await change({ retainage_percent: percent });
    },
    changeOrder: (line) => addChangeOrder(stack, { ground, contractId: id, line }),
    claim: (claim) => addClaim(stack, { ground, contractId: id, ...claim }),
  };
}

/** A header by its package, then its line, then its approval. Source: Procore's REST reference of 2026, read 2026-11-23. */
async function addChangeOrder(
  stack: Stack,
  { ground, contractId, line }: { ground: Ground; contractId: number; line: PricedLine },
): Promise<void> {
  const { projectId } = ground;
  const made = await asAdmin<Made>(stack, 'POST', '/rest/v1.0/change_order_packages', {
    project_id: projectId,
    contract_id: contractId,
    change_order: { title: line.line },
  });
  const orders = `/rest/v1.0/projects/${projectId}/commitment_change_orders`;
  const found = `${orders}?filters[legacy_package_id]=${made.id}`;
  const [order] = await asAdmin<Made[]>(stack, 'GET', found);
  const v2 = orders.replace('v1.0', `v2.0/companies/${companyId}`);
  await asAdmin(stack, 'POST', `${v2}/${order?.id}/line_items`, {
    ...{ wbs_code_id: String(ground.wbsCodeId), description: line.line, amount: line.amount },
    tax_code_id: String(ground.taxCodes.get(line.taxCode)),
  });
  await asAdmin(stack, 'PATCH', `${orders}/${order?.id}`, { change_order: { status: 'approved' } });
}

type ClaimAsk = Parameters<ContractOnStack['claim']>[0] & { ground: Ground; contractId: number };

async function addClaim(stack: Stack, ask: ClaimAsk): Promise<number> {
  const { ground, contractId, number, date, billed } = ask;
  const { projectId, periodId } = ground;
  const names = new Set(billed.flatMap(({ fields }) => Object.keys(fields)));
  const isRelease = names.delete('work_completed_retainage_released_this_period');
  const kinds = {
    release: names.size > 0 ? 'progress_and_retainage_release' : 'retainage_release',
  };
  const requisition = await asAdmin<Made & { items: Item[] }>(
    stack,
    'POST',
    '/rest/v1.1/requisitions',
    {
      project_id: projectId,
      commitment_id: contractId,
      requisition: {
        ...{ period_id: periodId, status: 'under_review', invoice_number: number },
        ...{ billing_date: date, invoice_type: isRelease ? kinds.release : 'progress' },
      },
    },
  );
  const items = billed.map(({ line, fields }) => {
    const item = requisition.items.find(
      ({ item_type: type, description_of_work: words }) =>
        type !== 'whole_change_order_item' && words === line,
    );
    if (!item) throw new Error(`${number} has no line ${line}`);
    return { id: item.id, ...fields };
  });
  const path = `/rest/v1.0/requisitions/${requisition.id}/bulk_item_update?project_id=${projectId}`;
  await asAdmin(stack, 'PATCH', path, { requisition_items: items });
  await asAdmin(stack, 'PATCH', `/rest/v1.1/requisitions/${requisition.id}`, {
    project_id: projectId,
    requisition: { status: 'approved' },
  });
  return requisition.id;
}
