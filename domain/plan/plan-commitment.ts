// The plan of a commitment: one Xero purchase order that mirrors the contract's lines.
import type { CodingContext } from '../mapping/coded-line.ts';
import { codeCostLine } from '../mapping/coded-line.ts';
import { markerIn, markerOf } from '../identity/markers.ts';
import type { DocumentId } from '../identity/workflow-ids.ts';
import {
  fromMinor,
  isWholeMinor,
  percentOfMinor,
  sameAmount,
  sumMinor,
  toMinor,
} from '../money/amount.ts';
import type { ProcoreCommitment, ProcoreProject } from '../records/procore-records.ts';
import type { LineBody, PurchaseOrderBody } from '../records/write-bodies.ts';
import type { XeroPurchaseOrder } from '../records/xero-records.ts';
import {
  adoption,
  afterAnswers,
  blocked,
  noMoney,
  proposal,
  unchanged,
  voiding,
  waitsFor,
  whatMoved,
} from './make-plan.ts';
import { baseAsItStands } from './agreement.ts';
import { lineDescription } from './naming.ts';
import type { CommitmentObservation } from './observation.ts';
import type { DocumentState, Plan } from './plan.ts';
import {
  compareDocuments,
  keepLineIds,
  newDocumentFields,
  ownedBody,
  ownedDocument,
} from './three-way.ts';

/** Said on every order, because a bill copied from it would bill the work twice. */
const orderNotice = 'Billed through Procore, do not copy to a bill';

function documentIdOf(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
): DocumentId {
  return {
    type: 'commitment',
    connection: observation.connection,
    contractKind: commitment.contractKind,
    contractId: commitment.id,
  };
}

function stateOf(target: XeroPurchaseOrder | null): DocumentState {
  if (!target) return 'notPosted';
  return target.status === 'DELETED' ? 'voided' : 'posted';
}

export function planCommitment(observation: CommitmentObservation): Plan {
  const { commitment, target } = observation;
  if (!commitment) {
    const silent = () => unchanged(observation, stateOf(target), noMoney);
    if (!observation.sourceUnseen) return silent();
    const lost = blocked(observation, 'accessLost', 'Procore no longer shows this contract', null);
    return afterAnswers(observation, lost, silent);
  }
  const money = { amount: commitment.revisedSum, currency: currencyOf(observation, commitment) };
  const quiet = () => unchanged(observation, stateOf(target), money);
  return afterAnswers(observation, planSeen(observation, commitment, money), quiet);
}

function currencyOf(observation: CommitmentObservation, commitment: ProcoreCommitment): string {
  return commitment.currency ?? observation.organisation.baseCurrency;
}

type Money = { amount: string; currency: string };

function planSeen(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
  money: Money,
): Plan {
  const { target, organisation, mapping } = observation;
  const problem = (kind: Parameters<typeof blocked>[1], detail: string) =>
    blocked(
      observation,
      kind,
      detail,
      { id: commitment.id, updatedAt: commitment.updatedAt },
      money,
    );

  if (!mapping.postedStatuses.commitment.includes(commitment.status)) {
    if (!target || target.status === 'DELETED') {
      return unchanged(observation, stateOf(target), money, target?.status === 'DELETED');
    }
    return voiding(observation, {
      detail: `the contract is now ${commitment.status} in Procore`,
      changes: [
        {
          field: 'status',
          base: null,
          procore: commitment.status,
          xero: target.status,
          proposed: null,
        },
      ],
      targetId: target.id,
      targetVersion: target.updatedAt,
      cause: { status: commitment.status },
      ...money,
    });
  }
  if (commitment.vendorId === null || !observation.contact) {
    return problem('vendorMissing', 'the contract has no vendor');
  }
  if (!sameAmount(commitment.approvedChangeOrders, '0.00')) {
    return problem('notYetHandled', 'the contract has approved change orders');
  }
  if (money.currency !== organisation.baseCurrency) {
    return problem('notYetHandled', `the contract is in ${money.currency}`);
  }
  if (!observation.project) return problem('accessLost', 'Procore no longer shows the project');
  if (observation.linkedTargetId !== null && !target) {
    return problem('accessLost', 'Xero no longer shows the order');
  }
  const { contactId, archived } = observation.contact;
  if (contactId === null || (archived && !target)) {
    return waitsFor(observation, observation.contact.workflowId, money);
  }
  return planOrder(observation, commitment, observation.project, contactId, money);
}

