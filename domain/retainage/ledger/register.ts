// The register of retainage at a day: every contract with its two balances and what differs, and each side's retention account in Xero.
import type { BooksSide } from '../../mapping/mapping.ts';
import type { Amount } from '../../money/amount.ts';
import { sameAmount, subtractAmounts, sumAmounts } from '../../money/amount.ts';
import type { Balance, BalanceOf } from './balances.ts';
import { balanceOf, balancesOf, upTo } from './balances.ts';
import type { Difference, DocumentFacts, Position } from './differences.ts';
import { differencesOf } from './differences.ts';
import type { RetentionEvent } from './entry.ts';
import { heldBy } from './entry.ts';
import type { InBase, MovedInBoth, Revalued } from './in-base.ts';
import { retainageInBase } from './in-base.ts';
import type { KeptByPerson } from './people.ts';
import type { ClaimShown, Outstanding } from './procore-outstanding.ts';
import { outstandingOf } from './procore-outstanding.ts';

/** A contract, and what is known of its claims and their documents. */
export type ContractFacts = {
  side: BooksSide;
  contractId: string;
  number: string;
  title: string;
  project: string;
  counterparty: string;
  claims: readonly ClaimShown[];
  /** Of every claim and of every release of one, by workflow id. */
  documents: ReadonlyMap<string, DocumentFacts>;
};

export type RegisterFacts = {
  asOf: string | null;
  contracts: readonly ContractFacts[];
  /** Every event, of whatever day. */
  events: readonly (RetentionEvent & { aboutDocumentId: string | null; words: string })[];
  /** The documents, by id of Xero's record: whose they are. */
  owners: ReadonlyMap<string, { contractId: string; workflowId: string }>;
  /** Which document a claim's word is about: its own workflow, or its release's. */
  workflowOf: (event: RetentionEvent) => string;
  /** What Xero's documents hold by the mirror itself, as a second way to the same sum. */
  inMirror: readonly RetentionEvent[];
  /** The organisation's own currency; absent where it is not known. */
  baseCurrency: string | null;
  /** What each foreign document moves, valued at its rate; null where it cannot be valued. */
  valued: ReadonlyMap<string, readonly MovedInBoth[] | null>;
};

export type ContractRegister = Pick<
  ContractFacts,
  'side' | 'contractId' | 'number' | 'title' | 'project' | 'counterparty'
> & {
  currency: string;
  balances: BalanceOf[];
  total: Balance;
  /** certified − posted. */
  differences: Difference[];
  /** Procore's own figure, and what of it is not in the ledger. */
  outstanding: Outstanding;
  /** Of a contract in another currency than the organisation's own; null where a document of it cannot be valued. */
  inBase?: (InBase & { atRate?: Revalued }) | null;
};

export type AccountRegister = {
  side: BooksSide;
  currency: string;
  /** As Xero's documents hold it. */
  inXero: Amount;
  /** As the ledger says it of all contracts. */
  posted: Amount;
  /** inXero − posted. */
  differences: Difference[];
};

export type Register = {
  asOf: string | null;
  contracts: ContractRegister[];
  accounts: AccountRegister[];
  /** How many differences nobody can explain. */
  unexplained: number;
};

type Told = RegisterFacts['events'][number];

export function registerOf(facts: RegisterFacts): Register {
  const byContract = grouped(facts.events, (event) => contractOfEvent(event, facts));
  const contracts = facts.contracts.flatMap((contract) =>
    contractRegisters(contract, byContract.get(contract.contractId) ?? [], facts),
  );
  const accounts = accountRegisters(facts, contracts);
  return counted({ asOf: facts.asOf, contracts, accounts });
}

function counted(register: Omit<Register, 'unexplained'>): Register {
  const differences = [
    ...register.contracts.flatMap((one) => [...one.differences, ...one.outstanding.differences]),
    ...register.accounts.flatMap((one) => one.differences),
  ];
  const unexplained = differences.filter(({ cause }) => cause === 'unexplained').length;
  return { ...register, unexplained };
}

