// The register of retainage as a person reads it: each contract with both balances and what differs, then the accounts, then the verdict.
import type { Amount } from '../domain/money/amount.ts';
import { groupedAmount, sameAmount } from '../domain/money/amount.ts';
import type { Balance } from '../domain/retainage/ledger/balances.ts';
import { causeWords } from '../domain/retainage/ledger/causes.ts';
import type { Difference } from '../domain/retainage/ledger/differences.ts';
import type {
  AccountRegister,
  ContractRegister,
  Register,
} from '../domain/retainage/ledger/register.ts';

const sideWords = { payable: 'Held from subcontractors', receivable: 'Held by owners' } as const;

export function retentionText({ asOf, contracts, accounts, unexplained }: Register): string {
  if (contracts.length + accounts.length === 0) return nothingHeld(asOf);
  const sides = (['payable', 'receivable'] as const).flatMap((side) => {
    const own = contracts.filter((one) => one.side === side);
    const account = accounts.filter((one) => one.side === side);
    if (own.length + account.length === 0) return [];
    return [sideWords[side], ...own.flatMap(contractLines), ...account.flatMap(accountLines), ''];
  });
  const day = asOf === null ? 'Retention as it stands now' : `Retention as of ${asOf}`;
  return [day, '', ...sides, verdictOf(unexplained)].join('\n');
}

function nothingHeld(asOf: string | null): string {
  const when = asOf === null ? '' : ` up to ${asOf}`;
  return (
    `Nothing is held or released${when}: no approved claim with retainage is known. ` +
    'The first sweep reads them; what was held before is recorded with "tieout retention record opening".'
  );
}

function verdictOf(unexplained: number): string {
  if (unexplained === 0) return 'Every difference has a cause.';
  const what = unexplained === 1 ? '1 difference has' : `${unexplained} differences have`;
  return `${what} no known cause: look at the documents named "no cause is known".`;
}

function contractLines(contract: ContractRegister): string[] {
  const { number, title, project, counterparty, currency, total, outstanding } = contract;
  const head = [`${number} ${title}`.trim(), project, counterparty].filter((part) => part !== '');
  return [
    `  ${head.join(', ')}`,
    `    certified ${groupedAmount(total.certified)}, posted ${groupedAmount(total.posted)}, difference ${groupedAmount(total.difference)} ${currency}`,
    ...inBaseLines(contract),
    ...contract.balances.map((one) => `    ${one.taxType ?? 'no tax type'}: ${movesOf(one)}`),
    ...contract.differences.map(differenceLine),
    ...(sameAmount(outstanding.procore, outstanding.certified)
      ? []
      : [
          `    Procore says ${groupedAmount(outstanding.procore)} is outstanding`,
          ...outstanding.differences.map(differenceLine),
        ]),
  ];
}

/** Only the controller can take away what differing rates leave behind: Tieout makes no journal. */
function inBaseLines({ inBase, total, currency }: ContractRegister): string[] {
  if (inBase === undefined) return [];
  if (inBase === null) {
    return ['    in the books it cannot be valued: a document of it has no exchange rate'];
  }
  const { account, atHeldRates, residue, currency: base, atRate } = inBase;
  const parts = `${groupedAmount(atHeldRates)} held at the rates of its days, ${groupedAmount(residue)} currency on retainage`;
  const line = `    in the books ${groupedAmount(account)} ${base}: ${parts}`;
  const isOver = sameAmount(total.posted, '0.00') && !sameAmount(residue, '0.00');
  if (atRate) {
    const { rate, worth, revaluation, journal } = atRate;
    return [
      line,
      `      at ${rate} it would be worth ${groupedAmount(worth)} ${base}: revaluation ${groupedAmount(revaluation)}; a manual journal of ${groupedAmount(journal)} ${base} would bring the account there`,
    ];
  }
  return isOver
    ? [
        line,
        `      nothing is held in ${currency} any more: a manual journal of ${groupedAmount(residue)} ${base} between the retention account and a currency account would close it`,
      ]
    : [line];
}

/** What went in and out, without what is nothing. */
function movesOf({ claims, documents, people }: Balance): string {
  const moves: [string, Amount][] = [
    ['carried in', claims.opening],
    ['held', claims.held],
    ['released', claims.released],
    ['held in Xero', documents.held],
    ['released in Xero', documents.released],
    ['paid', documents.paid],
    ['opening', people.opening],
    ['applied', people.applied],
    ['written off', people.writtenOff],
    ['deposited', people.deposited],
  ];
  return moves
    .filter(([, amount]) => !sameAmount(amount, '0.00'))
    .map(([word, amount]) => `${word} ${groupedAmount(amount)}`)
    .join(', ');
}

function differenceLine({ name, amount, cause, detail, taxType }: Difference): string {
  const type = taxType === null ? '' : ` (${taxType})`;
  const more = detail === null || detail === '' ? '' : `: ${detail}`;
  return `      ${groupedAmount(amount)}${type}  ${name}: ${causeWords[cause]}${more}`;
}

function accountLines({ currency, inXero, posted, differences }: AccountRegister): string[] {
  return [
    `  Xero’s documents hold ${groupedAmount(inXero)}, the contracts above ${groupedAmount(posted)} ${currency}`,
    ...differences.map(differenceLine),
  ];
}
