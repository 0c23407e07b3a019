// A Xero as small as it can be: bodies become records, tax is worked out a line and rounded, and what Xero refuses is an error.
import type { XeroInvoice } from '../../../../domain/claims/claim-observation.ts';
import type { XeroCreditNote } from '../../../../domain/records/xero/credit-note.ts';
import type { XeroLine } from '../../../../domain/records/xero/line.ts';
import type { XeroPayment } from '../../../../domain/records/xero/payment.ts';
import type { XeroPurchaseOrder } from '../../../../domain/records/xero/purchase-order.ts';
import type {
  AllocationBody,
  BillBody,
  CreditNoteBody,
  LineBody,
  PurchaseOrderBody,
  SalesInvoiceBody,
} from '../../../../domain/records/write-bodies.ts';
import { cents, optionCode } from '../../../support/domain-builders.ts';
import type { Regime, Setup } from './life.ts';
import { share, sum, taxes, text, unitOf } from './life.ts';

type Ended = { status: 'VOIDED' | 'DELETED' };
/** Foreign for one of the own currency, from 0.500000 to 0.899999. */
function rateOn(date: string): string {
  const day = Math.floor(Date.parse(date) / 86_400_000);
  return `0.${500_000 + ((day * 7_919) % 400_000)}`;
}

const ended = ['VOIDED', 'DELETED'];

export class XeroWorld {
  readonly invoices = new Map<string, XeroInvoice>();
  readonly notes = new Map<string, XeroCreditNote>();
  readonly orders = new Map<string, XeroPurchaseOrder>();
  readonly payments = new Map<string, XeroPayment>();
  private readonly regime: Regime;
  private readonly foreign: string | null;
  /** What tax is rounded to. */
  private readonly unit: bigint;
  private made = 0;
  private stamps = 0;

  constructor({ regime, currency }: Pick<Setup, 'regime' | 'currency'>) {
    this.regime = regime;
    this.foreign = currency ?? null;
    this.unit = unitOf(currency === undefined ? {} : { currency });
  }

  /** Swings from day to day; an own document has none of its own. */
  private rateOf({ currency, date }: { currency: string; date: string }): string {
    return currency === this.foreign ? rateOn(date) : '1.0000';
  }

  invoice(id: string): XeroInvoice {
    const found = this.invoices.get(id);
    if (!found) throw new Error(`Xero has no invoice ${id}`);
    return found;
  }

  note(id: string): XeroCreditNote {
    const found = this.notes.get(id);
    if (!found) throw new Error(`Xero has no credit note ${id}`);
    return found;
  }

  writeInvoice(body: BillBody | SalesInvoiceBody): XeroInvoice {
    const own = 'billId' in body ? body.billId : body.invoiceId;
    const before = own === null ? null : this.invoice(own);
    if (
      before &&
      (ended.includes(before.status) ||
        cents(before.amountPaid) + cents(before.amountCredited) !== 0n)
    )
      throw new Error(`Xero does not take changes of the amounts of ${before.number}`);
    this.refuseNumber(body, own);
    const money = this.money(body.lines);
    if (cents(money.total) < 0n)
      throw new Error(`Xero takes no document below zero: ${body.number}`);
    const id = own ?? this.nextId('i');
    const { contactId, number, date, currency } = body;
    const kept = before ?? { url: null, dueDate: null, status: body.status ?? 'AUTHORISED' };
    const status = kept.status === 'DRAFT' ? 'DRAFT' : 'AUTHORISED';
    const written = {
      ...{ id, contactId, number, date, currency, currencyRate: this.rateOf(body) },
      ...{ lineAmountTypes: 'Exclusive' as const, status },
      url: body.url ?? kept.url,
      dueDate: body.dueDate ?? kept.dueDate,
      ...money,
      ...{ amountDue: money.total, amountPaid: '0.00', amountCredited: '0.00', deducted: '0.00' },
      updatedAt: this.stamp(),
    };
    const kind = body.kind;
    this.invoices.set(id, kind === 'xeroBill' ? { kind, ...written } : { kind, ...written });
    return this.resum(id);
  }

  /** Of sales invoices a number is used once, by one that is voided too. */
  private refuseNumber(body: BillBody | SalesInvoiceBody, own: string | null): void {
    if (body.kind === 'xeroBill') return;
    const other = [...this.invoices.values()].find(
      ({ id, number }) => id !== own && number === body.number,
    );
    if (other) throw new Error(`Xero has a sales invoice ${body.number} already`);
  }

