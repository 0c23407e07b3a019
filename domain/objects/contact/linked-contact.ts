// The plan of a contact that is linked: each field goes from the system that owns it to the other, and a merged contact is followed.
import type { ContactField, ContactOwners } from '../../contacts/ownership.ts';
import { contactFields, ownersOf } from '../../contacts/ownership.ts';
import { contactNumberOf } from '../../identity/markers.ts';
import type { ContactBase, OwnedContact } from '../../plan/owned.ts';
import type { Comparison } from '../../plan/three-way.ts';
import { compareFields, textFields } from '../../plan/three-way.ts';
import type { Verdict } from '../../plan/verdict.ts';
import { adoption, blocked, finding, proposal, unchanged } from '../../plan/verdicts.ts';
import { whatMoved } from '../../plan/what-moved.ts';
import type { ProcoreVendor } from '../../records/procore/vendor.ts';
import type { XeroContact } from '../../records/xero/contact.ts';
import { xeroContactName, xeroEmail, xeroTaxNumber } from './contact-fields.ts';
import type { ContactObservation } from './observation.ts';
import { contactPlannerVersion } from './planner-version.ts';

type Linked = { observation: ContactObservation; vendor: ProcoreVendor; target: XeroContact };

export function linkedVerdicts(
  observation: ContactObservation,
  vendor: ProcoreVendor,
  target: XeroContact,
): Verdict[] {
  if (target.status !== 'ACTIVE') return [goneVerdict(observation, target)];
  const linked = { observation, vendor, target };
  const owners = ownersOf(observation.mapping);
  return [contactVerdict(linked, owners), ...vendorVerdicts(linked, owners)];
}

/** Xero itself says which contact stands for a merged one, and its documents are there already. */
function goneVerdict({ survivor, survivorTakenBy }: ContactObservation, target: XeroContact) {
  if (target.mergedTo === null || !survivor) return archived(target);
  if (survivorTakenBy !== null) {
    const detail = `"${target.name}" was merged into "${survivor.name}", under which another vendor is billed already; choose that vendor in Procore`;
    const figures = { contact: target.id, into: survivor.id };
    return { ...blocked('contact', 'contactArchived', detail, figures) };
  }
  return adoption('contact', { targetId: survivor.id, targetVersion: survivor.updatedAt });
}

export function archived(contact: XeroContact): Verdict {
  const { name, id, status } = contact;
  const detail = `the contact "${name}" is archived in Xero`;
  return blocked('contact', 'contactArchived', detail, { contact: id, status });
}

const inProcore = (vendor: ProcoreVendor): OwnedContact => ({
  name: xeroContactName(vendor.name),
  email: xeroEmail(vendor.email),
  taxNumber: xeroTaxNumber(vendor.taxNumber),
});

const inXero = ({ name, email, taxNumber }: XeroContact): OwnedContact => ({
  name,
  email,
  taxNumber,
});

/** What both sides say when they are linked; where they say different things, that is agreed on as it is. */
export function agreedWith(
  observation: ContactObservation,
  vendor: ProcoreVendor,
  contact: XeroContact,
): ContactBase {
  return { ...agreedOn(observation, inXero(contact)), projection: inProcore(vendor) };
}

export function agreedOn(
  { mappingVersion }: ContactObservation,
  fields: OwnedContact,
): ContactBase {
  return {
    projection: fields,
    target: fields,
    mappingVersion,
    plannerVersion: contactPlannerVersion,
    source: null,
  };
}

type Owned = { owner: 'procore' | 'xero'; fields: readonly ContactField[]; base: ContactBase };

/**
 * The fields of one owner, compared with what was agreed. What the owner does not say is never taken from the other, and a
 * field that was never agreed on moved on its owner's side.
 */
function compared({ vendor, target }: Linked, { owner, fields, base }: Owned): Comparison {
  const [procore, xero] = [inProcore(vendor), inXero(target)];
  const said = fields.filter((field) => (owner === 'procore' ? procore : xero)[field] !== null);
  const flat = (state: OwnedContact, otherwise: Partial<OwnedContact> = {}) =>
    textFields(
      Object.fromEntries(
        said.flatMap((field) => {
          const value = state[field] === undefined ? otherwise[field] : state[field];
          return value === undefined ? [] : [[field, value ?? '']];
        }),
      ),
    );
  const agreed = {
    projection: flat(base.projection, owner === 'xero' ? procore : {}),
    target: flat(base.target, owner === 'procore' ? xero : {}),
  };
  return compareFields(agreed, flat(procore), flat(xero));
}

