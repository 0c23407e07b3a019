// The exceptions as programs read them.
import { Router } from 'express';
import { z } from 'zod';
import type { ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import { decisionsAbout, exceptionById, planOf } from '../../db/queries/console-exceptions.ts';
import { exceptionFilters, listQuestions } from '../../db/queries/console-question-lists.ts';
import { whoseIs } from '../../db/queries/console-whose.ts';
import { recordsElsewhere } from '../console/objects/objects.ts';
import { vendorHref } from '../console/vendor-links.ts';
import { runLink } from '../console/whose-and-where.ts';
import { BadRequestError, NotFoundError } from '../request-errors.ts';
import type { ApiSettings } from '../settings.ts';
import { decisionView, listedView, planView } from './exception-views.ts';

const filterSchema = z.enum(exceptionFilters).default('open');
/** A list is answered whole up to here; the rest by its `next`. */
const rowsMaximum = 1_000;
const limitSchema = z.coerce.number().int().min(1).max(rowsMaximum).default(rowsMaximum);
const textSchema = z.string().max(200).optional();

export function exceptionRoutes(settings: ApiSettings): Router {
  const { db, connection } = settings;
  const router = Router();
  router.get('/api/exceptions', async (request, response) => {
    const ask = readAsk(request.query);
    const { after } = ask;
    if (after !== undefined && !(await exceptionById(db, connection, after))) {
      throw new BadRequestError('cursor', 'cursor is the next of an answer before.');
    }
    const { rows, total } = await listQuestions(db, connection, { ...ask, limit: ask.limit + 1 });
    const page = rows.slice(0, ask.limit);
    response.json({
      exceptions: page.map((one) => listedView(one.row, one)),
      total,
      next: rows.length > page.length ? (page.at(-1)?.row.id ?? null) : null,
    });
  });
  router.get('/api/exceptions/:id', async (request, response) => {
    const row = await exceptionById(db, connection, request.params.id);
    if (!row) throw new NotFoundError('exception with this id');
    const decisions = await decisionsAbout(db, [row.id]);
    const closedAt = row.state === 'closed' ? row.closedAt : null;
    const shown = await planOf(db, row);
    response.json({
      exception: listedView(row, await whoseIs(db, connection, row.workflowId, closedAt)),
      plan: planView(row, shown),
      decisions: decisions.map(decisionView),
      links: linksOf(settings, row, shown),
    });
  });
  return router;
}

/** Where people open what it is about. */
function linksOf(settings: ApiSettings, { workflowId }: ExceptionRow, shown: PlanShown | null) {
  const records = shown ? recordsElsewhere(shown.observation) : [];
  const links = records.map(({ label, record }) => ({ label, href: vendorHref(settings, record) }));
  return [...links, ...runLink(settings, workflowId)];
}

function readAsk(query: Record<string, unknown>) {
  const read = <T>(schema: z.ZodType<T>, name: string, hint: string): T => {
    const parsed = schema.safeParse(query[name]);
    if (!parsed.success) throw new BadRequestError(name, hint);
    return parsed.data;
  };
  const after = read(textSchema, 'cursor', 'cursor is the next of an answer before.');
  return {
    filter: read(filterSchema, 'state', `state is one of ${exceptionFilters.join(', ')}.`),
    kind: read(textSchema, 'kind', 'kind is one kind of exception.') ?? null,
    search: read(textSchema, 'q', 'q is text of up to 200 characters.') ?? null,
    limit: read(limitSchema, 'limit', `limit is a whole number from 1 to ${rowsMaximum}.`),
    ...(after === undefined ? {} : { after }),
  };
}
