// Take-ons as programs and forms reach them: what is proposed of a project under way, and signing exactly that.
import type { Request, Response } from 'express';
import { Router } from 'express';
import { z } from 'zod';
import type { SignAnswer, TakeOnView } from '../../db/queries/sign-take-on.ts';
import { readTakeOn, signTakeOn } from '../../db/queries/sign-take-on.ts';
import { NotAnAmountError, amountSchema, canonicalAmount } from '../../domain/money/amount.ts';
import { takeOnPage } from '../console/take-on-page.ts';
import { frameOf } from '../console/layout.ts';
import type { OwnAddress } from '../own-address.ts';
import { BadRequestError, NotFoundError } from '../request-errors.ts';
import type { ApiSettings } from '../settings.ts';
import { localPerson } from '../settings.ts';
import { isFormOfBrowser } from './decision-body.ts';
import { ownBody, readBody } from './own-body.ts';
import { dayAsked } from './project-routes.ts';

const short = z.string().min(1).max(100);
const bodySchema = z.strictObject({
  from: z.iso.date(),
  hash: short,
  stated: z
    .array(
      z.strictObject({
        contract: short,
        taxType: short.nullable().default(null),
        amount: amountSchema,
      }),
    )
    .max(2_000),
});

const hints: Record<string, string> = {
  from: 'from is the day from which the project posts, such as 2026-11-01.',
  hash: 'hash is the hash of the proposal that was shown.',
  stated:
    'stated is a list of {contract, taxType?, amount}: what is in the Xero retention account, such as 1500.00.',
};

/** What is proposed; of a project that posts already as of its own start. */
export async function takeOnShown(
  { db, connection, mapping }: Pick<ApiSettings, 'db' | 'connection' | 'mapping'>,
  { projectId, from }: { projectId: string; from: string },
): Promise<TakeOnView> {
  const view = await readTakeOn(db, { connection, mapping, projectId, from });
  if (!view) throw new NotFoundError('project with this id');
  const { postFrom } = view;
  if (postFrom === null || postFrom === from) return view;
  return (await readTakeOn(db, { connection, mapping, projectId, from: postFrom })) ?? view;
}

export function takeOnRoutes(settings: ApiSettings, own: OwnAddress): Router {
  const { db, connection, mapping } = settings;
  const router = Router();
  router.get('/api/projects/:id/take-on', async (request, response) => {
    const from = dayAsked(request.query['from']);
    if (from === null) throw new BadRequestError('from', 'from is a day such as 2026-11-01.');
    response.json(takeOnJson(await takeOnShown(settings, { projectId: request.params.id, from })));
  });
  router.post(
    '/api/projects/:id/take-on',
    ...ownBody(own),
    async (request: Request<{ id: string }>, response) => {
      const isForm = isFormOfBrowser(request);
      const given: unknown = isForm ? bodyOfForm(request.body) : request.body;
      const body = readBody(bodySchema, given, { hints, shape: '{from, hash, stated}' });
      const answer = await signTakeOn(db, {
        ...{ connection, mapping, projectId: request.params.id, ...body },
        ...{ person: localPerson, now: new Date() },
      });
      if (answer.answer === 'unknown') throw new NotFoundError('project with this id');
      if (isForm) answerForm(settings, response, answer, request.body);
      else answerJson(response, answer);
    },
  );
  return router;
}

type Known = Exclude<SignAnswer, { answer: 'unknown' }>;

const statuses: Record<Known['answer'], number> = {
  signed: 202,
  signedBefore: 200,
  moved: 409,
  refused: 409,
};

/** Why nothing was signed; null where it was. */
export function refusalOfSigning(answer: Known): string | null {
  switch (answer.answer) {
    case 'signed':
    case 'signedBefore':
      return null;
    case 'moved':
      return `Nothing was signed: the opening of ${answer.view.proposal.project.name} is not what was shown any more. It moved; look again.`;
    case 'refused':
      return answer.why;
  }
}

function answerJson(response: Response, answer: Known): void {
  const refused = refusalOfSigning(answer);
  const body = takeOnJson(answer.view);
  response
    .status(statuses[answer.answer])
    .json(refused === null ? body : { error: answer.answer, message: refused, ...body });
}

function answerForm(settings: ApiSettings, response: Response, answer: Known, form: unknown): void {
  const refused = refusalOfSigning(answer);
  const { id } = answer.view.proposal.project;
  if (refused === null) {
    response.redirect(303, `/projects/${encodeURIComponent(id)}/take-on`);
    return;
  }
  const page = takeOnPage({
    frame: frameOf(settings),
    ...answer.view,
    refused,
    typed: textsOf(form),
  });
  response.status(409).type('html').send(page);
}

export function takeOnJson({ proposal, postFrom, signed }: TakeOnView) {
  return { postFrom, proposal, signed: signed && signedJson(signed) };
}

function signedJson({ person, signedAt, postFrom, proposalHash, openings }: Signed) {
  return {
    ...{ person, signedAt: signedAt.toISOString(), postFrom, proposalHash },
    openings: openings.map(({ contractId, taxType, currency, billed, paid, held, stated }) => ({
      ...{ contractId, taxType, currency, billed, paid, held, stated },
    })),
  };
}
type Signed = NonNullable<TakeOnView['signed']>;

function textsOf(form: unknown): Record<string, string> {
  if (typeof form !== 'object' || form === null) return {};
  const texts = Object.entries(form).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts);
}

/** `stated/wo-9/INPUT2` is an amount; of one whose tax type is not known, `taxType/wo-9` says it. What is left empty is not stated. */
function bodyOfForm(form: unknown): unknown {
  const texts = textsOf(form);
  const stated = Object.entries(texts).flatMap(([name, typed]) => {
    const [, contract, taxType] = /^stated\/([^/]+)\/(.*)$/.exec(name) ?? [];
    if (contract === undefined || typed.trim() === '') return [];
    const type = [taxType, texts[`taxType/${contract}`]?.trim()].find((text) => text);
    return [{ contract, taxType: type ?? null, amount: amountTyped(typed) }];
  });
  return { from: texts['from'], hash: texts['hash'], stated };
}

/** As people type it: "1,500" is 1500.00. What is no amount is left for the body's own check to refuse. */
export function amountTyped(text: string): string {
  try {
    return canonicalAmount(text.replaceAll(',', ''));
  } catch (error) {
    if (error instanceof NotAnAmountError) return text;
    throw error;
  }
}
