// Proves what a direct cost says: its type, number and codes, one line a code that come to the document's, and that what stands keeps its coding.
import { describe, expect, test } from 'vitest';
import { codedCost } from '../../../domain/objects/direct-cost/coded-cost.ts';
import {
  adoptedBaseOf,
  objectOf,
  planObservation,
  readsFirstOf,
  readsOf,
} from '../../../domain/objects/objects.ts';
import { settledAgreement } from '../../../domain/plan/settled-agreement.ts';
import { directCostBaseSchema } from '../../../domain/plan/direct-cost-base.ts';
import { sumAmounts } from '../../../domain/money/amount.ts';
import { whyNotWritable } from '../../../domain/records/write-bodies.ts';
import { leftAsItIs } from '../../support/answered.ts';
import {
  budgetCode,
  costDocument,
  costLine,
  costMapping,
  costObservation,
  costWriteOf,
  postedCost,
  recordOf,
  share,
  typedCost,
} from '../../support/direct-costs.ts';

const bodyOf = (...seen: Parameters<typeof costObservation>) =>
  costWriteOf(costObservation(...seen)).body;
const questionsOf = (seen: Parameters<typeof planObservation>[0]) =>
  planObservation(seen).gated.questions.map(({ kind }) => kind);

describe('a new direct cost', () => {
  test('of a vendor’s bill is an invoice with its number, and its marker stands last', () => {
    const write = costWriteOf(costObservation());
    expect(write).toMatchObject({ endpoint: 'procore/direct_costs', operation: 'create' });
    expect(write.marker).toBe('tieout:demo/directCost/bill-b1/directCost-5');
    expect(write.body).toEqual({
      kind: 'procoreDirectCost',
      type: 'invoice',
      projectId: '5',
      status: 'approved',
      vendorId: '17',
      invoiceNumber: 'INV-77',
      date: '2026-06-02',
      description: `Bill INV-77 of Skips Ltd, in Xero ${write.marker}`,
      lines: [{ wbsCodeId: 'w1', amount: '120.00', description: 'Skip hire' }],
    });
    expect(whyNotWritable(write.body)).toBeNull();
  });

  test.each([
    ['a contact that is no vendor', { vendorId: null }],
    ['a bill without a number', { document: costDocument({ number: null }) }],
    ['a credit note', { document: costDocument({ kind: 'xeroCreditNote', number: 'CN-1' }) }],
    ['a manual journal', { document: costDocument({ kind: 'xeroManualJournal', number: null }) }],
  ] as const)('of %s is an expense without a number', (_what, over) => {
    expect(bodyOf(over)).toMatchObject({ type: 'expense', invoiceNumber: null });
  });

  test('bears Xero’s id as its origin_id only where the mapping says so', () => {
    expect(bodyOf()).not.toHaveProperty('originId');
    const actuals = { ...costMapping.actuals, originId: true };
    expect(bodyOf({ mapping: { ...costMapping, actuals } })).toMatchObject({
      originId: 'bill-b1/5',
    });
  });

  test('of a bill on several projects bears each project’s number, since a vendor’s number stands once', () => {
    const other = share({ projectId: '6', project: { number: '26-002', name: 'Mill' } });
    const { verdicts } = planObservation(costObservation({ shares: [share(), other] }));
    const numbers = verdicts.flatMap((one) =>
      'write' in one && one.write && 'invoiceNumber' in one.write.body
        ? [one.write.body.invoiceNumber]
        : [],
    );
    expect(numbers).toEqual(['INV-77 / 26-001', 'INV-77 / 26-002']);
  });

  test('of more budget codes than Procore takes at once is a question', () => {
    const ids = Array.from({ length: 101 }, (_, at) => `o-${at}`);
    const seen = costObservation({
      shares: [
        share({
          lines: ids.map((optionId) => costLine('1.00', { code: { optionId, name: optionId } })),
          budget: {
            currency: 'NZD',
            codes: ids.map((optionId) => budgetCode(`w${optionId}`, { optionId })),
          },
        }),
      ],
    });
    expect(questionsOf(seen)).toEqual(['notWritable']);
  });
});

