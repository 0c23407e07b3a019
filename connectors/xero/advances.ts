// How prepayments and overpayments are read; none is ever written.
import { z } from 'zod';
import type { XeroAdvance } from '../../domain/records/xero/advance.ts';
import {
  amount,
  amountOrNothing,
  dateOfEither,
  idField,
  optionalDate,
  optionalText,
  text,
  versionFields,
  versionOf,
} from './xero-fields.ts';

const common = {
  Contact: z.looseObject({ ContactID: idField }),
  Date: optionalDate,
  DateString: optionalDate,
  CurrencyCode: text,
  Status: text,
  Total: amount,
  RemainingCredit: amountOrNothing,
  Allocations: z
    .array(
      z.looseObject({
        AllocationID: optionalText,
        Amount: amount,
        Date: optionalDate,
        DateString: optionalDate,
        Invoice: z.looseObject({ InvoiceID: idField }),
      }),
    )
    .nullish(),
  ...versionFields,
};

const prepaymentSchema = z.looseObject({ PrepaymentID: idField, ...common });
const overpaymentSchema = z.looseObject({ OverpaymentID: idField, ...common });

export function readPrepayment(element: unknown): XeroAdvance {
  const prepayment = prepaymentSchema.parse(element);
  return advanceOf(prepayment, { id: prepayment.PrepaymentID, what: 'prepayment' });
}

export function readOverpayment(element: unknown): XeroAdvance {
  const overpayment = overpaymentSchema.parse(element);
  return advanceOf(overpayment, { id: overpayment.OverpaymentID, what: 'overpayment' });
}

function advanceOf(
  advance: z.infer<typeof prepaymentSchema> | z.infer<typeof overpaymentSchema>,
  { id, what }: Pick<XeroAdvance, 'id' | 'what'>,
): XeroAdvance {
  const date = dateOfEither('Date', advance.DateString, advance.Date);
  return {
    kind: 'xeroAdvance',
    id,
    what,
    contactId: advance.Contact.ContactID,
    date,
    currency: advance.CurrencyCode,
    status: advance.Status,
    total: advance.Total,
    remainingCredit: advance.RemainingCredit,
    allocations: (advance.Allocations ?? []).map((allocation) => ({
      allocationId: allocation.AllocationID ?? `${id}>${allocation.Invoice.InvoiceID}`,
      invoiceId: allocation.Invoice.InvoiceID,
      amount: allocation.Amount,
      date: allocation.DateString ?? allocation.Date ?? date,
    })),
    updatedAt: versionOf(advance),
  };
}
