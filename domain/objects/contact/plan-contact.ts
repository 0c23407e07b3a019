// The plan of a contact: link the one that is certain, ask about the one that is likely, create where there is none.
import { matchContact } from '../../contacts/match-contact.ts';
import { makesContacts } from '../../contacts/ownership.ts';
import { contactNumberOf } from '../../identity/markers.ts';
import type { FieldChange, ObjectPlan, Verdict } from '../../plan/verdict.ts';
import { adoption, blocked, finding, proposal, unchanged } from '../../plan/verdicts.ts';
import type { ProcoreVendor } from '../../records/procore/vendor.ts';
import type { XeroContact } from '../../records/xero/contact.ts';
import { xeroContactName, xeroEmail, xeroTaxNumber } from './contact-fields.ts';
import { hasUnreadableCharacter } from '../../text/fit-text.ts';
import { agreedOn, archived, linkedVerdicts } from './linked-contact.ts';
import type { ContactObservation } from './observation.ts';

export function planContact(observation: ContactObservation): ObjectPlan {
  const { target, doubles } = observation;
  return {
    verdicts: [...verdictsOf(observation), ...doubles.map(secondContact)],
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

function verdictsOf(observation: ContactObservation): Verdict[] {
  const { vendor, target, linkedTargetId } = observation;
  if (!vendor) {
    // A vendor that was never shown is nobody's loss; a linked one keeps its contact and its documents.
    return [unchanged('contact')];
  }
  if (linkedTargetId !== null && !target) {
    const figures = { contact: linkedTargetId };
    return [blocked('contact', 'accessLost', 'Xero no longer shows the linked contact', figures)];
  }
  return target
    ? linkedVerdicts(observation, vendor, target)
    : [unlinkedVerdict(observation, vendor)];
}

function unlinkedVerdict(observation: ContactObservation, vendor: ProcoreVendor): Verdict {
  // The vendor may be another organisation's: of that one's contacts this one's people need not hear.
  if (observation.sharesCompany && !observation.isAwaited) return unchanged('contact');
  const number = contactNumberOf(observation.connection, vendor.id);
  const found = matchContact(vendor, number, observation.candidates);
  switch (found.match) {
    case 'marked':
    case 'sameNumber':
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
      return makesContacts(observation.mapping)
        ? newContact(observation, vendor)
        : missing(observation, vendor);
  }
}

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
      agreed: agreedOn(observation, { name, email, taxNumber }),
    },
  });
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
