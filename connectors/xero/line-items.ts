// How the lines of bills and orders are read and written.
import { LineAmountTypes } from 'xero-node';
import type { LineItem } from 'xero-node';
import { z } from 'zod';
import type { XeroLine } from '../../domain/records/xero/line.ts';
import type { LineBody } from '../../domain/records/write-bodies.ts';
import { outgoingNumber } from './outgoing-number.ts';
import { amountOrNothing, decimal, optionalText, text } from './xero-fields.ts';

/** Amounts may be absent: a line with nothing but a description is legal in Xero (developer docs, Invoices). */
export const lineItemSchema = z.looseObject({
  LineItemID: optionalText,
  Description: optionalText,
  Quantity: decimal.nullish(),
  UnitAmount: amountOrNothing,
  LineAmount: amountOrNothing,
  TaxType: optionalText,
  TaxAmount: amountOrNothing,
  AccountCode: optionalText,
  /** The option's id is documented and not always answered (XeroAPI/Xero-NetStandard issue 267), nor is the category's. */
  Tracking: z
    .array(
      z.looseObject({
        Name: text,
        Option: text,
        TrackingCategoryID: optionalText,
        TrackingOptionID: optionalText,
      }),
    )
    .nullish(),
});

export const lineAmountTypesField = z.enum(['Exclusive', 'Inclusive', 'NoTax']);

export function toLine(line: z.infer<typeof lineItemSchema>): XeroLine {
  return {
    lineId: line.LineItemID,
    description: line.Description ?? '',
    quantity: line.Quantity ?? '0',
    unitAmount: line.UnitAmount,
    lineAmount: line.LineAmount,
    taxType: line.TaxType,
    taxAmount: line.TaxAmount,
    accountCode: line.AccountCode,
    tracking: (line.Tracking ?? []).map((tracked) => ({
      category: tracked.Name,
      option: tracked.Option,
      categoryId: tracked.TrackingCategoryID,
      optionId: tracked.TrackingOptionID,
    })),
  };
}

/** Every document is written tax exclusive, so that a line's amount is the amount that was decided. */
export const lineAmountTypesSent = LineAmountTypes.Exclusive;

/**
 * Of a new line Xero works the tax out from its type; of a line that is there the tax is sent, because an amount
 * that somebody typed over might stay: the documents do not say.
 */
export function toLineItem(line: LineBody, lineIndex: number, bodyIndex: number): LineItem {
  const numberOf = (field: 'unitAmount' | 'taxAmount'): number =>
    outgoingNumber({ value: line[field], index: bodyIndex, field: `lines.${lineIndex}.${field}` });
  return {
    // A line with its id is that line; without one a new line; a line left out is deleted (developer docs, Invoices).
    ...(line.lineId === null ? {} : { lineItemID: line.lineId, taxAmount: numberOf('taxAmount') }),
    description: line.description,
    quantity: 1,
    unitAmount: numberOf('unitAmount'),
    taxType: line.taxType,
    accountCode: line.accountCode,
    tracking: line.tracking.map(({ category, option }) => ({ name: category, option })),
  };
}
