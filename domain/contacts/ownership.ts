// Who owns each field of a company: the system whose word counts, and from which a change goes to the other.
import { z } from 'zod';
import type { Directions } from '../mapping/directions.ts';

/** What is carried of a company. Bank details, terms and tax defaults of a contact are never written, so they are not here. */
export const contactFields = ['name', 'email', 'taxNumber'] as const;
export type ContactField = (typeof contactFields)[number];

/**
 * Who may own what. Nobody writes a registration number to Procore: its business register takes a type with it, ABN or EIN,
 * which Xero does not say. Source: Procore OpenAPI of 2024, vendors, business_register; read 2026-11-27.
 */
export const legalOwners = {
  name: ['procore', 'xero', 'nobody'],
  email: ['xero', 'procore', 'nobody'],
  taxNumber: ['procore', 'nobody'],
} as const satisfies Record<ContactField, readonly string[]>;

export const ownerShape = {
  name: z.enum(legalOwners.name).default('procore'),
  email: z.enum(legalOwners.email).default('xero'),
  taxNumber: z.enum(legalOwners.taxNumber).default('procore'),
};
export type ContactOwners = z.output<z.ZodObject<typeof ownerShape>>;

export const ownersAsUsual: ContactOwners = {
  name: 'procore',
  email: 'xero',
  taxNumber: 'procore',
};

type Directed = { directions: Directions; contacts: { owner: ContactOwners } };

const ownersOfDirection = {
  // The e-mail address and number of a contact are the bookkeeper's once it is there.
  procoreToXero: { name: 'procore', email: 'nobody', taxNumber: 'nobody' },
  xeroToProcore: { name: 'xero', email: 'xero', taxNumber: 'nobody' },
  off: { name: 'nobody', email: 'nobody', taxNumber: 'nobody' },
} as const;

/** Each field's one owner as the mapping stands; `nobody` leaves both sides as they are. */
export function ownersOf({ directions, contacts }: Directed): ContactOwners {
  const direction = directions.contact;
  return direction === 'byField' ? contacts.owner : ownersOfDirection[direction];
}

/** Whether a vendor that Xero does not have gets a contact there; else a person makes it. */
export function makesContacts({ directions }: Pick<Directed, 'directions'>): boolean {
  return directions.contact === 'procoreToXero' || directions.contact === 'byField';
}

/** Owners are asked for by one direction alone; named beside another they would say what nobody does. */
export function checkOwners(
  { directions, contacts }: Directed,
  context: z.core.$RefinementCtx,
): void {
  if (directions.contact === 'byField') return;
  for (const field of contactFields) {
    if (contacts.owner[field] === ownersAsUsual[field]) continue;
    const message = `is read with directions.contact "byField" only, and that is "${directions.contact}"`;
    context.addIssue({ code: 'custom', path: ['contacts', 'owner', field], message });
  }
}
