// Takes decisions, one or several at once: who decides, and what each end of it answers.
import type { Request, Response } from 'express';
import { Router } from 'express';
import { planOf } from '../../db/queries/console-exceptions.ts';
import type { DecisionAnswer } from '../../db/queries/decide.ts';
import { decideException } from '../../db/queries/decide.ts';
import type { Refused } from '../console/decision-section.ts';
import { exceptionPage } from '../console/exception-page.ts';
import { readExceptionPage } from '../console/read-exception-page.ts';
import type { TogetherResult } from '../console/together-page.ts';
import { togetherResultPage } from '../console/together-page.ts';
import type { OwnAddress } from '../own-address.ts';
import { NotFoundError } from '../request-errors.ts';
import type { ApiSettings } from '../settings.ts';
import { localPerson } from '../settings.ts';
import { isFormOfBrowser, itemsOfForm, readDecision, readDecisions } from './decision-body.ts';
import { ownBody } from './own-body.ts';
import { exceptionView, planView } from './exception-views.ts';

type Decided = { verdict: 'approve' | 'reject'; reason: string | null };

export function decisionRoutes(settings: ApiSettings, own: OwnAddress): Router {
  const router = Router();
  const guards = ownBody(own);
  router.post('/api/exceptions/decide', ...guards, async (request, response) => {
    const isForm = isFormOfBrowser(request);
    const { verdict, reason, items } = readDecisions(itemsOfForm(request.body));
    const decided = { verdict, reason: reason?.trim() || null };
    const results: OneOfSeveral[] = [];
    // One after the other, each a transaction of its own: one that has moved stops no other.
    for (const item of items) results.push(await decideOne(settings, item, decided));
    if (isForm) response.type('html').send(togetherResultPage(results.map(toldOf)));
    else response.json({ results: results.map(({ view }) => view) });
  });
  router.post(
    '/api/exceptions/:id/decision',
    ...guards,
    async (request: Request<{ id: string }>, response: Response) => {
      const { id } = request.params;
      const { planHash, decision: verdict, reason } = readDecision(request.body);
      const decided = { verdict, reason: reason?.trim() || null };
      const answer = await decide(settings, { id, planHash }, decided);
      if (answer.answer === 'unknown') throw new NotFoundError('exception with this id');
      if (isFormOfBrowser(request)) await answerPage(settings, response, answer, decided);
      else await answerProgram(settings, response, answer);
    },
  );
  return router;
}

function decide(
  { db, connection }: ApiSettings,
  { id, planHash }: { id: string; planHash: string },
  { verdict, reason }: Decided,
): Promise<DecisionAnswer> {
  const ask = { connection, exceptionId: id, planHash, verdict, reason, person: localPerson };
  return decideException(db, ask);
}

type Known = Exclude<DecisionAnswer, { answer: 'unknown' }>;

const refusals = {
  planMoved: 'The plan has moved since it was shown; decide on the plan in this answer.',
  decidedOtherwise: 'It was decided otherwise already.',
  alreadyClosed: 'It is closed already; there is nothing left to decide.',
} as const;

/** Kept: back to the page, which says what is stored. Refused: the page as it stands, with what was typed. */
async function answerPage(
  settings: ApiSettings,
  response: Response,
  answer: Known,
  { reason }: Decided,
): Promise<void> {
  const { exception } = answer;
  if (answer.answer === 'stored' || answer.answer === 'storedBefore') {
    response.redirect(303, `/exceptions/${encodeURIComponent(exception.id)}`);
    return;
  }
  const isRefused = answer.answer === 'refused';
  const why: Refused['why'] = isRefused ? answer.why : 'notApprovable';
  const page = await readExceptionPage(settings, exception, { why, reason });
  response
    .status(isRefused ? 409 : 422)
    .type('html')
    .send(exceptionPage(page));
}

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
        plan: planView(answer.exception, await planOf(settings.db, answer.exception)),
      });
      return;
  }
}

/** What came of one of several; `status` is what it would have been answered alone. */
type OneOfSeveral = {
  name: string;
  stands: TogetherResult['stands'];
  view: {
    id: string;
    status: number;
    decisionId?: string;
    error?: string;
    message?: string;
    /** What waits now instead. */
    exception?: ReturnType<typeof exceptionView>;
  };
};

async function decideOne(
  settings: ApiSettings,
  item: { id: string; planHash: string },
  decided: Decided,
): Promise<OneOfSeveral> {
  const { id } = item;
  const answer = await decide(settings, item, decided);
  switch (answer.answer) {
    case 'unknown': {
      const message = 'There is no exception with this id here.';
      return { name: id, stands: null, view: { id, status: 404, error: 'notFound', message } };
    }
    case 'stored':
    case 'storedBefore': {
      const { decisionId, exception } = answer;
      const status = answer.answer === 'stored' ? 202 : 200;
      const stands =
        exception.state === 'closed'
          ? 'closed'
          : decided.verdict === 'reject'
            ? 'left'
            : 'beingWritten';
      return { name: exception.documentName, stands, view: { id, status, decisionId } };
    }
    case 'notApprovable': {
      const { fix, exception } = answer;
      const view = { id, status: 422, error: 'notApprovable', message: fix };
      return { name: exception.documentName, stands: null, view };
    }
    case 'refused': {
      const { why, exception } = answer;
      const message = refusals[why];
      const view = { id, status: 409, error: why, message, exception: exceptionView(exception) };
      return { name: exception.documentName, stands: null, view };
    }
  }
}

function toldOf({ name, stands, view }: OneOfSeveral): TogetherResult {
  const id = view.exception?.id ?? view.id;
  return stands === null ? { id, name, stands, said: view.message ?? '' } : { id, name, stands };
}
