// What a commitment's pages show: the contract in Procore beside its purchase order in Xero.
import type { Observation } from '../../../domain/objects/objects.ts';
import { ownedDocument } from '../../../domain/plan/owned.ts';
import { factRow } from '../comparison-row.ts';
import { money } from '../format.ts';
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
      factRow('Status', commitment?.status ?? null, target?.status ?? null),
      factRow('Contract sum', commitment?.revisedSum ?? null, target?.subTotal ?? null, 'total'),
    ];
  },
  records: ({ commitment, target, marked }) => ({ source: commitment, target: target ?? marked }),
  inXero: ({ target, marked }) => {
    const order = target ?? marked;
    return order && ownedDocument(order);
  },
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

function place({ project }: Commitment): string | null {
  return project && `${project.number} ${project.name}`.trim();
}