type OrderLines = { ok: true; lines: LineBody[] } | { ok: false; plan: Plan };

function orderLines(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
  project: ProcoreProject,
  money: Money,
): OrderLines {
  const cause = {
    id: commitment.id,
    updatedAt: commitment.updatedAt,
    context: observation.context,
  };
  const refuse = (kind: Parameters<typeof blocked>[1], detail: string): OrderLines => ({
    ok: false,
    plan: blocked(observation, kind, detail, cause, money),
  });
  const context: CodingContext = {
    mapping: observation.mapping,
    project,
    taxCodes: observation.taxCodes,
    chart: observation.chart,
  };
  const lines: LineBody[] = [];
  for (const line of [...commitment.lines].sort((a, b) => a.position - b.position)) {
    if (!isWholeMinor(line.amount)) return refuse('partsNotWhole', 'a line has parts of a cent');
    const coded = codeCostLine(context, line);
    if (!coded.ok) return refuse(coded.problem.kind, coded.problem.detail);
    const { accountCode, taxType, taxRate, tracking } = coded.coding;
    const description = lineDescription(line.description);
    lines.push({
      lineId: null,
      description,
      unitAmount: line.amount,
      accountCode,
      taxType,
      taxAmount: fromMinor(percentOfMinor(toMinor(line.amount), taxRate)),
      tracking,
    });
  }
  const total = sumMinor(lines.map((line) => toMinor(line.unitAmount)));
  if (lines.length === 0) return refuse('partsNotWhole', 'the contract has no lines');
  if (total !== toMinor(commitment.revisedSum)) {
    return refuse(
      'partsNotWhole',
      `the lines add up to ${fromMinor(total)}, the contract says ${commitment.revisedSum}`,
    );
  }
  return { ok: true, lines };
}

function planOrder(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
  project: ProcoreProject,
  contactId: string,
  money: Money,
): Plan {
  const { target, marked } = observation;
  const base = observation.base ?? baseAsItStands(observation, target);
  const made = orderLines(observation, commitment, project, money);
  if (!made.ok) return made.plan;
  const marker = markerOf(documentIdOf(observation, commitment), 'order');
  const body: PurchaseOrderBody = {
    kind: 'xeroPurchaseOrder',
    orderId: target?.id ?? null,
    contactId,
    number: `${project.number}-${commitment.number}`,
    reference: `${orderNotice} ${marker}`,
    // An order has no date of its own in Procore unless the contract names one; its first version's day stands in and stays.
    date: commitment.date ?? base?.projection.date ?? commitment.updatedAt.slice(0, 10),
    currency: money.currency,
    status: target ? null : 'AUTHORISED',
    lines: target ? keepLineIds(made.lines, target.lines) : made.lines,
  };
  const projection = ownedBody(body);
  const write = {
    endpoint: 'xero/purchaseorders',
    operation: target ? 'update' : 'create',
    role: 'order',
    marker,
    body,
    targetId: target?.id ?? null,
    targetVersion: target?.updatedAt ?? null,
  } as const;

  if (!target || !base) {
    if (marked && markerIn(marked.reference) === marker) {
      return adoption(observation, {
        waits: null,
        detail: 'Xero already holds this order',
        changes: [],
        targetId: marked.id,
        targetVersion: marked.updatedAt,
        ...money,
      });
    }
    return proposal(observation, {
      outcome: 'create',
      waits: null,
      detail: 'a new purchase order in Xero',
      changes: newDocumentFields(projection),
      writes: [write],
      cause: null,
      ...money,
    });
  }
  const { verdict, changes } = compareDocuments(base, projection, ownedDocument(target));
  const gone = target.status === 'DELETED' || target.status === 'BILLED';
  if (verdict === 'same' && !gone) return unchanged(observation, 'posted', money);
  const edited = gone || verdict !== 'sourceMoved';
  const status = {
    field: 'status',
    base: 'AUTHORISED',
    procore: commitment.status,
    xero: target.status,
    proposed: null,
  };
  return proposal(observation, {
    outcome: edited ? 'conflict' : 'update',
    waits: edited ? 'editedInXero' : 'editedAfterPosting',
    detail: gone
      ? `the order was set to ${target.status} in Xero`
      : whatMoved(changes, edited ? 'xero' : 'procore'),
    changes: gone ? [status, ...changes] : changes,
    writes: [write],
    cause: null,
    impossible: gone
      ? `Xero does not take changes to an order that is ${target.status}; reject to leave it so.`
      : undefined,
    ...money,
  });
}
