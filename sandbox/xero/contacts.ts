// Which contacts exist: how one is found, made, changed and archived, and what Xero refuses about it.
import type { Caller, XeroState } from './xero-state.ts';
import type { Contact, ContactPerson, PaymentTerm, PaymentTerms } from './records.ts';
import type { Fourths } from './decimal.ts';
import type { JsonObject } from './json-input.ts';
import type { Webhooks } from './webhooks.ts';
import { Problems, ValidationFailure, notFound } from './failures.ts';
import { decimal, flag, guid, object, objects, text } from './json-input.ts';
import { note } from './history.ts';
import { checkLengths } from './document-fields.ts';
import { texts } from './texts.ts';

/** Text fields kept as they come, with the most characters each may have. */
// Source: Xero OpenAPI 16.1.0, schema Contact, read 2026-11-23.
const TEXT_FIELDS: Record<string, number> = {
  FirstName: 255,
  LastName: 255,
  EmailAddress: 255,
  AccountNumber: 50,
  CompanyNumber: 50,
  TaxNumber: 50,
  BankAccountDetails: 255,
  AccountsReceivableTaxType: 50,
  AccountsPayableTaxType: 50,
  DefaultCurrency: 3,
  SalesDefaultAccountCode: 10,
  PurchasesDefaultAccountCode: 10,
};
// Source: Xero OpenAPI 16.1.0, schemas Address and Phone (the types are enums there), read 2026-11-23.
const ADDRESS_FIELDS: Record<string, number> = {
  AddressType: 50,
  AddressLine1: 500,
  AddressLine2: 500,
  AddressLine3: 500,
  AddressLine4: 500,
  City: 255,
  Region: 255,
  PostalCode: 50,
  Country: 50,
  AttentionTo: 255,
};
const PHONE_FIELDS: Record<string, number> = {
  PhoneType: 50,
  PhoneNumber: 50,
  PhoneAreaCode: 10,
  PhoneCountryCode: 20,
};
/** Not in the OpenAPI file for a person; what the same fields of a contact may have. */
const PERSON_FIELDS: Record<string, number> = {
  FirstName: 255,
  LastName: 255,
  EmailAddress: 255,
};
const TERM_TYPES = [
  'DAYSAFTERBILLDATE',
  'DAYSAFTERBILLMONTH',
  'OFCURRENTMONTH',
  'OFFOLLOWINGMONTH',
];
const NAME_MAX = 255;
const CONTACT_NUMBER_MAX = 50;
const PERSONS_MAX = 5;
const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;

export type FixedIds = { id: string; updatedAtMs: number };

export class ContactService {
  readonly #state: XeroState;
  readonly #webhooks: Webhooks;

  constructor(state: XeroState, webhooks: Webhooks) {
    this.#state = state;
    this.#webhooks = webhooks;
  }

