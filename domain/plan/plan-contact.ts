// The plan of a contact: link the one that is certain, ask about the one that is likely, create where there is none.
import { matchContact } from '../contacts/match-contact.ts';
import { contactNumberOf } from '../identity/markers.ts';
import type { ProcoreVendor } from '../records/procore-records.ts';
import type { ContactBody } from '../records/write-bodies.ts';
import type { XeroContact } from '../records/xero-records.ts';
import {
  adoption,
  afterAnswers,
  blocked,
  noMoney,
  proposal,
  unchanged,
  whatMoved,
} from './make-plan.ts';
import type { ContactObservation } from './observation.ts';
import type { FieldChange, Plan, PlannedWrite } from './plan.ts';
import { compareFields } from './three-way.ts';

/** Xero refuses angle brackets and repeated, leading or trailing spaces in names, and more than 255 characters. */
export function xeroContactName(name: string): string {
  return name.replace(/[<>]/g, '').replace(/\s+/g, ' ').trim().slice(0, 255);
}

function contactBody(
  observation: ContactObservation,
  vendor: ProcoreVendor,
  contactId: string | null,
): ContactBody {
  return {
    kind: 'xeroContact',
    contactId,
    contactNumber: contactNumberOf(observation.connection, vendor.id),
    name: xeroContactName(vendor.name),
    email: vendor.email,
    taxNumber: vendor.taxNumber,
  };
}

function contactWrite(body: ContactBody, target: XeroContact | null): PlannedWrite {
  return {
    endpoint: 'xero/contacts',
    operation: target ? 'update' : 'create',
    role: 'contact',
    marker: body.contactNumber ?? '',
    body,
    targetId: target?.id ?? null,
    targetVersion: target?.updatedAt ?? null,
  };
}

export function planContact(observation: ContactObservation): Plan {
  const { target } = observation;
  const settled = () => unchanged(observation, target ? 'linked' : 'notPosted', noMoney);
  return afterAnswers(observation, planSeen(observation), settled);
}

function planSeen(observation: ContactObservation): Plan {
  const { vendor, target, vendorId } = observation;
  if (!vendor) {
    return observation.sourceUnseen
      ? blocked(observation, 'accessLost', 'Procore no longer shows this vendor', vendorId)
      : unchanged(observation, 'notPosted', noMoney);
  }
  if (observation.linkedTargetId !== null && !target) {
    return blocked(observation, 'accessLost', 'Xero no longer shows the linked contact', null);
  }
  return target ? planLinked(observation, vendor, target) : planUnlinked(observation, vendor);
}

function planUnlinked(observation: ContactObservation, vendor: ProcoreVendor): Plan {
  const number = contactNumberOf(observation.connection, vendor.id);
  const found = matchContact(vendor, number, observation.candidates);
  switch (found.match) {
    case 'marked':
    case 'sameName':
      return adoption(observation, {
        waits: null,
        detail: 'Xero already has this contact',
        changes: [],
        targetId: found.contact.id,
        targetVersion: found.contact.updatedAt,
        ...noMoney,
      });
    case 'archived':
      return archived(observation, found.contact);
    case 'suggested':
      return adoption(observation, {
        waits: 'contactSuggested',
        detail: `Xero has "${found.contact.name}" with ${found.why}`,
        changes: differences(vendor, found.contact),
        targetId: found.contact.id,
        targetVersion: found.contact.updatedAt,
        ...noMoney,
      });
    case 'none': {
      if (!vendor.isActive) return unchanged(observation, 'notPosted', noMoney);
      const body = contactBody(observation, vendor, null);
      return proposal(observation, {
        outcome: 'create',
        waits: null,
        detail: 'a new contact in Xero',
        changes: [
          { field: 'name', base: null, procore: body.name, xero: null, proposed: body.name },
        ],
        writes: [contactWrite(body, null)],
        cause: null,
        ...noMoney,
      });
    }
  }
}

function archived(observation: ContactObservation, contact: XeroContact): Plan {
  return blocked(
    observation,
    'contactArchived',
    `the contact "${contact.name}" is archived in Xero`,
    { contactId: contact.id, status: contact.status },
  );
}

/** What approving a suggestion links together; nothing is written, so the proposal is Xero's own value. */
function differences(vendor: ProcoreVendor, contact: XeroContact): FieldChange[] {
  const field = (name: string, procore: string | null, xero: string | null): FieldChange => ({
    field: name,
    base: null,
    procore,
    xero,
    proposed: xero,
  });
  return [
    field('name', vendor.name, contact.name),
    field('email', vendor.email, contact.email),
    field('registration number', vendor.taxNumber, contact.taxNumber),
  ];
}

function planLinked(
  observation: ContactObservation,
  vendor: ProcoreVendor,
  target: XeroContact,
): Plan {
  if (target.status !== 'ACTIVE') return archived(observation, target);
  const body = contactBody(observation, vendor, target.id);
  const base = observation.base;
  if (!base) return unchanged(observation, 'linked', noMoney);
  const { verdict, changes } = compareFields(
    {
      projection: new Map([['name', base.projection.name]]),
      target: new Map([['name', base.target.name]]),
    },
    new Map([['name', body.name]]),
    new Map([['name', target.name]]),
  );
  if (verdict === 'same') return unchanged(observation, 'linked', noMoney);
  const edited = verdict !== 'sourceMoved';
  return proposal(observation, {
    outcome: edited ? 'conflict' : 'update',
    waits: edited ? 'editedInXero' : 'editedAfterPosting',
    detail: whatMoved(changes, edited ? 'xero' : 'procore'),
    changes,
    writes: [contactWrite(body, target)],
    cause: null,
    ...noMoney,
  });
}
