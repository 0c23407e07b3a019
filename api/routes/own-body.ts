// What stands before every route that changes something: who may send it, how large it may be, and what of it is taken.
import type { RequestHandler } from 'express';
import { json, urlencoded } from 'express';
import type { z } from 'zod';
import type { OwnAddress } from '../own-address.ts';
import { requireOwnOrigin } from '../own-address.ts';
import { BadRequestError } from '../request-errors.ts';
import { refuseUnstorableBody } from '../unstorable.ts';

const bodyBytesMaximum = 64 * 1024;

/** JSON or a form, from our own pages and from programs on this machine alone. */
export function ownBody(own: OwnAddress): RequestHandler[] {
  return [
    requireOwnOrigin(own),
    json({ limit: bodyBytesMaximum }),
    urlencoded({ extended: false, limit: bodyBytesMaximum }),
    refuseUnstorableBody,
  ];
}

/** The body, or the hint of the first field that is wrong with it; `shape` is what the whole should be. */
export function readBody<Body>(
  schema: z.ZodType<Body>,
  given: unknown,
  { hints, shape }: { hints: Readonly<Record<string, string>>; shape: string },
): Body {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.length ? String(issue.path[0]) : null;
  throw new BadRequestError(field, hints[field ?? ''] ?? `The body is ${shape}.`);
}