  /** PUT: refuses a name or number that exists. */
  create(input: JsonObject, caller: Caller, fixed?: FixedIds): Contact {
    const contactId = guid(input, 'ContactID');
    if (contactId !== undefined) throw new ValidationFailure([texts.elementExists]);
    const at = fixed?.updatedAtMs ?? this.#state.stamp();
    const blank: Contact = {
      contactId: fixed?.id ?? this.#state.newId(),
      contactNumber: null,
      name: '',
      status: 'ACTIVE',
      texts: {},
      addresses: [],
      phones: [],
      persons: [],
      paymentTerms: null,
      createdBy: caller.app,
      editedBy: caller.app,
      updatedAtMs: at,
    };
    const contact = this.#merged(blank, input);
    this.#state.contacts.set(contact.contactId, contact);
    note(this.#state, contact.contactId, caller, 'Created');
    this.#webhooks.record('CONTACT', 'CREATE', contact.contactId);
    return contact;
  }

  /** POST: changes the contact with that id, number or (active) name, else makes one. */
  upsert(input: JsonObject, caller: Caller): Contact {
    const found = this.find(input);
    if (found !== null) return this.#change(found, input, caller);
    if (guid(input, 'ContactID') !== undefined) {
      throw new ValidationFailure([texts.contactUnknown]);
    }
    return this.create(input, caller);
  }

  /** POST /Contacts/{id}. */
  update(contactId: string, input: JsonObject, caller: Caller): Contact {
    const contact = this.byIdOrNumber(contactId);
    if (contact === null) throw notFound();
    return this.#change(contact, input, caller);
  }

  /** What a person does in Xero's own screens; un-archiving is possible nowhere else. */
  setStatus(contactId: string, status: Contact['status']): Contact | null {
    const contact = this.#state.contacts.get(contactId.toLowerCase());
    if (contact === undefined) return null;
    const changed = { ...contact, status, updatedAtMs: this.#state.stamp() };
    this.#state.contacts.set(contact.contactId, changed);
    this.#webhooks.record('CONTACT', 'UPDATE', contact.contactId);
    return changed;
  }

  /** What a person sets in Xero's own screens; null = no subcontractor any more. */
  setCisRate(contactId: string, rate: Fourths | null): Contact | null {
    const contact = this.#state.contacts.get(contactId.toLowerCase());
    if (contact === undefined) return null;
    const changed = { ...contact, cis: { rate }, updatedAtMs: this.#state.stamp() };
    this.#state.contacts.set(contact.contactId, changed);
    this.#webhooks.record('CONTACT', 'UPDATE', contact.contactId);
    return changed;
  }

  byIdOrNumber(idOrNumber: string): Contact | null {
    return this.#state.contacts.get(idOrNumber.toLowerCase()) ?? this.#byNumber(idOrNumber) ?? null;
  }

  find(input: JsonObject): Contact | null {
    const contactId = guid(input, 'ContactID');
    if (contactId !== undefined) return this.#state.contacts.get(contactId) ?? null;
    const number = text(input, 'ContactNumber') ?? '';
    const name = text(input, 'Name') ?? '';
    return (
      (number === '' ? undefined : this.#byNumber(number)) ??
      (name === '' ? undefined : this.#activeByName(name)) ??
      null
    );
  }

  /**
   * The contact of a document. More than a ContactID changes the contact and drops its persons that are not listed;
   * a Name nobody has makes a contact, unless the document may not. Source: Xero developer docs, Invoices and
   * Purchase Orders, and public notes of integrations, read 2026-11-23.
   */
  ofDocument(
    input: JsonObject | undefined,
    current: string | null,
    caller: Caller,
    mayCreate: boolean,
    problems: Problems,
  ): string | null {
    if (input === undefined && current !== null) return current;
    if (input === undefined) {
      problems.add(texts.contactMissing);
      return null;
    }
    const identifiers = ['ContactID', 'ContactNumber', 'Name'];
    if (identifiers.every((field) => (text(input, field) ?? '') === '')) {
      problems.add(texts.unidentified);
      return null;
    }
    const found = this.find(input) ?? this.#archivedByName(text(input, 'Name') ?? '');
    if (found !== null) {
      if (found.contactId === current && !changesContact(input)) return current;
      if (found.status === 'ARCHIVED') {
        problems.add(texts.archivedForDocument);
        return null;
      }
      if (changesContact(input)) {
        this.#change(found, { ContactPersons: [], ...input }, caller);
      }
      return found.contactId;
    }
    if (guid(input, 'ContactID') !== undefined || !mayCreate) {
      problems.add(mayCreate ? texts.contactUnknown : texts.contactMissing);
      return null;
    }
    return this.create(input, caller).contactId;
  }

  #change(contact: Contact, input: JsonObject, caller: Caller): Contact {
    if (contact.status === 'ARCHIVED') throw new ValidationFailure([texts.archivedEdit]);
    const changed = {
      ...this.#merged(contact, input),
      editedBy: caller.app,
      updatedAtMs: this.#state.stamp(),
    };
    this.#state.contacts.set(contact.contactId, changed);
    note(this.#state, contact.contactId, caller, 'Edited');
    this.#webhooks.record('CONTACT', 'UPDATE', contact.contactId);
    return changed;
  }

  /** Fields that are absent keep their value; a list that is given replaces the list. */
  #merged(contact: Contact, input: JsonObject): Contact {
    const problems = new Problems();
    const name = text(input, 'Name') ?? contact.name;
    const number = text(input, 'ContactNumber') ?? contact.contactNumber ?? '';
    const status = text(input, 'ContactStatus') ?? contact.status;
    if (name === '') problems.add(texts.unidentified);
    else this.#checkName(name, contact, problems);
    this.#checkNumber(number, contact, problems);
    problems.addIf(status !== 'ACTIVE' && status !== 'ARCHIVED', texts.statusInvalid(status));
    const merged: Contact = {
      ...contact,
      name,
      contactNumber: number === '' ? null : number,
      status: status === 'ARCHIVED' ? 'ARCHIVED' : 'ACTIVE',
      texts: textsFrom(input, contact.texts, problems),
      addresses: records(input, 'Addresses', ADDRESS_FIELDS, problems) ?? contact.addresses,
      phones: records(input, 'Phones', PHONE_FIELDS, problems) ?? contact.phones,
      persons: personsFrom(input, problems) ?? contact.persons,
      paymentTerms: termsFrom(input, problems) ?? contact.paymentTerms,
    };
    problems.throwIfAny();
    return merged;
  }

  #checkName(name: string, contact: Contact, problems: Problems): void {
    problems.addIf(name.length > NAME_MAX, texts.tooLong('Name', NAME_MAX));
    problems.addIf(/[<>]|^\s|\s$|\s\s/.test(name), texts.nameCharacters);
    const other = this.#activeByName(name);
    const isTaken = other !== undefined && other.contactId !== contact.contactId;
    problems.addIf(isTaken, texts.nameTaken(name));
  }

  /** An archived contact keeps its number reserved. Source: notes of live probes, read 2026-11-23. */
  #checkNumber(number: string, contact: Contact, problems: Problems): void {
    problems.addIf(
      number.length > CONTACT_NUMBER_MAX,
      texts.tooLong('ContactNumber', CONTACT_NUMBER_MAX),
    );
    const other = number === '' ? undefined : this.#byNumber(number);
    const isTaken = other !== undefined && other.contactId !== contact.contactId;
    problems.addIf(isTaken, texts.numberTaken);
  }

  #byNumber(number: string): Contact | undefined {
    return this.#state.contacts.values().find((contact) => contact.contactNumber === number);
  }

  #activeByName(name: string): Contact | undefined {
    const isExact = this.#state.rule('duplicateName') === 'exact';
    const key = (one: string): string => (isExact ? one.trim() : foldedName(one));
    const wanted = key(name);
    return this.#state.contacts
      .values()
      .find((contact) => contact.status === 'ACTIVE' && key(contact.name) === wanted);
  }

