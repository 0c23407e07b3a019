// What a pass of pay app 33 is looked at against, as both systems were read: the ground, the project, the contract and the claim.
import type { KeptRecord } from '../../domain/records/records.ts';
import {
  commitment,
  fullChart,
  organisation,
  project,
  requisition,
  vendor,
} from '../support/domain-builders.ts';

const optionOf = (category: string) => (name: string) => ({
  id: `${category}/${name}`,
  name,
  status: 'ACTIVE',
});
export const passGround: KeptRecord[] = [
  organisation,
  {
    ...fullChart,
    trackingCategories: fullChart.trackingCategories.map((category) => ({
      ...category,
      options: [
        '26-001 Ferry Terminal',
        '02-200 Earthworks',
        '03-300 Concrete',
        'Retention held',
      ].map(optionOf(category.id)),
    })),
  },
  project,
  vendor(),
  commitment(),
  requisition(),
  { kind: 'procoreTaxCode', id: 't15', code: 'GST15', rate: '15' },
  {
    ...{ kind: 'procoreBillingPeriod', id: 'p5', projectId: '5', dueDate: '2026-06-20' },
    ...{ startDate: '2026-05-01', endDate: '2026-05-31' },
  },
];
