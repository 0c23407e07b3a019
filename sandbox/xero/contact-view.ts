// How a contact looks in an answer.
import type { Contact } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { instantToWire } from './dates.ts';

const ADDRESS_TYPES = ['STREET', 'POBOX'];
const PHONE_TYPES = ['DEFAULT', 'DDI', 'FAX', 'MOBILE'];
const BLANK_ADDRESS = { City: '', Region: '', PostalCode: '', Country: '', AttentionTo: '' };
const BLANK_PHONE = { PhoneNumber: '', PhoneAreaCode: '', PhoneCountryCode: '' };

export type Trading = {
  suppliers: ReadonlySet<string>;
  customers: ReadonlySet<string>;
  /** Of each contact that is in any. */
  groups: ReadonlyMap<string, readonly Record<string, unknown>[]>;
};

/** Who has ever been billed or has billed, and who is in which group; read-only in Xero and no reason for a new UpdatedDateUTC. */
export function tradingOf(state: XeroState): Trading {
  const suppliers = new Set<string>();
  const customers = new Set<string>();
  for (const { type, contactId } of state.invoices.values()) {
    (type === 'ACCPAY' ? suppliers : customers).add(contactId);
  }
  return { suppliers, customers, groups: groupsOf(state) };
}

function groupsOf(state: XeroState): Trading['groups'] {
  const groups = new Map<string, Record<string, unknown>[]>();
  for (const { contactGroupId, name, status, contactIds } of state.contactGroups.values()) {
    if (status !== 'ACTIVE') continue;
    const shown = { ContactGroupID: contactGroupId, Name: name, Status: status };
    for (const id of contactIds) groups.set(id, [...(groups.get(id) ?? []), shown]);
  }
  return groups;
}

export function contactShown(contact: Contact, trading: Trading): Record<string, unknown> {
  return {
    ...contactSummary(contact),
    Addresses: ADDRESS_TYPES.map((type) => ({
      AddressType: type,
      ...BLANK_ADDRESS,
      ...contact.addresses.find((address) => address['AddressType'] === type),
    })),
    Phones: PHONE_TYPES.map((type) => ({
      PhoneType: type,
      ...BLANK_PHONE,
      ...contact.phones.find((phone) => phone['PhoneType'] === type),
    })),
    ContactGroups: trading.groups.get(contact.contactId) ?? [],
    IsSupplier: trading.suppliers.has(contact.contactId),
    IsCustomer: trading.customers.has(contact.contactId),
    SalesTrackingCategories: [],
    PurchasesTrackingCategories: [],
    ...(contact.paymentTerms === null ? {} : { PaymentTerms: contact.paymentTerms }),
    ContactPersons: contact.persons,
  };
}

/** What `summaryOnly=true` leaves. Source: Xero developer docs, Contacts, read 2026-11-23. */
export function contactSummary(contact: Contact): Record<string, unknown> {
  return {
    ContactID: contact.contactId,
    ...(contact.contactNumber === null ? {} : { ContactNumber: contact.contactNumber }),
    ContactStatus: contact.status,
    Name: contact.name,
    EmailAddress: '',
    BankAccountDetails: '',
    ...contact.texts,
    UpdatedDateUTC: instantToWire(contact.updatedAtMs),
    HasAttachments: false,
    HasValidationErrors: false,
  };
}

/** The contact inside a document of an unpaged list. */
export function contactStub(contact: Contact): Record<string, unknown> {
  return {
    ContactID: contact.contactId,
    Name: contact.name,
    Addresses: [],
    Phones: [],
    ContactGroups: [],
    ContactPersons: [],
    HasValidationErrors: false,
  };
}