describe('the lines', () => {
  const coded = (lines: ReturnType<typeof costLine>[], codes = [budgetCode('w1')], before = {}) =>
    codedCost(costMapping, share({ lines, budget: { currency: 'NZD', codes } }), {
      before,
      conversion: null,
    });

  test('are one a budget code, and come to what the document’s come to', () => {
    const lines = [
      costLine('100.10'),
      costLine('0.05', { description: 'Fuel' }),
      costLine('-0.10', { description: 'Skip hire' }),
      costLine('7.00', { account: { code: '312', name: 'Materials' } }),
    ];
    const made = coded(lines, [budgetCode('w1'), budgetCode('w2', { costType: 'M' })]);
    expect(made).toMatchObject({
      ok: true,
      cost: {
        lines: [
          { wbsCodeId: 'w1', amount: '100.05', description: 'Skip hire; Fuel' },
          { wbsCodeId: 'w2', amount: '7.00' },
        ],
        codes: { 'o-skips/310': 'w1', 'o-skips/312': 'w2' },
      },
    });
    const written = made.ok ? made.cost.lines.map(({ amount }) => amount) : [];
    expect(sumAmounts(written)).toBe(sumAmounts(lines.map(({ amount }) => amount)));
  });

  test('stay on the code they were put on, whatever the budget has by now', () => {
    const before = { 'o-skips/310': 'w9' };
    expect(coded([costLine('1.00')], [], before)).toMatchObject({
      cost: { lines: [{ wbsCodeId: 'w9' }] },
    });
  });

  test('of a sub job are on its code where the line names its option, else on the project’s own', () => {
    const subJob = { id: 's1', name: 'Block A' };
    const codes = [budgetCode('w1'), budgetCode('w2', { subJob, projectOptionId: 'o-block' })];
    const on = (projectOptionId: string) => coded([costLine('1.00', { projectOptionId })], codes);
    expect(on('o-block')).toMatchObject({ cost: { lines: [{ wbsCodeId: 'w2' }] } });
    expect(on('o-quay')).toMatchObject({ cost: { lines: [{ wbsCodeId: 'w1' }] } });
  });

  test.each([
    [
      'no cost type of its account',
      { account: { code: '429', name: 'General' } },
      'no cost type is known for account 429 General (26-001)',
    ],
    [
      'a cost type that is not budgeted',
      { account: { code: '312', name: 'Materials' } },
      '"01-500 Skips" is not budgeted under cost type M (26-001)',
    ],
  ])('with %s have no place', (_what, over, problem) => {
    expect(coded([costLine('1.00', over)])).toEqual({ ok: false, problems: [problem] });
  });

  test('that may be on two codes are asked about, and guessed by nobody', () => {
    const codes = [budgetCode('w1'), budgetCode('w2', { costCode: { code: '01-510', name: 'x' } })];
    expect(coded([costLine('1.00')], codes)).toMatchObject({
      problems: [
        '"01-500 Skips" with account 310 Subcontractors may be any of 2 codes of the budget (26-001)',
      ],
    });
  });

  test('take the cost type that the mapping names for their account', () => {
    const actuals = { ...costMapping.actuals, costTypes: { '429': 'E' } };
    const lines = [costLine('1.00', { account: { code: '429', name: 'General' } })];
    const codes = [budgetCode('w5', { costType: 'E' })];
    const asked = share({ lines, budget: { currency: 'NZD', codes } });
    const kept = { before: {}, conversion: null };
    expect(codedCost({ ...costMapping, actuals }, asked, kept)).toMatchObject({
      cost: { lines: [{ wbsCodeId: 'w5' }] },
    });
  });
});

describe('a project in another currency, with a rate that was fixed for it', () => {
  const fixed = { currency: 'AUD', rate: '0.92', date: '2026-05-01', source: 'board minute 12' };
  const inDollars = (over: Partial<typeof fixed> = {}) => {
    const currencies = {
      ...costMapping.currencies,
      projects: { '26-001': { ...fixed, ...over } },
    };
    return {
      mapping: { ...costMapping, currencies },
      shares: [share({ budget: { currency: 'AUD', codes: [budgetCode('w1')] } })],
    };
  };

  test('takes the cost at that rate, and keeps the rate with it', () => {
    const write = costWriteOf(costObservation(inDollars()));
    // 120.00 of the ledger at 0.92.
    expect(write.body.lines.map(({ amount }) => amount)).toEqual(['110.40']);
    expect(write.agreed).toMatchObject({ conversion: { currency: 'AUD', rate: '0.92' } });
  });

  test.each([
    ['no rate is fixed for its currency', inDollars({ currency: 'USD' })],
    ['a rate is fixed for another project', { ...inDollars(), mapping: costMapping }],
  ])('waits where %s', (_why, over) => {
    expect(questionsOf(costObservation(over))).toEqual(['directCostHeldUp']);
  });

  test('leaves what stands as it was, whatever rate the file has by now', () => {
    const write = costWriteOf(costObservation(inDollars()));
    const base = settledAgreement({
      ...{ body: write.body, agreed: write.agreed, mappingVersion: 'v1', answer: recordOf(write) },
    });
    if (!base || !('codes' in base)) throw new Error('nothing is agreed');
    const link = { directCostId: 'd1', base, isGone: false, record: recordOf(write) };
    const [own] = inDollars().shares;
    if (!own) throw new Error('no share');
    for (const rate of ['0.5', '0.92']) {
      const later = { ...inDollars({ rate }), shares: [{ ...own, link }] };
      const { gated } = planObservation(costObservation(later));
      expect([gated.questions.length, gated.going.length]).toEqual([0, 0]);
    }
  });
});

