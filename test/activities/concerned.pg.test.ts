// Proves which documents news concerns on a real database: own, linked, of a contract, in doubt, waiting and named by a marker.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../db/database.ts';
import { openDatabase } from '../../db/database.ts';
import { documentsConcerned, documentsHeardOf } from '../../db/queries/concerned.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { document } from '../../db/schema/document-tables.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import { kept } from '../support/kept-records.ts';
import type { TestDatabase } from '../support/test-servers.ts';
import { createTestDatabase } from '../support/test-servers.ts';

const connection = 'demo';
const contact = 'contact/demo/17';
const order = 'commitment/demo/wo-9';
const payApp = 'payApp/demo/33';
const next = 'payApp/demo/34';
const otherVendors = 'payApp/demo/50';

describe('news concerns', () => {
  let testDatabase: TestDatabase;
  let database: OpenDatabase;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = openDatabase(testDatabase.url);
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });
  beforeEach(async () => {
    const { sql } = database;
    await sql`truncate document, link, refusal, exception, accepted_difference, decision, mirror,
      mirror_history cascade`;
    await documentsAre(contact, order, payApp, next, otherVendors);
    await sql`update document set state = 'linked' where workflow_id = ${contact}`;
  });

  async function documentsAre(...ids: string[]): Promise<void> {
    await database.db.insert(document).values(
      ids.map((workflowId) => {
        const [type = '', , sourceId = ''] = workflowId.split('/');
        const counterpartyId = workflowId === otherVendors ? '18' : '17';
        return {
          workflowId,
          connection,
          type,
          sourceId,
          counterpartyId,
          projectId: '5',
          state: 'posted',
        };
      }),
    );
  }
  const linked = (workflowId: string, role: string, kind: string, targetId: string) =>
    database.sql`insert into link (workflow_id, role, connection, kind, target_id, how)
      values (${workflowId}, ${role}, ${connection}, ${kind}, ${targetId}, 'written')`;
  const asked = (workflowId: string) =>
    database.sql`insert into exception
      (id, connection, kind, workflow_id, plan_hash, document_name, sentence)
      values (${workflowId}, ${connection}, 'unmappedCode', ${workflowId}, 'h', 'a', 'b')`;
  const refused = (workflowId: string) =>
    database.sql`insert into refusal (workflow_id, role, verdict_hash, kind, messages, context)
      values (${workflowId}, 'bill', 'h', 'refused', '[]', 'c')`;
  const accepted = async (workflowId: string, endedAt: string | null = null): Promise<void> => {
    await asked(workflowId);
    await database.sql`update exception set state = 'closed'`;
    await database.sql`insert into decision (id, exception_id, workflow_id, plan_hash, verdict, person)
      values ('d', ${workflowId}, ${workflowId}, 'h', 'reject', 'p')`;
    await database.sql`insert into accepted_difference
      (id, connection, workflow_id, subject, kind, seen, seen_hash, document_name, sentence,
        exception_id, decision_id, person, ended_at)
      values ('a', ${connection}, ${workflowId}, 'bill', 'lockedPeriod', '{}', 'h', 'a', 'b',
        ${workflowId}, 'd', 'p', ${endedAt})`;
  };
  const store = (...records: KeptRecord[]) =>
    storeRecords(database.db, connection, records, new Date());
  const concerned = (...news: KeptRecord[]) => documentsConcerned(database.db, connection, news);

  it('the document a record is the source of, known or not', async () => {
    expect(await concerned(kept('procoreVendor', { id: '99' }))).toEqual(['contact/demo/99']);
  });

  it('every pay app of a contract, and of a pay app the one measured against it', async () => {
    await store(
      kept('procoreRequisition'),
      kept('procoreRequisition', { id: '34', number: 2, previousId: '33' }),
      kept('procoreRequisition', { id: '36', number: 4 }),
      kept('procoreRequisition', { id: '70', commitmentId: '8', number: 2 }),
    );
    expect(await concerned(kept('procoreCommitment'))).toEqual([
      order,
      payApp,
      next,
      'payApp/demo/36',
    ]);
    expect(await concerned(kept('procoreRequisition'))).toEqual([payApp, next]);
  });

  it('of a pay app the other pay apps of its vendor that are in doubt, and nobody else', async () => {
    await asked(next);
    await asked(otherVendors);
    expect(await concerned(kept('procoreRequisition'))).toEqual([payApp, next]);
  });

  it('of a contract payment the claim it names, and the one it was recorded in Xero for', async () => {
    await linked(otherVendors, 'xeroPayment/71', 'xeroPayment', 'x-71');
    const payment = kept('procoreContractPayment', { id: '71', requisitionId: '34' });
    expect(await concerned(payment)).toEqual([next, otherVendors]);
    await database.sql`update link set ended_at = now()`;
    expect(await concerned(payment)).toEqual([next]);
  });

  it('all documents of a project', async () => {
    expect(await concerned(kept('procoreProject'))).toHaveLength(5);
    expect(await concerned(kept('procoreProject', { id: '6' }))).toEqual([]);
  });

  it('of a billing period the documents in doubt of its project', async () => {
    await asked(next);
    expect(await concerned(kept('procoreBillingPeriod'))).toEqual([next]);
  });

  it.each(['xeroOrganisation', 'xeroChart', 'procoreTaxCode'] as const)(
    'of %s whoever has a question, a refusal or a live accepted difference',
    async (kind) => {
      expect(await concerned(kept(kind))).toEqual([]);
      await accepted(order);
      expect(await concerned(kept(kind))).toEqual([order]);
      await database.sql`update accepted_difference set ended_at = now()`;
      await asked(payApp);
      await refused(next);
      expect(await concerned(kept(kind))).toEqual([payApp, next]);
    },
  );

  it('of a payment the document of its bill; of an ended link nobody', async () => {
    await linked(payApp, 'bill', 'xeroBill', 'bill-1');
    expect(await concerned(kept('xeroPayment'))).toEqual([payApp]);
    await database.sql`update link set ended_at = now()`;
    expect(await concerned(kept('xeroPayment'))).toEqual([]);
  });

  it('of a contract payment its pay app and the document linked to it', async () => {
    expect(await concerned(kept('procoreContractPayment'))).toEqual([payApp]);
    await linked(next, 'payment/p1', 'procoreContractPayment', '7');
    expect(await concerned(kept('procoreContractPayment'))).toEqual([payApp, next]);
    expect(await concerned(kept('procoreContractPayment', { requisitionId: null }))).toEqual([
      next,
    ]);
  });

  it('of a contact its vendor and what of that vendor is in doubt; of a strange one every vendor that looks for one', async () => {
    await documentsAre('contact/demo/18', 'contact/demo/19');
    await database.sql`update document set state = 'linked' where workflow_id = 'contact/demo/19'`;
    expect(await concerned(kept('xeroContact'))).toEqual(['contact/demo/18']);
    await linked(contact, 'contact', 'xeroContact', 'contact-1');
    await asked(next);
    await asked(otherVendors);
    expect(await concerned(kept('xeroContact'))).toEqual([contact, next]);
  });

  it('of a bill its document; of a stranger’s the contact’s orders, and its pay apps, posted or not, until they are paid', async () => {
    await linked(contact, 'contact', 'xeroContact', 'contact-1');
    for (const state of ['notPosted', 'waiting', 'writing', 'posted', 'partPaid']) {
      await database.sql`update document set state = ${state} where type = 'payApp'`;
      expect(await concerned(kept('xeroBill'))).toEqual([order, payApp, next]);
    }
    await database.sql`update document set state = 'paid' where type = 'payApp'`;
    expect(await concerned(kept('xeroBill'))).toEqual([order]);
    await linked(otherVendors, 'bill', 'xeroBill', 'bill-1');
    expect(await concerned(kept('xeroBill'))).toEqual([otherVendors]);
  });

  it('of a record that bears our marker and is linked to nothing the document it names, if we know it', async () => {
    const bearing = (marker: string) => kept('xeroBill', { url: `http://host/#${marker}` });
    expect(await concerned(bearing('tieout:demo/payApp/33/bill'))).toEqual([payApp]);
    expect(await concerned(bearing('tieout:demo/payApp/999/bill'))).toEqual([]);
    expect(await concerned(bearing('tieout:other/payApp/33/bill'))).toEqual([]);
    const paid = kept('procoreContractPayment', {
      requisitionId: null,
      notes: 'tieout:demo/payApp/33/payment-p1',
    });
    expect(await concerned(paid)).toEqual([payApp]);
  });

  it('of much news at once each document once, in few queries', async () => {
    const many = Array.from({ length: 900 }, (_, index) =>
      kept('procoreRequisition', { id: `${index}`, commitmentId: `${index % 50}`, vendorId: null }),
    );
    await store(...many);
    expect(await concerned(...many)).toHaveLength(900);
  });

  it('nobody where there is none', async () => {
    expect(await concerned()).toEqual([]);
    expect(await concerned(kept('procoreContractPayments'))).toEqual([]);
  });

  it('of a webhook about a contract payment whoever it is linked to, and the pay app it was filed under', async () => {
    await store(kept('procoreContractPayment', { id: '8' }));
    await linked(next, 'payment/p1', 'procoreContractPayment', '7');
    const hint = (recordId: string) => ({ resource: 'procoreContractPayment', recordId }) as const;
    expect(
      await documentsHeardOf(database.db, connection, [hint('7'), hint('8'), hint('9')]),
    ).toEqual([[next], [payApp], []]);
  });
});
