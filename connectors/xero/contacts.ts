// How contacts are read and written.
import type { Contact } from 'xero-node';
import { z } from 'zod';
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import type { ContactBody } from '../../domain/records/write-bodies.ts';
import type { ElementIdentifiers } from './xero-api.ts';
import {
  given,
  idField,
  optionalText,
  text,
  textMember,
  versionFields,
  versionOf,
} from './xero-fields.ts';

/** Xero leaves the terms out, sends null or sends `{}` where a contact has none; half a term, or no number of days, is none. */
const billTerms = z
  .looseObject({
    Bills: z
      .looseObject({ Day: z.string().nullish(), Type: optionalText })
      .nullish()
      .transform((term) =>
        term?.Type && /^\d{1,3}$/.test(term.Day ?? '')
          ? { day: Number(term.Day), type: term.Type }
          : null,
      ),
  })
  .nullish()
  .transform((terms) => terms?.Bills ?? null);

const schema = z.looseObject({
  ContactID: idField,
  Name: text,
  ContactNumber: optionalText,
  EmailAddress: optionalText,
  TaxNumber: optionalText,
  ContactStatus: text,
  PaymentTerms: billTerms,
  // Told only of a contact that was read by its id or number, or on a page. Source: Xero OpenAPI 16.1.0, Contact; read 2026-11-23.
  MergedToContactID: idField.nullish(),
  ...versionFields,
});

export function readContact(element: unknown): XeroContact {
  const contact = schema.parse(element);
  return {
    kind: 'xeroContact',
    id: contact.ContactID,
    name: contact.Name,
    contactNumber: contact.ContactNumber,
    email: contact.EmailAddress,
    taxNumber: contact.TaxNumber,
    status: contact.ContactStatus,
    billTerms: contact.PaymentTerms,
    mergedTo: contact.MergedToContactID ?? null,
    updatedAt: versionOf(contact),
  };
}

/** What is null or absent is left out and so keeps its value in Xero. Contact persons are never sent: Xero replaces them whole. */
export function toContact(body: ContactBody): Contact {
  return {
    ...(body.contactId === null ? {} : { contactID: body.contactId }),
    ...given('contactNumber', body.contactNumber),
    ...given('name', body.name),
    ...given('emailAddress', body.email),
    ...given('taxNumber', body.taxNumber),
  };
}

export function contactIdentifiers(element: unknown): ElementIdentifiers {
  return {
    id: textMember(element, 'ContactID'),
    number: null,
    url: null,
    reference: null,
    contactNumber: textMember(element, 'ContactNumber'),
  };
}
