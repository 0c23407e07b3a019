// Takes a life through the pure domain: every document is looked at, planned, answered and written until nothing moves any more.
import { gate } from '../../../../domain/gate/gate.ts';
import type { DocumentId } from '../../../../domain/identity/workflow-ids.ts';
import { parseWorkflowId, workflowIdOf } from '../../../../domain/identity/workflow-ids.ts';
import type { Observation, Plan } from '../../../../domain/objects/objects.ts';
import { adoptedBaseOf, planObservation } from '../../../../domain/objects/objects.ts';
import { settledAgreement } from '../../../../domain/plan/settled-agreement.ts';
import type { PlannedWrite, SealedVerdict } from '../../../../domain/plan/verdict.ts';
import type { KeptRecord } from '../../../../domain/records/records.ts';
import { whyNotWritable } from '../../../../domain/records/write-bodies.ts';
import type { LifeEvent } from './life.ts';
import type { Asked } from './model-records.ts';
import { observe } from './observe.ts';
import type { World } from './world.ts';

const roundsMaximum = 12;

/** All documents of the contract, in the order in which they came up. */
function documentsOf(world: World): DocumentId[] {
  const claims = [...world.claims.keys(), ...world.goneClaims];
  const order = world.setup.side === 'payable' ? [`commitment/demo/${world.setup.kind}-9`] : [];
  const all = [
    ...order,
    ...claims.flatMap((id) => [world.workflowOf(id, 'main'), world.workflowOf(id, 'release')]),
  ];
  return all.map((id) => {
    const parsed = parseWorkflowId(id);
    if (!parsed) throw new Error(`${id} is no document's id`);
    return parsed;
  });
}

/** Carries an event out and lets Tieout follow it until all is quiet; what it asks must be what the model says. */
export function live(world: World, event: LifeEvent): void {
  settle(world, world.carryOut(event));
}

/** Questions that stay open until somebody mends what they are about. */
const waiting = new WeakMap<World, Asked[]>();

export function settle(world: World, asked: readonly Asked[]): void {
  const still = (waiting.get(world) ?? []).filter((one) => stillWaits(world, one));
  const toCome = [...asked];
  const lasting = [...still, ...asked.filter(({ answer }) => answer === 'wait')];
  waiting.set(world, lasting);
  let left = documentsOf(world);
  for (let round = 1; left.length > 0; round += 1) {
    if (round > roundsMaximum) throw new Error('it never comes to rest');
    left = left.filter((id) => pass(world, id, toCome, lasting));
  }
  const missing = toCome.filter(({ answer }) => answer !== 'wait');
  if (missing.length > 0) throw new Error(`never asked: ${JSON.stringify(missing)}`);
}

/** Once more over every document: nothing is left to do about any. */
export function standsStill(world: World): void {
  const lasting = waiting.get(world) ?? [];
  const moved = documentsOf(world).filter((id) => pass(world, id, [], lasting));
  if (moved.length > 0) throw new Error(`not at rest: ${moved.map(workflowIdOf).join()}`);
}

function stillWaits({ model }: World, { of }: Asked): boolean {
  if (of === 'order') return false;
  return model.claims.some(({ id, rejected }) => id === of.claim && rejected !== null);
}

/** One pass of one document; whether anything was carried out. */
function pass(world: World, id: DocumentId, toCome: Asked[], lasting: readonly Asked[]): boolean {
  const workflowId = workflowIdOf(id);
  const seen = observe(world, id);
  const looks = looksOf(seen);
  // The domain is pure: what looks as it did says what it said.
  if (world.quietAt.get(workflowId) === looks) return false;
  const first = planObservation(seen);
  if (first.gated.going.length + first.gated.questions.length === 0) {
    world.quietAt.set(workflowId, looks);
    return quiet(first, workflowId);
  }
  const decisions = first.gated.questions.flatMap(({ subject, hash, kind, sentence, fix }) => {
    const answer = answerTo(world, { workflowId, kind, sentence }, toCome, lasting);
    if (answer === 'wait') return [];
    if (answer === 'approve' && fix !== null)
      throw new Error(`cannot be approved: ${sentence} ${fix}`);
    const verdict = answer === 'approve' ? ('approve' as const) : ('reject' as const);
    return [{ id: `d-${subject}`, subject, questionHash: hash, verdict }];
  });
  // What goes before an answer is what went without one.
  const answered = { ...seen, answers: { ...seen.answers, decisions } };
  const gated = decisions.length > 0 ? gate(first.verdicts, answered) : first.gated;
  for (const { question } of gated.left) {
    const { subject, kind, seenHash } = question;
    const { accepted } = world.answersOf(workflowId);
    const answers = { ...seen.answers, accepted: [...accepted, { subject, kind, seenHash }] };
    world.answers.set(workflowId, answers);
  }
  for (const { verdict } of gated.going) carryOut(world, { workflowId, seen, verdict });
  return gated.going.length + gated.left.length > 0;
}

const known = new WeakMap<object, number>();
let count = 0;

/** A record, or what was agreed on it, is never changed but replaced, so that being the same one tells that it is the same. */
function sameness(one: object): number {
  const id = known.get(one) ?? (count += 1);
  known.set(one, id);
  return id;
}

/** The same for a whole life. */
const fixed = ['mapping', 'chart', 'organisation', 'taxCodes'];

/** All of an observation that moves, in short. */
function looksOf(seen: Observation): string {
  const moving = Object.entries(seen).filter(([name]) => !fixed.includes(name));
  return moving.map(([, value]) => looksLike(value)).join();
}

function looksLike(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  if ('updatedAt' in value || 'projection' in value) return `#${sameness(value)}`;
  return `(${Object.values(value).map(looksLike).join()})`;
}