  #archivedByName(name: string): Contact | null {
    const wanted = foldedName(name);
    return this.#state.contacts.values().find((one) => foldedName(one.name) === wanted) ?? null;
  }
}

/** Names are the same whatever their case and accents. Source: Xero developer docs, Contacts, read 2026-11-23. */
export function foldedName(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
}

function changesContact(input: JsonObject): boolean {
  const identifiers = ['ContactID', 'ContactNumber', 'Name'];
  const identifier = identifiers.find((field) => (text(input, field) ?? '') !== '');
  return Object.entries(input).some(
    ([field, value]) => field !== identifier && value !== null && value !== undefined,
  );
}

function textsFrom(
  input: JsonObject,
  current: Record<string, string>,
  problems: Problems,
): Record<string, string> {
  const kept = { ...current };
  for (const [field, most] of Object.entries(TEXT_FIELDS)) {
    const value = text(input, field);
    if (value === undefined) continue;
    problems.addIf(value.length > most, texts.tooLong(field, most));
    kept[field] = value;
  }
  const email = kept['EmailAddress'] ?? '';
  problems.addIf(email !== '' && !EMAIL.test(email), texts.emailInvalid);
  return kept;
}

function records(
  input: JsonObject,
  field: string,
  fields: Record<string, number>,
  problems: Problems,
): Record<string, string>[] | undefined {
  return objects(input, field)?.map((one) => {
    checkLengths(one, fields, problems);
    const entries = Object.keys(fields).map((name) => [name, text(one, name)] as const);
    const present = entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
    return Object.fromEntries(present);
  });
}

function personsFrom(input: JsonObject, problems: Problems): ContactPerson[] | undefined {
  const given = objects(input, 'ContactPersons');
  if (given === undefined) return undefined;
  problems.addIf(given.length > PERSONS_MAX, texts.contactPersons);
  return given.map((person) => {
    checkLengths(person, PERSON_FIELDS, problems);
    const email = text(person, 'EmailAddress') ?? '';
    problems.addIf(email !== '' && !EMAIL.test(email), texts.emailInvalid);
    return {
      FirstName: text(person, 'FirstName') ?? '',
      LastName: text(person, 'LastName') ?? '',
      EmailAddress: email,
      IncludeInEmails: flag(person, 'IncludeInEmails') ?? false,
    };
  });
}

function termsFrom(input: JsonObject, problems: Problems): PaymentTerms | undefined {
  const given = object(input, 'PaymentTerms');
  if (given === undefined) return undefined;
  const bills = termFrom(object(given, 'Bills'), problems);
  const sales = termFrom(object(given, 'Sales'), problems);
  return {
    ...(bills === undefined ? {} : { Bills: bills }),
    ...(sales === undefined ? {} : { Sales: sales }),
  };
}

function termFrom(term: JsonObject | undefined, problems: Problems): PaymentTerm | undefined {
  if (term === undefined) return undefined;
  const days = decimal(term, 'Day');
  const type = text(term, 'Type') ?? '';
  problems.addIf(!TERM_TYPES.includes(type), texts.typeInvalid);
  return { Day: Number(days?.digits ?? 0n), Type: type };
}