  writeNote(body: CreditNoteBody): XeroCreditNote {
    const before = body.creditNoteId === null ? null : this.note(body.creditNoteId);
    if (before && (ended.includes(before.status) || before.allocations.length > 0))
      throw new Error(`Xero does not take changes of the amounts of ${before.number}`);
    const money = this.money(body.lines);
    if (cents(money.total) < 0n) throw new Error(`Xero takes no credit below zero: ${body.number}`);
    const id = body.creditNoteId ?? this.nextId('c');
    const { contactId, number, date, currency, side } = body;
    this.notes.set(id, {
      ...{ kind: 'xeroCreditNote', id, side, contactId, number, date, currency },
      ...{ currencyRate: this.rateOf(body), lineAmountTypes: 'Exclusive', status: 'AUTHORISED' },
      reference: body.reference ?? before?.reference ?? null,
      ...money,
      ...{ remainingCredit: money.total, allocations: [] },
      updatedAt: this.stamp(),
    });
    return this.resumNote(id);
  }

  allocate({ creditNoteId, invoiceId, amount }: AllocationBody): XeroCreditNote {
    const [note, invoice] = [this.note(creditNoteId), this.invoice(invoiceId)];
    if (cents(amount) <= 0n || cents(amount) > cents(note.remainingCredit))
      throw new Error(`Xero has no ${amount} of credit ${note.number} left`);
    if (cents(amount) > cents(invoice.amountDue) || invoice.status !== 'AUTHORISED')
      throw new Error(`Xero takes no ${amount} of credit on ${invoice.number}`);
    const allocationId = this.nextId('a');
    const allocations = [...note.allocations, { allocationId, invoiceId, amount, date: note.date }];
    this.notes.set(creditNoteId, { ...note, allocations });
    this.resum(invoiceId);
    return this.resumNote(creditNoteId);
  }

  /** By hand, or by a decision; answers the credit note as it is then. */
  unallocate(creditNoteId: string, invoiceId: string): XeroCreditNote {
    const note = this.note(creditNoteId);
    const allocations = note.allocations.filter((one) => one.invoiceId !== invoiceId);
    this.notes.set(creditNoteId, { ...note, allocations });
    this.resum(invoiceId);
    return this.resumNote(creditNoteId);
  }

  voidInvoice(id: string, { status }: Ended): XeroInvoice {
    const invoice = this.invoice(id);
    if (
      cents(invoice.amountPaid) + cents(invoice.amountCredited) !== 0n ||
      ended.includes(invoice.status)
    )
      throw new Error(`Xero does not void ${invoice.number}`);
    if ((invoice.status === 'DRAFT') !== (status === 'DELETED'))
      throw new Error(`Xero does not make ${invoice.number} ${status}`);
    this.invoices.set(id, { ...invoice, status, amountDue: '0.00', updatedAt: this.stamp() });
    return this.invoice(id);
  }

  voidNote(id: string, { status }: Ended): XeroCreditNote {
    const note = this.note(id);
    if (note.allocations.length > 0 || ended.includes(note.status))
      throw new Error(`Xero does not void credit ${note.number}`);
    this.notes.set(id, { ...note, status, updatedAt: this.stamp() });
    return this.note(id);
  }

  pay(paid: { id: string; invoiceId: string; amount: string; date: string }): void {
    const invoice = this.invoice(paid.invoiceId);
    if (cents(paid.amount) > cents(invoice.amountDue) || invoice.status !== 'AUTHORISED')
      throw new Error(`Xero takes no payment of ${paid.amount} on ${invoice.number}`);
    this.payments.set(paid.id, {
      ...{ kind: 'xeroPayment', reference: null, status: 'AUTHORISED', isReconciled: false },
      paymentType: invoice.kind === 'xeroBill' ? 'ACCPAYPAYMENT' : 'ACCRECPAYMENT',
      ...{ ...paid, batchPaymentId: null, updatedAt: this.stamp() },
    });
    this.resum(paid.invoiceId);
  }

  unpay(id: string): void {
    const payment = this.payments.get(id);
    if (!payment) throw new Error(`Xero has no payment ${id}`);
    this.payments.set(id, { ...payment, status: 'DELETED', updatedAt: this.stamp() });
    this.resum(payment.invoiceId);
  }

