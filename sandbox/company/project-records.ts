// What every project of a seeded company starts with: cost codes, WBS codes and billing periods.
import type {
  SeededBillingPeriod,
  SeededCostCode,
  SeededCostType,
  SeededProject,
  SeededTaxCode,
  SeededWbsCode,
} from './seeded-company.ts';
import type { Country } from './countries/country.ts';
import { BILLING_MONTHS, COST_CODES, COST_TYPES } from './reference-names.ts';
import { idCounter } from './ids.ts';

export type ProjectRecords = {
  projects: SeededProject[];
  costCodes: SeededCostCode[];
  costTypes: SeededCostType[];
  wbsCodes: SeededWbsCode[];
  taxCodes: SeededTaxCode[];
  billingPeriods: SeededBillingPeriod[];
};

const CREATED = '2026-03-02T20:15:00.000Z';

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

export function projectRecords(projectCount: number, country: Country): ProjectRecords {
  const projectId = idCounter('project');
  const costTypeId = idCounter('costType');
  const taxCodeId = idCounter('taxCode');
  const costTypes = COST_TYPES.map((type) => ({ id: costTypeId(), ...type }));
  const taxCodes = country.taxCodes.map((taxCode) => ({ id: taxCodeId(), ...taxCode }));
  const projects = country.names.projects.slice(0, projectCount).map((project, index) => ({
    id: projectId(),
    project_number: `26-${String(index + 1).padStart(3, '0')}`,
    ...project,
    start_date: `2026-0${(index % 3) + 1}-15`,
    completion_date: `2027-0${(index % 6) + 1}-28`,
    created_at: CREATED,
    updated_at: CREATED,
  }));
  const costCodeId = idCounter('costCode');
  const wbsCodeId = idCounter('wbsCode');
  const periodId = idCounter('billingPeriod');
  const costCodes: SeededCostCode[] = [];
  const wbsCodes: SeededWbsCode[] = [];
  const billingPeriods: SeededBillingPeriod[] = [];
  for (const project of projects) {
    const codes = COST_CODES.map(({ code, name }, index) => ({
      id: costCodeId(),
      project_id: project.id,
      code,
      full_code: code,
      name,
      position: index + 1,
    }));
    costCodes.push(...codes);
    wbsCodes.push(
      ...codes.flatMap((costCode) =>
        costTypes.map((costType) => wbsCodeOf(wbsCodeId(), project.id, costCode, costType)),
      ),
    );
    billingPeriods.push(
      ...BILLING_MONTHS.map((_, index) => billingPeriodOf(periodId(), project.id, index)),
    );
  }
  return { projects, costCodes, costTypes, wbsCodes, taxCodes, billingPeriods };
}

/** A budget code is named by the cost code and the cost type it is built of. */
export function flatNamesOf(
  costCode: Pick<SeededCostCode, 'full_code' | 'name'>,
  costType: Pick<SeededCostType, 'code' | 'name'>,
): Pick<SeededWbsCode, 'flat_code' | 'flat_name'> {
  return {
    flat_code: `${costCode.full_code}.${costType.code}`,
    flat_name: `${costCode.name}.${costType.name}`,
  };
}

function wbsCodeOf(
  id: number,
  projectId: number,
  costCode: SeededCostCode,
  costType: SeededCostType,
): SeededWbsCode {
  return {
    id,
    project_id: projectId,
    ...flatNamesOf(costCode, costType),
    description: `${costCode.name}.${costType.name}`,
    cost_code_id: costCode.id,
    line_item_type_id: costType.id,
  };
}

function billingPeriodOf(id: number, projectId: number, index: number): SeededBillingPeriod {
  const month = BILLING_MONTHS[index];
  if (month === undefined) throw new RangeError(`No billing month ${index}`);
  const isLast = index === BILLING_MONTHS.length - 1;
  const stamp = isLast ? CREATED : `2026-${twoDigits(month.month + 1)}-05T02:00:00.000Z`;
  return {
    id,
    project_id: projectId,
    position: index + 1,
    start_date: `2026-${twoDigits(month.month)}-01`,
    end_date: `2026-${twoDigits(month.month)}-${month.days}`,
    due_date: `2026-${twoDigits(month.month + 1)}-20`,
    status: isLast ? 'open' : 'closed',
    created_at: CREATED,
    updated_at: stamp,
  };
}
