// Proves what is said where Xero's reports and documents differ: every cause has its case, and what is the same is said to be.
import { describe, expect, it } from 'vitest';
import type { ActualsFacts } from '../../../domain/actuals/actuals.ts';
import type { Cause } from '../../../domain/actuals/causes.ts';
import { causeWords } from '../../../domain/actuals/causes.ts';
import type { CostDocument } from '../../../domain/actuals/cost-lines.ts';
import type { Check, CrossCheck, ReportsRead } from '../../../domain/actuals/cross-check.ts';
import { crossCheck, isExplained } from '../../../domain/actuals/cross-check.ts';
import { accounts, bill, facts, line, options } from '../../support/actuals.ts';
import { account } from '../../support/domain-builders.ts';

const readAt = new Date('2026-07-01T00:00:00Z');
const updatedAt = '2026-06-01T10:00:00.000Z';

type Amounts = Record<string, string>;
const listed = (amounts: Amounts) =>
  Object.entries(amounts).map(([code, amount]) => ({ accountId: `account-${code}`, amount }));

/** Profit and loss by column, and what the balance sheet holds. */
function reports(
  columns: Record<string, Amounts>,
  sheet: Amounts | null = null,
  years: readonly string[] = ['2026'],
): ReportsRead {
  return {
    profitAndLoss: years.map((id) => ({
      readAt,
      report: {
        ...({ kind: 'xeroProfitAndLoss', id, from: `${id}-01-01`, to: `${id}-12-31` } as const),
        columns: Object.entries(columns).map(([option, amounts]) => ({
          option: option === 'none' ? null : option,
          amounts: listed(amounts),
        })),
      },
    })),
    balanceSheets:
      sheet === null
        ? []
        : [
            {
              readAt,
              report: {
                ...({ kind: 'xeroBalanceSheet', id: 'o-quay', date: '2026-12-31' } as const),
                ...{ amounts: listed(sheet), ground: '' },
              },
            },
          ],
  };
}

const check = (
  documents: CostDocument[],
  read: ReportsRead,
  over: Partial<ActualsFacts> = {},
  asOf: string | null = null,
): CrossCheck => crossCheck(facts(documents, over), read, { projectId: '1', asOf });
const causes = ({ accounts: of }: Check): [Cause, string[]][] =>
  of.flatMap((one) =>
    one.causes.map(({ cause, documents }): [Cause, string[]] => [
      cause,
      documents.map(({ id }) => id),
    ]),
  );

const cost = bill('b', [line('100.00')], { updatedAt });
const quay = '26-001 Quay';

describe('a report that says the same', () => {
  it('is the same, account by account, and retention with it', () => {
    const held = bill('h', [line('-20.00', { accountCode: '825', on: ['quay', 'held'] })], {
      updatedAt,
    });
    const found = check([cost, held], reports({ [quay]: { 310: '100.00' } }, { 825: '20.00' }));
    expect([found.cost.state, found.retention.state]).toEqual(['same', 'same']);
    expect(found.cost.accounts).toMatchObject([{ documents: '100.00', report: '100.00' }]);
    expect(found.retention.accounts).toMatchObject([{ documents: '20.00', report: '20.00' }]);
    expect(found.cost.readAt).toBe(readAt.toISOString());
    expect(isExplained(found)).toBe(true);
  });

  it('shows what owners hold as the asset it is', () => {
    const held = bill('h', [line('20.00', { accountCode: '826', on: ['quay', 'held'] })]);
    expect(check([held], reports({}, { 826: '20.00' })).retention.state).toBe('same');
  });

  it('adds up its years, and finds an option under a name it had', () => {
    const earlier = bill('e', [line('100.00')], { date: '2025-03-01', updatedAt });
    const years = reports({ 'Quay, formerly': { 310: '100.00' } }, null, ['2025', '2026']);
    const renamed = [{ ...options.quay, formerly: ['Quay, formerly'] }, options.concrete];
    expect(check([cost, earlier], years, { options: renamed }).cost.state).toBe('same');
  });

  it('is held against what no project tracks too', () => {
    const office = bill('o', [line('30.00', { on: [], accountCode: '318' })], { updatedAt });
    const read = reports({ [quay]: { 310: '100.00' }, none: { 318: '30.00' } });
    expect(check([cost, office], read).untracked.state).toBe('same');
  });
});

describe('a report that does not', () => {
  const told = reports({ [quay]: { 310: '90.00' } });

  it.each<[Cause, CrossCheck['cost'], [Cause, string[]][]]>([
    [
      'yearNotRead',
      check([bill('old', [line('100.00')], { date: '2024-01-01', updatedAt })], told).cost,
      [['yearNotRead', ['old']]],
    ],
    [
      'changedSince',
      check([bill('new', [line('100.00')], { updatedAt: '2026-07-02T00:00:00.000Z' })], told).cost,
      [['changedSince', ['new']]],
    ],
    [
      'optionArchived',
      check([cost], told, {
        options: [{ ...options.quay, status: 'ARCHIVED' }, options.concrete],
      }).cost,
      [['optionArchived', []]],
    ],
    [
      'accountUncoded',
      check(
        [bill('b', [line('5.00', { accountCode: null })])],
        reports({ [quay]: { x: '5.00' } }),
        {
          accounts: [...accounts, account('x', { code: null })],
        },
      ).cost,
      [['accountUncoded', ['b']]],
    ],
    [
      'postedByXero',
      check([], reports({ none: { 860: '0.01' } })).untracked,
      [['postedByXero', []]],
    ],
    ['notInDocuments', check([cost], told).cost, [['notInDocuments', []]]],
  ])('has the cause %s', (_cause, found, expected) => {
    expect(found.state).toBe('differs');
    expect(causes(found)).toEqual(expected);
  });

  it('has every cause above', () => {
    const above: Cause[] = [
      ...(['yearNotRead', 'changedSince', 'optionArchived'] as const),
      ...(['accountUncoded', 'postedByXero', 'notInDocuments'] as const),
    ];
    expect(Object.keys(causeWords)).toEqual(above);
  });

  it('says by how much, and only what has no cause of its own is not explained', () => {
    const found = check([cost], told);
    expect(found.cost.accounts).toMatchObject([
      { documents: '100.00', report: '90.00', difference: '-10.00' },
    ]);
    expect(isExplained(found)).toBe(false);
    const later = bill('new', [line('100.00')], { updatedAt: '2026-07-02T00:00:00.000Z' });
    expect(isExplained(check([later], told))).toBe(true);
  });
});

describe('nothing is compared', () => {
  it('before a report was read', () => {
    expect(check([cost], reports({}, null, [])).cost.state).toBe('notRead');
    const held = bill('h', [line('-20.00', { accountCode: '825', on: ['quay', 'held'] })]);
    expect(check([held], reports({})).retention.state).toBe('notRead');
  });

  it('where a day cuts the year: only where documents are dated after it', () => {
    const read = reports({ [quay]: { 310: '100.00' } });
    expect(check([cost], read, {}, '2026-05-31').cost.state).toBe('otherDay');
    expect(check([cost], read, {}, '2026-06-01').cost.state).toBe('same');
  });
});
