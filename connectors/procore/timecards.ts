// How timecards are read: by a range of days, since Procore's list shows today alone where none is named.
import { z } from 'zod';
import type { ProcoreTimecard } from '../../domain/records/procore/timecard.ts';
import { UnreadableFieldError } from '../http/parsed-records.ts';
import type { ProcoreClient } from './procore-api.ts';
import { amount, calendarDate, idField, instant, optionalText, text } from './procore-fields.ts';
import type { ProcoreReading } from './procore-reading.ts';
import { updatedSinceFilter } from './updated-since.ts';

const template = '/rest/v1.0/projects/{projectId}/timecard_entries';
/** Cards may be filled in ahead. Whether Procore bounds a range is unconfirmed. */
const farFuture = '2100-01-01';
/** Procore advises 2,000 a page at most (Procore's documentation, pagination; read 2026-11-23). */
const pageSize = 1_000;

const costCodeSchema = z.looseObject({
  id: idField,
  name: optionalText,
  // What people see ("03-300"); a timecard's own may hold no more than its id and name.
  full_code: optionalText,
});
const personSchema = z.looseObject({ id: idField, name: optionalText });

/**
 * Source: Procore OpenAPI of 2024, TimecardEntry of the project's list, and tutorial_timecard_entries.md; read 2026-11-23. Which of
 * `status` and `approval_status` a company's API answers with differs, so that either is taken.
 */
const schema = z.looseObject({
  id: idField,
  date: calendarDate,
  hours: amount,
  approval_status: optionalText,
  status: optionalText,
  cost_code: costCodeSchema.nullish(),
  party: personSchema.nullish(),
  login_information: personSchema.nullish(),
  description: optionalText,
  deleted_at: optionalText,
  updated_at: instant,
});

type CostCode = z.output<typeof costCodeSchema>;

function timecardReader(
  projectId: string,
  costCodes: ReadonlyMap<string, CostCode>,
): (element: unknown) => ProcoreTimecard {
  return (element) => {
    const card = schema.parse(element);
    const worker = card.party ?? card.login_information ?? null;
    return {
      kind: 'procoreTimecard',
      id: card.id,
      projectId,
      date: card.date,
      hours: card.hours,
      approval: card.approval_status ?? card.status,
      costCode: card.cost_code ? codeOf(card.cost_code, costCodes) : null,
      worker: worker && { id: worker.id, name: worker.name ?? worker.id },
      description: card.description,
      isDeleted: card.deleted_at !== null,
      updatedAt: card.updated_at,
    };
  };
}

function codeOf(named: CostCode, costCodes: ReadonlyMap<string, CostCode>) {
  const known = named.full_code === null ? costCodes.get(named.id) : named;
  if (!known || known.full_code === null) {
    throw new UnreadableFieldError('cost_code', 'the project has no such cost code');
  }
  return { id: named.id, code: known.full_code, name: known.name ?? known.full_code };
}

type TimecardReads = Pick<ProcoreClient, 'listTimecards' | 'readTimecard'>;

/** One call more where a card does not say its code: the project's cost codes say them all. */
export function timecardReads({ elements, list, one }: ProcoreReading): TimecardReads {
  const codesOf = async (projectId: string): Promise<ReadonlyMap<string, CostCode>> => {
    const query = { project_id: projectId };
    const found = await elements({ template: '/rest/v1.0/cost_codes', query });
    const read = found.flatMap((element) => costCodeSchema.safeParse(element).data ?? []);
    return new Map(read.map((code) => [code.id, code]));
  };
  return {
    listTimecards: async ({ projectId, from, updatedSince }) => {
      const costCodes = await codesOf(projectId);
      return list({
        resource: 'timecard',
        template,
        params: { projectId },
        query: { start_date: from, end_date: farFuture, ...updatedSinceFilter(updatedSince) },
        pageSizeMax: pageSize,
        read: timecardReader(projectId, costCodes),
      });
    },
    readTimecard: async ({ projectId, id }) =>
      one({
        resource: 'timecard',
        template: `${template}/{id}`,
        params: { projectId },
        id,
        read: timecardReader(projectId, await codesOf(projectId)),
      }),
  };
}
