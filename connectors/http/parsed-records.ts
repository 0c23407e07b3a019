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

/** A single record that a call depends on and that cannot be read. */
export class UnreadableRecordError extends VendorError {
  readonly record: UnreadableRecord;
  constructor(record: UnreadableRecord, { write }: { write: boolean }) {
    const { vendor, resource, id, problems } = record;
    const which = id === null ? resource : `${resource} ${id}`;
    super({
      vendor,
      kind: 'malformedAnswer',
      status: 200,
      messages: problems.slice(0, 10).map((problem) => `${which}: ${problem}`),
      mayHaveHappened: write,
    });
    this.name = 'UnreadableRecordError';
    this.record = record;
  }
}

const labelFields = [
  ...['InvoiceNumber', 'PurchaseOrderNumber', 'Name', 'Code'],
  ...['invoice_number', 'project_number', 'number', 'name', 'title', 'code'],
];
const markFields = ['Url', 'Reference', 'ContactNumber', 'notes'];

function textsIn(element: unknown, fields: readonly string[]): string[] {
  if (typeof element !== 'object' || element === null) return [];
  const members = element as Record<string, unknown>;
  return fields.flatMap((field) => {
    const value = members[field];
    return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [];
  });
}

function unreadable(
  element: unknown,
  { vendor, resource }: ReadingContext,
  found: { id: string | null; problems: readonly string[] },
): UnreadableRecord {
  const [label = null] = textsIn(element, labelFields);
  return { vendor, resource, ...found, label, marks: textsIn(element, markFields) };
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

export interface ElementReader<T> {
  readonly read: (element: unknown) => T;
  readonly idOf: (element: unknown) => string | null;
  readonly context: ReadingContext;
}

/** One element read, or what of it cannot be. */
export type ReadElement<T> = { readonly record: T } | { readonly unreadable: UnreadableRecord };

/** Reads one element of a list and tells nobody yet. What is kept of a page is this: an element takes many times the room. */
export function readElement<T>(
  element: unknown,
  { read, idOf, context }: ElementReader<T>,
): ReadElement<T> {
  try {
    return { record: read(element) };
  } catch (error) {
    const found = { id: idOf(element), problems: unreadableProblems(error) };
    return { unreadable: unreadable(element, context, found) };
  }
}

/**
 * The records. An unreadable one goes to `onUnreadable` and to whoever sets aside, and is left out; where nobody
 * listens the whole read fails, because a list that silently lacks a record is a wrong fact.
 */
export function recordsRead<T>(
  elements: readonly ReadElement<T>[],
  { onUnreadable }: ReadingContext,
): T[] {
  const listeners = [onUnreadable, asideListener()].filter((one) => one !== undefined);
  return elements.flatMap((one) => {
    if ('record' in one) return [one.record];
    if (listeners.length === 0) throw new UnreadableRecordError(one.unreadable, { write: false });
    for (const tell of listeners) tell(one.unreadable);
    return [];
  });
}

/** Reads every element of a list that is there as a whole. */
export function readEach<T>({
  elements,
  ...reader
}: ElementReader<T> & { elements: readonly unknown[] }): T[] {
  const read = elements.map((element) => readElement(element, reader));
  return recordsRead(read, reader.context);
}

function asideListener(): OnUnreadable | undefined {
  const unreadable = aside.getStore();
  return unreadable && ((record) => unreadable.push(record));
}

/** As `settingAside` for one record: null, and set aside, where it cannot be read and somebody sets aside. */
export async function asideOrNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    const tell = asideListener();
    if (!(error instanceof UnreadableRecordError) || tell === undefined) throw error;
    tell(error.record);
    return null;
  }
}

/** Reads one element that the whole call depends on. Throws UnreadableRecordError. */
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
    const found = { id, problems: unreadableProblems(error) };
    throw new UnreadableRecordError(unreadable(element, context, found), { write });
  }
}
