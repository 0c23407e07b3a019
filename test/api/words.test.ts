// The words of the pages: what is left is never called rejected, and accounts and tax types are called by their names.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeRecords } from '../../db/queries/mirror.ts';
import { decision, exception } from '../../db/schema/document-tables.ts';
import { fixOfKind, questionKinds } from '../../domain/plan/question-kinds.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf, openExceptionsOf, startTestApi } from './api-fixture.ts';
import {
  brokenPayApp,
  editedPayApp,
  lookAlikePayApp,
  removedPayments,
  suggestedContact,
} from './observations.ts';
import { rowsOf, textOf } from './page-rows.ts';
import { longPayApp, postedPayApp } from './posted-bills.ts';
import { putAccepted } from './put-accepted.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

async function textAt(path: string): Promise<string> {
  const response = await fetch(`${test.api.url}${path}`, { headers: { accept: 'text/html' } });
  return textOf(await response.text());
}

describe('nobody reads of a rejection', () => {
  const questions = {
    edited: editedPayApp,
    'look-alike': lookAlikePayApp,
    broken: brokenPayApp,
    contact: suggestedContact,
    voided: () => postedPayApp(longPayApp(2), () => ({ status: 'VOIDED' })),
    paid: () => {
      const edited = editedPayApp();
      const target = edited.target && { ...edited.target, amountPaid: '100.00' };
      return { ...edited, target };
    },
  };
  it.each(Object.entries(questions))('on the page of one that is %s', async (_what, made) => {
    const { id, workflowId, planHash } = await openExceptionOf(test, made());
    const open = await textAt(`/exceptions/${id}`);
    expect(open).toContain('Leave it');
    expect(open).not.toMatch(/reject/i);
    await test.db.insert(decision).values({
      ...{ id: 'd', exceptionId: id, workflowId, planHash, verdict: 'reject' },
      person: 'local:controller',
    });
    for (const state of ['decided', 'closed'] as const) {
      await test.db.update(exception).set({ state, closedBecause: 'rejected' });
      for (const path of [`/exceptions/${id}`, '/', '/exceptions?state=all']) {
        expect(await textAt(path)).not.toMatch(/reject/i);
      }
    }
  });

  it('in the register, on a document and where several are answered', async () => {
    const { workflowId } = await putAccepted(test, editedPayApp());
    await openExceptionsOf(test, removedPayments(2));
    for (const path of [
      ...['/accepted', `/documents/${workflowId}`],
      '/exceptions/together?kind=paymentRemoved',
    ]) {
      expect(await textAt(path)).not.toMatch(/reject/i);
    }
    expect(await textAt(`/documents/${workflowId}`)).toContain('Left as it is');
  });

  it('in what can be done about any kind', () => {
    for (const kind of questionKinds) expect(fixOfKind(kind)).not.toMatch(/reject/i);
  });
});

describe('accounts and tax types are called by their names', () => {
  /** A line moved to an account and a tax type that the mapping knows nothing of. */
  const recoded = () =>
    postedPayApp(longPayApp(2), ({ lines: [first, ...others] }) => ({
      lines: [{ ...first!, accountCode: '404', taxType: 'NONE', taxAmount: '0.00' }, ...others],
    }));
  const chart = {
    kind: 'xeroChart',
    accounts: [
      {
        ...{ id: 'a', code: '404', name: 'Entertainment', type: 'EXPENSE' },
        ...{ accountClass: 'EXPENSE', systemAccount: null, status: 'ACTIVE' },
      },
    ],
    taxRates: [
      { taxType: 'NONE', name: 'No GST', rate: '0', status: 'ACTIVE', appliesTo: ['EXPENSE'] },
    ],
    trackingCategories: [],
  } as const;

  it('where they differ and where they are written', async () => {
    await storeRecords(test.db, 'demo', [chart as unknown as KeptRecord], new Date());
    const { id } = await openExceptionOf(test, recoded());
    const response = await fetch(`${test.api.url}/exceptions/${id}`);
    const page = await response.text();
    const rowOf = (label: string) => rowsOf(page).find((row) => row.label === label)?.cells;
    expect(rowOf('Account differs')).toEqual([
      ...['310 Account 310', '310 Account 310', '404 Entertainment', '310 Account 310'],
    ]);
    const gst = '15% GST (INPUT2)';
    expect(rowOf('Tax type differs')).toEqual([gst, gst, 'No GST (NONE)', gst]);
    expect(textOf(page)).toContain(`310 Account 310 ${gst}`);
  });

  it('and by their code where nothing names them', async () => {
    const { id } = await openExceptionOf(test, recoded());
    const response = await fetch(`${test.api.url}/exceptions/${id}`);
    const account = rowsOf(await response.text()).find(({ label }) => label === 'Account differs');
    expect(account?.cells[2]).toBe('404');
  });
});
