// The plan of a pay app: its bill in Xero, then the bill's payments back in Procore.
import { billUrlOf, markerIn, markerOf } from '../identity/markers.ts';
import type { DocumentId } from '../identity/workflow-ids.ts';
import { fromMinor, groupedAmount, sumMinor, toMinor } from '../money/amount.ts';
import type {
  ProcoreCommitment,
  ProcoreProject,
  ProcoreRequisition,
} from '../records/procore-records.ts';
import type { BillBody, LineBody } from '../records/write-bodies.ts';
import type { XeroBill } from '../records/xero-records.ts';
import { payAppParts } from '../retainage/pay-app-parts.ts';
import { tieTax, xeroTaxOf } from '../tax/tax-tie.ts';
import { billLines } from './bill-lines.ts';
import { isLive, stateOf } from './bill-state.ts';
import type { ExceptionKind } from './exception-kinds.ts';
import { looksLike } from './look-alikes.ts';
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
import type { OwnedDocument, PayAppObservation } from './observation.ts';
import type { FieldChange, Plan, PlannedWrite } from './plan.ts';
import { billNumberOf } from './naming.ts';
import { planPayments } from './plan-payments.ts';
import {
  compareDocuments,
  keepLineIds,
  newDocumentFields,
  ownedBody,
  ownedDocument,
} from './three-way.ts';

type Money = { amount: string; currency: string };

/** What is known to be there once the first checks have passed. */
type Seen = {
  requisition: ProcoreRequisition;
  commitment: ProcoreCommitment;
  project: ProcoreProject;
  contactId: string;
  money: Money;
};

export function planPayApp(observation: PayAppObservation): Plan {
  const { requisition, target } = observation;
  if (!requisition) {
    const silent = () => unchanged(observation, stateOf(target), noMoney);
    if (!observation.sourceUnseen) return silent();
    const lost = blocked(observation, 'accessLost', 'Procore no longer shows this pay app', null);
    return afterAnswers(observation, lost, silent);
  }
  const currency =
    requisition.currency ??
    observation.commitment?.currency ??
    observation.organisation.baseCurrency;
  const money = { amount: requisition.summary.currentPaymentDue, currency };
  const bill = afterAnswers(observation, planBill(observation, requisition, money), () =>
    unchanged(observation, stateOf(target), money),
  );
  if (bill.outcome !== 'unchanged' || !target || !isLive(target)) return bill;
  return afterAnswers(observation, planPayments(observation, requisition, target, money), () =>
    unchanged(observation, stateOf(target), money),
  );
}

function causeOf(observation: PayAppObservation, requisition: ProcoreRequisition) {
  return {
    requisition: requisition.updatedAt,
    previous: observation.previous?.updatedAt ?? null,
    commitment: observation.commitment?.updatedAt ?? null,
    context: observation.context,
  };
}

function planBill(
  observation: PayAppObservation,
  requisition: ProcoreRequisition,
  money: Money,
): Plan {
  const { target, mapping, commitment, project, contact, organisation } = observation;
  const problem = (kind: ExceptionKind, detail: string): Plan =>
    blocked(observation, kind, detail, causeOf(observation, requisition), money);

  if (!mapping.postedStatuses.payApp.includes(requisition.status)) {
    if (!target) return unchanged(observation, 'notPosted', money);
    if (!isLive(target)) return unchanged(observation, 'voided', money, true);
    return voiding(observation, {
      detail: `the pay app is now ${requisition.status} in Procore`,
      changes: [
        {
          field: 'status',
          base: null,
          procore: requisition.status,
          xero: target.status,
          proposed: null,
        },
      ],
      targetId: target.id,
      targetVersion: target.updatedAt,
      cause: { status: requisition.status },
      ...money,
    });
  }
  if (observation.linkedTargetId !== null && !target) {
    return problem('accessLost', 'Xero no longer shows the bill');
  }
  const rejected = requisition.items.find((item) => item.status === 'rejected');
  if (rejected && target && isLive(target)) {
    return problem('leftPostedStatus', `the line "${rejected.description}" was rejected`);
  }
  if (!commitment || !project) return problem('accessLost', 'Procore no longer shows its contract');
  if (!contact) return problem('vendorMissing', 'the contract has no vendor that Procore shows');
  if (contact.contactId === null || (contact.archived && !target)) {
    return waitsFor(observation, contact.workflowId, money);
  }
  if (rejected)
    return problem('leftPostedStatus', `the line "${rejected.description}" is rejected`);
  if (money.currency !== organisation.baseCurrency) {
    return problem('notYetHandled', `the pay app is in ${money.currency}`);
  }
  const seen = { requisition, commitment, project, contactId: contact.contactId, money };
  return planWhole(observation, seen);
}

