// The direct costs that Tieout writes to Procore: made, put right, taken away; each with the fields a person is shown.
import type { DirectCostBase, DirectCostSaid } from '../../plan/direct-cost-base.ts';
import type { FieldChange, PlannedWrite } from '../../plan/verdict.ts';
import type { ProcoreDirectCost } from '../../records/procore/direct-cost.ts';
import type { DirectCostBody } from '../../records/write-bodies.ts';
import type { DirectCostObservation, Share } from './observation.ts';
import type { WantedCost } from './wanted-cost.ts';
import { costMarkerOf } from './wanted-cost.ts';

const endpoint = 'procore/direct_costs';

type Place = { observation: DirectCostObservation; share: Share };

export function costCreation({ observation, share }: Place, cost: WantedCost): PlannedWrite {
  const { mapping, sourceId } = observation;
  const body: DirectCostBody = {
    kind: 'procoreDirectCost',
    type: cost.type,
    ...(mapping.actuals.originId ? { originId: `${sourceId}/${share.projectId}` } : {}),
    ...fieldsOf(share, cost.said),
  };
  return {
    ...{ endpoint, operation: 'create', marker: costMarkerOf(observation, share), body },
    ...{ targetId: null, targetVersion: null, agreed: agreedOn(cost) },
  };
}

export function costChange(
  { observation, share }: Place,
  record: ProcoreDirectCost,
  cost: WantedCost,
): PlannedWrite {
  return {
    ...{ endpoint, operation: 'update', marker: costMarkerOf(observation, share) },
    body: {
      kind: 'procoreDirectCostChange',
      directCostId: record.id,
      ...fieldsOf(share, cost.said),
    },
    ...{ targetId: record.id, targetVersion: record.updatedAt, agreed: agreedOn(cost) },
  };
}

export function costDeletion(
  { observation, share }: Place,
  gone: { directCostId: string; version: string | null },
): PlannedWrite {
  const { directCostId } = gone;
  const { projectId } = share;
  return {
    ...{ endpoint, operation: 'delete', marker: costMarkerOf(observation, share) },
    body: { kind: 'procoreDirectCostDelete', projectId, directCostId },
    ...{ targetId: directCostId, targetVersion: gone.version, agreed: null },
  };
}

type Fields = Omit<DirectCostBody, 'kind' | 'type' | 'employeeId' | 'originId'>;

/** A status that a person gave it and that Tieout does not know is not written back: a posted cost is approved. */
function fieldsOf({ projectId }: Share, { status, ...said }: WantedCost['said']): Fields {
  const isOpen = status === 'draft' || status === 'pending';
  return { projectId, ...said, status: isOpen ? status : 'approved' };
}

function agreedOn({ said, ...kept }: WantedCost): DirectCostBase {
  const { codes, rates, sourceNumber, sourceVendor, conversion } = kept;
  return { projection: said, target: said, codes, rates, sourceNumber, sourceVendor, conversion };
}

type Sides = {
  base: DirectCostSaid | null;
  procore: DirectCostSaid | null;
  xero: DirectCostSaid | null;
};

/** Every field that is not the same on all sides; with nothing on Procore's side, every field. */
export function changesOf(sides: Sides): FieldChange[] {
  const paths = new Map<string, FieldChange>();
  for (const side of ['base', 'procore', 'xero'] as const) {
    for (const [path, value] of fieldsWithPaths(sides[side])) {
      const change = paths.get(path) ?? {
        ...{ path, base: null, procore: null, xero: null, proposed: null },
      };
      paths.set(path, {
        ...change,
        [side]: value,
        ...(side === 'xero' ? { proposed: value } : {}),
      });
    }
  }
  const isSame = ({ base, procore, xero }: FieldChange): boolean =>
    procore === xero && (sides.base === null || base === xero);
  return [...paths.values()].filter((change) => !isSame(change));
}

function fieldsWithPaths(said: DirectCostSaid | null): [string, string | null][] {
  if (said === null) return [];
  return [
    ['status', said.status],
    ['vendor', said.vendorId],
    ['number', said.invoiceNumber],
    ['date', said.date],
    ['words', said.description],
    ...said.lines.flatMap(({ wbsCodeId, amount, description }): [string, string | null][] => [
      [`lines[${wbsCodeId ?? ''}].amount`, amount],
      [`lines[${wbsCodeId ?? ''}].description`, description],
    ]),
  ];
}