  writeOrder(body: PurchaseOrderBody): XeroPurchaseOrder {
    const before = body.orderId === null ? null : this.orders.get(body.orderId);
    if (before && before.status !== 'AUTHORISED')
      throw new Error(`Xero takes no change of an order that is ${before.status}`);
    const id = body.orderId ?? this.nextId('o');
    const { contactId, number, date, currency } = body;
    const order: XeroPurchaseOrder = {
      ...{ kind: 'xeroPurchaseOrder', id, contactId, number, date, currency },
      ...{ lineAmountTypes: 'Exclusive', reference: body.reference ?? before?.reference ?? null },
      status: body.status ?? before?.status ?? 'AUTHORISED',
      ...this.money(body.lines),
      updatedAt: this.stamp(),
    };
    this.orders.set(id, order);
    return order;
  }

  deleteOrder(id: string): XeroPurchaseOrder {
    const order = this.orders.get(id);
    if (!order) throw new Error(`Xero has no order ${id}`);
    const gone = { ...order, status: 'DELETED', updatedAt: this.stamp() };
    this.orders.set(id, gone);
    return gone;
  }

  private resum(id: string): XeroInvoice {
    const invoice = this.invoice(id);
    const paid = [...this.payments.values()].filter(
      (one) => one.invoiceId === id && one.status === 'AUTHORISED',
    );
    const credits = [...this.notes.values()].flatMap(({ allocations }) => allocations);
    const amountPaid = sum(paid.map(({ amount }) => cents(amount)));
    const amountCredited = sum(
      credits.filter(({ invoiceId }) => invoiceId === id).map(({ amount }) => cents(amount)),
    );
    const due = cents(invoice.total) - amountPaid - amountCredited;
    const status = invoice.status === 'DRAFT' ? 'DRAFT' : due === 0n ? 'PAID' : 'AUTHORISED';
    const money = { amountDue: due, amountPaid, amountCredited };
    this.invoices.set(id, {
      ...invoice,
      ...Object.fromEntries(Object.entries(money).map(([name, amount]) => [name, text(amount)])),
      ...{ status, updatedAt: this.stamp() },
    });
    return this.invoice(id);
  }

  private resumNote(id: string): XeroCreditNote {
    const note = this.note(id);
    const left = cents(note.total) - sum(note.allocations.map(({ amount }) => cents(amount)));
    const status = left === 0n ? 'PAID' : 'AUTHORISED';
    this.notes.set(id, { ...note, remainingCredit: text(left), status, updatedAt: this.stamp() });
    return this.note(id);
  }

  /** Tax is Xero's: a line, rounded half up, then summed. */
  private money(bodies: readonly LineBody[]) {
    const lines = bodies.map((line): XeroLine => {
      const percent = this.percentOf(line.taxType);
      const { description, unitAmount, taxType, accountCode } = line;
      return {
        ...{ lineId: line.lineId ?? this.nextId('l'), description, quantity: '1.0000' },
        ...{ unitAmount, lineAmount: unitAmount, taxType, accountCode },
        taxAmount: text(share(cents(unitAmount), percent, 100n, this.unit)),
        tracking: line.tracking.map(({ category, option }) => {
          const { categoryId, optionId } = optionCode(category as 'Project' | 'Cost code', option);
          return { category, option, categoryId, optionId };
        }),
      };
    });
    const net = sum(lines.map(({ lineAmount }) => cents(lineAmount)));
    const tax = sum(lines.map(({ taxAmount }) => cents(taxAmount)));
    return { lines, subTotal: text(net), totalTax: text(tax), total: text(net + tax) };
  }

  private percentOf(taxType: string): bigint {
    const found = taxes[this.regime].find(
      ({ payable, receivable }) => payable === taxType || receivable === taxType,
    );
    if (!found) throw new Error(`Xero has no tax type ${taxType}`);
    return found.percent;
  }

  private nextId(stem: string): string {
    this.made += 1;
    return `${stem}${String(this.made).padStart(5, '0')}`;
  }

  /** Vendors' versions, which only grow. */
  stamp(): string {
    this.stamps += 1;
    return `2026-05-01T00:00:00.${String(this.stamps).padStart(6, '0')}Z`;
  }
}
