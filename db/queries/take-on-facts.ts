// What a take-on is proposed from, as Postgres has it at one moment: a project's contracts and earlier claims, and what Xero has of their contacts.
import type { OwnClaimObservation, ProcoreClaim } from '../../domain/claims/claim-observation.ts';
import type { ClaimType } from '../../domain/claims/sides.ts';
import { sideOfClaim } from '../../domain/claims/sides.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mappingVersionOf, retentionAccountOf } from '../../domain/mapping/mapping.ts';
import type { ProcoreCommitment } from '../../domain/records/procore/commitment.ts';
import type { ProcorePrimeContract } from '../../domain/records/procore/prime-contract.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import { claimsBefore, groundOf } from '../../domain/take-on/before-start.ts';
import { claimBeforeOf, onceTaken } from '../../domain/take-on/claim-before.ts';
import type {
  ClaimBefore,
  ContractTakenOn,
  PaidInProcore,
  TakeOnFacts,
} from '../../domain/take-on/facts.ts';
import { matchClaims } from '../../domain/take-on/matches.ts';
import type { Proposal } from '../../domain/take-on/proposal.ts';
import { proposalOf } from '../../domain/take-on/proposal.ts';
import { nameOf } from '../../domain/objects/objects.ts';
import type { Queryable } from '../database.ts';
import { contactLinkOf } from '../observe/ground.ts';
import { observe } from '../observe/observe.ts';
import { linkOf, linkedAmong } from './links.ts';
import { recordsOf, standingOf } from './mirror.ts';
import { listProjects } from './projects.ts';

export type TakeOnAsk = { connection: string; mapping: Mapping; projectId: string; from: string };

export type Proposed = {
  proposal: Proposal;
  /** The day from which it posts already; null while it is off. */
  postFrom: string | null;
  /** By contract, the mark of its claims before the start. */
  grounds: ReadonlyMap<string, string>;
};

/** Null where Procore shows no such project. */
export async function proposeTakeOn(db: Queryable, ask: TakeOnAsk): Promise<Proposed | null> {
  const { connection, mapping, from } = ask;
  const { postedStatuses } = mapping;
  const listed = await listProjects(db, { connection, postedStatuses, from });
  const project = listed.find(({ id }) => id === ask.projectId);
  const { record } = await standingOf(db, connection, 'procoreProject', ask.projectId);
  if (!project || !record) return null;
  const contracts = await contractsOf(db, ask, record);
  const claims = await claimsOf(db, ask, contracts);
  const looks = await looksAt(db, ask, claims);
  const { wouldPost } = project;
  const facts: TakeOnFacts = {
    project: { id: project.id, name: project.name },
    ...{ from, baseCurrency: await baseCurrencyOf(db, connection) },
    wouldPost: wouldPost && {
      ...{ count: wouldPost.count, totals: wouldPost.totals },
      ...(wouldPost.ownerInvoices && { ownerInvoices: wouldPost.ownerInvoices }),
    },
    contracts,
    claims: looks.flatMap((look) => claimBeforeOf(look) ?? []),
    undated: await undatedOf(db, ask, claims),
    strangers: await strangersOf(db, connection, contracts),
    payments: await paymentsIn(db, connection, { projectId: ask.projectId, claims }),
    retentionAccounts: {
      payable: retentionAccountOf(mapping, 'payable'),
      receivable: retentionAccountOf(mapping, 'receivable'),
    },
  };
  const proposal = proposalOf({ ...facts, claims: asTaken(facts, looks) });
  return { proposal, postFrom: project.start?.postFrom ?? null, grounds: groundsOf(ask, claims) };
}

async function baseCurrencyOf(db: Queryable, connection: string): Promise<string> {
  const { record } = await standingOf(db, connection, 'xeroOrganisation', 'organisation');
  return record?.baseCurrency ?? '';
}

