// How records are read that their list shows without their lines: each by itself, and only where its version is not the one kept.
import { settingAside, UnreadableRecordError } from '../connectors/http/parsed-records.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import { keptVersions } from '../db/queries/mirror.ts';
import type { KeptRecord } from '../domain/records/records.ts';
import type { Place } from './readers.ts';
import { named } from './readers.ts';
import type { Brought, SweepContext } from './sweep-feeds.ts';

/** A permission that covers single records may hide thousands; so many are named, the rest counted. */
const namedAtMost = 5;

/**
 * The vendor hides this one thing, or answers something that is not understood. An expired sign-in hides everything,
 * so that one ends the sweep.
 */
export function canBeLeftOut(error: unknown): error is VendorError {
  return (
    error instanceof VendorError &&
    ['forbidden', 'notFound', 'malformedAnswer'].includes(error.kind)
  );
}

export type Header = { id: string; updatedAt: string };

type Ask<H extends Header> = {
  place: Place;
  /** In people's words: "work order contract". */
  one: string;
  projectId: string;
  list: () => Promise<readonly H[]>;
  read: (header: H) => Promise<KeptRecord>;
};

export async function changedByThemselves<H extends Header>(
  { db, connection }: SweepContext,
  { place, one, projectId, list, read }: Ask<H>,
): Promise<Brought> {
  const { value: headers, aside } = await settingAside(list);
  const { filedId = (id: string) => id } = place;
  const shown = headers.map(({ id }) => filedId(id));
  const kept = await keptVersions(db, connection, place.kind, shown);
  const isKept = ({ id, updatedAt }: Header): boolean => kept.get(filedId(id)) === updatedAt;
  const unchanged = headers.filter(isKept).map(({ id }) => filedId(id));
  const unreadable = [...aside];
  const records: KeptRecord[] = [];
  const hidden: Hidden[] = [];
  for (const header of headers.filter((shownOne) => !isKept(shownOne))) {
    try {
      records.push(await read(header));
    } catch (error) {
      if (!canBeLeftOut(error)) throw error;
      if (error instanceof UnreadableRecordError) unreadable.push(error.record);
      else hidden.push({ id: header.id, why: error.message });
    }
  }
  const found = named(place, unreadable);
  const leftOut = [...found.leftOut, ...wordsOf(hidden, { one, projectId })];
  return { records, aside: found.aside, leftOut, shown, unchanged };
}

type Hidden = { id: string; why: string };

function wordsOf(
  hidden: readonly Hidden[],
  { one, projectId }: { one: string; projectId: string },
): string[] {
  const told = hidden
    .slice(0, namedAtMost)
    .map(({ id, why }) => `${one} ${id} of project ${projectId}: ${why}`);
  const more = hidden.length - told.length;
  return more > 0 ? [...told, `${more} more ${one}s of project ${projectId}`] : told;
}