/** Of one contract, by its number or id; the accounts hold all contracts' and are left out. */
export function registerOfContract({ asOf, contracts }: Register, wanted: string): Register {
  const own = contracts.filter(({ contractId, number }) => [contractId, number].includes(wanted));
  return counted({ asOf, contracts: own, accounts: [] });
}

/** Whose an event is: its own contract, or the one its document belongs to. */
function contractOfEvent({ contractId, documentId }: Told, { owners }: RegisterFacts) {
  return contractId ?? owners.get(documentId)?.contractId ?? null;
}

/** One for each currency; a contract nothing was ever held of has none. */
function contractRegisters(
  contract: ContractFacts,
  events: readonly Told[],
  facts: RegisterFacts,
): ContractRegister[] {
  const { contractId } = contract;
  const own = events.map((event) => ({ ...event, contractId }));
  const currencies = [...new Set(own.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const events = own.filter((event) => event.currency === currency);
    const { side, number, title, project, counterparty, claims } = contract;
    const then = upTo(events, facts.asOf);
    return {
      ...{ side, contractId, number, title, project, counterparty, currency },
      ...valueOf(currency, then, facts),
      balances: balancesOf(then),
      total: balanceOf(then),
      differences: differencesOf(
        {
          positions: positionsOf(contract, events, facts),
          people: events.filter(({ basis }) => basis === 'person'),
        },
        facts.asOf,
      ),
      outstanding: outstandingOf(
        currencies.length === 1 ? claims : claimsIn(claims, events),
        events.filter(({ basis }) => basis === 'procore'),
        facts.asOf,
      ),
    };
  });
}

/** What the account holds of it in the organisation's own currency, and why it is not what is held at today's rate. */
function valueOf(
  currency: string,
  events: readonly Told[],
  { baseCurrency, valued }: RegisterFacts,
): Pick<ContractRegister, 'inBase'> {
  if (baseCurrency === null || currency === baseCurrency) return {};
  const ids = new Set(events.flatMap((one) => (one.basis === 'xero' ? [one.documentId] : [])));
  const moved = [...ids].map((id) => valued.get(id) ?? null);
  if (moved.length === 0) return {};
  const known = moved.filter((one) => one !== null);
  return {
    inBase: known.length < moved.length ? null : retainageInBase(baseCurrency, known.flat()),
  };
}

/** A contract whose claims changed their currency: each claim where the ledger has it. */
function claimsIn(claims: readonly ClaimShown[], events: readonly RetentionEvent[]): ClaimShown[] {
  const ids = new Set(events.map(({ documentId }) => documentId));
  return claims.filter(({ id }) => ids.has(id));
}

function positionsOf(
  { documents }: ContractFacts,
  events: readonly Told[],
  { owners, workflowOf }: RegisterFacts,
): Position[] {
  const positions = new Map<string, { certified: Told[]; posted: Told[] }>();
  const at = (workflowId: string) => {
    const found = positions.get(workflowId) ?? { certified: [], posted: [] };
    positions.set(workflowId, found);
    return found;
  };
  for (const event of events) {
    if (event.basis === 'procore') at(workflowOf(event)).certified.push(event);
    const owner = event.basis === 'xero' ? owners.get(event.documentId) : undefined;
    if (owner) at(owner.workflowId).posted.push(event);
  }
  return [...positions.keys()].sort().flatMap((workflowId) => {
    const [position, known] = [positions.get(workflowId), documents.get(workflowId)];
    const name = position?.certified.at(-1)?.name ?? position?.posted.at(-1)?.name ?? workflowId;
    return position ? [{ facts: known ?? unknownDocument(workflowId, name), ...position }] : [];
  });
}

function unknownDocument(workflowId: string, name: string): DocumentFacts {
  return {
    ...{ workflowId, name, postFrom: '', billingDate: null, isByHand: false, statuses: [] },
    ...{ isKnown: false, isMoving: false, waits: [], left: [] },
  };
}