/** What is matched says its retainage as it will once it is taken over: what a person typed keeps its coding. */
function asTaken(facts: TakeOnFacts, looks: readonly OwnClaimObservation[]): ClaimBefore[] {
  const { matched } = matchClaims(facts);
  const records = new Map(matched.map(({ claim, record }) => [claim, record]));
  return facts.claims.map((claim) => {
    const record = records.get(claim);
    const look = looks.find((one) => one.claim?.id === claim.claimId && one.type === typeOf(claim));
    if (claim.linked || !look || !record || record.kind === 'xeroCreditNote') return claim;
    const taken = claimBeforeOf(onceTaken(look, { role: claim.role, record }));
    return { ...claim, certified: taken?.certified ?? null };
  });
}

function typeOf({ side }: ClaimBefore): ClaimType {
  return side === 'payable' ? 'payApp' : 'ownerInvoice';
}

type Contract = ProcoreCommitment | ProcorePrimeContract;

async function contractsOf(
  db: Queryable,
  { connection, mapping }: TakeOnAsk,
  project: ProcoreProject,
): Promise<ContractTakenOn[]> {
  const of = { belongsTo: project.id };
  const contracts: Contract[] = [
    ...(await recordsOf(db, connection, 'procoreCommitment', of)),
    ...(await recordsOf(db, connection, 'procorePrimeContract', of)),
  ];
  const baseCurrency = await baseCurrencyOf(db, connection);
  return Promise.all(
    contracts.map(async (contract): Promise<ContractTakenOn> => {
      const { contractKind, id, number, title, vendorId } = contract;
      const { link } = await contactLinkOf(db, connection, vendorId);
      const vendor = vendorId && (await standingOf(db, connection, 'procoreVendor', vendorId));
      const isOrdered =
        contract.kind === 'procoreCommitment' &&
        mapping.postedStatuses.commitment.includes(contract.status);
      return {
        contractId: `${contractKind}-${id}`,
        side: contractKind === 'pc' ? 'receivable' : 'payable',
        ...{ number, title, currency: contract.currency ?? baseCurrency },
        party: (vendor && vendor.record?.name) || '',
        contactId: link?.contactId ?? null,
        order: isOrdered ? await orderOf(db, connection, { contract, project }) : null,
      };
    }),
  );
}

async function orderOf(
  db: Queryable,
  connection: string,
  { contract, project }: { contract: Contract; project: ProcoreProject },
): Promise<NonNullable<ContractTakenOn['order']>> {
  const { contractKind, id, number, revisedSum } = contract;
  const workflowId = workflowIdOf({
    ...{ type: 'commitment', connection },
    sourceId: `${contractKind}-${id}`,
  });
  const linked = await linkOf(db, workflowId, 'order');
  const order = linked
    ? await standingOf(db, connection, 'xeroPurchaseOrder', linked.targetId)
    : null;
  const numbers = [`${project.number}-${number}`, number];
  return { workflowId, numbers, sum: revisedSum, linked: order?.record ?? null };
}

type Claims = Map<string, ProcoreClaim[]>;

/** All claims of each contract, approved or not. */
async function claimsOf(
  db: Queryable,
  { connection }: TakeOnAsk,
  contracts: readonly ContractTakenOn[],
): Promise<Claims> {
  const lists = contracts.map(async ({ contractId, side }) => {
    const kind = side === 'payable' ? 'procoreRequisition' : 'procorePaymentApplication';
    const claims: ProcoreClaim[] = await recordsOf(db, connection, kind, { belongsTo: contractId });
    return [contractId, claims] as const;
  });
  return new Map(await Promise.all(lists));
}

function claimTypeOf({ kind }: ProcoreClaim): ClaimType {
  return kind === 'procoreRequisition' ? 'payApp' : 'ownerInvoice';
}

function beforeIn({ mapping, from }: TakeOnAsk, claims: readonly ProcoreClaim[]): ProcoreClaim[] {
  const [first] = claims;
  if (!first) return [];
  const postedStatuses = sideOfClaim(claimTypeOf(first)).postedStatuses(mapping);
  return claimsBefore(claims, { postedStatuses, postFrom: from });
}

function groundsOf(ask: TakeOnAsk, claims: Claims): Map<string, string> {
  return new Map([...claims].map(([id, of]) => [id, groundOf(beforeIn(ask, of))]));
}

