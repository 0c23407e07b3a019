// Refuses U+0000 and halves of surrogate pairs at the door: Postgres holds no such text, and nothing is filed under one.
import type { NextFunction, Request, Response } from 'express';
import { BadRequestError } from './request-errors.ts';

const what = 'a character that cannot be kept (U+0000, or half of a surrogate pair)';

function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
}

/** U+0000 and encoded surrogates, as they stand in an address: UTF-8 has no surrogates, but %ED%A0%80 would be one. */
const unstorableInAddress = /%00|%ed%[ab][0-9a-f]%[89ab][0-9a-f]/i;

export function refuseUnstorableAddress(
  request: Request,
  _response: Response,
  next: NextFunction,
): void {
  if (unstorableInAddress.test(request.originalUrl)) {
    throw new BadRequestError(null, `The address holds ${what}: ask again without it.`);
  }
  next();
}

/** After a body is parsed; names the field of the body in which it stands. */
export function refuseUnstorableBody(
  request: Request<object>,
  _response: Response,
  next: NextFunction,
): void {
  const body: unknown = request.body;
  if (!holdsOnlyStorable(body)) {
    const field = isRecord(body)
      ? (Object.keys(body).find((key) => isBad(body, key)) ?? null)
      : null;
    const where = field === null || !isStorable(field) ? 'The body' : `The ${field}`;
    const named = where === 'The body' ? null : field;
    throw new BadRequestError(named, `${where} holds ${what}: type it again without it.`);
  }
  next();
}

function isBad(body: Record<string, unknown>, key: string): boolean {
  return !isStorable(key) || !holdsOnlyStorable(body[key]);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every text anywhere in it, names of fields included. */
function holdsOnlyStorable(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one === 'string' && !isStorable(one)) return false;
    if (Array.isArray(one)) left.push(...(one as unknown[]));
    else if (isRecord(one)) left.push(...Object.keys(one), ...Object.values(one));
  }
  return true;
}
