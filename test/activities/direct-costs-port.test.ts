// Proves how direct costs are sent and looked up: by the marker in their description, by one list a project, a half-done change finished and not done twice.
import { describe, expect, it } from 'vitest';
import { createDirectCostsPort } from '../../activities/direct-costs-port.ts';
import { VendorError } from '../../connectors/http/vendor-error.ts';
import type { IntentRow } from '../../db/queries/documents.ts';
import type { Operation } from '../../domain/delivery/operation.ts';
import type { ProcoreDirectCost } from '../../domain/records/procore/direct-cost.ts';
import type { DirectCostChangeBody, WriteBody } from '../../domain/records/write-bodies.ts';
import { typedCost } from '../support/direct-costs.ts';

const marker = 'tieout:demo/directCost/bill-b1/directCost-5';
const cost = typedCost({ id: 't-1', projectId: '5', description: `Bill ${marker}` });
const said = {
  projectId: '5',
  status: 'approved',
  vendorId: '17',
  invoiceNumber: 'INV-77',
  date: '2026-06-02',
  description: `Bill ${marker}`,
  lines: [{ wbsCodeId: 'w1', amount: '120.00', description: 'Skips' }],
} as const;
const change: DirectCostChangeBody = {
  ...said,
  ...{ kind: 'procoreDirectCostChange', directCostId: 't-1' },
  lines: [...said.lines],
};
const hidden = new VendorError({
  ...{ vendor: 'procore', kind: 'notFound', status: 404, mayHaveHappened: false },
});

const member = (operation: Operation, body: WriteBody, over: Partial<IntentRow> = {}): IntentRow =>
  ({
    ...{ key: 'key-1', operation, body, marker, targetId: 't-1' },
    ...{ targetVersion: cost.updatedAt, ...over },
  }) as IntentRow;
const creation = member('create', { ...change, kind: 'procoreDirectCost', type: 'invoice' });
const changing = member('update', change);
const removal = member('delete', {
  ...{ kind: 'procoreDirectCostDelete', projectId: '5', directCostId: 't-1' },
});
const proof = () => () => Promise.resolve(() => undefined);

function portOver(shown: readonly ProcoreDirectCost[], refusal?: Error) {
  const asked: [string, Record<string, unknown>][] = [];
  const answer = (method: string, ask: Record<string, unknown>): unknown => {
    if (method === 'listDirectCosts') return shown;
    if (method !== 'readDirectCost') return refusal ?? shown[0];
    return shown.find(({ id }) => id === ask['id']) ?? hidden;
  };
  const client = new Proxy(
    {},
    {
      get: (_target, method: string) => (ask: Record<string, unknown>) => {
        asked.push([method, ask]);
        const got = answer(method, ask);
        return got instanceof Error ? Promise.reject(got) : Promise.resolve(got);
      },
    },
  );
  return { port: createDirectCostsPort(client as never), asked };
}
const foundBy = async (shown: readonly ProcoreDirectCost[], one: IntentRow) => {
  const found = await portOver(shown).port.lookUp([one], null);
  return found.get('key-1')?.map((record) => (record && 'id' in record ? record.id : null));
};

describe('a look-up', () => {
  const other = { ...cost, id: 'x', description: 'somebody’s own' };
  const otherLine = [{ id: 'l', wbsCodeId: 'w2', amount: '120.00', description: 'Skips' }];

  it.each<[string, IntentRow, readonly ProcoreDirectCost[], (string | null)[]]>([
    ['a creation finds what bears its marker', creation, [other, cost], ['t-1']],
    [
      'a creation finds both where it stands twice',
      creation,
      [cost, { ...cost, id: 'x' }],
      ['t-1', 'x'],
    ],
    ['a creation finds nothing where nobody bears it', creation, [other], []],
    ['a change is done where all of it is said', changing, [cost], ['t-1']],
    [
      'a change is not done where a line is on another code',
      changing,
      [{ ...cost, lines: otherLine }],
      [],
    ],
    ['a change is not done where the day is another', changing, [{ ...cost, date: null }], []],
    [
      'a change is not done where a line is left over',
      changing,
      [{ ...cost, lines: [...cost.lines, ...otherLine] }],
      [],
    ],
    ['a deletion is done where the list lacks it', removal, [other], [null]],
    ['a deletion is not done where it stands', removal, [cost], []],
  ])('of %s', async (_what, one, shown, ids) => {
    expect(await foundBy(shown, one)).toEqual(ids);
  });

  it('asks for one list a project, however many members it has', async () => {
    const { port, asked } = portOver([]);
    const elsewhere = member('delete', {
      ...(removal.body as object),
      projectId: '6',
    } as WriteBody);
    await port.lookUp(
      [creation, { ...removal, key: 'key-2' }, { ...elsewhere, key: 'key-3' }],
      null,
    );
    expect(asked.map(([method, { projectId }]) => [method, projectId])).toEqual([
      ['listDirectCosts', '5'],
      ['listDirectCosts', '6'],
    ]);
  });
});

describe('sending', () => {
  it('a change reads the lines as they stand right before, so that it can be done again', async () => {
    const { port, asked } = portOver([cost]);
    const { results } = await port.send([changing], 'k', proof);
    expect(asked.map(([method]) => method)).toEqual(['readDirectCost', 'updateDirectCost']);
    expect(asked[1]?.[1]).toMatchObject({ directCostId: 't-1', there: cost });
    expect(results).toMatchObject([{ ok: true, targetId: 't-1' }]);
  });

  it('a deletion names its project and leaves no record', async () => {
    const { port, asked } = portOver([]);
    const { results } = await port.send([removal], 'k', proof);
    expect(asked).toMatchObject([['deleteDirectCost', { projectId: '5', id: 't-1' }]]);
    expect(results).toMatchObject([{ ok: true, targetId: 't-1', record: null }]);
  });

  it('what is refused says why, unless it was done all the same', async () => {
    const refusal = new VendorError({
      ...{ vendor: 'procore', kind: 'refused', status: 422, mayHaveHappened: false },
      messages: ['invoice_number: has already been taken'],
    });
    const { results } = await portOver([], refusal).port.send([creation], 'k', proof);
    expect(results).toMatchObject([
      { ok: false, messages: ['invoice_number: has already been taken'] },
    ]);
    const done = await portOver([cost], refusal).port.send([creation], 'k', proof);
    expect(done.results).toMatchObject([{ ok: true, record: cost }]);
  });

  it('an id that another integration holds is a refusal too, and not tried for ever', async () => {
    const refusal = new VendorError({
      ...{ vendor: 'procore', kind: 'conflict', status: 409, mayHaveHappened: false },
      messages: ['origin_id: has already been taken'],
    });
    const owned = { ...creation, body: { ...(creation.body as object), originId: 'bill-b1/5' } };
    const { results } = await portOver([], refusal).port.send([owned], 'k', proof);
    expect(results).toMatchObject([{ ok: false, messages: ['origin_id: has already been taken'] }]);
    const { stoppedBy } = await portOver([], refusal).port.send([creation], 'k', proof);
    expect(stoppedBy).toMatchObject({ kind: 'conflict' });
  });
});

describe('before a change', () => {
  it.each<[string, readonly ProcoreDirectCost[], string[]]>([
    ['as it was planned on', [cost], []],
    ['changed since', [{ ...cost, updatedAt: '2026-09-01T00:00:00.000Z' }], ['key-1']],
    ['not shown any more', [], ['key-1']],
  ])('one that is %s is written or left alone', async (_what, shown, stale) => {
    const { port } = portOver(shown);
    expect([...(await port.findStale([changing], proof())).stale]).toEqual(stale);
  });
});
