// How what actuals are made of, and what they are held against, is asked of Xero.
import type { XeroBalanceSheet, XeroProfitAndLoss } from '../../domain/records/xero/reports.ts';
import { order, unitdp } from './asked-alike.ts';
import { readBankTransaction, readManualJournal } from './bank-transactions.ts';
import type { ReportTable } from './reports.ts';
import { readReport } from './reports.ts';
import type { XeroClient } from './xero-api.ts';
import { malformedXeroAnswer } from './xero-call.ts';
import type { OneOf, XeroReading } from './xero-reading.ts';

/** The layout that no person changed: every account has a row of its own. */
const standardLayout = true;

type ActualsReads = Pick<
  XeroClient,
  'listBankTransactions' | 'listManualJournals' | 'readProfitAndLoss' | 'readBalanceSheet'
>;

export function actualsReads(reading: XeroReading): ActualsReads {
  const { list } = reading;
  return {
    listBankTransactions: ({ modifiedSince } = {}) =>
      list({
        resource: 'bank transaction',
        collection: 'BankTransactions',
        idField: 'BankTransactionID',
        read: readBankTransaction,
        template: '/BankTransactions',
        modifiedSince,
        fetch: (api, tenantId, { page, pageSize, options }) =>
          api.getBankTransactions(
            tenantId,
            undefined, // ifModifiedSince: in the options, to the second
            undefined, // where
            order,
            page,
            unitdp,
            pageSize,
            undefined, // references
            options,
          ),
      }),
    listManualJournals: ({ modifiedSince } = {}) =>
      list({
        resource: 'manual journal',
        collection: 'ManualJournals',
        idField: 'ManualJournalID',
        read: readManualJournal,
        template: '/ManualJournals',
        modifiedSince,
        fetch: (api, tenantId, { page, pageSize, options }) =>
          api.getManualJournals(tenantId, undefined, undefined, order, page, pageSize, options),
      }),
    readProfitAndLoss: (ask) => profitAndLoss(reading, ask),
    readBalanceSheet: (ask) => balanceSheet(reading, ask),
  };
}

/** A calendar year, because Xero may refuse more (cdn.cdata.com, ProfitAndLoss, read 2026-11-23; not in the OpenAPI file). */
async function profitAndLoss(
  reading: XeroReading,
  { year, categoryId }: { year: string; categoryId: string },
): Promise<XeroProfitAndLoss> {
  const [from, to] = [`${year}-01-01`, `${year}-12-31`];
  const { titles, rows } = await table(reading, {
    resource: 'profit and loss',
    template: '/Reports/ProfitAndLoss',
    fetch: (api, tenantId) =>
      api.getReportProfitAndLoss(
        tenantId,
        from,
        to,
        undefined, // periods
        undefined, // timeframe
        categoryId,
        undefined, // trackingCategoryID2
        undefined, // trackingOptionID
        undefined, // trackingOptionID2
        standardLayout,
      ),
  });
  const columns = titles.flatMap((title, at) => {
    if (title === total) return [];
    const amounts = rows.map(({ accountId, amounts: of }) => ({
      accountId,
      amount: of[at] ?? '0.00',
    }));
    return [{ option: title === unassigned ? null : title, amounts }];
  });
  return { kind: 'xeroProfitAndLoss', id: year, from, to, columns };
}

/** As Xero's screen calls its two columns that are no option; unconfirmed for the API. */
const unassigned = 'Unassigned';
const total = 'Total';

async function balanceSheet(
  reading: XeroReading,
  { date, optionId }: { date: string; optionId: string },
): Promise<Omit<XeroBalanceSheet, 'ground'>> {
  const { rows } = await table(reading, {
    resource: 'balance sheet',
    template: '/Reports/BalanceSheet',
    fetch: (api, tenantId) =>
      api.getReportBalanceSheet(
        tenantId,
        date,
        undefined, // periods
        undefined, // timeframe
        optionId,
        undefined, // trackingOptionID2
        standardLayout,
      ),
  });
  const amounts = rows.map(({ accountId, amounts: [amount = '0.00'] }) => ({ accountId, amount }));
  return { kind: 'xeroBalanceSheet', id: optionId, date, amounts };
}

async function table(
  { one }: XeroReading,
  ask: Pick<OneOf<ReportTable>, 'resource' | 'template' | 'fetch'>,
): Promise<ReportTable> {
  const report = await one({
    ...ask,
    collection: 'Reports',
    idField: 'ReportID',
    read: readReport,
  });
  if (report !== null) return report;
  throw malformedXeroAnswer({ status: 404, why: `${ask.template} is not there`, write: false });
}
