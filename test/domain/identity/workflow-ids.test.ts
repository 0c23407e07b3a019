// Proves that the ids operators and auditors rely on are what design says, and read back as what they were made from.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  endpoints,
  parseWriterId,
  vendorOf,
  writerIdOf,
} from '../../../domain/identity/endpoints.ts';
import { parseWorkflowId, sweepIdOf, workflowIdOf } from '../../../domain/identity/workflow-ids.ts';
import { commitment } from '../../../domain/objects/commitment/commitment.ts';
import { anyConnection, anyDocumentId } from '../../support/any-document-id.ts';

describe('workflow ids', () => {
  test.each([
    [{ type: 'contact', connection: 'demo', sourceId: '17' } as const, 'contact/demo/17'],
    [{ type: 'commitment', connection: 'demo', sourceId: 'wo-9' } as const, 'commitment/demo/wo-9'],
    [{ type: 'commitment', connection: 'demo', sourceId: 'po-9' } as const, 'commitment/demo/po-9'],
    [{ type: 'payApp', connection: 'demo', sourceId: '33' } as const, 'payApp/demo/33'],
  ])('%j is %s', (id, workflowId) => {
    expect(workflowIdOf(id)).toBe(workflowId);
    expect(parseWorkflowId(workflowId)).toEqual(id);
  });

  test('read back as the document they name', () => {
    fc.assert(
      fc.property(anyDocumentId, (id) => {
        expect(parseWorkflowId(workflowIdOf(id))).toEqual(id);
      }),
    );
  });

  test('of two documents are the same only for the same document', () => {
    fc.assert(
      fc.property(anyDocumentId, anyDocumentId, (a, b) => {
        expect(workflowIdOf(a) === workflowIdOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  test.each([
    '',
    'payApp',
    'payApp/demo',
    'payApp//33',
    'payApp/demo/',
    'payApp/demo/33/extra',
    'timecard/demo/33',
    'writer/demo/xero/invoices',
    'sweep/demo',
  ])('%j is no document of ours', (workflowId) => {
    expect(parseWorkflowId(workflowId)).toBeNull();
  });
});

describe('the source id of a commitment', () => {
  test.each(['9', 'xo-9', 'wo-', ''])('is never %j', (text) => {
    expect(commitment.isSourceId(text)).toBe(false);
  });

  test.each(['wo-9', 'po-9'])('may be %j', (text) => {
    expect(commitment.isSourceId(text)).toBe(true);
  });
});

describe('writer ids', () => {
  test('read back as their connection and endpoint', () => {
    fc.assert(
      fc.property(anyConnection, fc.constantFrom(...endpoints), (connection, endpoint) => {
        const workflowId = writerIdOf(connection, endpoint);
        expect(parseWriterId(workflowId)).toEqual({ connection, endpoint });
        expect(parseWorkflowId(workflowId)).toBeNull();
      }),
    );
  });

  test.each([
    'writer/demo/xero',
    'writer/demo/xero/accounts',
    'writer//xero/invoices',
    'x/demo/xero/invoices',
  ])('%j is no writer of ours', (workflowId) => {
    expect(parseWriterId(workflowId)).toBeNull();
  });

  test('invariant 3: there is an endpoint for contacts, orders, bills, sales invoices, credit notes, their allocations, payments on either side, tracking options, vendors, direct costs, files and notes, projects, tasks and time, and for nothing else', () => {
    expect([...endpoints]).toEqual([
      'xero/contacts',
      'xero/purchaseorders',
      'xero/invoices',
      'xero/salesinvoices',
      'xero/creditnotes',
      'xero/allocations',
      'xero/payments',
      'xero/trackingoptions',
      'xero/attachments',
      'xero/history',
      'xero/projects',
      'xero/projecttasks',
      'xero/time',
      'procore/vendors',
      'procore/contract_payments',
      'procore/direct_costs',
    ]);
    expect(endpoints.map(vendorOf)).toEqual([
      ...['xero', 'xero', 'xero', 'xero', 'xero', 'xero', 'xero', 'xero', 'xero', 'xero'],
      ...['xero', 'xero', 'xero'],
      ...['procore', 'procore', 'procore'],
    ]);
  });

  test('the sweep of a connection carries its name', () => {
    expect(sweepIdOf('demo')).toBe('sweep/demo');
  });
});