function hasChangeOrder(requisition: ProcoreRequisition, commitment: ProcoreCommitment): boolean {
  return (
    requisition.items.some((item) => item.itemType.endsWith('change_order_item')) ||
    toMinor(requisition.summary.netChangeByChangeOrders) !== 0n ||
    toMinor(commitment.approvedChangeOrders) !== 0n
  );
}

type Lines = { ok: true; lines: LineBody[]; total: bigint } | { ok: false; plan: Plan };

/** The proved parts as coded lines, or the first thing that stands in the way. */
function linesOf(observation: PayAppObservation, seen: Seen): Lines {
  const { requisition, commitment, project, money } = seen;
  const refuse = (kind: ExceptionKind, detail: string): Lines => ({
    ok: false,
    plan: blocked(observation, kind, detail, causeOf(observation, requisition), money),
  });
  if (hasChangeOrder(requisition, commitment))
    return refuse('notYetHandled', 'it has change orders');
  if (requisition.number > 1 && !observation.previous) {
    return refuse('partsNotWhole', "the contract's previous pay app is not to be seen in Procore");
  }
  const split = payAppParts(requisition, observation.previous);
  if (!split.ok) {
    const { check, parts, header } = split.problem;
    const what = {
      gross: 'completed and stored',
      retainage: 'retainage',
      paymentDue: 'payment due',
      partsOfACent: 'an amount',
    }[check];
    const [lines, summary] = [groupedAmount(parts), groupedAmount(header)];
    return refuse('partsNotWhole', `${what}: the lines say ${lines}, the summary says ${summary}`);
  }
  if (split.value.released !== 0n) return refuse('notYetHandled', 'it releases retainage');
  if (split.value.net < 0n) return refuse('notYetHandled', 'it nets below zero');

  const { mapping, taxCodes, chart } = observation;
  const made = billLines(
    { mapping, project, taxCodes, chart },
    requisition,
    commitment,
    split.value,
  );
  if (!made.ok) return refuse(made.kind, made.detail);
  if (made.lines.length === 0) return refuse('partsNotWhole', 'it has no lines');
  const net = sumMinor(made.lines.map((line) => toMinor(line.unitAmount)));
  // Checked again on what will be sent: Σ lines of the bill = current_payment_due.
  if (net !== toMinor(requisition.summary.currentPaymentDue)) {
    return refuse(
      'partsNotWhole',
      `the bill's lines say ${fromMinor(net)}, Procore says ${money.amount}`,
    );
  }
  const tax = requisition.summary.taxApplicableToThisPayment;
  if (tax !== null) {
    const tie = tieTax(made.cost, made.retainage, toMinor(tax));
    if (tie.cause === 'unexplained') {
      return refuse(
        'partsNotWhole',
        `tax differs by ${fromMinor(tie.difference)} from Procore's ${tax}`,
      );
    }
  }
  const total = net + xeroTaxOf([...made.cost, ...made.retainage]);
  return { ok: true, lines: made.lines, total };
}

function lockedUntil(observation: PayAppObservation): string | null {
  const { periodLockDate, endOfYearLockDate } = observation.organisation;
  const dates = [periodLockDate, endOfYearLockDate].filter((date) => date !== null).sort();
  return dates.at(-1) ?? null;
}

function billBody(
  observation: PayAppObservation,
  seen: Seen,
  date: string,
  lines: LineBody[],
): BillBody {
  const { requisition, commitment, contactId, money } = seen;
  const { target } = observation;
  const id: DocumentId = {
    type: 'payApp',
    connection: observation.connection,
    requisitionId: requisition.id,
  };
  return {
    kind: 'xeroBill',
    billId: target?.id ?? null,
    contactId,
    number: billNumberOf(requisition, commitment),
    url: billUrlOf(observation.publicUrl, id),
    date,
    // Xero approves no bill without a due date; where neither Procore nor the period has one, it is due at once.
    dueDate: target ? null : (observation.dueDate ?? date),
    currency: money.currency,
    status: target ? null : 'AUTHORISED',
    lines: target ? keepLineIds(lines, target.lines) : lines,
  };
}

