// Proves on the running stack that a project's actuals are the ledger's to the cent, whoever entered what, and that nothing is read for them where they are off.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readActuals } from '../../db/queries/actuals-facts.ts';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { config } from '../../tieout.config.ts';
import { patienceMs } from '../support/people.ts';
import { asBookkeeper } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';
import { callsOfTieout } from './counted-calls.ts';

type JournalLine = {
  accountCode: string;
  amount: string;
  tracking?: { Name: string; Option: string }[];
};
type Ledger = {
  accounts: { code: string; type: string }[];
  journals: { date: string; lines: JournalLine[] }[];
};

const costTypes = ['DIRECTCOSTS', 'EXPENSE', 'OVERHEADS', 'DEPRECIATN'];
const project = '26-001 Harbourside Apartments';
const mapping = mappingSchema.parse({ ...config, actuals: { direction: 'report' } });
const reporting = mapping.actuals;

/** Hundredths, read here in a way of its own. */
const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

describe('the actuals of a project', { timeout: 4 * patienceMs }, () => {
  let stack: Stack;
  let contactId: string;
  let projectId: string;
  let code: string;
  beforeAll(async () => {
    stack = await startStack({ company: 'twenty', readsOften: true });
    await stack.settle(patienceMs);
    const { Contacts } = (await asBookkeeper(stack.xero, 'PUT', 'Contacts', {
      Name: 'Hire and Skips Ltd',
    })) as { Contacts: { ContactID: string }[] };
    contactId = Contacts[0]?.ContactID ?? '';
    const [row] = await stack.database.sql<{ id: string }[]>`
      select record_id as id from mirror join snapshot on hash = snapshot_hash
      where mirror.kind = 'procoreProject' and body ->> 'number' = '26-001'`;
    projectId = row?.id ?? '';
    const ledger = await ledgerNow();
    const options = ledger.journals
      .flatMap(({ lines }) => lines)
      .flatMap(({ tracking = [] }) => tracking)
      .filter(({ Name, Option }) => Name === 'Cost code' && Option !== 'Retention held');
    code = options[0]?.Option ?? '';
  }, 3 * patienceMs);
  afterAll(() => stack.close(), 60_000);

  const ledgerNow = () => control<Ledger>(stack.xero, 'GET', 'ledger');
  const act = <T>(name: string, body: object): Promise<T> =>
    control<T>(stack.xero, 'POST', `acts/${name}`, body);
  const on = (Project: string | null, Code: string | null) => [
    ...(Project === null ? [] : [{ name: 'Project', option: Project }]),
    ...(Code === null ? [] : [{ name: 'Cost code', option: Code }]),
  ];
  const inXero = (tracking: { name: string; option: string }[]) =>
    tracking.map(({ name, option }) => ({ Name: name, Option: option }));

  /** By code, what the journals say on accounts of cost that are tracked by that project. */
  async function byLedger(of: string | null, asOf = '9999-12-31'): Promise<Map<string, bigint>> {
    const { accounts, journals } = await ledgerNow();
    const costs = new Set(
      accounts.filter(({ type }) => costTypes.includes(type)).map((one) => one.code),
    );
    const sums = new Map<string, bigint>();
    for (const line of journals.filter(({ date }) => date <= asOf).flatMap(({ lines }) => lines)) {
      const named = (name: string): string | null =>
        line.tracking?.find((one) => one.Name === name)?.Option ?? null;
      if (!costs.has(line.accountCode) || named('Project') !== of) continue;
      const key = named('Cost code') ?? '';
      sums.set(key, (sums.get(key) ?? 0n) + cents(line.amount));
    }
    return new Map([...sums].filter(([, sum]) => sum !== 0n).sort());
  }

  async function actuals(asOf: string | null = null) {
    const ask = { connection: stack.connection, mapping, projectId, asOf };
    const read = await readActuals(stack.database.db, ask);
    if (!read) throw new Error('no actuals');
    return read;
  }

  const calledFor = async (): Promise<string[]> =>
    (await callsOfTieout(stack.xero))
      .map(({ path }) => path)
      .filter((path) => /BankTransactions|ManualJournals|Reports/.test(path));

  async function sameAsLedger(asOf: string | null = null): Promise<void> {
    const read = await actuals(asOf);
    const ours = read.actuals.byCode.map(
      ({ option, total }) => [option ?? '', cents(total)] as const,
    );
    const shown = new Map(ours.filter(([, sum]) => sum !== 0n).sort());
    expect(shown).toEqual(await byLedger(project, asOf ?? undefined));
  }

  it('ask Xero for nothing where they are off', async () => {
    expect(await calledFor()).toEqual([]);
  });

  it('of what was posted from pay apps are against commitments, and the same as the ledger and the reports', async () => {
    await stack.useMapping({ actuals: reporting });
    await stack.settle(patienceMs);
    await sameAsLedger();
    const { actuals: own, check } = await actuals();
    expect(own.cost.direct).toBe('0.00');
    expect(cents(own.cost.againstCommitments)).toBeGreaterThan(0n);
    expect([check.cost.state, check.retention.state]).toEqual(['same', 'same']);
    expect(cents(own.retention[0]?.amount ?? '0.00')).toBeLessThan(0n);
    expect(new Set(await calledFor())).toEqual(
      new Set([
        '/api.xro/2.0/BankTransactions',
        '/api.xro/2.0/ManualJournals',
        '/api.xro/2.0/Reports/ProfitAndLoss',
        '/api.xro/2.0/Reports/BalanceSheet',
      ]),
    );
  });

  it('are the ledger whatever the bookkeeper enters, drafts and what is voided aside', async () => {
    const coded = on(project, code);
    await control(stack.xero, 'PUT', 'currencies', { codes: ['EUR'] });
    await act('spend-or-receive', {
      ...{ type: 'SPEND', contactId, date: '2026-10-05', reference: 'Skips' },
      lines: [
        { amount: '345.67', accountCode: '318', tracking: coded },
        { amount: '99.99', accountCode: '316', tracking: on(project, null) },
        { amount: '50.00', accountCode: '404', taxType: 'NONE' },
      ],
    });
    await act('spend-or-receive', {
      ...{ type: 'RECEIVE', contactId, date: '2026-10-08', lineAmountTypes: 'Exclusive' },
      lines: [{ amount: '12.34', accountCode: '318', tracking: coded }],
    });
    await act('manual-journal', {
      ...{ narration: 'Labour of September', date: '2026-09-30' },
      lines: [
        { amount: '1200.00', accountCode: '314', tracking: coded },
        { amount: '-1200.00', accountCode: '314', tracking: on(null, null) },
      ],
    });
    await act('manual-journal', {
      ...{ narration: 'Not posted', date: '2026-09-30', status: 'DRAFT' },
      lines: [
        { amount: '7.00', accountCode: '314', tracking: coded },
        { amount: '-7.00', accountCode: '404' },
      ],
    });
    const line = { Description: 'Hire', AccountCode: '316', Tracking: inXero(coded) };
    const bill = { Type: 'ACCPAY', Contact: { ContactID: contactId }, Date: '2026-10-10' };
    const { Invoices } = (await asBookkeeper(stack.xero, 'PUT', 'Invoices', {
      Invoices: [
        {
          ...bill,
          ...{ Status: 'AUTHORISED', DueDate: '2026-11-10', InvoiceNumber: 'H-1' },
          LineAmountTypes: 'Inclusive',
          LineItems: [{ ...line, UnitAmount: 1150.55 }],
        },
        {
          ...bill,
          ...{ Status: 'AUTHORISED', DueDate: '2026-11-10', InvoiceNumber: 'H-3' },
          ...{ CurrencyCode: 'EUR', CurrencyRate: 0.553127 },
          LineItems: [
            { ...line, UnitAmount: 333.33 },
            { ...line, UnitAmount: 77.77 },
          ],
        },
        {
          ...bill,
          ...{ Status: 'DRAFT', InvoiceNumber: 'H-2' },
          LineItems: [{ ...line, UnitAmount: 500 }],
        },
      ],
    })) as { Invoices: { InvoiceID: string }[] };
    await act('credit', {
      invoiceId: Invoices[0]?.InvoiceID,
      amount: '100.10',
      date: '2026-10-12',
    });
    const gone = await act<{ bankTransactionId: string }>('spend-or-receive', {
      ...{ type: 'SPEND', contactId, date: '2026-10-09' },
      lines: [{ amount: '800.00', accountCode: '318', tracking: coded }],
    });
    await act('void', { id: gone.bankTransactionId });
    await stack.settle(patienceMs);

    await sameAsLedger();
    await sameAsLedger('2026-10-08');
    const { actuals: own, check } = await actuals();
    expect(cents(own.cost.direct)).toBeGreaterThan(0n);
    expect(cents(own.cost.againstCommitments) + cents(own.cost.direct)).toBe(cents(own.cost.total));
    expect([check.cost.state, check.retention.state]).toEqual(['same', 'same']);
    const { toCode, toProject } = own.notAssigned;
    expect(toCode).toMatchObject({ total: '86.95', documents: [{ reason: 'noCode' }] });
    const parts = own.company.projects.reduce((sum, { total }) => sum + cents(total), 0n);
    expect(parts + cents(toProject.total)).toBe(cents(own.company.whole));
    const unassigned = [...(await byLedger(null)).values()].reduce((sum, one) => sum + one, 0n);
    expect(cents(toProject.total)).toBe(unassigned);
  });
});
