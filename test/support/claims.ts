// Claims of either side as they stand before and after their documents are in Xero: credit notes, releases, owner invoices.
import type { ClaimObservation } from '../../domain/claims/claim-observation.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { OwnerInvoiceObservation } from '../../domain/objects/owner-invoice/observation.ts';
import type { PayAppObservation } from '../../domain/objects/pay-app/observation.ts';
import type { ReleaseObservation } from '../../domain/objects/retainage-release/observation.ts';
import type { DocumentBase } from '../../domain/plan/owned.ts';
import { settledAgreement } from '../../domain/plan/settled-agreement.ts';
import type { PlannedWrite } from '../../domain/plan/verdict.ts';
import type { ClaimItem } from '../../domain/records/procore/claim-figures.ts';
import type { ProcorePaymentApplication } from '../../domain/records/procore/payment-application.ts';
import type { ProcorePrimeContract } from '../../domain/records/procore/prime-contract.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';
import type { CreditNoteBody, LineBody, WriteBody } from '../../domain/records/write-bodies.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroTaxRate } from '../../domain/records/xero/chart.ts';
import type { XeroCreditNote } from '../../domain/records/xero/credit-note.ts';
import type { XeroLine } from '../../domain/records/xero/line.ts';
import type { XeroSalesInvoice } from '../../domain/records/xero/sales-invoice.ts';
import {
  account,
  cents,
  chartExcerpt,
  input2,
  item,
  payAppObservation,
  requisition,
  sovLine,
  summary,
  text,
} from './domain-builders.ts';
import { writesOf } from './posted-documents.ts';

export const output2: XeroTaxRate = {
  ...input2,
  taxType: 'OUTPUT2',
  name: '15% GST on Income',
  appliesTo: ['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY', 'REVENUE'],
};

/** The chart with what owner invoices are posted to: revenue, markup, and what owners retain. */
export const bothSides: PayAppObservation['chart'] = {
  ...chartExcerpt,
  accounts: [
    ...chartExcerpt.accounts,
    account('200', { type: 'SALES', accountClass: 'REVENUE' }),
    account('205', { type: 'SALES', accountClass: 'REVENUE' }),
    account('826', { type: 'CURRENT', accountClass: 'ASSET' }),
  ],
  taxRates: [...chartExcerpt.taxRates, output2],
};

export function primeContract(over: Partial<ProcorePrimeContract> = {}): ProcorePrimeContract {
  return {
    kind: 'procorePrimeContract',
    id: '3',
    contractKind: 'pc',
    projectId: '5',
    number: 'PC-001',
    title: 'Head contract',
    status: 'Approved',
    vendorId: '18',
    currency: null,
    date: '2026-04-01',
    retainagePercent: '5',
    originalSum: '50000.00',
    approvedChangeOrders: '0.00',
    revisedSum: '50000.00',
    lines: [
      sovLine('1', '30000.00', { taxCodeId: null }),
      sovLine('2', '20000.00', { taxCodeId: null }),
    ],
    updatedAt: '2026-05-01T00:00:00Z',
    ...over,
  };
}

/** A line of an owner invoice: it has its own cost code and no tax code. */
export function ownerItem(
  sovLineId: string,
  figures: Parameters<typeof item>[1],
  over: Partial<ClaimItem> = {},
): ClaimItem {
  return item(sovLineId, figures, { tax: null, ...over });
}

export const markup = { itemType: 'markup_item', sovLineId: null } as const;

/** 20,000.00 of work on line 1 and 2,000.00 of markup at 5 % retained: held 1,100.00, due 20,900.00. */
export function paymentApplication(
  over: Partial<ProcorePaymentApplication> = {},
): ProcorePaymentApplication {
  return {
    kind: 'procorePaymentApplication',
    id: '77',
    projectId: '5',
    contractId: '3',
    contractKind: 'pc',
    number: 1,
    invoiceNumber: 'HR-0001',
    status: 'approved',
    billingDate: '2026-05-31',
    periodId: 'p5',
    currency: null,
    totalPaid: null,
    summary: summary('22000.00', '1100.00'),
    items: [
      ownerItem('1', { work: '20000.00', held: '1000.00' }),
      ownerItem('9', { work: '2000.00', held: '100.00' }, { ...markup, description: 'Margin' }),
    ],
    updatedAt: '2026-06-01T00:00:00Z',
    ...over,
  };
}

export function ownerInvoiceObservation(
  over: Partial<OwnerInvoiceObservation> = {},
): OwnerInvoiceObservation {
  return {
    ...payAppObservation(),
    type: 'ownerInvoice',
    claim: paymentApplication(),
    contract: primeContract(),
    contact: { workflowId: 'contact/demo/18', contactId: 'contact-18', archived: false },
    chart: bothSides,
    ...over,
  };
}

/** The contract's second pay app, after one of 10,000.00 with 1,000.00 held. */
export function secondPayApp(
  items: ClaimItem[],
  header: ProcoreRequisition['summary'],
  over: Partial<PayAppObservation> = {},
): PayAppObservation {
  return payAppObservation({
    claim: requisition({
      ...{ id: '34', number: 2, previousId: '33', invoiceNumber: 'INV-1043' },
      ...{ items, summary: header },
    }),
    previous: requisition(),
    ...over,
  });
}

/** Line 1 in the second period: what is claimed, held and let go of the 1,000.00 held before. */
export function nextItem(
  figures: { work?: string; held?: string; released?: string },
  over: Partial<ClaimItem> = {},
): ClaimItem {
  return item(
    '1',
    {
      ...{ before: '10000.00', heldBefore: '1000.00' },
      ...{ work: figures.work ?? '0.00', held: figures.held ?? '0.00' },
    },
    { workRetainageReleasedThisPeriod: figures.released ?? '0.00', ...over },
  );
}

