// Proves what each line of each kind of document is to a project, and that all parts together are the whole.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActualsFacts } from '../../../domain/actuals/actuals.ts';
import { actualsOf } from '../../../domain/actuals/actuals.ts';
import type { CostDocument } from '../../../domain/actuals/cost-lines.ts';
import type { OptionName } from '../../support/actuals.ts';
import {
  bill,
  creditNote,
  facts,
  journal,
  line,
  salesInvoice,
  spent,
} from '../../support/actuals.ts';
import { cents } from '../../support/domain-builders.ts';

const of = (
  documents: CostDocument[],
  over: Partial<ActualsFacts> = {},
  asOf: string | null = null,
) => {
  const found = actualsOf(facts(documents, over), { projectId: '1', asOf });
  if (!found) throw new Error('no such project');
  return found;
};
const cost = (...documents: CostDocument[]): string => of(documents).cost.total;

describe('a line costs', () => {
  it.each<[string, CostDocument, string]>([
    ['what its bill says', bill('b', [line('100.00')]), '100.00'],
    [
      'that without the tax inside it',
      bill('b', [line('115.00', { taxAmount: '15.00' })], { lineAmountTypes: 'Inclusive' }),
      '100.00',
    ],
    ['not the tax beside it', bill('b', [line('100.00', { taxAmount: '15.00' })]), '100.00'],
    ['less by a supplier’s credit note', creditNote('c', [line('30.00')], 'payable'), '-30.00'],
    ['more by a customer’s credit note', creditNote('c', [line('30.00')], 'receivable'), '30.00'],
    ['less by what is charged on', salesInvoice('s', [line('40.00')]), '-40.00'],
    ['what was spent', spent('t', 'SPEND', [line('50.00')]), '50.00'],
    ['less by what was received', spent('t', 'RECEIVE', [line('50.00')]), '-50.00'],
    ['what a journal debits', journal('j', [line('60.00'), line('-60.00', { on: [] })]), '60.00'],
    ['less by what a journal credits', journal('j', [line('-60.00')]), '-60.00'],
    // 100.00 at 0.553127 of it for one of the own: 180.79.
    [
      'at its document’s rate',
      bill('b', [line('100.00')], { currency: 'EUR', currencyRate: '0.553127' }),
      '180.79',
    ],
  ])('%s', (_what, document, total) => {
    expect(cost(document)).toBe(total);
  });

  it.each<[string, CostDocument]>([
    ['a draft bill', bill('b', [line('1.00')], { status: 'DRAFT' })],
    ['a bill that waits for approval', bill('b', [line('1.00')], { status: 'SUBMITTED' })],
    ['a voided bill', bill('b', [line('1.00')], { status: 'VOIDED' })],
    ['a deleted bill', bill('b', [line('1.00')], { status: 'DELETED' })],
    ['deleted money', spent('t', 'SPEND', [line('1.00')], { status: 'DELETED' })],
    ['a prepayment', spent('t', 'SPEND-PREPAYMENT', [line('1.00')])],
    ['an overpayment', spent('t', 'SPEND-OVERPAYMENT', [line('1.00')])],
    ['a transfer', spent('t', 'SPEND-TRANSFER', [line('1.00')])],
    ['a draft journal', journal('j', [line('1.00')], { status: 'DRAFT' })],
    ['a voided journal', journal('j', [line('1.00')], { status: 'VOIDED' })],
    ['a line on income', salesInvoice('s', [line('1.00', { accountCode: '200' })])],
    ['a line on an asset', bill('b', [line('1.00', { accountCode: '630' })])],
    [
      'a line of retention',
      bill('b', [line('-1.00', { accountCode: '825', on: ['quay', 'held'] })]),
    ],
    ['a line of another project', bill('b', [line('1.00', { on: ['mill', 'concrete'] })])],
    ['a line of no project', bill('b', [line('1.00', { on: ['concrete'] })])],
  ])('nothing: %s', (_what, document) => {
    expect(cost(document)).toBe('0.00');
  });
});

