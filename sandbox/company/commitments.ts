// Which contracts a seeded company has, with whom, over which months they are billed, and their schedules of values.
import type {
  CommitmentKind,
  SeededCommitment,
  SeededCostCode,
  SeededLine,
  SeededVendor,
  TrapKey,
} from './seeded-company.ts';
import type { ProjectRecords } from './project-records.ts';
import { twoDigits } from './project-records.ts';
import type { Country } from './countries/country.ts';
import { textOf } from './cents.ts';
import { idCounter } from './ids.ts';
import type { Random } from './random.ts';

/** How one contract is to be made, before it has ids. */
export type ContractOutline = {
  kind: CommitmentKind;
  vendorIndex: number;
  trap: TrapKey | null;
  /** Indices into the billing months; no pay apps when the count is 0. */
  firstMonth: number;
  payAppCount: number;
  /** The last pay app is still with the project manager. */
  lastIsOpen: boolean;
  storesMaterials: boolean;
  movesMaterials: boolean;
  /** Amounts are entered in whole hundreds, whole dollars or cents. */
  grain: 'hundreds' | 'dollars' | 'cents';
  status: 'Approved' | 'Draft';
};

const RETAINAGE_PERCENT: Record<CommitmentKind, string> = { wo: '10.00', po: '5.00' };

const LINE_TYPES: Record<CommitmentKind, readonly string[]> = {
  wo: ['S', 'S', 'S', 'L', 'E', 'O'],
  po: ['M', 'M', 'M', 'E', 'O'],
};

export function commitmentsOf(
  outlines: readonly ContractOutline[],
  records: ProjectRecords,
  vendors: readonly SeededVendor[],
  country: Country,
  random: Random,
): SeededCommitment[] {
  const commitmentId = idCounter('commitment');
  const lineId = idCounter('line');
  const numbers = new Map<string, number>();
  return outlines.map((outline, index) => {
    const project = records.projects[index % records.projects.length];
    const vendor = vendors[outline.vendorIndex];
    if (project === undefined || vendor === undefined) {
      throw new RangeError('A contract needs a project and a vendor');
    }
    const prefix = outline.kind === 'wo' ? 'SC' : 'PO';
    const sequence = (numbers.get(`${project.id}/${prefix}`) ?? 0) + 1;
    numbers.set(`${project.id}/${prefix}`, sequence);
    const costCodes = records.costCodes.filter((code) => code.project_id === project.id);
    const trade = country.names.trades[vendor.name] ?? '';
    const taxCode = country.taxCodeOf(outline.kind, trade);
    // The vendor's own trade first; a stable sort leaves the rest in its shuffled order.
    const chosen = random
      .shuffled(costCodes)
      .sort((a, b) => Number(b.code === trade) - Number(a.code === trade))
      .slice(0, random.between(2, 8));
    const lines = chosen.map((costCode, position) =>
      lineOf(lineId(), position + 1, costCode, outline, { ...records, taxCode, random }),
    );
    // A month before the first claim; the contract whose first claim is dated in March was let in February.
    const month = outline.trap === 'lockedPeriod' ? 2 : outline.firstMonth + 4;
    const created = `2026-${twoDigits(month)}-${twoDigits(random.between(3, 20))}`;
    return {
      id: commitmentId(),
      kind: outline.kind,
      project_id: project.id,
      vendor_id: vendor.id,
      number: `${prefix}-${String(sequence).padStart(3, '0')}`,
      title: `${chosen[0]?.name ?? 'Works'}, ${project.name}`,
      description: `${vendor.name}: ${chosen.map((code) => code.name.toLowerCase()).join(', ')}`,
      status: outline.status,
      retainage_percent: RETAINAGE_PERCENT[outline.kind],
      contract_date: created,
      move_materials: outline.movesMaterials,
      lines,
      created_at: `${created}T21:30:00.000Z`,
      updated_at: `${created}T22:10:00.000Z`,
    };
  });
}

/** `taxCode` = which of the tax codes all lines of a contract carry. */
type LineGround = ProjectRecords & { taxCode: string; random: Random };

function lineOf(
  id: number,
  position: number,
  costCode: SeededCostCode,
  outline: ContractOutline,
  { costTypes, wbsCodes, taxCodes, taxCode: ofLines, random }: LineGround,
): SeededLine {
  const typeCode =
    position === 1 ? (outline.kind === 'wo' ? 'S' : 'M') : random.pick(LINE_TYPES[outline.kind]);
  const costType = costTypes.find((type) => type.code === typeCode);
  const wbsCode = wbsCodes.find(
    (code) => code.cost_code_id === costCode.id && code.line_item_type_id === costType?.id,
  );
  const taxCode = taxCodes.find(({ code }) => code === ofLines);
  if (costType === undefined || wbsCode === undefined || taxCode === undefined) {
    throw new RangeError(`No WBS code for ${costCode.code}.${typeCode}`);
  }
  return {
    id,
    position,
    description: `${costCode.name} ${costType.name.toLowerCase()}`,
    amount: textOf(scheduledValue(outline.grain, random)),
    cost_code_id: costCode.id,
    line_item_type_id: costType.id,
    wbs_code_id: wbsCode.id,
    tax_code_id: taxCode.id,
  };
}

/** Big enough that 3 % of it is still a whole hundred where amounts come in hundreds. */
function scheduledValue(grain: ContractOutline['grain'], random: Random): bigint {
  const thousands = BigInt(random.between(6, 90));
  if (grain === 'hundreds') return thousands * 100_000n;
  if (grain === 'dollars') return (thousands * 1_000n + BigInt(random.below(200) * 5)) * 100n;
  return thousands * 100_000n + BigInt(random.below(100_000));
}
