// Proves which tracking options a budget makes by itself, which it asks about, and that it makes none of a name twice.
import { describe, expect, test } from 'vitest';
import { costCodeOptionWanted } from '../../../domain/mapping/coded-line.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import {
  forecastsOf,
  isNearlyFull,
} from '../../../domain/objects/project-budget/wanted-options.ts';
import type { BudgetLine } from '../../../domain/records/procore/budget.ts';
import { leftAsItIs } from '../../support/answered.ts';
import { mapping, optionCode, project } from '../../support/domain-builders.ts';
import { goingOf } from '../../support/posted-documents.ts';
import { kept } from '../../support/kept-records.ts';

type Budget = Observation<'projectBudget'>;

const on: Mapping = {
  ...mapping,
  directions: { ...mapping.directions, projectBudget: 'procoreToXero' },
};
const withTracking = (over: Partial<Mapping['tracking']>): Mapping => ({
  ...on,
  tracking: { ...on.tracking, ...over },
});

const line = (code: string, name: string, over: Partial<BudgetLine> = {}): BudgetLine => ({
  costCode: { code, name },
  ...{ costType: 'Subcontract', subJob: null, amount: '1000.00' },
  ...over,
});

const own = optionCode('Project', '26-001 Ferry Terminal');
const held = optionCode('Cost code', 'Retention held');
const concrete = optionCode('Cost code', '03-300 Concrete');

function budget(over: Partial<Budget> = {}): Budget {
  const lines = [line('03-300', 'Concrete'), line('03-350', 'Piles')];
  return {
    ...{ connection: 'demo', publicUrl: 'http://127.0.0.1:4400', mappingVersion: 'v1' },
    mapping: on,
    answers: { accepted: [], refusals: [], decisions: [], inFlight: [] },
    context: 'context-1',
    ...{ sourceUnseen: false, linkedTargetId: null },
    type: 'projectBudget',
    projectId: project.id,
    budget: kept('procoreBudget', { lines }),
    project,
    postFrom: '2026-01-01',
    chart: { accounts: [], taxRates: [], codes: [own, held, concrete], links: [] },
    categories: [
      { id: 'c1', name: 'Project', status: 'ACTIVE', used: 1 },
      { id: 'c2', name: 'Cost code', status: 'ACTIVE', used: 2 },
    ],
    ...{ unsettled: [], projects: null },
    ...over,
  };
}

const withCodes = (...codes: Budget['chart']['codes']): Budget['chart'] => ({
  ...budget().chart,
  codes,
});

type Told = { made: string[]; asked: [kind: string, subject: string][]; state: string };

/** What goes by itself, by name; what is asked, by kind and subject; where it stands. */
function planned(seen: Budget): Told {
  const plan = planObservation(seen);
  return {
    made: goingOf(plan).map(({ body }) =>
      body.kind === 'xeroTrackingOption' ? body.name : body.kind,
    ),
    asked: plan.gated.questions.map(({ kind, subject }) => [kind, subject]),
    state: plan.standing.state,
  };
}
const nothing = { made: [], asked: [], state: 'notPosted' };

const archived = { ...concrete, status: 'ARCHIVED' };
const piles = optionCode('Cost code', '03-350 Piles');
const linkOf = (source: string, optionId: string) => ({ source, categoryId: 'c2', optionId });