describe('what stands in Procore', () => {
  test('is written whole where Xero says another amount, and rests then', () => {
    const seen = postedCost();
    const link = seen.shares[0]?.link;
    const moved = { ...seen, shares: [share({ lines: [costLine('150.00')], link: link ?? null })] };
    const write = costWriteOf(moved);
    expect(write).toMatchObject({ operation: 'update', targetId: 'd1' });
    expect(write.body).toMatchObject({ directCostId: 'd1', lines: [{ amount: '150.00' }] });
    const base = directCostBaseSchema.parse(write.agreed);
    const again = {
      ...moved,
      shares: [
        share({
          lines: [costLine('150.00')],
          link: { directCostId: 'd1', base, record: recordOf(write), isGone: false },
        }),
      ],
    };
    expect(planObservation(again).verdicts.every(({ outcome }) => outcome === 'unchanged')).toBe(
      true,
    );
  });

  test('keeps its number while the bill keeps its own, and takes the new one of the bill', () => {
    const seen = postedCost({ document: costDocument({ number: 'INV-78', name: 'bill INV-78' }) });
    expect(costWriteOf(seen).body).toMatchObject({ invoiceNumber: 'INV-78' });
    const other = share({ projectId: '6', project: { number: '26-002', name: 'Mill' } });
    const more = postedCost();
    const both = { ...more, shares: [...more.shares, other] };
    const [own] = planObservation(both).verdicts.filter(({ role }) => role === 'directCost/5');
    expect(own?.outcome).toBe('unchanged');
  });

  test('and is changed by a person is put back by an approval of what Xero says, and left alone by "leave it"', () => {
    const seen = postedCost({}, { date: '2026-07-01' });
    expect(questionsOf(seen)).toEqual(['directCostChanged']);
    expect(planObservation(leftAsItIs(seen)).gated).toMatchObject({ going: [], questions: [] });
    const [verdict] = planObservation(seen).verdicts.filter(
      ({ outcome }) => outcome === 'conflict',
    );
    expect(verdict).toMatchObject({
      changes: [{ path: 'date', procore: '2026-07-01', xero: '2026-06-02' }],
      write: { body: { date: '2026-06-02' } },
    });
  });

  test('is left alone in one project whatever is asked in another', () => {
    const seen = postedCost();
    const other = share({ projectId: '6', lines: [costLine('1.00', { code: null })] });
    const { gated } = planObservation({ ...seen, shares: [...seen.shares, other] });
    expect(gated.questions.map(({ subject }) => subject)).toEqual(['directCost/6']);
  });
});

describe('a person’s own that is taken for the document', () => {
  const seen = costObservation({
    shares: [share({ alike: [typedCost({ vendorId: '18', description: 'Mine' })] })],
  });
  const adopted = () => directCostBaseSchema.parse(adoptedBaseOf(seen, 'directCost/5', 'd9'));

  test('keeps its vendor, number and words, and is not written at once', () => {
    const base = adopted();
    expect(base.projection).toMatchObject({ vendorId: '18', description: 'Mine' });
    const record = typedCost({ vendorId: '18', description: 'Mine' });
    const link = { directCostId: 'd9', base, record, isGone: false };
    const now = { ...seen, shares: [share({ link })] };
    expect(planObservation(now).gated.going).toEqual([]);
    expect(questionsOf(now)).toEqual([]);
    const moved = { ...seen, shares: [share({ link, lines: [costLine('130.00')] })] };
    expect(costWriteOf(moved).body).toMatchObject({
      ...{ vendorId: '18', description: 'Mine', lines: [{ amount: '130.00' }] },
    });
  });
});

describe('what is read', () => {
  test('first are the budget and the list of each project that needs them', () => {
    const due = share({ budgetIsDue: true, listIsDue: true });
    expect(readsFirstOf(costObservation({ shares: [due] }))).toEqual([
      { system: 'procore', kind: 'procoreBudgetCodes', id: '5' },
      { system: 'procore', kind: 'procoreDirectCosts', id: '5' },
    ]);
    expect(readsFirstOf(costObservation())).toEqual([]);
  });

  test('before a decision are the document and what stands for it', () => {
    expect(readsOf(postedCost())).toEqual([
      { system: 'xero', kind: 'xeroBill', id: 'b1' },
      { system: 'procore', kind: 'procoreDirectCost', id: 'd1', projectId: '5' },
    ]);
    const journal = costObservation({ sourceId: 'journal-j1' });
    expect(readsOf(journal)).toMatchObject([{ kind: 'xeroManualJournal', id: 'j1' }]);
  });

  test.each([
    ['bill-b1', { kind: 'xeroBill', recordId: 'b1' }],
    ['spend-t1', { kind: 'xeroBankTransaction', recordId: 't1' }],
    ['receive-t1', { kind: 'xeroBankTransaction', recordId: 't1' }],
    ['journal-7f-0', { kind: 'xeroManualJournal', recordId: '7f-0' }],
  ])('%s is made from its record', (sourceId, made) => {
    const object = objectOf('directCost');
    expect(object.isSourceId(sourceId)).toBe(true);
    expect(object.sourceOf(sourceId)).toEqual(made);
  });
});
