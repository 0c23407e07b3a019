// How a billing period is read.
import { z } from 'zod';
import type { BillingPeriod } from '../../domain/records/procore/billing-period.ts';
import { calendarDate, idField, optionalDate } from './procore-fields.ts';

const schema = z.looseObject({
  id: idField,
  start_date: calendarDate,
  end_date: calendarDate,
  due_date: optionalDate,
});

export function billingPeriodReader(projectId: string): (element: unknown) => BillingPeriod {
  return (element) => {
    const period = schema.parse(element);
    return {
      kind: 'procoreBillingPeriod',
      id: period.id,
      projectId,
      startDate: period.start_date,
      endDate: period.end_date,
      dueDate: period.due_date,
    };
  };
}
