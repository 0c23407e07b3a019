// A direct cost: what one document of Xero cost the projects in Procore, where no commitment stands for it.
import { costDocumentOf, isCostSourceId } from '../../identity/cost-documents.ts';
import { isOfXeroProjects, monthOfProject } from '../../identity/cost-of-projects.ts';
import { bringsLabour } from '../../mapping/directions.ts';
import type { LabourSettings } from '../../mapping/labour.ts';
import type { Agreement } from '../../plan/owned.ts';
import { saidOfRecord } from '../../plan/direct-cost-base.ts';
import type { Read } from '../../records/read.ts';
import type { SyncedObject } from '../synced-object.ts';
import type { DirectCostObservation } from './observation.ts';
import { directCostObservationSchema } from './observation.ts';
import { planDirectCost } from './plan-direct-cost.ts';
import { directCostPlannerVersion } from './planner-version.ts';
import { roleOf, wantedCost } from './wanted-cost.ts';

const target = { targetKind: 'procoreDirectCost', endpoint: 'procore/direct_costs' } as const;

export const directCost: SyncedObject<'directCost', DirectCostObservation> = {
  type: 'directCost',
  words: { one: 'direct cost', many: 'direct costs' },
  sourceOf: (sourceId) => {
    const month = monthOfProject(sourceId);
    if (month) return { kind: sourceKindOf[month.what], recordId: month.xeroProjectId };
    const { kind, id } = costDocumentOf(sourceId);
    return { kind, recordId: id };
  },
  isSourceId: (text) => isOfXeroProjects(text) || isCostSourceId(text),
  roles: [
    { role: 'document', ...target, may: [], word: 'direct costs' },
    { role: 'directCost/', ...target, may: ['create', 'update', 'delete'], word: 'direct cost' },
    { role: 'doubleDirectCost/', ...target, may: ['delete'], word: 'second direct cost' },
  ],
  schema: directCostObservationSchema,
  mappingSlice: ({ actuals, accounts, currencies, directions, labour }) => ({
    // Left out where there is none, so that what was decided before there was a choice stands.
    ...(Object.keys(currencies.projects).length > 0 ? { conversions: currencies.projects } : {}),
    ...(bringsLabour(directions) ? { labour: labourSlice(labour) } : {}),
    ...{ costTypes: actuals.costTypes, originId: actuals.originId },
    byCostType: accounts.byCostType,
  }),
  plannerVersion: directCostPlannerVersion,
  plan: planDirectCost,
  name: ({ document, sourceId }) => `direct cost of ${document?.name ?? sourceId}`,
  parties: ({ shares, vendorId }) => ({
    project: shares[0]?.projectId ?? null,
    counterparty: vendorId,
  }),
  alterations: () => [],
  adoptedBase,
  reads: ({ sourceId, document, shares }) => [
    ...(document ? [sourceRead(sourceId, document.updatedAt)] : []),
    ...shares.flatMap(({ link, projectId }): Read[] =>
      link
        ? [{ system: 'procore', kind: 'procoreDirectCost', id: link.directCostId, projectId }]
        : [],
    ),
  ],
  readsFirst: ({ shares }) =>
    shares.flatMap(({ projectId: id, budgetIsDue, listIsDue }): Read[] => [
      ...(budgetIsDue ? [{ system: 'procore', kind: 'procoreBudgetCodes', id } as const] : []),
      ...(listIsDue ? [{ system: 'procore', kind: 'procoreDirectCosts', id } as const] : []),
    ]),
};

const sourceKindOf = { time: 'xeroProjectTime', expenses: 'xeroProject' } as const;

function labourSlice({ costType, expenses }: LabourSettings) {
  return { costType, expenses };
}

function sourceRead(sourceId: string, updatedAt: string): Read {
  const month = monthOfProject(sourceId);
  if (month) return { system: 'xero', kind: 'xeroProjectTime', id: month.xeroProjectId };
  const { kind, id } = costDocumentOf(sourceId);
  return kind === 'xeroBankTransaction' || kind === 'xeroManualJournal'
    ? { system: 'xero', kind, id, since: updatedAt }
    : { system: 'xero', kind, id };
}

/**
 * A person's keeps its own words, vendor and number; from then on its lines and its date follow Xero. One of our own that was
 * found by its marker said what the source said once: whatever that says by now is written.
 */
function adoptedBase(
  observation: DirectCostObservation,
  role: string,
  targetId: string,
): Agreement | null {
  const share = observation.shares.find((one) => roleOf(one) === role);
  const record = [...(share?.marked ?? []), ...(share?.alike ?? [])].find(
    ({ id }) => id === targetId,
  );
  if (!share || !record) return null;
  const theirs = saidOfRecord(record);
  const wanted = wantedCost(observation, share, null);
  const sourceNumber = observation.document?.number ?? null;
  const source = { sourceNumber, sourceVendor: observation.vendorId };
  if (wanted.is !== 'cost') {
    return {
      projection: theirs,
      target: theirs,
      codes: {},
      rates: {},
      conversion: null,
      ...source,
    };
  }
  const { conversion, rates } = wanted.cost;
  const { lines, date } = wanted.cost.said;
  const isOurs = share.marked.some(({ id }) => id === targetId);
  const projection = isOurs ? theirs : { ...theirs, lines, date };
  return { projection, target: theirs, codes: wanted.cost.codes, rates, conversion, ...source };
}
