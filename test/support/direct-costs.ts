// A document of Xero that cost a project something, as its plan sees it, and how it stands once it was written to Procore.
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type {
  CostOfProject,
  DirectCostObservation,
  Share,
} from '../../domain/objects/direct-cost/observation.ts';
import { planObservation } from '../../domain/objects/objects.ts';

import { settledAgreement } from '../../domain/plan/settled-agreement.ts';
import type { PlannedWrite } from '../../domain/plan/verdict.ts';
import type { ProcoreDirectCost } from '../../domain/records/procore/direct-cost.ts';
import type { DirectCostBody, DirectCostChangeBody } from '../../domain/records/write-bodies.ts';
import { mapping } from './domain-builders.ts';
import { kept } from './kept-records.ts';

export const costMapping: Mapping = {
  ...mapping,
  actuals: { ...mapping.actuals, direction: 'directCosts' },
};

export function costLine(amount: string, over: Partial<CostOfProject> = {}): CostOfProject {
  return {
    account: { code: '310', name: 'Subcontractors' },
    code: { optionId: 'o-skips', name: '01-500 Skips' },
    projectOptionId: 'o-quay',
    description: 'Skip hire',
    amount,
    ...{ costType: null, lacks: null },
    ...over,
  };
}

export const budgetCode = (
  wbsCodeId: string,
  over: Partial<NonNullable<Share['budget']>['codes'][number]> = {},
): NonNullable<Share['budget']>['codes'][number] => ({
  ...{ wbsCodeId, costCode: { code: '01-500', name: 'Skips' }, costType: 'S', subJob: null },
  ...{ optionId: 'o-skips', projectOptionId: 'o-quay' },
  ...over,
});

export function share(over: Partial<Share> = {}): Share {
  return {
    projectId: '5',
    project: { number: '26-001', name: 'Quay' },
    postFrom: '2026-01-01',
    ...{ lines: [costLine('120.00')], rates: {} },
    budget: { currency: 'NZD', codes: [budgetCode('w1')] },
    budgetIsDue: false,
    listIsDue: false,
    link: null,
    marked: [],
    alike: [],
    ...{ ownedBy: null, supersedes: null },
    ...over,
  };
}

export type CostSeen = DirectCostObservation & { type: 'directCost' };

export function costObservation(over: Partial<DirectCostObservation> = {}): CostSeen {
  return {
    ...{ connection: 'demo', publicUrl: 'http://127.0.0.1:4400', mappingVersion: 'v1' },
    mapping: costMapping,
    answers: { accepted: [], refusals: [], decisions: [], inFlight: [] },
    context: 'context-1',
    ...{ sourceUnseen: false, linkedTargetId: null },
    type: 'directCost',
    sourceId: 'bill-b1',
    document: costDocument(),
    baseCurrency: 'NZD',
    vendorId: '17',
    ...{ linking: null, claimedBy: null },
    sameNumber: [],
    shares: [share()],
    ...over,
  };
}

type Document = NonNullable<DirectCostObservation['document']>;

export function costDocument(over: Partial<Document> = {}): Document {
  return {
    ...{ kind: 'xeroBill', id: 'b1', name: 'bill INV-77', number: 'INV-77', date: '2026-06-02' },
    ...{ contactId: 'contact-1', contactName: 'Skips Ltd', updatedAt: '2026-06-02T00:00:00Z' },
    ...{ isPosted: true, isOnCommitment: false, isUnvalued: false },
    ...over,
  };
}

export const typedCost = (over: Partial<ProcoreDirectCost> = {}): ProcoreDirectCost =>
  kept('procoreDirectCost', {
    ...{ id: 'd9', invoiceNumber: 'INV-77', date: '2026-06-02', description: 'Skips' },
    lines: [{ id: 'l9', wbsCodeId: 'w1', amount: '120.00', description: 'Skips' }],
    ...over,
  });

type Written = DirectCostBody | DirectCostChangeBody;

/** The write of a plan that goes by itself; throws where none does. */
export function costWriteOf(seen: DirectCostObservation): PlannedWrite & { body: Written } {
  const [going] = planObservation(seen as CostSeen).gated.going;
  const write = going && 'write' in going.verdict ? going.verdict.write : null;
  if (!write || !('lines' in write.body) || 'contactId' in write.body) throw new Error('no write');
  return { ...write, body: write.body };
}

/** Procore's record of what was written. */
export function recordOf({ body }: { body: Written }, id = 'd1'): ProcoreDirectCost {
  const { projectId, status, vendorId, invoiceNumber, date, description, lines } = body;
  return kept('procoreDirectCost', {
    ...{ id, projectId, status, vendorId, invoiceNumber, date, description },
    lines: lines.map((line, at) => ({ id: `l${at}`, ...line })),
  });
}

/** The document as it stands once its direct cost was written, before either side changes. */
export function postedCost(
  over: Partial<DirectCostObservation> = {},
  record: Partial<ProcoreDirectCost> = {},
): CostSeen {
  const seen = costObservation();
  const write = costWriteOf(seen);
  const answer = recordOf(write);
  const base = settledAgreement({
    ...{ body: write.body, agreed: write.agreed, mappingVersion: 'v1', answer },
  });
  if (!base || !('codes' in base)) throw new Error('nothing is agreed');
  const link = {
    ...{ directCostId: 'd1', base, isGone: false },
    record: { ...answer, ...record },
  };
  return { ...seen, linkedTargetId: 'd1', shares: [share({ link })], ...over };
}
