// What happened since a moment, over every connection.
import { Router } from 'express';
import { z } from 'zod';
import type { Summary } from '../../db/queries/summary.ts';
import { addSummaries, readSummary } from '../../db/queries/summary.ts';
import { BadRequestError } from '../request-errors.ts';
import type { ApiSettings } from '../settings.ts';

/** A date alone is midnight in UTC. */
const sinceSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

/** Of several connections together, and each by itself under `connections`. */
export function summaryRoutes({ db, connections }: ApiSettings): Router {
  const router = Router();
  router.get('/api/summary', async (request, response) => {
    const since = sinceSchema.safeParse(request.query['since'] ?? '1970-01-01');
    if (!since.success) {
      throw new BadRequestError('since', 'since is a moment such as 2026-11-24T09:30:00Z.');
    }
    const each: [string, Summary][] = [];
    for (const { mapping } of connections) {
      const { connection } = mapping;
      each.push([connection, await readSummary(db, connection, new Date(since.data))]);
    }
    const all = addSummaries(each.map(([, summary]) => summary));
    response.json(each.length === 1 ? all : { ...all, connections: Object.fromEntries(each) });
  });
  return router;
}
