// The contracts of written-out lives, of either side, as Procore has them: lines and change orders with their codes and dates.
import type {
  SeededChangeOrder,
  SeededCommitment,
  SeededLine,
  SeededProject,
  SeededVendor,
} from './seeded-company.ts';
import type { SeededPrimeChangeOrder, SeededPrimeContract } from './owner-records.ts';
import type {
  OutlinedChangeOrder,
  OutlinedLine,
  PrimeContractOutline,
  SubcontractOutline,
} from './life-outlines.ts';
import type { ProjectRecords } from './project-records.ts';
import { twoDigits } from './project-records.ts';
import { BILLING_MONTHS } from './reference-names.ts';

/** What is there when these contracts come, and the ids they take. */
export type Ground = ProjectRecords & {
  vendors: readonly SeededVendor[];
  /** The tax code of a subcontract's lines, by its vendor. */
  taxCodeOf: (outline: SubcontractOutline) => string;
  /** The tax code of what owners are billed. */
  ownersTaxCode: string;
  /** The number after the contracts of that kind which the project has already. */
  nextNumber: (projectId: number, prefix: string) => string;
  next: Record<
    | 'commitment'
    | 'line'
    | 'requisition'
    | 'item'
    | 'changeOrderPackage'
    | 'changeOrder'
    | 'primeContract'
    | 'markup',
    () => number
  >;
};

function projectNumbered({ projects }: Ground, place: number): SeededProject {
  const project = projects[place - 1];
  if (project === undefined) throw new RangeError(`There is no project ${place}`);
  return project;
}

function vendorNamed({ vendors }: Ground, name: string): SeededVendor {
  const vendor = vendors.find((one) => one.name === name);
  if (vendor === undefined) throw new RangeError(`There is no vendor called ${name}`);
  return vendor;
}

function monthNamed(month: number): (typeof BILLING_MONTHS)[number] {
  const found = BILLING_MONTHS.find((one) => one.month === month);
  if (found === undefined) throw new RangeError(`${month} is no billing month`);
  return found;
}

/** The month's last day, on which claims are dated. */
export function endOf(month: number): string {
  return `2026-${twoDigits(month)}-${monthNamed(month).days}`;
}

export function periodOf(
  { billingPeriods }: Ground,
  projectId: number,
  month: number,
): ProjectRecords['billingPeriods'][number] {
  const position = BILLING_MONTHS.indexOf(monthNamed(month)) + 1;
  const found = billingPeriods.find(
    (period) => period.project_id === projectId && period.position === position,
  );
  if (found === undefined) throw new RangeError(`Project ${projectId} has no month ${month}`);
  return found;
}

/** Agreed and signed in the month before the first claim. */
function stampsBefore(month: number): { day: string; created_at: string; updated_at: string } {
  const day = `2026-${twoDigits(month - 1)}-09`;
  return { day, created_at: `${day}T21:30:00.000Z`, updated_at: `${day}T22:10:00.000Z` };
}

type LineOf = { projectId: number; taxCode: string; title?: string };

function lineOf(
  ground: Ground,
  [code, type, amount]: OutlinedLine,
  position: number,
  { projectId, taxCode: wanted, title }: LineOf,
): SeededLine {
  const costCode = ground.costCodes.find(
    (one) => one.project_id === projectId && one.code === code,
  );
  const costType = ground.costTypes.find((one) => one.code === type);
  const wbsCode = ground.wbsCodes.find(
    (one) => one.cost_code_id === costCode?.id && one.line_item_type_id === costType?.id,
  );
  const taxCode = ground.taxCodes.find((one) => one.code === wanted);
  if (!costCode || !costType || !wbsCode || !taxCode) {
    throw new RangeError(`Nothing is coded ${code}.${type} with ${wanted}`);
  }
  return {
    id: ground.next.line(),
    position,
    description: title ?? `${costCode.name} ${costType.name.toLowerCase()}`,
    amount,
    cost_code_id: costCode.id,
    line_item_type_id: costType.id,
    wbs_code_id: wbsCode.id,
    tax_code_id: taxCode.id,
  };
}