describe('the cost of a project', () => {
  it('is split into what a commitment stands for and what stands by itself, by code and account', () => {
    const documents = [
      bill('claimed', [line('900.00')]),
      bill('direct', [line('50.00'), line('20.00', { on: ['quay', 'skips'], accountCode: '318' })]),
      creditNote('back', [line('5.00', { on: ['quay'] })], 'payable'),
    ];
    const { cost: whole, byCode } = of(documents, { onCommitments: new Set(['claimed']) });
    expect(whole).toEqual({ total: '965.00', againstCommitments: '900.00', direct: '65.00' });
    expect(
      byCode.map(({ option, codes, total, direct }) => [option, codes, total, direct]),
    ).toEqual([
      ['01-500 Skips', [], '20.00', '20.00'],
      ['03-100 Concrete', ['03-100'], '950.00', '50.00'],
      [null, [], '-5.00', '-5.00'],
    ]);
    expect(byCode[0]?.accounts).toMatchObject([{ code: '318', total: '20.00' }]);
  });

  it('counts up to a day, that day included', () => {
    const documents = [
      bill('a', [line('1.00')], { date: '2026-05-31' }),
      bill('b', [line('2.00')], { date: '2026-06-01' }),
      bill('c', [line('4.00')], { date: '2026-06-02' }),
    ];
    expect(of(documents, {}, '2026-06-01').cost.total).toBe('3.00');
  });

  it('shows retention and other accounts of the balance sheet apart, debits above zero', () => {
    const held = line('-90.00', { accountCode: '825', on: ['quay', 'held'] });
    const wip = line('70.00', { accountCode: '630' });
    const { retention, elsewhere, cost: whole } = of([bill('b', [held, wip])]);
    expect(retention).toMatchObject([{ code: '825', amount: '-90.00', documents: [{ id: 'b' }] }]);
    expect(elsewhere).toMatchObject([{ code: '630', amount: '70.00' }]);
    expect(whole.total).toBe('0.00');
  });

  it('keeps a line whose option was renamed since it was read', () => {
    const [quay, ...others] = facts([]).options;
    if (!quay) throw new Error('no option');
    const renamed = { ...quay, option: '26-001 Quay Street', formerly: ['26-001 Quay'] };
    const { cost: whole } = of([bill('b', [line('1.00')])], { options: [renamed, ...others] });
    expect(whole.total).toBe('1.00');
  });
});

describe('what is not assigned', () => {
  it('is listed with its documents and why', () => {
    const unknown = {
      ...line('3.00', { on: ['quay'] }),
      tracking: [
        ...line('0.00', { on: ['quay'] }).tracking,
        { category: 'Cost code', option: 'Gone', categoryId: null, optionId: null },
      ],
    };
    const { notAssigned, cost: whole } = of([
      bill('noCode', [line('1.00', { on: ['quay'] }), line('1.50', { on: ['quay'] })]),
      bill('unknownCode', [unknown]),
      bill('noProject', [line('5.00', { on: [] })]),
      bill('notAProject', [line('7.00', { on: ['office'] })]),
      bill('unknownAccount', [line('11.00', { accountCode: null })]),
    ]);
    const listed = ({ documents }: (typeof notAssigned)['toCode']) =>
      documents.map(({ document, reason, amount, names }) => [document.id, reason, amount, names]);
    expect(listed(notAssigned.toCode)).toEqual([
      ['noCode', 'noCode', '2.50', null],
      ['unknownCode', 'unknownCode', '3.00', 'Gone'],
    ]);
    expect(listed(notAssigned.toProject)).toEqual([
      ['noProject', 'noProject', '5.00', null],
      ['notAProject', 'notAProject', '7.00', 'Office'],
    ]);
    expect(listed(notAssigned.toAccount)).toEqual([
      ['unknownAccount', 'unknownAccount', '11.00', null],
    ]);
    expect(whole.total).toBe('5.50');
  });

  it('is named where it cannot be valued, and counted nowhere', () => {
    const foreign = bill('eur', [line('1.00')], { currency: 'EUR', currencyRate: null });
    const found = of([foreign]);
    expect(found.unvalued).toEqual([{ kind: 'xeroBill', id: 'eur', date: '2026-06-01' }]);
    expect(found.company.whole).toBe('0.00');
  });
});

it('there is nothing to say of a project that is not there', () => {
  expect(actualsOf(facts([]), { projectId: '9', asOf: null })).toBeNull();
});

describe('all parts together', () => {
  const names: readonly OptionName[][] = [
    ['quay', 'concrete'],
    ['quay', 'skips'],
    ['quay'],
    ['mill', 'concrete'],
    ['office'],
    ['concrete'],
    [],
  ];
  const lines = fc.array(
    fc.record({
      hundredths: fc.integer({ min: -9_999_999, max: 9_999_999 }),
      on: fc.constantFrom(...names),
      accountCode: fc.constantFrom('310', '318', '825', '200', '630', null),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const amountOf = (hundredths: number): string => {
    const digits = String(Math.abs(hundredths)).padStart(3, '0');
    return `${hundredths < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  const documents = fc.array(fc.record({ lines, rate: fc.constantFrom('1', '0.553127', '1.9') }), {
    maxLength: 8,
  });

  it('are the whole, for whatever documents', () => {
    fc.assert(
      fc.property(documents, (given) => {
        const bills = given.map(({ lines: of, rate }, at) =>
          bill(
            `b${at}`,
            of.map(({ hundredths, ...over }) => line(amountOf(hundredths), over)),
            rate === '1' ? {} : { currency: 'EUR', currencyRate: rate },
          ),
        );
        const onCommitments = new Set(['b0', 'b3']);
        const { company, notAssigned, cost: own, byCode } = of(bills, { onCommitments });
        const sum = (amounts: readonly string[]) => amounts.map(cents).reduce((a, b) => a + b, 0n);
        const projects = sum(company.projects.map(({ total }) => total));
        expect(projects + cents(notAssigned.toProject.total)).toBe(cents(company.whole));
        expect(sum(byCode.map(({ total }) => total))).toBe(cents(own.total));
        expect(sum([own.againstCommitments, own.direct])).toBe(cents(own.total));
        const accounts = byCode.flatMap((code) => code.accounts);
        expect(sum(accounts.map(({ total }) => total))).toBe(cents(own.total));
      }),
    );
  });
});
