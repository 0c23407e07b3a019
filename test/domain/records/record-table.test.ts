// Proves that every kind of record has its own file, its rules and a feed, and that no two answer to one webhook name.
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import { fedKinds } from '../../../activities/feeds.ts';
import { hintFromProcore } from '../../../api/webhooks/procore-events.ts';
import { hintsFromXero } from '../../../api/webhooks/xero-events.ts';
import type { KeptRecord, RecordKind } from '../../../domain/records/records.ts';
import {
  concernsOf,
  filingOf,
  heardOf,
  parseRecord,
  recordKinds,
  vendorOfRecord,
  webhookNamesOf,
} from '../../../domain/records/records.ts';
import { allKept, keptRecords } from '../../support/kept-records.ts';

const folder = new URL('../../../domain/records/', import.meta.url);

async function textsOf(vendor: string): Promise<string[]> {
  const names = await readdir(new URL(`${vendor}/`, folder));
  return Promise.all(names.map((name) => readFile(new URL(`${vendor}/${name}`, folder), 'utf8')));
}

describe.each([...recordKinds])('%s', (kind: RecordKind) => {
  it('is kept by exactly one file, in the folder of its vendor', async () => {
    const texts = await textsOf(vendorOfRecord(kind));
    expect(texts.filter((text) => text.includes(`kind: z.literal('${kind}')`))).toHaveLength(1);
  });

  it('is read back as it was stored', () => {
    expect(parseRecord(kind, JSON.parse(JSON.stringify(keptRecords[kind])))).toEqual(
      keptRecords[kind],
    );
  });

  it('is filed under an id and says whom it concerns', () => {
    const record: KeptRecord = keptRecords[kind];
    expect(filingOf(record).recordId).not.toBe('');
    // A list's own records speak for themselves, an allocation stands on its credit note, no document of ours is made of what
    // actuals alone are worked out from, and what goes with a document moves no plan.
    const silent = [
      ...['procoreContractPayments', 'procoreChangeOrders', 'procoreDirectCosts'],
      ...['xeroAllocation', 'xeroProfitAndLoss', 'xeroBalanceSheet'],
      ...['xeroAttachment', 'xeroHistoryNote', 'xeroProjectTime'],
    ];
    if (!silent.includes(kind)) expect(concernsOf(record)).not.toEqual([]);
  });

  it('says whom a webhook concerns where it has a name in webhooks', () => {
    if (webhookNamesOf(kind).length > 0) expect(heardOf(kind, '1')).not.toEqual([]);
  });
});

test('every kind has a feed of its own, but for what sweeps walk along, what comes in the list of a contract or a project or is asked of one contact, what stands on another record, and what comes with projects', () => {
  const others = recordKinds.filter((kind) => !fedKinds.some((fed) => fed === kind));
  expect(others).toEqual([
    'procoreProject',
    'procoreChangeOrders',
    'procoreContractPayment',
    'procoreDirectCosts',
    'xeroCisSettings',
    'xeroAllocation',
    'xeroTrackingOption',
    'xeroAttachment',
    'xeroHistoryNote',
    'xeroProjectsUser',
    'xeroProjectTask',
    'xeroTimeEntry',
    'xeroProjectTime',
  ]);
  expect(allKept().map(({ kind }) => kind)).toEqual(recordKinds);
});

test('no webhook name of a vendor stands for two kinds', () => {
  for (const vendor of ['procore', 'xero']) {
    const names = recordKinds
      .filter((kind) => vendorOfRecord(kind) === vendor)
      .flatMap((kind) => webhookNamesOf(kind).flatMap((webhook) => webhook.names));
    expect(new Set(names).size).toBe(names.length);
  }
});

describe('a webhook', () => {
  const procore = (resource_type: string, more: object = {}) =>
    hintFromProcore(
      { id: '01J', company_id: '8', project_id: '5', resource_id: '7', resource_type, ...more },
      '8',
    );
  const part = { related_resources: [{ id: '9', name: 'Work Order Contracts' }] };
  it.each<[string, object, string, string]>([
    ['Company Vendors', {}, 'procoreVendor', '7'],
    ['Draw Requests', {}, 'procoreRequisition', '7'],
    ['Contract Payments', {}, 'procoreContractPayment', '7'],
    ['Direct Costs', {}, 'procoreDirectCost', '7'],
    ['Purchase Order Contracts', {}, 'procoreCommitment', 'po-7'],
    ['Work Order Contract Line Items', part, 'procoreCommitment', 'wo-9'],
  ])('of Procore about %s names its record', (name, more, resource, recordId) => {
    expect(procore(name, more)).toMatchObject({ hint: { resource, recordId, projectId: '5' } });
  });

  it('of Procore about a part that names no whole, or of another resource, says nothing', () => {
    expect(procore('Work Order Contract Line Items')).toEqual({ heard: 'nothing' });
    expect(procore('Timecard Entries')).toEqual({ heard: 'nothing' });
  });

  it('of Xero about a contact or an invoice names its record, whatever the case of the category', () => {
    const event = (eventCategory: string) => ({
      resourceId: 'r',
      eventDateUtc: '2026-06-01T00:00:00',
      eventType: 'UPDATE',
      eventCategory,
      tenantId: 'T',
    });
    const events = [event('CONTACT'), event('Invoice'), event('SUBSCRIPTION')];
    expect(hintsFromXero({ events }, 't').map(({ resource }) => resource)).toEqual([
      'xeroContact',
      'xeroBill',
    ]);
  });
});