describe('the plan of a budget', () => {
  test.each<[string, Partial<Budget>, Told]>([
    [
      'a code that has no option: it is made, and the rest stays as it is',
      {},
      { made: ['03-350 Piles'], asked: [], state: 'notPosted' },
    ],
    [
      'an option for every code',
      { chart: withCodes(own, held, concrete, piles) },
      { made: [], asked: [], state: 'linked' },
    ],
    [
      'an option in other letters is the one',
      { chart: withCodes(own, held, concrete, optionCode('Cost code', '03-350 PILES')) },
      { made: [], asked: [], state: 'linked' },
    ],
    [
      'an option that is linked, whatever it is called by now',
      {
        chart: {
          ...withCodes(own, held, concrete, { ...piles, option: 'Piling works' }),
          links: [linkOf('costCode/5/03-350', piles.optionId)],
        },
      },
      { made: [], asked: [], state: 'linked' },
    ],
    [
      'an option of the same name in another category is another',
      { chart: withCodes(own, held, concrete, optionCode('Project', '03-350 Piles')) },
      { made: ['03-350 Piles'], asked: [], state: 'notPosted' },
    ],
    [
      'nothing in Xero: all are made, the project and retention among them',
      { chart: withCodes() },
      {
        made: ['26-001 Ferry Terminal', 'Retention held', '03-300 Concrete', '03-350 Piles'],
        asked: [],
        state: 'notPosted',
      },
    ],
    [
      'an archived option: it is asked to be restored, and no second one is made',
      { chart: withCodes(own, held, archived, piles) },
      { made: [], asked: [['optionArchived', 'option/costCode/5/03-300']], state: 'notPosted' },
    ],
    [
      'an archived option that was linked under another name',
      {
        chart: {
          ...withCodes(own, held, { ...archived, option: 'Concrete works' }, piles),
          links: [linkOf('costCode/5/03-300', archived.optionId)],
        },
      },
      { made: [], asked: [['optionArchived', 'option/costCode/5/03-300']], state: 'notPosted' },
    ],
    [
      'one more than the most there shall be: nothing is made, and one question asked',
      { mapping: withTracking({ optionsMaximum: 2 }) },
      { made: [], asked: [['optionsLimit', 'options/costCode']], state: 'notPosted' },
    ],
    [
      'as many as there may be: made',
      { mapping: withTracking({ optionsMaximum: 3 }) },
      { made: ['03-350 Piles'], asked: [], state: 'notPosted' },
    ],
    [
      'too many in one category holds up nothing of the other',
      { mapping: withTracking({ optionsMaximum: 2 }), chart: withCodes(held, concrete) },
      {
        made: ['26-001 Ferry Terminal'],
        asked: [['optionsLimit', 'options/costCode']],
        state: 'notPosted',
      },
    ],
    [
      'rolled up: one option for a division, named by its code',
      { mapping: withTracking({ rollUp: 'division' }) },
      { made: ['03'], asked: [], state: 'notPosted' },
    ],
    [
      'no category of that name: one question, and nothing is made in it',
      { categories: budget().categories.slice(0, 1), chart: withCodes(own) },
      { made: [], asked: [['unmappedCode', 'document']], state: 'notPosted' },
    ],
    ['a project that is not turned on', { postFrom: null }, nothing],
    ['a budget that was never seen', { budget: null }, nothing],
    ['a budget that is hidden', { budget: null, sourceUnseen: true }, nothing],
    ['a project that is not seen', { project: null }, nothing],
    ['the direction off', { mapping }, nothing],
  ])('%s', (_case, over, told) => {
    expect(planned(budget(over))).toEqual(told);
  });

  test('two codes that are called the same want one option', () => {
    const lines = [line('03-350', 'Piles'), line('03-350', 'Piles', { costType: 'Labour' })];
    const twice = [...lines, line('03-350', 'PILES', { subJob: 'North' })];
    expect(planned(budget({ budget: kept('procoreBudget', { lines: twice }) })).made).toEqual([
      '03-350 Piles',
    ]);
  });

  test('a name beyond the 100 characters of Xero is a question of its own', () => {
    const lines = [line('03-350', 'x'.repeat(100)), line('03-360', 'Caps')];
    const { made, asked } = planned(budget({ budget: kept('procoreBudget', { lines }) }));
    expect(made).toEqual(['03-360 Caps']);
    expect(asked).toEqual([['notWritable', 'option/costCode/5/03-350']]);
  });

  test('a limit that was left as it is stays silent until other figures are seen', () => {
    const full = budget({ mapping: withTracking({ optionsMaximum: 2 }) });
    expect(planned(leftAsItIs(full)).asked).toEqual([]);
    const more = [...(full.budget?.lines ?? []), line('03-360', 'Caps')];
    const grown = { ...leftAsItIs(full), budget: kept('procoreBudget', { lines: more }) };
    expect(planned(grown).asked).toEqual([['optionsLimit', 'options/costCode']]);
  });

  test('says what the limit is about, in figures', () => {
    const [question] = planObservation(budget({ mapping: withTracking({ optionsMaximum: 2 }) }))
      .gated.questions;
    expect(question?.sentence).toContain('Cost code has 2 options, 1 more is wanted, and 2');
    expect(question?.seen.figures).toEqual([
      { category: 'Cost code', used: '2', wanted: '1', maximum: '2' },
    ]);
    expect(question?.fix).toBeNull();
  });
});

