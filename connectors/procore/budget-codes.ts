// The codes of a project's budget by their ids: its rows say which are budgeted, the work breakdown structure which cost type each is of.
import { z } from 'zod';
import type { BudgetCode, ProcoreBudgetCodes } from '../../domain/records/procore/budget-codes.ts';
import { readOne, UnreadableFieldError } from '../http/parsed-records.ts';
import { budgetRows, codeOfRow, rowSchema } from './budgets.ts';
import type { ProcoreClient } from './procore-api.ts';
import { idField, optionalText } from './procore-fields.ts';
import type { ProcoreReading } from './procore-reading.ts';

const codesOfProject = '/rest/v1.0/projects/{projectId}/work_breakdown_structure/wbs_codes';

/** Source: Procore tutorial "Work Breakdown Structure", segment types, and REST reference of 2026, detail rows; read 2026-11-27. */
const wbsSchema = z.looseObject({
  id: idField,
  segment_items: z
    .array(z.looseObject({ code: optionalText, segment_type: optionalText }))
    .nullish(),
});
const codedRow = rowSchema.extend({ wbs_code_id: idField });

/** Four calls at least. */
export function budgetCodesReads(reading: ProcoreReading): Pick<ProcoreClient, 'readBudgetCodes'> {
  return {
    readBudgetCodes: async ({ projectId }) => {
      const rows = await budgetRows(reading, projectId);
      const wbsCodes = await reading.elements({ template: codesOfProject, params: { projectId } });
      return readOne({
        element: rows,
        read: reader(projectId, costTypes(wbsCodes)),
        id: projectId,
        context: { vendor: 'procore', resource: 'budget' },
        write: false,
      });
    },
  };
}

/** The cost type of each code. One that cannot be read is of none: what is on it is then asked about. */
function costTypes(elements: readonly unknown[]): Map<string, string | null> {
  const read = elements.flatMap((element) => wbsSchema.safeParse(element).data ?? []);
  return new Map(
    read.map(({ id, segment_items: items }) => {
      const type = items?.find(({ segment_type: of }) => of === 'line_item_type');
      return [id, type?.code ?? null];
    }),
  );
}

function reader(
  projectId: string,
  types: ReadonlyMap<string, string | null>,
): (element: unknown) => ProcoreBudgetCodes {
  return (element) => {
    const rows = z.array(codedRow).parse(element);
    const byId = new Map<string, BudgetCode>();
    for (const row of rows) {
      const wbsCodeId = row.wbs_code_id;
      const subJob = subJobOf(row);
      // Budgeted for the project and for a sub job: the code is the project's.
      if (byId.has(wbsCodeId) && subJob !== null) continue;
      const costType = types.get(wbsCodeId) ?? null;
      byId.set(wbsCodeId, { wbsCodeId, costCode: codeOfRow(row), costType, subJob });
    }
    const codes = [...byId.values()].sort((a, b) => (a.wbsCodeId < b.wbsCodeId ? -1 : 1));
    const currency = rows[0]?.currency_configuration ?? null;
    return { kind: 'procoreBudgetCodes', projectId, currency, codes };
  };
}

function subJobOf(row: z.output<typeof codedRow>): BudgetCode['subJob'] {
  if (row.biller_type !== 'SubJob' || row.biller === null) return null;
  if (row.biller_id === null) throw new UnreadableFieldError('biller_id', 'the sub job has no id');
  return { id: row.biller_id, name: row.biller };
}
