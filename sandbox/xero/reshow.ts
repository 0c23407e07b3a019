// What a repeated write tells where it tells the present: the records of its first answer as they are now.
import type { Answer } from '../kit/http.ts';
import type { Books } from './books.ts';
import { CreditNoteView } from './credit-note-view.ts';
import { InvoiceView } from './invoice-view.ts';
import { contactShown, tradingOf } from './contact-view.ts';
import { isObject } from './json-input.ts';
import { orderShown } from './purchase-order-view.ts';
import { paymentShown } from './payment-view.ts';

type Showing = { idField: string; show: (id: string) => Record<string, unknown> | null };

export function reshown(books: Books, answer: Answer): Answer {
  const { body } = answer;
  if (answer.status !== 200 || !isObject(body)) return answer;
  const changed = Object.entries(showings(books)).flatMap(([plural, { idField, show }]) => {
    const elements = body[plural];
    if (!Array.isArray(elements)) return [];
    const shown = elements.map((element: unknown) => {
      const id = isObject(element) ? element[idField] : undefined;
      const now = typeof id === 'string' ? show(id) : null;
      return now === null || !isObject(element) ? element : { ...element, ...now };
    });
    return [[plural, shown] as const];
  });
  return { ...answer, body: { ...body, ...Object.fromEntries(changed) } };
}

function showings({ state }: Books): Record<string, Showing> {
  const found = <T>(
    record: T | undefined,
    show: (one: T) => Record<string, unknown>,
  ): Record<string, unknown> | null => (record === undefined ? null : show(record));
  return {
    Invoices: {
      idField: 'InvoiceID',
      show: (id) =>
        found(state.invoices.get(id), (one) => new InvoiceView(state, 4).shown(one, 'full')),
    },
    CreditNotes: {
      idField: 'CreditNoteID',
      show: (id) =>
        found(state.creditNotes.get(id), (one) => new CreditNoteView(state, 4).shown(one, 'full')),
    },
    Contacts: {
      idField: 'ContactID',
      show: (id) => found(state.contacts.get(id), (one) => contactShown(one, tradingOf(state))),
    },
    PurchaseOrders: {
      idField: 'PurchaseOrderID',
      show: (id) =>
        found(state.purchaseOrders.get(id), (one) => orderShown(state, one, tradingOf(state))),
    },
    Payments: {
      idField: 'PaymentID',
      show: (id) => found(state.payments.get(id), (one) => paymentShown(state, one)),
    },
  };
}
