// What a decision's body may hold, for one question or several at once, and the sentence that says what is wrong with it.
import type { Request } from 'express';
import { z } from 'zod';
import { BadRequestError } from '../request-errors.ts';

const reasonCharactersMaximum = 2_000;
const itemsMaximum = 200;

const planHashSchema = z.string().min(1).max(200);
const reasonSchema = z.string().max(reasonCharactersMaximum).nullish();

/** Nothing else is taken: who decided and when are not the sender's to say. */
const decisionSchema = z.strictObject({
  planHash: planHashSchema,
  decision: z.enum(['approve', 'reject']),
  reason: reasonSchema,
});

const decisionsSchema = z.strictObject({
  verdict: z.enum(['approve', 'reject']),
  reason: reasonSchema,
  items: z
    .array(z.strictObject({ id: z.string().min(1).max(200), planHash: planHashSchema }))
    .min(1)
    .max(itemsMaximum),
});

const hints: Record<string, string> = {
  planHash: 'planHash is the hash of the plan that was shown.',
  decision: 'decision is approve or reject.',
  verdict: 'verdict is approve or reject.',
  reason: `reason is text of up to ${reasonCharactersMaximum} characters, or left out.`,
  items: `items is a list of 1 to ${itemsMaximum} {id, planHash}, as they were shown.`,
};

export const readDecision = (given: unknown) =>
  read(decisionSchema, given, '{planHash, decision, reason?}');

export const readDecisions = (given: unknown) =>
  read(decisionsSchema, given, '{verdict, reason?, items}');

function read<Body>(schema: z.ZodType<Body>, given: unknown, shape: string): Body {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = unknown ?? (issue?.path.length ? String(issue.path[0]) : null);
  const message =
    unknown === undefined
      ? (hints[field ?? ''] ?? `The body is ${shape}, as JSON or a form.`)
      : `${unknown.slice(0, 100)} is not taken; the body is ${shape}.`;
  throw new BadRequestError(field, message);
}

/** A list of checkboxes comes as `item` fields, each the id and the hash that were shown. */
export function itemsOfForm(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('item' in given)) return given;
  const { item, ...rest } = given;
  const ticked = Array.isArray(item) ? item : [item];
  const items = ticked.map((text) => {
    const [id = '', planHash = ''] = String(text).split(' ');
    return { id, planHash };
  });
  return { ...rest, items };
}

/** A page's form is answered with a page; a program gets JSON, whichever way it sent the fields. */
export function isFormOfBrowser(request: Request<object>): boolean {
  return (
    request.is('urlencoded') === 'urlencoded' &&
    (request.headers.accept ?? '').includes('text/html')
  );
}
