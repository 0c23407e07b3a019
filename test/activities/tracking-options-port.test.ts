// Proves how tracking options are made and archived: one a request under its own key, looked up by category and name, and never a second time.
import { describe, expect, it } from 'vitest';
import { createXeroPorts } from '../../activities/xero-ports.ts';
import { VendorError } from '../../connectors/http/vendor-error.ts';
import type { XeroClient } from '../../connectors/xero/xero-api.ts';
import type { IntentRow } from '../../db/queries/documents.ts';
import type { WriteBody } from '../../domain/records/write-bodies.ts';
import type { XeroTrackingOption } from '../../domain/records/xero/tracking-option.ts';

const option = (over: Partial<XeroTrackingOption> = {}): XeroTrackingOption => ({
  kind: 'xeroTrackingOption',
  ...{ id: 'o1', categoryId: 'c2', name: '03-300 Concrete', status: 'ACTIVE' },
  ...over,
});

const refusal = new VendorError({
  ...{ vendor: 'xero', kind: 'refused', status: 400, messages: ['Please enter a unique Name.'] },
  mayHaveHappened: false,
});

type Asked = { method: string; key?: string | undefined };

/** A Xero that has these options and says so to a write, or refuses it. */
function portOn(options: readonly XeroTrackingOption[], write: () => XeroTrackingOption) {
  const asked: Asked[] = [];
  const writes =
    (method: string) => async (ask: { idempotencyKey: string; beforeSend?: unknown }) => {
      asked.push({ method, key: ask.idempotencyKey });
      return Promise.resolve().then(write);
    };
  const client: Partial<XeroClient> = {
    listTrackingOptions: () => {
      asked.push({ method: 'list' });
      return Promise.resolve([...options]);
    },
    createTrackingOption: writes('create'),
    archiveTrackingOption: writes('archive'),
  };
  return { port: createXeroPorts(client as XeroClient)['xero/trackingoptions'], asked };
}

const creation: WriteBody = {
  kind: 'xeroTrackingOption',
  categoryId: 'c2',
  name: '03-300 Concrete',
};
const archiving: WriteBody = {
  ...{ kind: 'xeroTrackingOptionArchive', categoryId: 'c2', optionId: 'o1', status: 'ARCHIVED' },
};

const member = (body: WriteBody, over: Partial<IntentRow> = {}): IntentRow =>
  ({
    ...{ key: 'key-1', body, marker: 'tieout:demo/projectBudget/5/option', targetId: null },
    operation: body.kind === 'xeroTrackingOption' ? 'create' : 'update',
    ...over,
  }) as IntentRow;
const archives = member(archiving, { targetId: 'o1', targetVersion: '03-300 Concrete' });

const proof = () => () => Promise.resolve(() => undefined);
const refused = (): never => {
  throw refusal;
};

async function foundOf(options: readonly XeroTrackingOption[], one: IntentRow) {
  const { port } = portOn(options, refused);
  return [...(await port.lookUp([one], null)).values()].flat();
}

describe('making a tracking option', () => {
  it('is one request a member, each under a key of its own', async () => {
    const { port, asked } = portOn([], () => option());
    const two = [member(creation), member(creation, { key: 'key-2' })];
    const { results, stoppedBy } = await port.send(two, 'k', proof);
    expect(asked).toEqual([
      { method: 'create', key: 'k-key-1' },
      { method: 'create', key: 'k-key-2' },
    ]);
    expect(stoppedBy).toBeNull();
    expect(results).toMatchObject([
      { ok: true, targetId: 'o1', marker: 'tieout:demo/projectBudget/5/option' },
      { ok: true, targetId: 'o1' },
    ]);
  });

  it('looks first, since another budget or a person may have made it', () => {
    const { port } = portOn([], refused);
    expect([port.looksFirst, port.keepsKey, port.recordKind]).toEqual([
      true,
      true,
      'xeroTrackingOption',
    ]);
  });

  it.each<[string, XeroTrackingOption[], number]>([
    ['there', [option()], 1],
    ['there in other letters', [option({ name: '03-300 CONCRETE' })], 1],
    ['in another category', [option({ categoryId: 'c1' })], 0],
    ['archived: it cannot be used', [option({ status: 'ARCHIVED' })], 0],
    ['not there', [], 0],
  ])('is done where the option is %s', async (_case, options, count) => {
    expect(await foundOf(options, member(creation))).toHaveLength(count);
  });

  it('is done where Xero refuses it because it is there by now', async () => {
    const { port } = portOn([option()], refused);
    const { results } = await port.send([member(creation)], 'k', proof);
    expect(results).toMatchObject([{ ok: true, record: { id: 'o1' } }]);
  });

  it("is refused with Xero's words where nothing of the name can be used", async () => {
    const { port } = portOn([option({ status: 'ARCHIVED' })], refused);
    const { results } = await port.send([member(creation)], 'k', proof);
    expect(results).toMatchObject([{ ok: false, messages: ['Please enter a unique Name.'] }]);
  });
});

describe('archiving a tracking option', () => {
  it.each<[string, XeroTrackingOption[], boolean]>([
    ['as it was seen', [option()], false],
    ['renamed meanwhile', [option({ name: 'Concrete works' })], true],
    ['archived meanwhile', [option({ status: 'ARCHIVED' })], true],
    ['not there any more', [], true],
  ])('reads it again before: %s', async (_case, options, isStale) => {
    const { port } = portOn(options, refused);
    const { stale } = await port.findStale([archives], () => Promise.resolve(() => undefined));
    expect([...stale]).toEqual(isStale ? ['key-1'] : []);
  });

  it('is done when the option is archived, and not before', async () => {
    expect(await foundOf([option()], archives)).toEqual([]);
    expect(await foundOf([option({ status: 'ARCHIVED' })], archives)).toHaveLength(1);
    const { port, asked } = portOn([], () => option({ status: 'ARCHIVED' }));
    const { results } = await port.send([archives], 'k', proof);
    expect(asked).toEqual([{ method: 'archive', key: 'k-key-1' }]);
    expect(results).toMatchObject([{ ok: true, targetId: 'o1' }]);
  });
});