function fieldsOf(owners: ContactOwners, owner: 'procore' | 'xero'): ContactField[] {
  return contactFields.filter((field) => owners[field] === owner);
}

/** Both sides say the same of these fields from now on; what was agreed on of the others stays. */
function withAgreed(
  observation: ContactObservation,
  base: ContactBase,
  fields: Partial<OwnedContact>,
): ContactBase {
  const { projection, target } = base;
  return {
    ...agreedOn(observation, projection),
    projection: { ...projection, ...fields },
    target: { ...target, ...fields },
  };
}

/** What Procore owns goes to the contact: the bookkeeper's record, so that every change of it is decided on. */
function contactVerdict(linked: Linked, owners: ContactOwners): Verdict {
  const { observation, vendor, target } = linked;
  const { base, connection } = observation;
  const fields = fieldsOf(owners, 'procore');
  if (!base || fields.length === 0) return unchanged('contact');
  const { verdict, changes } = compared(linked, { owner: 'procore', fields, base });
  if (verdict === 'same') return unchanged('contact');
  const edited = verdict !== 'sourceMoved';
  const detail = whatMoved(changes, edited ? 'xero' : 'procore');
  const moved = valuesOf(inProcore(vendor), changes);
  return proposal('contact', {
    outcome: edited ? 'conflict' : 'update',
    changes,
    findings: [finding(edited ? 'editedInXero' : 'editedAfterPosting', detail)],
    write: {
      endpoint: 'xero/contacts',
      operation: 'update',
      marker: contactNumberOf(connection, vendor.id),
      // What moved and nothing else: all the rest of a contact is the bookkeeper's.
      body: { kind: 'xeroContact', contactId: target.id, ...moved },
      targetId: target.id,
      targetVersion: target.updatedAt,
      agreed: withAgreed(observation, base, moved),
    },
  });
}

/**
 * What Xero owns goes to the vendor: by itself where Xero alone moved since both agreed, for the mapping says whose word
 * counts; where Procore says something else of its own, a person decides.
 */
function vendorVerdicts(linked: Linked, owners: ContactOwners): Verdict[] {
  const { observation, vendor, target } = linked;
  const base = observation.vendorBase ?? observation.base;
  const fields = fieldsOf(owners, 'xero');
  if (fields.length === 0) return [];
  if (!base || !vendor.isActive) return [unchanged('vendor')];
  const { verdict, changes } = compared(linked, { owner: 'xero', fields, base });
  if (verdict === 'same') return [unchanged('vendor')];
  const moved = valuesOf(inXero(target), changes);
  const wasAgreed = Object.keys(moved).every((field) => Object.hasOwn(base.target, field));
  const isSure = verdict === 'targetMoved' && wasAgreed;
  return [
    proposal('vendor', {
      outcome: isSure ? 'update' : 'conflict',
      changes: changes.map((change) => ({ ...change, proposed: change.xero })),
      findings: isSure ? [] : [finding('contactDiffers', wordsOf(moved, inProcore(vendor)))],
      write: {
        endpoint: 'procore/vendors',
        operation: 'update',
        marker: contactNumberOf(observation.connection, vendor.id),
        body: { kind: 'procoreVendorChange', vendorId: vendor.id, ...moved },
        targetId: vendor.id,
        targetVersion: vendor.updatedAt,
        agreed: withAgreed(observation, base, moved),
      },
    }),
  ];
}

type Texts = { name?: string; email?: string; taxNumber?: string };

/** The changed fields as one side says them. */
function valuesOf(side: OwnedContact, changes: readonly { path: string }[]): Texts {
  const moved = contactFields.filter((field) => changes.some(({ path }) => path === field));
  return Object.fromEntries(moved.map((field) => [field, side[field] ?? '']));
}

const fieldWords: Record<ContactField, string> = {
  name: 'name',
  email: 'e-mail address',
  taxNumber: 'registration number',
};

/** 'the name is "Kauri" in Xero and "KC" in Procore'. */
function wordsOf(xero: Texts, procore: OwnedContact): string {
  return contactFields
    .filter((field) => xero[field] !== undefined)
    .map((field) => {
      const other = procore[field] ? `"${procore[field]}"` : 'not given';
      return `the ${fieldWords[field]} is "${xero[field] ?? ''}" in Xero and ${other} in Procore`;
    })
    .join('; ');
}
