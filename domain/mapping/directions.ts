// Which way each object goes between Procore and Xero, and what is left to people where one is off.
import { z } from 'zod';
import { isOfXeroProjects } from '../identity/cost-of-projects.ts';
import type { DocumentType } from '../identity/workflow-ids.ts';

/** A direct cost goes as actuals or labour do, whose it is: a key of its own could say otherwise. */
export type DirectedType = Exclude<DocumentType, 'directCost'>;

/**
 * Every direction an object can go, the usual one first. The rest is no wish but a fault: an order in Xero holds too little
 * to make a contract of, and nobody certifies a claim there.
 */
export const legalDirections = {
  contact: ['procoreToXero', 'xeroToProcore', 'byField', 'off'],
  commitment: ['procoreToXero', 'off'],
  payApp: ['procoreToXero', 'off'],
  ownerInvoice: ['procoreToXero', 'off'],
  retainageRelease: ['procoreToXero', 'off'],
  // Off unless asked for: it makes tracking options, which people may make by hand.
  projectBudget: ['off', 'procoreToXero'],
  // Off unless asked for: Xero Projects is bought beside Xero, and few firms log their time there.
  projectLabour: ['off', 'procoreToXero', 'xeroToProcore', 'both'],
} as const satisfies Record<DirectedType, readonly [string, ...string[]]>;

type Legal = typeof legalDirections;
export type Directions = { [T in DirectedType]: Legal[T][number] };

/** Which of the two systems payments are recorded in, and so which way they go; `off` leaves them to people. */
export const paymentDirections = ['xeroToProcore', 'procoreToXero', 'off'] as const;
export type PaymentDirection = (typeof paymentDirections)[number];

/** Where costs of Xero go: nowhere, to a report, or to that and to Procore's direct costs. Nothing is written to Xero by any of them. */
export const actualsDirections = ['off', 'report', 'directCosts'] as const;
export type ActualsDirection = (typeof actualsDirections)[number];

function ofEach<V>(make: (legal: Legal[DirectedType]) => V): Record<DirectedType, V> {
  const entries = Object.entries(legalDirections).map(([type, legal]) => [type, make(legal)]);
  return Object.fromEntries(entries) as Record<DirectedType, V>;
}

export const directionsAsUsual: Directions = ofEach(([usual]) => usual);

/** The section of the mapping file: what it leaves out goes the usual way. */
export const directionShape = ofEach((legal) => z.enum(legal).default(legal[0])) as {
  [T in DirectedType]: z.ZodDefault<z.ZodType<Directions[T]>>;
};

/** Timecards become time in Xero Projects. */
export function sendsTimecards({ projectLabour }: Pick<Directions, 'projectLabour'>): boolean {
  return projectLabour === 'procoreToXero' || projectLabour === 'both';
}

/** What was entered in Xero Projects becomes direct costs in Procore. */
export function bringsLabour({ projectLabour }: Pick<Directions, 'projectLabour'>): boolean {
  return projectLabour === 'xeroToProcore' || projectLabour === 'both';
}

type Directed = {
  directions: Directions;
  payments: { direction: PaymentDirection };
  actuals: { direction: ActualsDirection };
};

/** What is on has what it stands on: a release lets go what a claim held, and a payment pays one. */
export function checkDirections(
  { directions, payments }: Pick<Directed, 'directions' | 'payments'>,
  context: z.core.$RefinementCtx,
): void {
  if (directions.payApp !== 'off' || directions.ownerInvoice !== 'off') return;
  const refuse = (path: string[], what: string): void => {
    const key = path.join('.');
    const message = `${what}, and both directions.payApp and directions.ownerInvoice are "off": turn one of them on, or set ${key} to "off" too`;
    context.addIssue({ code: 'custom', path, message });
  };
  if (directions.retainageRelease !== 'off') {
    refuse(['directions', 'retainageRelease'], 'a release lets go what a claim held');
  }
  if (payments.direction !== 'off') refuse(['payments', 'direction'], 'a payment pays a claim');
}

/**
 * Whether a document is left to people as the mapping stands: nothing of it is asked, read or written. A contact is never:
 * with contacts off none is written, and what is billed still needs to know its own. `of` is the claim a release belongs to,
 * `sourceId` what a direct cost is made from.
 */
export function isLeftToPeople(
  { directions, actuals }: Pick<Directed, 'directions' | 'actuals'>,
  { type, of, sourceId }: { type: DocumentType; of?: 'payApp' | 'ownerInvoice'; sourceId?: string },
): boolean {
  if (type === 'contact') return false;
  if (type === 'directCost') {
    const isLabour = sourceId !== undefined && isOfXeroProjects(sourceId);
    return isLabour ? !bringsLabour(directions) : actuals.direction !== 'directCosts';
  }
  if (directions[type] === 'off') return true;
  return type === 'retainageRelease' && of !== undefined && directions[of] === 'off';
}
