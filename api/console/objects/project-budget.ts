// What a budget's pages show: its codes, the tracking option and the task that stand for each, and how full the categories are.
import {
  forecastsOf,
  isNearlyFull,
  optionsOf,
} from '../../../domain/objects/project-budget/wanted-options.ts';
import type {
  Forecast,
  OptionStanding,
} from '../../../domain/objects/project-budget/wanted-options.ts';
import type { BudgetTask } from '../../../domain/objects/project-budget/wanted-tasks.ts';
import { tasksOf } from '../../../domain/objects/project-budget/wanted-tasks.ts';
import { estimateOfTask } from '../../../domain/records/xero/project-task.ts';
import { conversionFor } from '../../../domain/currency/project-conversion.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { factRow } from '../comparison-row.ts';
import { groupDigits } from '../format.ts';
import type { Fact, ObjectPages } from './object-pages.ts';

type Budget = Observation<'projectBudget'>;

export const projectBudgetPages: ObjectPages<Budget> = {
  words: { one: 'Budget', many: 'Budgets' },
  place,
  facts: (observation) => {
    const { budget, unsettled, projects } = observation;
    return [
      ['Project', place(observation)],
      ['Codes', budget && String(codesIn(budget.lines))],
      ['Conversion', conversionSaid(observation)],
      ...forecastsOf(observation).map((forecast): Fact => [
        `Options of ${forecast.category}`,
        wordsOf(forecast),
      ]),
      ['Project in Xero', projects?.target?.name ?? null],
      ['Tasks in Xero', tasksSaid(observation)],
      ['Not settled yet', unsettled.join(', ')],
    ];
  },
  sides: (observation) => [
    factRow('Project', place(observation)),
    ...optionsOf(observation).map((option) =>
      factRow(option.option, saidOf(observation, option), inXero(option)),
    ),
    ...tasksOf(observation).map((task) =>
      factRow(`Task ${task.name}`, hoursOf(task), taskInXero(task)),
    ),
  ],
  records: ({ budget, chart }) => ({ source: budget, target: chart.codes }),
  inXero: () => null,
  sums: () => ({ procore: null, xero: null }),
  elsewhere: () => [],
  base: () => null,
  contactIds: () => [],
  contactNames: () => ({}),
  working: () => null,
};

/** "0.61 USD for one of the ledger's currency, fixed on 2026-05-01 (board minute 12)"; none where the project is in the ledger's currency. */
function conversionSaid({ mapping, project, budget }: Budget): string | null {
  const of = { number: project?.number ?? null, currency: budget?.currency ?? null };
  const fixed = conversionFor(mapping.currencies.projects, of);
  if (!fixed) return null;
  const { rate, currency, date, source } = fixed;
  return `${rate} ${currency} for one of the ledger's currency, fixed on ${date} (${source})`;
}

function codesIn(lines: readonly { costCode: { code: string } }[]): number {
  return new Set(lines.map(({ costCode }) => costCode.code)).size;
}

/** "84 of 100, and 3 more wanted: nearly full". */
function wordsOf(forecast: Forecast): string {
  const { used, wanted, maximum } = forecast;
  const more = wanted === 0 ? '' : `, and ${wanted} more wanted`;
  return `${used} of ${maximum}${more}${isNearlyFull(forecast) ? ': nearly full' : ''}`;
}

/** The codes it stands for, each with what it was budgeted at; amounts go nowhere. */
function saidOf({ budget }: Budget, { codes }: OptionStanding): string | null {
  const lines = (budget?.lines ?? []).filter(({ costCode }) => codes.includes(costCode.code));
  const said = lines.map(({ costCode, costType, subJob, amount }) => {
    const sum = amount === null ? null : groupDigits(amount);
    const currency = sum === null ? null : (budget?.currency ?? null);
    const parts = [costCode.code, costType, subJob, sum, currency];
    return parts.filter((part) => part !== null).join(' ');
  });
  return said.length === 0 ? null : said.join(', ');
}

/** "12 of 14, 9 with hours"; none where it makes none. */
function tasksSaid(observation: Budget): string | null {
  const tasks = tasksOf(observation);
  if (tasks.length === 0) return null;
  const there = tasks.filter(
    ({ standing }) => standing.is === 'linked' || standing.is === 'shared',
  );
  const withHours = tasks.filter(({ estimate }) => estimate !== null).length;
  return `${there.length} of ${tasks.length}, ${withHours} with hours`;
}

/** "90.00 h: 5400 min"; what no hours are budgeted on has no estimate. */
function hoursOf({ estimate, costCodes }: BudgetTask): string {
  const codes = costCodes.map(({ code }) => code).join(', ');
  return estimate ? `${codes} ${estimate.hours} h: ${estimate.minutes} min` : codes;
}

function taskInXero({ standing }: BudgetTask): string {
  switch (standing.is) {
    case 'linked':
    case 'found': {
      const minutes = estimateOfTask(standing.task);
      return `${standing.task.name}${minutes === null ? '' : `: ${minutes} min`}`;
    }
    case 'shared':
      return 'another code has it';
    case 'deleted':
      return 'deleted';
    case 'labours':
    case 'missing':
      return 'to be made';
  }
}

function inXero({ standing }: OptionStanding): string {
  switch (standing.is) {
    case 'there':
      return standing.option;
    case 'archived':
      return `${standing.option} (archived)`;
    case 'missing':
      return 'to be made';
    case 'withoutCategory':
      return 'no category for it';
  }
}

function place({ project }: Budget): string | null {
  return project && `${project.number} ${project.name}`.trim();
}