function linesOf(ground: Ground, lines: readonly OutlinedLine[], of: LineOf): SeededLine[] {
  return lines.map((line, index) => lineOf(ground, line, index + 1, of));
}

export function commitmentOf(ground: Ground, outline: SubcontractOutline): SeededCommitment {
  const { kind, lines, retainagePercent } = outline;
  const project = projectNumbered(ground, outline.project);
  const vendor = vendorNamed(ground, outline.vendor);
  const taxCode = ground.taxCodeOf(outline);
  const own = linesOf(ground, lines, { projectId: project.id, taxCode });
  const { day, ...stamps } = stampsBefore(outline.payApps[0]?.month ?? 6);
  const names = own.map(({ description }) => description.toLowerCase());
  return {
    id: ground.next.commitment(),
    kind,
    project_id: project.id,
    vendor_id: vendor.id,
    number: ground.nextNumber(project.id, kind === 'wo' ? 'SC' : 'PO'),
    title: `${own[0]?.description ?? 'Works'}, ${project.name}`,
    description: `${vendor.name}: ${names.join(', ')}`,
    status: 'Approved',
    retainage_percent: retainagePercent,
    contract_date: day,
    move_materials: false,
    lines: own,
    ...stamps,
  };
}

/** Approved on the 12th of its month. */
function changeStamps({ approvedIn }: OutlinedChangeOrder) {
  const month = `2026-${twoDigits(approvedIn)}`;
  const created_at = `${month}-03T20:00:00.000Z`;
  const reviewed_at = `${month}-12T21:00:00.000Z`;
  return { reviewed_at, created_at, updated_at: reviewed_at };
}

/** What an approved change order of either side is, but for its ids. */
function approvedChange(
  ground: Ground,
  change: OutlinedChangeOrder,
  of: { place: number; contractId: number; projectId: number; taxCode: string },
) {
  const { place, contractId, projectId, taxCode } = of;
  return {
    project_id: projectId,
    contract_id: contractId,
    number: String(place).padStart(3, '0'),
    title: change.title,
    description: change.title,
    status: 'approved' as const,
    lines: linesOf(ground, change.lines, { projectId, taxCode, title: change.title }),
    ...changeStamps(change),
  };
}

export function changeOrdersOf(
  ground: Ground,
  outline: SubcontractOutline,
  { id, project_id: projectId }: SeededCommitment,
): SeededChangeOrder[] {
  const taxCode = ground.taxCodeOf(outline);
  return (outline.changeOrders ?? []).map((change, index) => ({
    id: ground.next.changeOrderPackage(),
    change_order_id: ground.next.changeOrder(),
    ...approvedChange(ground, change, { place: index + 1, contractId: id, projectId, taxCode }),
  }));
}

export function primeContractOf(
  ground: Ground,
  outline: PrimeContractOutline,
): SeededPrimeContract {
  const project = projectNumbered(ground, outline.project);
  const { day, ...stamps } = stampsBefore(outline.invoices[0]?.month ?? 5);
  const taxCode = ground.ownersTaxCode;
  return {
    id: ground.next.primeContract(),
    project_id: project.id,
    vendor_id: vendorNamed(ground, outline.owner).id,
    number: ground.nextNumber(project.id, 'HC'),
    title: outline.title,
    description: `${outline.title}, ${project.name}`,
    status: 'Approved',
    retainage_percent: outline.retainagePercent,
    contract_date: day,
    allow_payment_applications: true,
    allow_payments: true,
    move_materials: outline.movesMaterials ?? false,
    lines: linesOf(ground, outline.lines, { projectId: project.id, taxCode }),
    markups: (outline.markups ?? []).map((markup) => ({ id: ground.next.markup(), ...markup })),
    ...stamps,
  };
}

export function primeChangeOrdersOf(
  ground: Ground,
  outline: PrimeContractOutline,
  { id, project_id: projectId }: SeededPrimeContract,
): SeededPrimeChangeOrder[] {
  const taxCode = ground.ownersTaxCode;
  return (outline.changeOrders ?? []).map((change, index) => ({
    id: ground.next.changeOrder(),
    legacy_package_id: ground.next.changeOrderPackage(),
    ...approvedChange(ground, change, { place: index + 1, contractId: id, projectId, taxCode }),
  }));
}
