// What a commitment's pages show: the contract in Procore beside its purchase order in Xero.
import type { Observation } from '../../../domain/objects/objects.ts';
import { ownedDocument } from '../../../domain/plan/owned.ts';
import type { SealedVerdict } from '../../../domain/plan/verdict.ts';
import { factRow } from '../comparison-row.ts';
import { money } from '../format.ts';
import { sumsOfDocument } from '../money-rows.ts';
import type { VendorRecord } from '../vendor-links.ts';
import type { ObjectPages } from './object-pages.ts';

type Commitment = Observation<'commitment'>;

export const commitmentPages: ObjectPages<Commitment> = {
  words: { one: 'Contract', many: 'Contracts' },
  place,
  facts: (observation) => {
    const { commitment } = observation;
    return [
      ['Project', place(observation)],
      ['Status', commitment?.status],
      ['Contract sum', commitment && money(commitment.revisedSum, commitment.currency)],
      ['Retainage', commitment?.retainagePercent && `${commitment.retainagePercent} %`],
    ];
  },
  sides: (observation, names) => {
    const { commitment, target, contact } = observation;
    const title = commitment ? `${commitment.number} ${commitment.title}`.trim() : null;
    const contactId = target?.contactId ?? contact?.contactId ?? null;
    return [
      factRow('Project', place(observation)),
      factRow('Contract', title, target?.number ?? null),
      factRow('Contact', null, contactId && (names.get(contactId) ?? contactId)),
    ];
  },
  records: ({ commitment, target, marked }) => ({ source: commitment, target: target ?? marked }),
  inXero: (observation, verdict) => {
    const order = orderFor(observation, verdict);
    return order && ownedDocument(order);
  },
  sums: (observation, verdict) => {
    const order = orderFor(observation, verdict);
    const { commitment } = observation;
    return {
      procore: commitment && {
        subTotal: commitment.revisedSum,
        ...{ tax: null, total: null, due: null },
        status: commitment.status,
      },
      xero: order && sumsOfDocument(order),
    };
  },
  elsewhere,
  base: ({ base }) => base,
  contactIds: ({ target, marked, base, contact }) => [
    target?.contactId,
    marked?.contactId,
    base?.target.contactId,
    contact?.contactId,
  ],
  contactNames: ({ contactNames }) => contactNames ?? {},
  working: () => null,
};

/** Ours, or the second one that stands beside it. */
function orderFor({ target, marked, doubles }: Commitment, verdict: SealedVerdict | null) {
  const double = doubles.find(({ id }) => verdict?.role === `double/${id}`);
  return double ?? target ?? marked;
}

function elsewhere({ commitment, target, marked, doubles, contact }: Commitment) {
  const orders = [target ?? marked, ...doubles].filter((order) => order !== null);
  const found: { label: string; record: VendorRecord }[] = [];
  if (commitment) {
    const { contractKind, projectId, id } = commitment;
    const record = { kind: 'procoreCommitment', contractKind, projectId, id } as const;
    found.push({ label: `Contract ${commitment.number} in Procore`, record });
  }
  for (const { id, number } of orders) {
    found.push({
      label: `Purchase order ${number} in Xero`,
      record: { kind: 'xeroPurchaseOrder', id },
    });
  }
  const contactId = target?.contactId ?? contact?.contactId ?? null;
  if (contactId !== null) {
    found.push({ label: 'Contact in Xero', record: { kind: 'xeroContact', id: contactId } });
  }
  return found;
}

function place({ project }: Commitment): string | null {
  return project && `${project.number} ${project.name}`.trim();
}