/** Nothing goes and nothing is asked: then all stands as it should, or waits for another document. */
function quiet({ verdicts, gated }: Plan, workflowId: string): boolean {
  const loud = verdicts.filter(({ outcome }) => outcome !== 'unchanged');
  const explained = loud.filter(
    (verdict) =>
      (verdict.outcome === 'blocked' && verdict.reason.why === 'waitsFor') ||
      verdict.findings.length > 0,
  );
  if (explained.length < loud.length) throw new Error(`${workflowId} neither goes nor waits`);
  if (gated.inFlight.length > 0) throw new Error(`${workflowId} is in flight`);
  return false;
}

function answerTo(
  world: World,
  question: { workflowId: string; kind: string; sentence: string },
  toCome: Asked[],
  lasting: readonly Asked[],
): Asked['answer'] {
  const isIt = ({ of, kind }: Asked): boolean => {
    const about =
      of === 'order'
        ? `commitment/demo/${world.setup.kind}-9`
        : world.workflowOf(of.claim, of.part);
    return about === question.workflowId && kind === question.kind;
  };
  if (lasting.some(isIt)) return 'wait';
  const at = toCome.findIndex(isIt);
  const [found] = at < 0 ? [] : toCome.splice(at, 1);
  if (!found) throw new Error(`${question.workflowId} asks unexpectedly: ${question.sentence}`);
  return found.answer;
}

type Going = { workflowId: string; seen: Observation; verdict: SealedVerdict };

function carryOut(world: World, { workflowId, seen, verdict }: Going): void {
  const links = world.linksOf(workflowId);
  const { role } = verdict;
  if (verdict.outcome === 'adopt') {
    const base = adoptedBaseOf(seen, role, verdict.targetId);
    links.set(role, { targetId: verdict.targetId, base });
    return;
  }
  if (!('write' in verdict)) throw new Error(`${workflowId} goes without a write`);
  if (verdict.write === null) {
    links.delete(role);
    return;
  }
  const { body, agreed, operation } = verdict.write;
  const refused = whyNotWritable(body);
  if (refused !== null) throw new Error(`${workflowId}: ${refused}`);
  const { answer, targetId } = written(world, workflowId, verdict.write);
  if (operation === 'void' || operation === 'delete') {
    links.delete(role);
    return;
  }
  const { mappingVersion } = world.books;
  links.set(role, { targetId, base: settledAgreement({ body, agreed, mappingVersion, answer }) });
}

type Written = { answer: KeptRecord | null; targetId: string };

/** As the vendors would do it. */
function written(world: World, workflowId: string, { body }: PlannedWrite): Written {
  const { xero } = world;
  const kept = (answer: Extract<KeptRecord, { id: string }>): Written => ({
    answer,
    targetId: answer.id,
  });
  switch (body.kind) {
    case 'xeroBill':
    case 'xeroSalesInvoice':
      return kept(xero.writeInvoice(body));
    case 'xeroCreditNote':
      return kept(xero.writeNote(body));
    case 'xeroPurchaseOrder':
      return kept(xero.writeOrder(body));
    case 'xeroBillVoid':
      return kept(xero.voidInvoice(body.billId, body));
    case 'xeroSalesInvoiceVoid':
      return kept(xero.voidInvoice(body.invoiceId, body));
    case 'xeroCreditNoteVoid':
      return kept(xero.voidNote(body.creditNoteId, body));
    case 'xeroPurchaseOrderDelete':
      return kept(xero.deleteOrder(body.orderId));
    case 'xeroAllocation': {
      const note = xero.allocate(body);
      return { answer: null, targetId: note.allocations.at(-1)?.allocationId ?? '' };
    }
    case 'xeroAllocationDelete':
      return kept(xero.unallocate(body.creditNoteId, body.invoiceId));
    case 'procoreContractPayment':
    case 'procoreContractPaymentChange':
    case 'procoreContractPaymentDelete':
      return writtenToProcore(world, body);
    case 'xeroContact':
    case 'procoreVendorChange':
    case 'xeroPayment':
    case 'xeroPaymentDelete':
    case 'xeroTrackingOption':
    case 'xeroTrackingOptionArchive':
    case 'xeroAttachment':
    case 'xeroHistoryNote':
    case 'xeroProject':
    case 'xeroProjectTask':
    case 'xeroProjectTaskChange':
    case 'xeroTimeEntry':
    case 'xeroTimeEntryDelete':
    case 'procoreDirectCost':
    case 'procoreDirectCostChange':
    case 'procoreDirectCostDelete':
      throw new Error(`${workflowId} writes a ${body.kind}`);
  }
}

let given = 0;

function writtenToProcore(
  world: World,
  body: Extract<PlannedWrite['body'], { kind: `procoreContractPayment${string}` }>,
): Written {
  if (body.kind === 'procoreContractPayment') {
    given += 1;
    const { requisitionId, claimNumber = null, amount, date, notes } = body;
    const said = { id: `cp${given}`, requisitionId, claimNumber, amount, date, notes };
    const answer = world.keepContractPayment(said);
    return { answer, targetId: answer.id };
  }
  const record = world.contractPayments.get(body.paymentId);
  if (!record) throw new Error(`Procore has no payment ${body.paymentId}`);
  if (body.kind === 'procoreContractPaymentDelete') {
    world.contractPayments.delete(record.id);
    world.goneContractPayments.add(record.id);
    return { answer: null, targetId: record.id };
  }
  const { amount, date } = body;
  const answer = world.keepContractPayment({ ...record, amount, date });
  return { answer, targetId: answer.id };
}
