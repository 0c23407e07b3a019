// How timecards are read: by a range of days, since Procore's list shows today alone where none is named.
import { z } from 'zod';
import type { ProcoreTimecard } from '../../domain/records/procore/timecard.ts';
import { readEach, readOne, UnreadableFieldError } from '../http/parsed-records.ts';
import type { ProcoreClient, ProcoreClientOptions } from './procore-api.ts';
import { amount, calendarDate, idField, instant, optionalText } from './procore-fields.ts';
import { elementId } from './procore-pages.ts';
import type { ProcoreReading } from './procore-reading.ts';
import { updatedSinceFilter } from './updated-since.ts';

const template = '/rest/v1.0/companies/{companyId}/timecard_entries';
/** Cards may be filled in ahead. Whether Procore bounds a range is unconfirmed. */
const farFuture = '2100-01-01';
/** Procore advises 2,000 a page at most (Procore's documentation, pagination; read 2026-11-23). */
const pageSize = 1_000;
/** A project's cost codes, which seldom change and whose list a card is read by, are asked for again so much later. */
const codesKeptMs = 6 * 3_600_000;

const costCodeSchema = z.looseObject({
  id: idField,
  name: optionalText,
  // What people see ("03-300"); a timecard's own holds no more than its id and name.
  full_code: optionalText,
});

/**
 * Source: Procore OpenAPI of 2024, the answer of the company's list of timecard entries, and Procore's tutorial on them; read
 * 2026-11-27. `status` takes the place of a deprecated field and says the same as `approval_status`, so that either is taken.
 */
const schema = z.looseObject({
  id: idField,
  date: calendarDate,
  hours: amount,
  approval_status: optionalText,
  status: optionalText,
  project: z.looseObject({ id: idField }).nullish(),
  cost_code: costCodeSchema.nullish(),
  party: z.looseObject({ id: idField, name: optionalText }).nullish(),
  description: optionalText,
  deleted_at: optionalText,
  updated_at: instant,
});

type CostCode = z.output<typeof costCodeSchema>;
type Codes = ReadonlyMap<string, CostCode>;
type Card = z.output<typeof schema>;

function timecardOf(card: Card, projectId: string, codes: Codes): ProcoreTimecard {
  const { party, cost_code: costCode } = card;
  return {
    kind: 'procoreTimecard',
    id: card.id,
    projectId,
    date: card.date,
    hours: card.hours,
    approval: card.approval_status ?? card.status,
    costCode: costCode ? codeOf(costCode, codes) : null,
    worker: party ? { id: party.id, name: party.name ?? party.id } : null,
    description: card.description,
    isDeleted: card.deleted_at !== null,
    updatedAt: card.updated_at,
  };
}

function codeOf(named: CostCode, codes: Codes) {
  const known = codes.get(named.id);
  if (!known || known.full_code === null) {
    throw new UnreadableFieldError('cost_code', 'the project has no such cost code');
  }
  return { id: named.id, code: known.full_code, name: known.name ?? known.full_code };
}

type TimecardReads = Pick<ProcoreClient, 'listTimecards' | 'readTimecard'>;
const context = { vendor: 'procore', resource: 'timecard' } as const;

/**
 * One list for the whole company: only that one can be asked for what changed, and one call does for all projects. A card
 * says its cost code by id and name alone, so that the codes of its project are asked for beside it, and kept.
 */
export function timecardReads(
  { elements, show }: ProcoreReading,
  { companyId, onUnreadable, now = Date.now }: ProcoreClientOptions,
): TimecardReads {
  const codesOf = codesByProject(elements, now);
  const read = async (element: unknown, inProject: string | null): Promise<ReadCard> => {
    const card = schema.safeParse(element).data;
    const projectId = inProject ?? card?.project?.id ?? null;
    const codes = card?.cost_code && projectId !== null ? await codesOf(projectId, card) : none;
    return { element, projectId, codes };
  };
  return {
    listTimecards: async ({ from, projectIds, updatedSince }) => {
      const listed = await elements({
        template,
        params: { companyId },
        query: { start_date: from, end_date: farFuture, ...updatedSinceFilter(updatedSince) },
        pageSize,
      });
      const wanted = listed.filter((element) => isOf(element, projectIds));
      const cards: ReadCard[] = [];
      for (const element of wanted) cards.push(await read(element, null));
      return readEach({
        elements: cards,
        read: recordOf,
        idOf: (one) => elementId((one as ReadCard).element),
        context: { ...context, onUnreadable },
      });
    },
    readTimecard: async ({ projectId, id }) => {
      const element = await show({ template: `${template}/{id}`, params: { companyId, id } });
      const card = await read(element, projectId);
      return readOne({ element: card, read: recordOf, id, context, write: false });
    },
  };
}

const none: Codes = new Map();

/** An element with the codes of its project: one that cannot be read says so when it is read, among the others. */
type ReadCard = { element: unknown; projectId: string | null; codes: Codes };

function recordOf(one: unknown): ProcoreTimecard {
  const { element, projectId, codes } = one as ReadCard;
  const card = schema.parse(element);
  if (projectId === null) throw new UnreadableFieldError('project', 'it names no project');
  return timecardOf(card, projectId, codes);
}

/** One that names no project is told of, whoever it may belong to. */
function isOf(element: unknown, projectIds: ReadonlySet<string>): boolean {
  const projectId = schema.safeParse(element).data?.project?.id;
  return projectId === undefined || projectIds.has(projectId);
}

/** A code that is not among those kept is new: the list is asked for once more. */
function codesByProject(elements: ProcoreReading['elements'], now: () => number) {
  const kept = new Map<string, { at: number; codes: Codes }>();
  return async (projectId: string, { cost_code: named }: Card): Promise<Codes> => {
    const before = kept.get(projectId);
    const isFresh = before !== undefined && now() - before.at < codesKeptMs;
    if (isFresh && (!named || before.codes.has(named.id))) return before.codes;
    const query = { project_id: projectId };
    const found = await elements({ template: '/rest/v1.0/cost_codes', query });
    const read = found.flatMap((element) => costCodeSchema.safeParse(element).data ?? []);
    const codes = new Map(read.map((code) => [code.id, code]));
    // One that the list lacks too is no reason to ask for each card of it.
    if (named && !codes.has(named.id)) codes.set(named.id, named);
    kept.set(projectId, { at: now(), codes });
    return codes;
  };
}