/** As a worker would look at each claim before the start. Of nothing here an address is written. */
async function looksAt(
  db: Queryable,
  ask: TakeOnAsk,
  claims: Claims,
): Promise<OwnClaimObservation[]> {
  const { connection, mapping } = ask;
  const settings = {
    ...{ connection, mapping, publicUrl: '' },
    mappingVersion: mappingVersionOf(mapping),
  };
  const before = [...claims.values()].flatMap((of) => beforeIn(ask, of));
  return Promise.all(
    before.map((claim): Promise<OwnClaimObservation> => {
      const id = { connection, sourceId: claim.id };
      return claimTypeOf(claim) === 'payApp'
        ? observe(db, settings, { type: 'payApp', ...id })
        : observe(db, settings, { type: 'ownerInvoice', ...id });
    }),
  );
}

async function undatedOf(db: Queryable, ask: TakeOnAsk, claims: Claims): Promise<string[]> {
  const { connection, mapping } = ask;
  const settings = {
    ...{ connection, mapping, publicUrl: '' },
    mappingVersion: mappingVersionOf(mapping),
  };
  const undated = [...claims.values()]
    .flat()
    .filter((claim) => claim.billingDate === null)
    .filter((claim) =>
      sideOfClaim(claimTypeOf(claim)).postedStatuses(mapping).includes(claim.status),
    );
  return Promise.all(
    undated.map(async (claim) => {
      const id = { type: claimTypeOf(claim), connection, sourceId: claim.id };
      return nameOf(await observe(db, settings, id));
    }),
  );
}

/** What Xero has of the contacts that bears no marker of ours and is linked to nothing. */
async function strangersOf(
  db: Queryable,
  connection: string,
  contracts: readonly ContractTakenOn[],
): Promise<TakeOnFacts['strangers']> {
  const contacts = [...new Set(contracts.flatMap(({ contactId }) => contactId ?? []))];
  const ofAll = async <K extends Strange>(kind: K) => {
    const lists = contacts.map((belongsTo) =>
      recordsOf(db, connection, kind, { belongsTo, marker: null }),
    );
    const all = (await Promise.all(lists)).flat();
    const targetIds = all.map(({ id }) => id);
    const linked = await linkedAmong(db, connection, { kind, targetIds });
    return all.filter(({ id }) => !linked.has(id));
  };
  const invoices = [...(await ofAll('xeroBill')), ...(await ofAll('xeroSalesInvoice'))];
  return {
    invoices: invoices.filter(({ url }) => !url?.includes('tieout:')),
    creditNotes: await ofAll('xeroCreditNote'),
    orders: await ofAll('xeroPurchaseOrder'),
  };
}

type Strange = 'xeroBill' | 'xeroSalesInvoice' | 'xeroCreditNote' | 'xeroPurchaseOrder';

/** A payment received names the number of its owner invoice, one that is made its pay app. */
async function paymentsIn(
  db: Queryable,
  connection: string,
  { projectId, claims }: { projectId: string; claims: Claims },
): Promise<PaidInProcore[]> {
  const all = await recordsOf(db, connection, 'procoreContractPayment');
  const contractIds = [...claims.keys()];
  return all
    .filter((payment) => payment.projectId === projectId)
    .flatMap(({ contractId, requisitionId, claimNumber, amount, date }): PaidInProcore[] => {
      const of = contractIds.find((id) =>
        claims.get(id)?.some((claim) => claim.id === requisitionId && isOfKind(claim)),
      );
      const contract = of ?? contractIds.find((id) => contractIdIn(id) === contractId);
      if (contract === undefined) return [];
      const numbered = claims.get(contract)?.find(({ number }) => number === claimNumber);
      const claimId = requisitionId ?? numbered?.id ?? null;
      return [{ contractId: contract, claimId, amount, date }];
    });
}

function isOfKind({ kind }: ProcoreClaim): boolean {
  return kind === 'procoreRequisition';
}

/** `wo-9` → 9. */
function contractIdIn(contractId: string): string {
  return contractId.slice(contractId.indexOf('-') + 1);
}
