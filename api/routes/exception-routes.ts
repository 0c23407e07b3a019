// The exceptions and the summary as programs read them.
import { Router } from 'express';
import { z } from 'zod';
import {
  decisionsAbout,
  exceptionById,
  exceptionFilters,
  listExceptions,
  planOf,
} from '../../db/queries/console-exceptions.ts';
import { readSummary } from '../../db/queries/summary.ts';
import { BadRequestError, NotFoundError } from '../request-errors.ts';
import type { ApiSettings } from '../settings.ts';
import { decisionView, exceptionView, planView } from './exception-views.ts';

const filterSchema = z.enum(exceptionFilters).default('open');
/** A date alone is midnight in UTC. */
const sinceSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

export function exceptionRoutes(settings: ApiSettings): Router {
  const { db, connection } = settings;
  const router = Router();
  router.get('/api/exceptions', async (request, response) => {
    const filter = filterSchema.safeParse(request.query['state']);
    if (!filter.success) {
      throw new BadRequestError('state', `state is one of ${exceptionFilters.join(', ')}.`);
    }
    const rows = await listExceptions(db, connection, filter.data);
    response.json({ exceptions: rows.map(exceptionView) });
  });
  router.get('/api/exceptions/:id', async (request, response) => {
    const row = await exceptionById(db, connection, request.params.id);
    if (!row) throw new NotFoundError('exception with this id');
    const decisions = await decisionsAbout(db, [row.id]);
    response.json({
      exception: exceptionView(row),
      plan: planView(row, await planOf(db, row)),
      decisions: decisions.map(decisionView),
    });
  });
  router.get('/api/summary', async (request, response) => {
    const since = sinceSchema.safeParse(request.query['since'] ?? '1970-01-01');
    if (!since.success) {
      throw new BadRequestError('since', 'since is a moment such as 2026-11-24T09:30:00Z.');
    }
    response.json(await readSummary(db, connection, new Date(since.data)));
  });
  return router;
}
