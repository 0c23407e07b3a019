// Which groups of contacts there are and who is in them, and the ContactGroups endpoint.
// Source: Xero OpenAPI 16.1.0, paths /ContactGroups and below and schema ContactGroup, read 2026-11-27.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { ContactGroup } from './records.ts';
import type { Endpoint } from './write-envelope.ts';
import type { JsonObject } from './json-input.ts';
import type { OrderFields } from './listing.ts';
import type { Route } from '../kit/router.ts';
import type { WhereFields } from './where-clause.ts';
import type { XeroState } from './xero-state.ts';
import { Problems, ValidationFailure } from './failures.ts';
import { contactStub } from './contact-view.ts';
import { envelope, found, writeMany, writeOne } from './write-envelope.ts';
import { foldedName } from './contacts.ts';
import { guid, text } from './json-input.ts';
import { ordered } from './listing.ts';
import { texts } from './texts.ts';
import { whereOf } from './where-clause.ts';

/** Source: the example of PUT /ContactGroups, whose refusal says so. */
const GROUPS_MAX = 100;
const GROUPS: Endpoint = {
  plural: 'ContactGroups',
  idField: 'ContactGroupID',
  errorFlag: 'HasValidationErrors',
  echoed: ['Name'],
};
const MEMBERS: Endpoint = {
  plural: 'Contacts',
  idField: 'ContactID',
  errorFlag: 'HasValidationErrors',
  echoed: [],
};
const WHERE: WhereFields<ContactGroup> = {
  name: { kind: 'folded', valueOf: ({ name }) => name },
  status: { kind: 'text', valueOf: ({ status }) => status },
};
const ORDER: OrderFields<ContactGroup> = { name: ({ name }) => foldedName(name) };
const NO_CONTENT: Answer = { status: 204 };

export function contactGroupRoutes({ state }: Books, base: string): Route[] {
  const path = `${base}/ContactGroups`;
  return [
    { method: 'GET', path, handle: (request) => listOf(state, request) },
    {
      method: 'PUT',
      path,
      handle: (request) =>
        writeMany(state, request, GROUPS, (input) => ({ shown: shown(create(state, input)) })),
    },
    {
      method: 'GET',
      path: `${path}/{id}`,
      handle: (request) => {
        const group = groupAt(state, request);
        return envelope(state, {
          ContactGroups: [{ ...shown(group), Contacts: members(state, group) }],
        });
      },
    },
    {
      method: 'POST',
      path: `${path}/{id}`,
      handle: (request) =>
        writeOne(state, request, GROUPS, (input) => ({
          shown: shown(change(state, groupAt(state, request), input)),
        })),
    },
    ...memberRoutes(state, `${path}/{id}/Contacts`),
  ];
}

function memberRoutes(state: XeroState, path: string): Route[] {
  return [
    {
      method: 'PUT',
      path,
      handle: (request) =>
        writeMany(state, request, MEMBERS, (input) => {
          // Read anew for each: the one before may have changed it.
          const group = groupAt(state, request);
          const contact = state.contacts.get(guid(input, 'ContactID') ?? '');
          if (contact === undefined) throw new ValidationFailure([texts.contactUnknown]);
          const contactIds = [...new Set([...group.contactIds, contact.contactId])];
          state.contactGroups.set(group.contactGroupId, { ...group, contactIds });
          return { shown: contactStub(contact) };
        }),
    },
    {
      method: 'DELETE',
      path,
      handle: (request) => {
        const group = groupAt(state, request);
        state.contactGroups.set(group.contactGroupId, { ...group, contactIds: [] });
        return NO_CONTENT;
      },
    },
    {
      method: 'DELETE',
      path: `${path}/{contactId}`,
      handle: (request) => {
        const group = groupAt(state, request);
        const gone = (request.params['contactId'] ?? '').toLowerCase();
        found(group.contactIds.find((id) => id === gone));
        const contactIds = group.contactIds.filter((id) => id !== gone);
        state.contactGroups.set(group.contactGroupId, { ...group, contactIds });
        return NO_CONTENT;
      },
    },
  ];
}

/** "Only contact groups with a status of ACTIVE are returned on GETs." */
function groupAt(state: XeroState, { params }: SandboxRequest): ContactGroup {
  const group = state.contactGroups.get((params['id'] ?? '').toLowerCase());
  return found(group?.status === 'ACTIVE' ? group : null);
}

function activeGroups(state: XeroState): ContactGroup[] {
  return state.contactGroups.values().filter(({ status }) => status === 'ACTIVE');
}

/** Without their contacts, which only a single one shows. */
function listOf(state: XeroState, { query }: SandboxRequest): Answer {
  const where = query.get('where') ?? '';
  const matches = where === '' ? () => true : whereOf(where, WHERE, foldedName);
  const sorted = ordered(
    activeGroups(state).filter(matches),
    query.get('order'),
    ORDER,
    (group) => [0, foldedName(group.name)],
  );
  return envelope(state, { ContactGroups: sorted.map(shown) });
}

function create(state: XeroState, input: JsonObject): ContactGroup {
  if (guid(input, 'ContactGroupID') !== undefined)
    throw new ValidationFailure([texts.elementExists]);
  const name = nameFrom(state, input, null);
  if (activeGroups(state).length >= GROUPS_MAX) throw new ValidationFailure([texts.groupsReached]);
  const group = { contactGroupId: state.newId(), name, status: 'ACTIVE', contactIds: [] } as const;
  state.contactGroups.set(group.contactGroupId, group);
  return group;
}

/** A new name, or the status DELETED. */
function change(state: XeroState, before: ContactGroup, input: JsonObject): ContactGroup {
  const status: string = text(input, 'Status') ?? before.status;
  if (status !== 'ACTIVE' && status !== 'DELETED') {
    throw new ValidationFailure([texts.statusInvalid(status)]);
  }
  const name = text(input, 'Name') === undefined ? before.name : nameFrom(state, input, before);
  const group: ContactGroup = { ...before, name, status };
  state.contactGroups.set(group.contactGroupId, group);
  return group;
}

/** That two groups may not share a name is unconfirmed. */
function nameFrom(state: XeroState, input: JsonObject, before: ContactGroup | null): string {
  const problems = new Problems();
  const name = text(input, 'Name') ?? '';
  problems.addIf(name.trim() === '', texts.nameMissing);
  const isTaken = activeGroups(state).some(
    (other) =>
      other.contactGroupId !== before?.contactGroupId &&
      foldedName(other.name) === foldedName(name),
  );
  problems.addIf(isTaken, texts.uniqueName);
  problems.throwIfAny();
  return name;
}

function shown({ contactGroupId, name, status }: ContactGroup): Record<string, unknown> {
  return {
    ContactGroupID: contactGroupId,
    Name: name,
    Status: status,
    Contacts: [],
    HasValidationErrors: false,
  };
}

function members(state: XeroState, { contactIds }: ContactGroup): unknown[] {
  return contactIds.flatMap((id) => {
    const contact = state.contacts.get(id);
    return contact === undefined ? [] : [contactStub(contact)];
  });
}
