// A month of Xero Projects that costs its project something, as its plan sees it: Ana's 7 h 30 min of boxing in May.
import { labourAsUsual } from '../../domain/mapping/labour.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { linesOfTime } from '../../domain/objects/direct-cost/cost-of-month.ts';
import type { TimeOnTask } from '../../domain/objects/direct-cost/cost-of-month.ts';
import type { DirectCostObservation } from '../../domain/objects/direct-cost/observation.ts';
import { budgetCode, costDocument, costMapping, costObservation, share } from './direct-costs.ts';

export const ana = { id: 'u-ana', name: 'Ana Ngata', email: 'ana@harbour.example' };
export const ben = { id: 'u-ben', name: 'Ben Low', email: null };
const task = { id: 't-box', name: '03-300 Boxing' };
export const labour = { ...labourAsUsual, costRates: { 'ANA@harbour.example': '62.50' } };
export const on = (...users: TimeOnTask['users']): TimeOnTask => ({ task, users });
export const lines = (time: TimeOnTask[], over: Partial<Parameters<typeof linesOfTime>[0]> = {}) =>
  linesOfTime({ time, labour, ratesBefore: {}, currency: 'NZD', ...over });

export const bringing: Mapping = {
  ...costMapping,
  directions: { ...costMapping.directions, projectLabour: 'xeroToProcore' },
  actuals: { ...costMapping.actuals, direction: 'off' },
};
export const month = (
  over: Partial<DirectCostObservation> = {},
  given = lines([on({ ...ana, minutes: 450 })]),
) =>
  costObservation({
    mapping: bringing,
    sourceId: 'time-x1-2026-05',
    document: costDocument({
      ...{ kind: 'xeroProjectTime', id: 'x1', name: 'time of May 2026 on 26-001 Quay' },
      ...{ number: null, contactId: null, contactName: null, date: '2026-05-29' },
    }),
    vendorId: null,
    shares: [
      share({
        ...given,
        budget: {
          currency: 'NZD',
          codes: [
            budgetCode('w-labour', { optionId: 't-box', costType: 'L', projectOptionId: null }),
            budgetCode('w-material', { optionId: 't-box', costType: 'M', projectOptionId: null }),
          ],
        },
      }),
    ],
    ...over,
  });
