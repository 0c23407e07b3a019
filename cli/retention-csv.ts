// The register of retainage as one table: a row for each balance, for each difference, and for each account.
import { causeWords } from '../domain/retainage/ledger/causes.ts';
import type { Difference } from '../domain/retainage/ledger/differences.ts';
import type { ContractRegister, Register } from '../domain/retainage/ledger/register.ts';
import { csvOf } from './csv.ts';

const columns = [
  ...(['row', 'side', 'project', 'contract', 'title', 'counterparty', 'currency'] as const),
  ...(['taxType', 'certified', 'posted', 'difference'] as const),
  ...(['claimsOpening', 'claimsHeld', 'claimsReleased'] as const),
  ...(['xeroHeld', 'xeroReleased', 'xeroPaid'] as const),
  ...(['opening', 'applied', 'writtenOff', 'deposited'] as const),
  ...(['procore', 'xero', 'document', 'cause', 'detail'] as const),
] as const;
type Row = Partial<Record<(typeof columns)[number], string>>;

export function retentionCsv({ contracts, accounts }: Register): string {
  const rows = [
    ...contracts.flatMap(rowsOfContract),
    ...accounts.flatMap(({ side, currency, inXero, posted, differences }): Row[] => [
      { row: 'account', side, currency, xero: inXero, posted },
      ...differences.map((one) => ({ side, currency, ...rowOf('accountDifference', one) })),
    ]),
  ];
  return csvOf(columns, rows);
}

function rowsOfContract(contract: ContractRegister): Row[] {
  const { side, project, number, title, counterparty, currency, outstanding } = contract;
  const of = { side, project, contract: number, title, counterparty, currency };
  return [
    ...contract.balances.map((balance) => ({
      ...{ row: 'balance', ...of, taxType: balance.taxType ?? '' },
      ...{ certified: balance.certified, posted: balance.posted, difference: balance.difference },
      claimsOpening: balance.claims.opening,
      claimsHeld: balance.claims.held,
      claimsReleased: balance.claims.released,
      xeroHeld: balance.documents.held,
      xeroReleased: balance.documents.released,
      xeroPaid: balance.documents.paid,
      ...balance.people,
    })),
    ...valueRows(contract).map((row) => ({ ...of, ...row })),
    ...contract.differences.map((one) => ({ ...of, ...rowOf('difference', one) })),
    {
      ...{ row: 'procore', ...of },
      ...{ procore: outstanding.procore, certified: outstanding.certified },
    },
    ...outstanding.differences.map((one) => ({ ...of, ...rowOf('procoreDifference', one) })),
  ];
}

/** `xero` is what the account holds in the organisation's own currency, `posted` what is held at the rates of its days. */
function valueRows({ inBase }: ContractRegister): Row[] {
  if (!inBase) return [];
  const { currency, account, atHeldRates, residue, atRate } = inBase;
  const cause = { cause: 'currencyOnRetainage', detail: 'currency on retainage' };
  const sums = { xero: account, posted: atHeldRates, difference: residue };
  const inTheBooks = { row: 'inTheBooks', currency, ...sums, ...cause };
  if (!atRate) return [inTheBooks];
  const { rate, worth, revaluation } = atRate;
  const valued = { xero: account, posted: worth, difference: revaluation };
  return [
    inTheBooks,
    { row: 'revaluation', currency, ...valued, ...cause, detail: `at a rate of ${rate}` },
  ];
}

function rowOf(row: string, { name, taxType, amount, cause, detail }: Difference): Row {
  const words = detail === null ? causeWords[cause] : `${causeWords[cause]}: ${detail}`;
  return { row, taxType: taxType ?? '', difference: amount, document: name, cause, detail: words };
}
