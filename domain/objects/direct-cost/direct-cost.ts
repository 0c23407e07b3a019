// A direct cost: what one document of Xero cost the projects in Procore, where no commitment stands for it.
import { costDocumentOf, isCostSourceId } from '../../identity/cost-documents.ts';
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
    const { kind, id } = costDocumentOf(sourceId);
    return { kind, recordId: id };
  },
  isSourceId: isCostSourceId,
  roles: [
    { role: 'document', ...target, may: [], word: 'direct costs' },
    { role: 'directCost/', ...target, may: ['create', 'update', 'delete'], word: 'direct cost' },
    { role: 'doubleDirectCost/', ...target, may: ['delete'], word: 'second direct cost' },
  ],
  schema: directCostObservationSchema,
  mappingSlice: ({ actuals, accounts, currencies }) => ({
    // Left out where there is none, so that what was decided before there was a choice stands.
    ...(Object.keys(currencies.projects).length > 0 ? { conversions: currencies.projects } : {}),
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

function sourceRead(sourceId: string, updatedAt: string): Read {
  const { kind, id } = costDocumentOf(sourceId);
  return kind === 'xeroBankTransaction' || kind === 'xeroManualJournal'
    ? { system: 'xero', kind, id, since: updatedAt }
    : { system: 'xero', kind, id };
}

/** A person's keeps its own words, vendor and number; from then on its lines and its date follow Xero. */
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
    return { projection: theirs, target: theirs, codes: {}, conversion: null, ...source };
  }
  const { conversion } = wanted.cost;
  const { lines, date } = wanted.cost.said;
  const projection = { ...theirs, lines, date };
  return { projection, target: theirs, codes: wanted.cost.codes, conversion, ...source };
}
