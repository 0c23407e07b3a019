// The register of accepted differences as programs and forms reach it: the list, and asking again.
import type { Request } from 'express';
import { Router } from 'express';
import { z } from 'zod';
import type { AcceptedListed, AcceptedRow } from '../../db/queries/accepted.ts';
import { listAccepted, reopenAccepted } from '../../db/queries/accepted.ts';
import type { OwnAddress } from '../own-address.ts';
import { BadRequestError, NotFoundError } from '../request-errors.ts';
import type { ApiSettings } from '../settings.ts';
import { localPerson } from '../settings.ts';
import { isFormOfBrowser } from './decision-body.ts';
import { ownBody } from './own-body.ts';

/** Nothing is taken: who reopens is not the sender's to say. */
const bodySchema = z.strictObject({});

export function acceptedRoutes(settings: ApiSettings, own: OwnAddress): Router {
  const { db, connection } = settings;
  const router = Router();
  router.get('/api/accepted', async (_request, response) => {
    const rows = await listAccepted(db, connection);
    response.json({ accepted: rows.map(acceptedListedView) });
  });
  router.post(
    '/api/accepted/:id/reopen',
    ...ownBody(own),
    async (request: Request<{ id: string }>, response) => {
      const body = bodySchema.safeParse(request.body ?? {});
      if (!body.success) {
        throw new BadRequestError(null, 'The body is empty: who reopens is known here.');
      }
      const { id } = request.params;
      const answer = await reopenAccepted(db, { connection, id, person: localPerson });
      if (answer.answer === 'unknown') throw new NotFoundError('accepted difference with this id');
      if (isFormOfBrowser(request)) {
        response.redirect(303, '/accepted');
        return;
      }
      response
        .status(answer.answer === 'reopened' ? 202 : 200)
        .json({ accepted: acceptedView(answer.row) });
    },
  );
  return router;
}

function acceptedView(row: AcceptedRow) {
  return {
    id: row.id,
    workflowId: row.workflowId,
    subject: row.subject,
    kind: row.kind,
    document: row.documentName,
    sentence: row.sentence,
    amount: row.amount,
    difference: row.difference ?? row.amount,
    currency: row.currency,
    seen: row.seen,
    exceptionId: row.exceptionId,
    decisionId: row.decisionId,
    person: row.person,
    reason: row.reason,
    acceptedAt: row.acceptedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy,
    endedBecause: row.endedBecause,
  };
}

export function acceptedListedView({ row, project, subcontractor }: AcceptedListed) {
  return { ...acceptedView(row), project, subcontractor };
}