describe('the option of a project that is over', () => {
  const over = { ...project, isActive: false };
  const ofProject = { source: 'project/5', categoryId: 'c1', optionId: own.optionId };
  const linked = { ...budget().chart, links: [ofProject] };

  test.each<[string, Partial<Budget>, Told]>([
    [
      'nothing unpaid, held or waiting: offered',
      {},
      { ...nothing, asked: [['optionToArchive', 'option/project/5']] },
    ],
    ['something still unpaid', { unsettled: ['1 claim not paid'] }, nothing],
    ['archived already', { chart: withCodes({ ...own, status: 'ARCHIVED' }) }, nothing],
    ['not linked to any', { chart: withCodes(held) }, nothing],
    ['never turned on', { postFrom: null }, nothing],
    ['the direction off', { mapping }, nothing],
  ])('%s', (_case, more, told) => {
    expect(planned(budget({ project: over, chart: linked, ...more }))).toEqual(told);
  });

  test('is archived by its id and as it was seen, and by decision alone', () => {
    const [question] = planObservation(budget({ project: over, chart: linked })).gated.questions;
    expect(question?.fix).toBeNull();
    expect(question?.verdicts).toMatchObject([
      {
        write: {
          operation: 'update',
          targetId: own.optionId,
          targetVersion: '26-001 Ferry Terminal',
          body: { kind: 'xeroTrackingOptionArchive', categoryId: 'c1', optionId: own.optionId },
        },
      },
    ]);
  });
});

describe('the forecast', () => {
  test.each([
    [79, false],
    [80, true],
    [100, true],
  ])('%i of a hundred used and wanted: warned %s', (used, warned) => {
    expect(isNearlyFull({ category: 'Cost code', used: used - 1, wanted: 1, maximum: 100 })).toBe(
      warned,
    );
  });

  test('counts what is active and what this budget adds', () => {
    expect(forecastsOf(budget())).toEqual([
      { category: 'Project', used: 1, wanted: 0, maximum: 100 },
      { category: 'Cost code', used: 2, wanted: 1, maximum: 100 },
    ]);
  });
});

describe('rolled up to divisions', () => {
  const rolled = withTracking({ rollUp: 'division' });
  const wanted = (code: string, over: Partial<Mapping['tracking']> = {}) =>
    costCodeOptionWanted(withTracking({ rollUp: 'division', ...over }), project, {
      code,
      name: 'Concrete',
    });

  test.each([
    ['03-300', '03', 'division/03'],
    ['03 - 300', '03', 'division/03'],
    ['03', '03', 'division/03'],
    ['-300', '-300', 'division/-300'],
  ])('%s is coded to %s', (code, option, source) => {
    expect(wanted(code)).toMatchObject({
      option: expect.stringContaining(option.replace(/^-/, '')) as string,
      source,
    });
  });

  test('leaves no dash or bracket of the template hanging', () => {
    expect(wanted('03-300', { costCodeOption: '{code} - {name}' }).option).toBe('03');
    expect(wanted('03-300', { costCodeOption: 'Div {code} ({name})' }).option).toBe('Div 03');
  });

  test('needs the code in the name of an option', () => {
    const written = { ...rolled, tracking: { ...rolled.tracking, costCodeOption: '{name}' } };
    const read = mappingSchema.safeParse(written);
    expect(read.error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'tracking.costCodeOption',
    ]);
  });
});