function accountRegisters(
  facts: RegisterFacts,
  contracts: readonly ContractRegister[],
): AccountRegister[] {
  const then = upTo(facts.events, facts.asOf);
  const mirrored = upTo(facts.inMirror, facts.asOf);
  const keys = [...then, ...mirrored].map(({ side, currency }) => JSON.stringify([side, currency]));
  return [...new Set(keys)].sort().map((key) => {
    const [side, currency] = JSON.parse(key) as [BooksSide, string];
    const of = (event: { side: BooksSide; currency: string }): boolean =>
      event.side === side && event.currency === currency;
    const posted = contracts.filter(of).map(({ total }) => total.posted);
    const documents = mirrored.filter(of);
    return {
      side,
      currency,
      inXero: sumAmounts(documents.map(heldBy)),
      posted: sumAmounts(posted),
      differences: accountDifferences(facts, { events: then.filter(of), mirrored: documents }),
    };
  });
}

/** What the account holds and no contract does, and the other way round; and whatever the ledger says otherwise than the mirror. */
function accountDifferences(
  facts: RegisterFacts,
  { events, mirrored }: { events: readonly Told[]; mirrored: readonly RetentionEvent[] },
): Difference[] {
  const ofXero = events.filter(({ basis }) => basis === 'xero');
  const strangers = ofXero.filter((event) => contractOfEvent(event, facts) === null);
  const people = events.filter(({ basis }) => basis === 'person');
  const typed = new Set(strangers.map(({ documentId }) => documentId));
  const about = (id: string): Told[] => people.filter((one) => one.aboutDocumentId === id);
  const alone = people.filter(({ aboutDocumentId }) => !typed.has(aboutDocumentId ?? ''));
  return [
    ...byDocument(strangers).map(({ documentId, name, held }): Difference => {
      const amount = subtractAmounts(held, sumAmounts(about(documentId).map(heldBy)));
      return { ...{ documentId, name, amount, taxType: null }, cause: 'typedByHand', detail: null };
    }),
    ...alone.flatMap(asDifference),
    ...otherwiseThanMirror(ofXero, mirrored),
  ].filter(({ amount }) => !sameAmount(amount, '0.00'));
}

function asDifference(event: KeptByPerson): Difference[] {
  const { kind, name, documentId, taxType, words } = event;
  if (kind !== 'opening' && kind !== 'applied' && kind !== 'writtenOff') return [];
  const amount = subtractAmounts('0.00', heldBy(event));
  return [{ name, documentId, taxType, amount, cause: kind, detail: words }];
}

type Held = { documentId: string; name: string; held: Amount };

function byDocument(events: readonly RetentionEvent[]): Held[] {
  const groups = grouped(events, ({ documentId }) => documentId);
  return [...groups.keys()].sort().map((documentId) => {
    const own = groups.get(documentId) ?? [];
    return { documentId, name: own.at(-1)?.name ?? '', held: sumAmounts(own.map(heldBy)) };
  });
}

function grouped<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const found = groups.get(key);
    if (found) found.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/** Nothing, unless the ledger and the mirror were written apart. */
function otherwiseThanMirror(
  events: readonly RetentionEvent[],
  mirrored: readonly RetentionEvent[],
): Difference[] {
  const inLedger = new Map(byDocument(events).map((one) => [one.documentId, one]));
  const inMirror = new Map(byDocument(mirrored).map((one) => [one.documentId, one]));
  const ids = [...new Set([...inLedger.keys(), ...inMirror.keys()])].sort();
  return ids.flatMap((documentId) => {
    const [ledger, mirror] = [inLedger.get(documentId), inMirror.get(documentId)];
    const amount = subtractAmounts(mirror?.held ?? '0.00', ledger?.held ?? '0.00');
    const name = mirror?.name ?? ledger?.name ?? documentId;
    return [
      { name, documentId, taxType: null, amount, cause: 'unexplained' as const, detail: null },
    ];
  });
}
