// The plan of a contact: link the one that is certain, ask about the one that is likely, create where there is none.
import { matchContact } from '../../contacts/match-contact.ts';
import { contactNumberOf } from '../../identity/markers.ts';
import type { ContactBase } from '../../plan/owned.ts';
import { compareFields, textFields } from '../../plan/three-way.ts';
import type { FieldChange, ObjectPlan, Verdict } from '../../plan/verdict.ts';
import { adoption, blocked, finding, proposal, unchanged } from '../../plan/verdicts.ts';
import { whatMoved } from '../../plan/what-moved.ts';
import type { ProcoreVendor } from '../../records/procore/vendor.ts';
import type { XeroContact } from '../../records/xero/contact.ts';
import { xeroContactName, xeroEmail, xeroTaxNumber } from './contact-fields.ts';
import { hasUnreadableCharacter } from '../../text/fit-text.ts';
import type { ContactObservation } from './observation.ts';
import { contactPlannerVersion } from './planner-version.ts';

export function planContact(observation: ContactObservation): ObjectPlan {
  const { target, doubles } = observation;
  return {
    verdicts: [verdictOf(observation), ...doubles.map(secondContact)],
    standing: {
      state: target || observation.linkedTargetId !== null ? 'linked' : 'notPosted',
      final: false,
      amount: null,
      currency: null,
    },
  };
}

/** Tieout archives no contact: which of the two stays is for the person to say in Xero. */
function secondContact(contact: XeroContact): Verdict {
  return {
    ...blocked(`double/${contact.id}`, 'doubleTarget', `"${contact.name}" bears the same number`, {
      contact: contact.id,
    }),
  };
}

function verdictOf(observation: ContactObservation): Verdict {
  const { vendor, target, linkedTargetId } = observation;
  if (!vendor) {
    // A vendor that was never shown is nobody's loss; a linked one keeps its contact and its documents.
    return unchanged('contact');
  }
  if (linkedTargetId !== null && !target) {
    return blocked('contact', 'accessLost', 'Xero no longer shows the linked contact', {
      contact: linkedTargetId,
    });
  }
  return target ? linkedVerdict(observation, vendor, target) : unlinkedVerdict(observation, vendor);
}

function unlinkedVerdict(observation: ContactObservation, vendor: ProcoreVendor): Verdict {
  const number = contactNumberOf(observation.connection, vendor.id);
  const found = matchContact(vendor, number, observation.candidates);
  switch (found.match) {
    case 'marked':
    case 'sameName':
      return adoption('contact', {
        targetId: found.contact.id,
        targetVersion: found.contact.updatedAt,
      });
    case 'archived':
      return archived(found.contact);
    case 'suggested':
      return adoption('contact', {
        targetId: found.contact.id,
        targetVersion: found.contact.updatedAt,
        changes: differences(vendor, found.contact),
        findings: [
          finding('contactSuggested', `Xero has "${found.contact.name}" with ${found.why}`, {
            vendor: vendor.name,
            contact: found.contact.id,
            name: found.contact.name,
          }),
        ],
      });
    case 'none':
      if (!vendor.isActive) return unchanged('contact');
      return writesContacts(observation)
        ? newContact(observation, vendor)
        : missing(observation, vendor);
  }
}

const writesContacts = ({ mapping }: ContactObservation): boolean =>
  mapping.directions.contact !== 'off';

/** Nobody makes it here: whoever is to be billed is asked for, and of the others there is nothing to say. */
function missing({ isAwaited }: ContactObservation, vendor: ProcoreVendor): Verdict {
  if (!isAwaited) return unchanged('contact');
  return blocked('contact', 'contactMissing', `Xero has no contact for "${vendor.name}"`, {
    name: vendor.name,
  });
}

function newContact(observation: ContactObservation, vendor: ProcoreVendor): Verdict {
  const { connection } = observation;
  if (hasUnreadableCharacter(vendor.name)) {
    const detail = 'the name holds a character that neither Xero nor Tieout can keep';
    return blocked('contact', 'notWritable', detail, { name: vendor.name });
  }
  const contactNumber = contactNumberOf(connection, vendor.id);
  const name = xeroContactName(vendor.name);
  // An address or number that Xero would refuse is left out: the contact is needed, these are not.
  const [email, taxNumber] = [xeroEmail(vendor.email), xeroTaxNumber(vendor.taxNumber)];
  const added = (path: string, value: string | null): FieldChange[] =>
    value === null ? [] : [{ path, base: null, procore: value, xero: null, proposed: value }];
  return proposal('contact', {
    outcome: 'create',
    changes: [
      ...added('name', name),
      ...added('email', email),
      ...added('taxNumber', taxNumber),
      ...added('contactNumber', contactNumber),
    ],
    write: {
      endpoint: 'xero/contacts',
      operation: 'create',
      marker: contactNumber,
      body: { kind: 'xeroContact', contactId: null, contactNumber, name, email, taxNumber },
      targetId: null,
      targetVersion: null,
      agreed: agreedOn(observation, name),
    },
  });
}

function archived(contact: XeroContact): Verdict {
  return blocked(
    'contact',
    'contactArchived',
    `the contact "${contact.name}" is archived in Xero`,
    {
      contact: contact.id,
      status: contact.status,
    },
  );
}

/** What approving a suggestion links together; nothing is written, so the proposal is Xero's own value. */
function differences(vendor: ProcoreVendor, contact: XeroContact): FieldChange[] {
  const field = (path: string, procore: string | null, xero: string | null): FieldChange => ({
    path,
    base: null,
    procore,
    xero,
    proposed: xero,
  });
  return [
    field('name', vendor.name, contact.name),
    field('email', vendor.email, contact.email),
    field('taxNumber', vendor.taxNumber, contact.taxNumber),
  ];
}

function agreedOn({ mappingVersion }: ContactObservation, name: string): ContactBase {
  return {
    projection: { name },
    target: { name },
    mappingVersion,
    plannerVersion: contactPlannerVersion,
    source: null,
  };
}

function linkedVerdict(
  observation: ContactObservation,
  vendor: ProcoreVendor,
  target: XeroContact,
): Verdict {
  const { base, connection } = observation;
  if (target.status !== 'ACTIVE') return archived(target);
  if (!base || !writesContacts(observation)) return unchanged('contact');
  const name = xeroContactName(vendor.name);
  const { verdict, changes } = compareFields(
    { projection: textFields(base.projection), target: textFields(base.target) },
    textFields({ name }),
    textFields({ name: target.name }),
  );
  if (verdict === 'same') return unchanged('contact');
  const edited = verdict !== 'sourceMoved';
  const detail = whatMoved(changes, edited ? 'xero' : 'procore');
  return proposal('contact', {
    outcome: edited ? 'conflict' : 'update',
    changes,
    findings: [finding(edited ? 'editedInXero' : 'editedAfterPosting', detail)],
    write: {
      endpoint: 'xero/contacts',
      operation: 'update',
      marker: contactNumberOf(connection, vendor.id),
      // The name and nothing else: e-mail, number and all the rest of a contact are the bookkeeper's.
      body: { kind: 'xeroContact', contactId: target.id, name },
      targetId: target.id,
      targetVersion: target.updatedAt,
      agreed: agreedOn(observation, name),
    },
  });
}
