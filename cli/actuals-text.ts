// A project's actuals as a person reads them: each code with its accounts, then retention, what is not assigned, and Xero's own reports.
import type { ActualsRead } from '../db/queries/actuals-facts.ts';
import type { CostStanding } from '../db/queries/direct-cost-standing.ts';
import type { Actuals, PartOf, Split } from '../domain/actuals/actuals.ts';
import type { Check, Compared } from '../domain/actuals/cross-check.ts';
import { checkWords, reasonWords, standingWords } from '../domain/actuals/words.ts';
import { groupedAmount, sameAmount } from '../domain/money/amount.ts';

/** Of a long list; all of it is in --csv. */
const shownMost = 20;

export function actualsText({ actuals, check, directCosts }: ActualsRead): string {
  const { project, asOf, currency, cost } = actuals;
  const day = asOf === null ? 'as they stand now' : `up to ${asOf}`;
  return [
    `Actuals of ${project.name}, ${day}, in ${currency} without tax`,
    '',
    ...(project.options.length === 0 ? [noOption, ''] : []),
    `Cost ${splitWords(cost)}`,
    ...codeLines(actuals),
    '',
    ...balanceSheetLines(actuals),
    ...notAssignedLines(actuals),
    ...(directCosts === null ? [] : directCostLines(directCosts)),
    'Held against Xero’s reports',
    ...checkLines('profit and loss', check.cost),
    ...checkLines('balance sheet, retention', check.retention),
    ...checkLines('profit and loss, what no project tracks', check.untracked),
  ].join('\n');
}

const noOption =
  'Xero has no tracking option of this project: no document can be tracked by it. Make the option, or turn on directions.projectBudget.';

function splitWords({ total, againstCommitments, direct }: Split): string {
  const parts = `against commitments ${groupedAmount(againstCommitments)}, direct ${groupedAmount(direct)}`;
  return `${groupedAmount(total)}: ${parts}`;
}

function codeLines({ byCode }: Actuals): string[] {
  return byCode.flatMap(({ option, accounts, ...split }) => [
    `  ${option ?? 'Without a code'}  ${splitWords(split)}`,
    ...accounts.map(({ code, name, ...of }) => `    ${code} ${name}  ${splitWords(of)}`),
  ]);
}

function balanceSheetLines({ retention, elsewhere }: Actuals): string[] {
  const line = ({ code, name, amount }: { code: string; name: string; amount: string }) =>
    `  ${code} ${name}  ${groupedAmount(amount)}`;
  return [
    ...(retention.length > 0
      ? ['Retention, on the balance sheet (debits above zero)', ...retention.map(line), '']
      : []),
    ...(elsewhere.length > 0
      ? ['Elsewhere on the balance sheet (debits above zero)', ...elsewhere.map(line), '']
      : []),
  ];
}

function notAssignedLines({ notAssigned, unvalued }: Actuals): string[] {
  const { toCode, toProject, toAccount } = notAssigned;
  return [
    ...partLines('Not assigned to a code, and in the cost above', toCode),
    ...partLines('Not assigned to a project, and in no project’s cost', toProject),
    ...partLines('On an account that Xero’s chart does not tell, and not counted', toAccount),
    ...(unvalued.length === 0
      ? []
      : [
          'In another currency without a rate, and not counted',
          ...unvalued.map(({ kind, id, date }) => `  ${date}  ${kind} ${id}`),
          '',
        ]),
  ];
}

function partLines(title: string, { total, documents }: { total: string; documents: PartOf[] }) {
  if (documents.length === 0) return [];
  const more = documents.length - shownMost;
  return [
    `${title}: ${groupedAmount(total)}`,
    ...documents.slice(0, shownMost).map(partLine),
    ...(more > 0 ? [`  and ${more} more; --csv prints them all`] : []),
    '',
  ];
}

function directCostLines(costs: readonly CostStanding[]): string[] {
  if (costs.length === 0) return [];
  const there = costs.filter(({ directCostId }) => directCostId !== null);
  const others = costs.filter(({ directCostId, asked }) => directCostId === null || asked !== null);
  const more = others.length - shownMost;
  return [
    `In Procore as direct costs: ${there.length} of ${costs.length} documents`,
    ...others.slice(0, shownMost).map(standingLine),
    ...(more > 0 ? [`  and ${more} more; --json prints them all`] : []),
    '',
  ];
}

function standingLine({ document, amount, directCostId, asked }: CostStanding): string {
  const place = directCostId === null ? 'not there' : `direct cost ${directCostId}`;
  const why = asked ?? standingWords.notAsked;
  return `  ${document.date}  ${groupedAmount(amount)}  ${document.name}: ${place}. ${why}`;
}

function partLine({ document, amount, reason, names }: PartOf): string {
  const named = names === null ? '' : ` "${names}"`;
  return `  ${document.date}  ${groupedAmount(amount)}  ${document.name}: ${reasonWords[reason]}${named}`;
}

function checkLines(report: string, { state, readAt, accounts }: Check): string[] {
  const when = readAt === null ? '' : `, read ${readAt.slice(0, 16).replace('T', ' ')} UTC`;
  const differing = accounts.filter(({ difference }) => !sameAmount(difference, '0.00'));
  return [`  ${report}: ${checkWords[state]}${when}`, ...differing.flatMap(comparedLines)];
}

function comparedLines({ account, documents, report, difference, causes }: Compared): string[] {
  const sums = `documents ${groupedAmount(documents)}, report ${groupedAmount(report)}, difference ${groupedAmount(difference)}`;
  return [
    `    ${account.code} ${account.name}  ${sums}`,
    ...causes.map(({ words, documents: of }) => {
      const names = of.map(({ name, date }) => `${name} of ${date}`).join(', ');
      return names === '' ? `      ${words}` : `      ${words}: ${names}`;
    }),
  ];
}
