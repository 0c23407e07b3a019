// Takes a decision: what the body must be, who decides, and what each end of it answers.
import type { Request, Response } from 'express';
import { Router, json, urlencoded } from 'express';
import { z } from 'zod';
import { planOf } from '../../db/queries/console-exceptions.ts';
import type { DecisionAnswer } from '../../db/queries/decide.ts';
import { decideException } from '../../db/queries/decide.ts';
import type { OwnAddress } from '../own-address.ts';
import { requireOwnOrigin } from '../own-address.ts';
import { BadRequestError, NotFoundError } from '../request-errors.ts';
import type { ApiSettings } from '../settings.ts';
import { localPerson } from '../settings.ts';
import { exceptionView, planView } from './exception-views.ts';

const bodyBytesMaximum = 64 * 1024;
const reasonCharactersMaximum = 2_000;

/** Nothing else is taken: who decided and when are not the sender's to say. */
const bodySchema = z.strictObject({
  planHash: z.string().min(1).max(200),
  decision: z.enum(['approve', 'reject']),
  reason: z.string().max(reasonCharactersMaximum).nullish(),
});

const hints: Record<string, string> = {
  planHash: 'planHash is the hash of the plan that was shown.',
  decision: 'decision is approve or reject.',
  reason: `reason is text of up to ${reasonCharactersMaximum} characters, or left out.`,
};

export function decisionRoutes(settings: ApiSettings, own: OwnAddress): Router {
  const router = Router();
  router.post(
    '/api/exceptions/:id/decision',
    requireOwnOrigin(own),
    json({ limit: bodyBytesMaximum }),
    urlencoded({ extended: false, limit: bodyBytesMaximum }),
    async (request: Request<{ id: string }>, response) => {
      const exceptionId = request.params.id;
      const body = readBody(request.body);
      const answer = await decideException(settings.db, {
        connection: settings.connection,
        exceptionId,
        planHash: body.planHash,
        verdict: body.decision,
        reason: body.reason?.trim() || null,
        person: localPerson,
      });
      if (answer.answer === 'unknown') throw new NotFoundError('exception with this id');
      if (isFormOfBrowser(request)) backToPage(response, answer, body.decision);
      else await answerProgram(settings, response, answer);
    },
  );
  return router;
}

function readBody(given: unknown): z.infer<typeof bodySchema> {
  const parsed = bodySchema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = unknown ?? (issue?.path.length ? String(issue.path[0]) : null);
  const message =
    unknown === undefined
      ? (hints[field ?? ''] ?? 'The body is {planHash, decision, reason?}, as JSON or a form.')
      : `${unknown.slice(0, 100)} is not taken; the body is {planHash, decision, reason?}.`;
  throw new BadRequestError(field, message);
}

/** A page's form is answered with a page; a program gets JSON, whichever way it sent the fields. */
export function isFormOfBrowser(request: Request): boolean {
  return (
    request.is('urlencoded') === 'urlencoded' &&
    (request.headers.accept ?? '').includes('text/html')
  );
}

type Known = Exclude<DecisionAnswer, { answer: 'unknown' }>;

function backToPage(response: Response, answer: Known, verdict: 'approve' | 'reject'): void {
  const done = verdict === 'approve' ? 'approved' : 'rejected';
  const said = {
    stored: done,
    storedBefore: done,
    notApprovable: 'notApprovable',
    refused: answer.answer === 'refused' ? answer.why : '',
  }[answer.answer];
  response.redirect(303, `/exceptions/${encodeURIComponent(answer.exception.id)}?said=${said}`);
}

const refusals = {
  planMoved: 'The plan has moved since it was shown; decide on the plan in this answer.',
  decidedOtherwise: 'It was decided otherwise already.',
  alreadyClosed: 'It is closed already; there is nothing left to decide.',
} as const;

async function answerProgram(
  settings: ApiSettings,
  response: Response,
  answer: Known,
): Promise<void> {
  switch (answer.answer) {
    case 'stored':
      response.status(202).json({ decisionId: answer.decisionId });
      return;
    case 'storedBefore':
      response.status(200).json({ decisionId: answer.decisionId });
      return;
    case 'notApprovable':
      response.status(422).json({ error: 'notApprovable', fix: answer.fix });
      return;
    case 'refused':
      response.status(409).json({
        error: answer.why,
        message: refusals[answer.why],
        exception: exceptionView(answer.exception),
        plan: planView(await planOf(settings.db, answer.exception)),
      });
      return;
  }
}