function planWhole(observation: PayAppObservation, seen: Seen): Plan {
  const { requisition, money } = seen;
  const made = linesOf(observation, seen);
  if (!made.ok) return made.plan;
  const date = requisition.billingDate;
  const problem = (kind: ExceptionKind, detail: string): Plan =>
    blocked(observation, kind, detail, causeOf(observation, requisition), money);
  if (date === null) return problem('partsNotWhole', 'it has no billing date');

  const body = billBody(observation, seen, date, made.lines);
  const projection = ownedBody(body);
  const { target } = observation;
  const base = observation.base ?? baseAsItStands(observation, target);
  const lock = lockedUntil(observation);
  const isLocked = (day: string): boolean => lock !== null && day <= lock;
  if (!target || !base) {
    return planNewBill(
      observation,
      seen,
      body,
      projection,
      made.total,
      isLocked(date) ? lock : null,
    );
  }
  const { verdict, changes } = compareDocuments(base, projection, ownedDocument(target));
  if (verdict === 'same' && isLive(target)) return unchanged(observation, stateOf(target), money);
  const locked = isLocked(date) || isLocked(target.date);
  if (locked && verdict === 'sourceMoved') {
    return problem(
      'lockedPeriod',
      `Xero is locked up to ${lock ?? ''} and the bill is dated ${target.date}`,
    );
  }
  const edited = !isLive(target) || verdict !== 'sourceMoved';
  return proposal(observation, {
    outcome: edited ? 'conflict' : 'update',
    waits: edited ? 'editedInXero' : 'editedAfterPosting',
    detail: !isLive(target)
      ? `the bill was set to ${target.status} in Xero`
      : whatMoved(changes, edited ? 'xero' : 'procore'),
    changes,
    writes: [billWrite(observation, body)],
    cause: null,
    impossible: !isLive(target)
      ? `Xero does not take changes to a bill that is ${target.status}; reject to leave it so.`
      : locked
        ? 'The bill is dated in a locked period of Xero; move the lock date, or reject to leave it so.'
        : touchesWhatIsPaid(target, changes)
          ? 'Xero does not take changes to the date, lines, amounts or tax of a bill with payments or credits; remove them in Xero first, or reject to leave it so.'
          : undefined,
    ...money,
  });
}

/**
 * Of a bill with payments or credits Xero still takes number, descriptions, accounts and tracking, and the contact
 * unless a credit note pays it. Source: Xero developer docs, Invoices, and the change for bills of 2026-03-19.
 */
function touchesWhatIsPaid(target: XeroBill, changes: readonly FieldChange[]): boolean {
  const isCredited = toMinor(target.amountCredited) !== 0n;
  if (!isCredited && toMinor(target.amountPaid) === 0n) return false;
  return changes.some(
    ({ field }) =>
      /^(date|currency|line \d+ (amount|tax type|tax))$/.test(field) ||
      (isCredited && field === 'contact'),
  );
}

function billWrite(observation: PayAppObservation, body: BillBody): PlannedWrite {
  const { target } = observation;
  return {
    endpoint: 'xero/invoices',
    operation: target ? 'update' : 'create',
    role: 'bill',
    marker: markerIn(body.url) ?? '',
    body,
    targetId: target?.id ?? null,
    targetVersion: target?.updatedAt ?? null,
  };
}

function planNewBill(
  observation: PayAppObservation,
  seen: Seen,
  body: BillBody,
  projection: OwnedDocument,
  total: bigint,
  lockedBy: string | null,
): Plan {
  const { marked, lookAlikes } = observation;
  const { requisition, money } = seen;
  const marker = markerOf(
    { type: 'payApp', connection: observation.connection, requisitionId: requisition.id },
    'bill',
  );
  if (marked && isLive(marked) && markerIn(marked.url) === marker) {
    return adoption(observation, {
      waits: null,
      detail: 'Xero already holds this bill',
      changes: [],
      targetId: marked.id,
      targetVersion: marked.updatedAt,
      ...money,
    });
  }
  if (lockedBy !== null) {
    const cause = causeOf(observation, requisition);
    const detail = `it is dated ${body.date} and Xero is locked up to ${lockedBy}`;
    return blocked(observation, 'lockedPeriod', detail, cause, money);
  }
  const facts = { number: body.number, date: body.date, total: fromMinor(total) };
  const twins = lookAlikes.filter((bill) => looksLike(facts, bill));
  const twin = twins[0];
  return proposal(observation, {
    outcome: 'create',
    waits: twin ? 'lookAlike' : null,
    detail: twin
      ? `Xero already has bill ${twin.number ?? '(no number)'} of ${twin.date} for ${groupedAmount(twin.total)} from this contact`
      : 'a new bill in Xero',
    changes: twin ? besideTwin(projection, facts.total, twin) : newDocumentFields(projection),
    writes: [billWrite(observation, body)],
    cause: twins.map((bill) => ({ id: bill.id, updatedAt: bill.updatedAt })),
    ...money,
  });
}

/** The look-alike beside ours: theirs stays as it is. */
function besideTwin(projection: OwnedDocument, total: string, twin: XeroBill) {
  const heading = [
    { field: 'bill in Xero', base: null, procore: null, xero: twin.id, proposed: null },
    { field: 'total with tax', base: null, procore: total, xero: twin.total, proposed: total },
  ];
  const theirs = new Map([
    ['number', twin.number],
    ['date', twin.date],
    ['contact', twin.contactId],
    ['currency', twin.currency],
  ]);
  const fields = newDocumentFields(projection).map((change) => ({
    ...change,
    xero: theirs.get(change.field) ?? null,
  }));
  return [...heading, ...fields];
}
