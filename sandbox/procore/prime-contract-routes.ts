// Prime contracts (with the owner): listed at the plural path, made, read, changed and deleted at the singular one.
import { forget, projectOf, requireFreeOrigin, requireTool, writableBody } from './access.ts';
import {
  booleanField,
  choiceField,
  idField,
  nullableDate,
  nullableText,
  percentField,
  textField,
} from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { filterValues, listAnswer, updatedWithin } from './list-answer.ts';
import { ruleOf } from './open-rules.ts';
import { presentPrimeContract, presentPrimeContractInFull } from './present-prime-contract.ts';
import {
  announcePrimeContract,
  keepPrimeContract,
  primeContractOf,
  refuseSyncedPrime,
} from './prime-contract-records.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { PrimeContractRow, ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';
import { withPlainFields } from './writable-fields.ts';

const ONE = '/rest/v1.0/prime_contract';

/** Source: Procore OpenAPI 2024-10, prime contract, status (Title Case, and no Void), read 2026-11-26. */
const STATUSES = [
  ...['Draft', 'Out For Bid', 'Out For Signature'],
  ...['Approved', 'Complete', 'Terminated'],
];
const LOCKING = ['Approved', 'Complete'];

export function primeContractRoutes(context: RouteContext): ProcoreRoute[] {
  const { state } = context;
  const shown = (contract: PrimeContractRow | undefined): ProcoreAnswer => {
    if (contract === undefined) throw notFound();
    return { status: 200, body: presentPrimeContractInFull(state, contract) };
  };
  return [
    {
      method: 'GET',
      path: '/rest/v1.0/prime_contracts',
      handle: (call) => listContracts(context, call),
    },
    { method: 'GET', path: ONE, handle: (call) => shown(contractsOf(context, call)[0]) },
    {
      method: 'GET',
      path: `${ONE}/{id}`,
      handle: (call) => shown(primeContractOf(context, call)),
    },
    { method: 'POST', path: ONE, handle: (call) => createContract(context, call) },
    { method: 'PATCH', path: `${ONE}/{id}`, handle: (call) => changeContract(context, call) },
    { method: 'DELETE', path: `${ONE}/{id}`, handle: (call) => deleteContract(context, call) },
  ];
}

function contractsOf({ state }: RouteContext, call: ProcoreCall): PrimeContractRow[] {
  requireTool(state, call, 'prime contracts');
  const project = projectOf(state, call);
  return state.primeContracts.values().filter(({ project_id }) => project_id === project.id);
}

function listContracts(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const within = updatedWithin(call);
  const ids = filterValues(call.query, 'id');
  const contracts = contractsOf(context, call)
    .filter(({ updated_at }) => within(updated_at))
    .filter(({ id }) => ids === null || ids.includes(String(id)));
  return listAnswer(call, contracts, (row) => presentPrimeContract(context.state, row));
}

function createContract(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const siblings = contractsOf(context, call);
  const stamp = nextStamp(state, context.now());
  const contract = withHeaderFields(state, call, {
    id: nextId(state),
    project_id: projectOf(state, call).id,
    vendor_id: null,
    number: String(siblings.length + 1),
    title: '',
    description: '',
    status: 'Draft',
    retainage_percent: '0.00',
    contract_date: null,
    executed: false,
    allow_payment_applications: true,
    allow_payments: true,
    move_materials: false,
    lines: [],
    markups: [],
    kept: {},
    origin_id: null,
    origin_data: null,
    created_at: stamp,
    updated_at: stamp,
  });
  state.primeContracts.set(String(contract.id), contract);
  announcePrimeContract(context, call, contract, 'create');
  return { status: 201, body: presentPrimeContractInFull(state, contract) };
}

function changeContract(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const before = primeContractOf(context, call);
  refuseSyncedPrime(before, writableBody(context.state, call, 'prime_contract'));
  const changed = withHeaderFields(context.state, call, before);
  const contract = keepPrimeContract(context, call, changed);
  return { status: 200, body: presentPrimeContractInFull(context.state, contract) };
}

function withHeaderFields(
  state: ProcoreState,
  call: ProcoreCall,
  before: PrimeContractRow,
): PrimeContractRow {
  const body = writableBody(state, call, 'prime_contract');
  const originId = nullableText(body, 'origin_id', before.origin_id);
  requireFreeOrigin(state.primeContracts.values(), before.id, originId);
  return {
    ...before,
    vendor_id: ownerFrom(state, before, body),
    status: choiceField(body, 'status', before.status, STATUSES),
    executed: booleanField(body, 'executed', before.executed),
    number: textField(body, 'number', before.number),
    title: textField(body, 'title', before.title),
    description: textField(body, 'description', before.description),
    retainage_percent: percentField(body, 'retainage_percent', before.retainage_percent),
    contract_date: nullableDate(body, 'contract_date', before.contract_date),
    origin_id: originId,
    origin_data: nullableText(body, 'origin_data', before.origin_data),
    kept: withPlainFields('prime_contract', before.kept, body),
  };
}

function ownerFrom(state: ProcoreState, before: PrimeContractRow, body: Body): number | null {
  const vendorId = idField(body, 'vendor_id', before.vendor_id);
  if (vendorId === before.vendor_id) return vendorId;
  const isLocked = ruleOf(state, 'companyOfApprovedContract') === 'locked';
  if (isLocked && before.status !== 'Draft') {
    throw unprocessable({ vendor_id: ["can't be changed once the contract has left Draft"] });
  }
  if (vendorId !== null && state.vendors.get(String(vendorId)) === undefined) {
    throw unprocessable({ vendor_id: ['is invalid'] });
  }
  return vendorId;
}

function deleteContract(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const contract = primeContractOf(context, call);
  refuseSyncedPrime(contract, { deleted: true });
  if (LOCKING.includes(contract.status) && call.rule('deletingApprovedContract') === 'locked') {
    throw unprocessable({ base: [`A contract in ${contract.status} cannot be deleted`] });
  }
  const isBilled = state.paymentApplications
    .values()
    .some(({ contract_id }) => contract_id === contract.id);
  if (isBilled && call.rule('deletingBilledContract') === 'refused') {
    throw unprocessable({ base: ['A contract that has been invoiced cannot be deleted'] });
  }
  forget(state, 'primeContracts', contract);
  announcePrimeContract(context, call, contract, 'delete');
  return { status: 204 };
}
