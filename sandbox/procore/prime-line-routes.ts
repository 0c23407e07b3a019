// Lines of a prime contract's schedule of values: read, added, changed and deleted while the contract is in Draft.
import { blankLine, lineFrom } from './commitment-line-routes.ts';
import { listAnswer } from './list-answer.ts';
import { presentPrimeLine } from './present-prime-contract.ts';
import { keepPrimeContract, primeContractOf, refuseSyncedPrime } from './prime-contract-records.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import type { LineRow, PrimeContractRow } from './procore-state.ts';
import type { Change, RouteContext } from './route-context.ts';

export function primeLineRoutes(context: RouteContext): ProcoreRoute[] {
  const { state } = context;
  const lines = '/rest/v1.0/prime_contracts/{id}/line_items';
  const one = `${lines}/{line_id}`;
  return [
    {
      method: 'GET',
      path: lines,
      handle: (call) => {
        const contract = primeContractOf(context, call);
        return listAnswer(call, contract.lines, (line) => presentPrimeLine(state, contract, line));
      },
    },
    {
      method: 'GET',
      path: one,
      handle: (call) => {
        const contract = primeContractOf(context, call);
        return { status: 200, body: presentPrimeLine(state, contract, lineOf(contract, call)) };
      },
    },
    { method: 'POST', path: lines, handle: (call) => addLine(context, call) },
    { method: 'PATCH', path: one, handle: (call) => changeLine(context, call) },
    { method: 'DELETE', path: one, handle: (call) => deleteLine(context, call) },
  ];
}

function addLine(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const contract = openToChange(context, call);
  const line = lineFrom(context, call, contract, blankLine(state, contract.lines));
  keepLines(context, call, contract, { lines: [...contract.lines, line], line, reason: 'create' });
  return { status: 201, body: presentPrimeLine(state, contract, line) };
}

function changeLine(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const contract = openToChange(context, call);
  const line = lineFrom(context, call, contract, lineOf(contract, call));
  const lines = contract.lines.map((other) => (other.id === line.id ? line : other));
  keepLines(context, call, contract, { lines, line, reason: 'update' });
  return { status: 200, body: presentPrimeLine(context.state, contract, line) };
}

function deleteLine(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const contract = openToChange(context, call);
  const line = lineOf(contract, call);
  const isBilled = context.state.paymentApplications
    .values()
    .some(({ lines }) => lines.some((billed) => billed.origin_id === line.id));
  if (isBilled && call.rule('deletingBilledLine') === 'refused') {
    throw unprocessable({ base: ['A line that has been invoiced cannot be deleted'] });
  }
  const lines = contract.lines.filter((other) => other.id !== line.id);
  keepLines(context, call, contract, { lines, line, reason: 'delete' });
  return { status: 204 };
}

function openToChange(context: RouteContext, call: ProcoreCall): PrimeContractRow {
  const contract = primeContractOf(context, call);
  refuseSyncedPrime(contract, { lines: true });
  if (contract.status === 'Draft' || call.rule('linesOfApprovedContract') === 'open') {
    return contract;
  }
  throw unprocessable({
    base: ['The schedule of values can only be changed while the contract is in Draft'],
  });
}

function lineOf(contract: PrimeContractRow, call: ProcoreCall): LineRow {
  const line = contract.lines.find(({ id }) => String(id) === call.params['line_id']);
  if (line === undefined) throw notFound();
  return line;
}

type LineChange = { lines: LineRow[]; line: LineRow; reason: Change['reason'] };

function keepLines(
  context: RouteContext,
  call: ProcoreCall,
  contract: PrimeContractRow,
  { lines, line, reason }: LineChange,
): void {
  const changed = { ...contract, lines };
  if (call.rule('lineChangeMovesContract') === 'yes') keepPrimeContract(context, call, changed);
  else context.state.primeContracts.set(String(contract.id), changed);
  const { project_id: projectId } = contract;
  context.changed(call, { resource: 'Prime Contract Line Items', id: line.id, projectId, reason });
}
