// How a list of vendor elements becomes records: each alone, so that one unreadable element is named and not hidden.
import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';
import type { OnUnreadable, UnreadableRecord } from './call-report.ts';
import { VendorError } from './vendor-error.ts';
import type { VendorName } from './vendor-error.ts';

export interface ReadingContext {
  readonly vendor: VendorName;
  readonly resource: string;
  readonly onUnreadable?: OnUnreadable | undefined;
}

/** Thrown by a reader for what a schema cannot say (a date that is none, an amount with no digits). */
export class UnreadableFieldError extends Error {
  readonly field: string;
  readonly why: string;
  constructor(field: string, why: string) {
    super(`${field}: ${why}`);
    this.name = 'UnreadableFieldError';
    this.field = field;
    this.why = why;
  }
}

/** Field paths and what was wrong. zod's own words name types and never values. Anything else is our own fault and is thrown on. */
function unreadableProblems(error: unknown): string[] {
  if (error instanceof UnreadableFieldError) return [error.message];
  if (!(error instanceof z.ZodError)) throw error;
  return error.issues.map((issue) => {
    const path = issue.path.map(String).join('.');
    return `${path === '' ? '(the record)' : path}: ${issue.message}`;
  });
}

const aside = new AsyncLocalStorage<UnreadableRecord[]>();

/**
 * Runs reads of lists and answers with them what they set aside as unreadable, so that whoever asked can name it. A
 * list with anything aside is not the whole list: nothing may be concluded from what it lacks.
 */
export async function settingAside<T>(
  work: () => Promise<T>,
): Promise<{ value: T; aside: readonly UnreadableRecord[] }> {
  const unreadable: UnreadableRecord[] = [];
  const value = await aside.run(unreadable, work);
  return { value, aside: unreadable };
}

/**
 * Reads every element with `read`. An unreadable one goes to `onUnreadable` and to whoever sets aside, and is left
 * out; where nobody listens the whole read fails, because a list that silently lacks a record is a wrong fact.
 */
export function readEach<T>({
  elements,
  read,
  idOf,
  context,
}: {
  elements: readonly unknown[];
  read: (element: unknown) => T;
  idOf: (element: unknown) => string | null;
  context: ReadingContext;
}): T[] {
  const records: T[] = [];
  for (const element of elements) {
    try {
      records.push(read(element));
    } catch (error) {
      const problems = unreadableProblems(error);
      const { vendor, resource, onUnreadable } = context;
      const id = idOf(element);
      const listeners = [onUnreadable, asideListener()].filter((one) => one !== undefined);
      if (listeners.length === 0) throw malformed({ context, id, problems, write: false });
      for (const tell of listeners) tell({ vendor, resource, id, problems });
    }
  }
  return records;
}

function asideListener(): OnUnreadable | undefined {
  const unreadable = aside.getStore();
  return unreadable && ((record) => unreadable.push(record));
}

/** Reads one element that the whole call depends on. */
export function readOne<T>({
  element,
  read,
  id,
  context,
  write,
}: {
  element: unknown;
  read: (element: unknown) => T;
  id: string | null;
  context: ReadingContext;
  write: boolean;
}): T {
  try {
    return read(element);
  } catch (error) {
    throw malformed({ context, id, problems: unreadableProblems(error), write });
  }
}

function malformed({
  context,
  id,
  problems,
  write,
}: {
  context: ReadingContext;
  id: string | null;
  problems: readonly string[];
  write: boolean;
}): VendorError {
  const which = id === null ? context.resource : `${context.resource} ${id}`;
  return new VendorError({
    vendor: context.vendor,
    kind: 'malformedAnswer',
    status: 200,
    messages: problems.slice(0, 10).map((problem) => `${which}: ${problem}`),
    mayHaveHappened: write,
  });
}