/** A second pay app of line 1 alone, its header as Procore would add it up. */
export function second(
  figures: { work?: string; held?: string; released?: string },
  over: Partial<PayAppObservation> = {},
): PayAppObservation {
  const { work = '0.00', held = '0.00', released = '0.00' } = figures;
  const completed = 1_000_000n + cents(work);
  const retained = 100_000n + cents(held) - cents(released);
  const header = summary(text(completed), text(retained), '9000.00');
  return secondPayApp([nextItem(figures)], header, over);
}

/** The release of a claim, looked at beside it: the claim's own documents are its sibling's. */
export function releaseOf(
  seen: PayAppObservation | OwnerInvoiceObservation,
  over: Partial<ReleaseObservation> = {},
): ReleaseObservation {
  return {
    ...seen,
    ...{ linkedTargetId: null, target: null, base: null },
    type: 'retainageRelease',
    of: seen.type,
    sibling: {
      workflowId: `${seen.type}/demo/${seen.claim?.id ?? ''}`,
      linkedTargetId: seen.linkedTargetId,
      target: seen.target,
      base: seen.base,
      wasLeft: false,
    },
    ...over,
  };
}

function asXeroHolds(line: LineBody, index: number): XeroLine {
  return {
    lineId: `line-${index + 1}`,
    description: line.description,
    quantity: '1.0000',
    unitAmount: line.unitAmount,
    lineAmount: line.unitAmount,
    taxType: line.taxType,
    taxAmount: line.taxAmount,
    accountCode: line.accountCode,
    tracking: line.tracking.map(({ category, option }) => {
      const code = chartExcerpt.codes.find((one) => one.option === option);
      const { categoryId = null, optionId = null } = code ?? {};
      return { category, option, categoryId, optionId };
    }),
  };
}

type InvoiceBody = Extract<WriteBody, { kind: 'xeroBill' | 'xeroSalesInvoice' }>;

function ledgerFields(body: InvoiceBody | CreditNoteBody) {
  const lines = body.lines.map(asXeroHolds);
  const net = lines.reduce((sum, line) => sum + cents(line.lineAmount), 0n);
  const tax = lines.reduce((sum, line) => sum + cents(line.taxAmount), 0n);
  return {
    contactId: body.contactId,
    number: body.number,
    date: body.date,
    currency: body.currency,
    currencyRate: '1.0000',
    lineAmountTypes: 'Exclusive' as const,
    status: body.status ?? 'AUTHORISED',
    ...{ subTotal: text(net), totalTax: text(tax), total: text(net + tax) },
    lines,
    updatedAt: '2026-06-02T00:00:00.000Z',
  };
}

/** A bill or sales invoice as Xero holds it after our body was written; `id` as its role and number say. */
function invoiceOf(body: InvoiceBody, id: string): XeroBill | XeroSalesInvoice {
  const fields = ledgerFields(body);
  return {
    ...fields,
    kind: body.kind,
    id,
    url: body.url ?? null,
    dueDate: body.dueDate,
    amountDue: fields.total,
    amountPaid: '0.00',
    amountCredited: '0.00',
    deducted: '0.00',
  };
}

export function creditNoteOf(
  body: CreditNoteBody,
  over: Partial<XeroCreditNote> = {},
): XeroCreditNote {
  const fields = ledgerFields(body);
  return {
    ...fields,
    kind: 'xeroCreditNote',
    id: 'note-1',
    side: body.side,
    reference: body.reference ?? null,
    remainingCredit: fields.total,
    allocations: [],
    ...over,
  };
}

function agreed(
  write: PlannedWrite,
  mappingVersion: string,
  answer: XeroBill | XeroSalesInvoice | XeroCreditNote,
) {
  return settledAgreement({
    ...{ body: write.body, agreed: write.agreed, mappingVersion, answer },
  }) as DocumentBase;
}

/** A claim after every document its plan writes was written: its bill, sales invoice or release, and its credit note. */
export function posted<O extends ClaimObservation>(
  seen: O,
  over: { target?: Partial<XeroBill>; note?: Partial<XeroCreditNote> } = {},
): O {
  let now = seen;
  for (const write of writesOf(planObservation(seen as Observation))) {
    const { body } = write;
    if (body.kind === 'xeroCreditNote') {
      const target = creditNoteOf(body, over.note);
      const base = agreed(write, seen.mappingVersion, creditNoteOf(body));
      now = {
        ...now,
        creditNote: { ...now.creditNote, linkedTargetId: target.id, target, base },
      };
    } else if (body.kind === 'xeroBill' || body.kind === 'xeroSalesInvoice') {
      const id = seen.type === 'retainageRelease' ? 'release-1' : 'bill-1';
      const written = invoiceOf(body, id);
      const target = { ...written, ...(over.target as object) };
      now = {
        ...now,
        linkedTargetId: id,
        target,
        base: agreed(write, seen.mappingVersion, written),
      };
    }
  }
  return now;
}

/** What a plan would write, document by document: role, number, status and each line as account, tax type and amount. */
export function documentsOf(seen: ClaimObservation): unknown[] {
  const { verdicts } = planObservation(seen as Observation);
  return verdicts.flatMap((verdict) => {
    const body = 'write' in verdict ? verdict.write?.body : undefined;
    if (!body || !('lines' in body) || !('contactId' in body)) return [];
    const lines = body.lines.map((line) =>
      [line.accountCode, line.taxType, line.unitAmount].join(' '),
    );
    return [[verdict.role, body.number, body.status, ...lines].join(' | ')];
  });
}
