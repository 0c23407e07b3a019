// What the plans of claims and orders share: the contact to bill, Xero's organisation and chart, and whether the project posts.
import { eq } from 'drizzle-orm';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { ChartExcerpt } from '../../domain/mapping/chart-excerpt.ts';
import type { WantedOption } from '../../domain/mapping/coded-line.ts';
import {
  costCodeOptionWanted,
  optionFor,
  projectOptionWanted,
  retentionOptionWanted,
} from '../../domain/mapping/coded-line.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { EarlierName, OptionIndex } from '../../domain/mapping/option-index.ts';
import { codesAsked, optionIndexOf } from '../../domain/mapping/option-index.ts';
import type { ContactLink } from '../../domain/objects/common-observation.ts';
import type { OwnedTracking } from '../../domain/plan/owned.ts';
import type { SovLine, SubJob } from '../../domain/records/procore/commitment.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import type { XeroOrganisation } from '../../domain/records/xero/organisation.ts';
import { isStanding } from '../../domain/records/xero/standing.ts';
import type { Queryable } from '../database.ts';
import { chartOf } from '../queries/chart.ts';
import { contactNames } from '../queries/contact-names.ts';
import { linkOf } from '../queries/links.ts';
import { standingOf } from '../queries/mirror.ts';
import { optionLinks } from '../queries/option-links.ts';
import { unreadableAmong } from '../queries/unreadable.ts';
import { survivorOf } from './merged-contact.ts';
import { optionName } from '../schema/document-tables.ts';

/** The vendor's own contact document and what it is linked to; null when Procore shows no such vendor and none is linked. */
export async function contactLinkOf(
  db: Queryable,
  connection: string,
  vendorId: string | null,
): Promise<{ link: ContactLink | null; contact: XeroContact | null }> {
  if (vendorId === null) return { link: null, contact: null };
  const workflowId = workflowIdOf({ type: 'contact', connection, sourceId: vendorId });
  const linked = await linkOf(db, workflowId, 'contact');
  if (!linked) {
    const vendor = await standingOf(db, connection, 'procoreVendor', vendorId);
    const name = vendor.record?.isActive === false ? { inactive: vendor.record.name } : {};
    const waiting = { workflowId, contactId: null, archived: false, ...name };
    // One that cannot be read is there all the same: its own document says what is wrong.
    const own = [{ kind: 'procoreVendor', recordId: vendorId } as const];
    const isThere =
      vendor.record !== null || (await unreadableAmong(db, connection, own)).length > 0;
    return { link: isThere ? waiting : null, contact: null };
  }
  const contact = await standingOf(db, connection, 'xeroContact', linked.targetId);
  // Xero moved the documents of a merged contact to the one it was merged into; the link follows by its own pass.
  const merged = contact.record && (await survivorOf(db, connection, contact.record));
  const standing = merged ?? contact.record;
  const archived = standing?.status !== 'ACTIVE';
  const contactId = merged?.id ?? linked.targetId;
  return { link: { workflowId, contactId, archived }, contact: standing };
}

/** What the contacts of a document's sides are called now, so that its questions keep showing it. */
export async function contactNamesIn(
  db: Queryable,
  connection: string,
  sides: readonly ({ contactId: string | null } | null | undefined)[],
): Promise<Record<string, string>> {
  const ids = sides.flatMap((side) => side?.contactId ?? []);
  const names = await contactNames(db, connection, ids);
  // One order, so that the same names are the same observation.
  return Object.fromEntries([...names].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export type XeroGround = { organisation: XeroOrganisation; chart: XeroChart };

/** The organisation and chart; a document is never planned before Xero was read once. */
export async function xeroGround(db: Queryable, connection: string): Promise<XeroGround> {
  const [organisation, chart] = await Promise.all([
    standingOf(db, connection, 'xeroOrganisation', 'organisation'),
    chartOf(db, connection),
  ]);
  if (!organisation.record || !chart) {
    throw new Error('Xero has not been read yet; the next sweep reads it');
  }
  return { organisation: organisation.record, chart };
}

export type ExcerptAsk = {
  connection: string;
  mapping: Mapping;
  project: ProcoreProject | null;
  /** The cost codes of its lines. */
  costCodes: readonly (SovLine['costCode'] | null)[];
  /** The sub jobs of its lines. */
  subJobs: readonly SubJob[];
  /** Options that the document's lines have or had. */
  tracking: readonly OwnedTracking[];
};

/**
 * The part of the chart a document needs, with its options under every name they had, and with those it found by name
 * as linked to what they stand for: whoever keeps the look keeps the links, and an option stays the same option when
 * either is renamed.
 */
export async function excerptOf(
  db: Queryable,
  chart: XeroChart,
  ask: ExcerptAsk,
): Promise<ChartExcerpt> {
  const { connection, mapping } = ask;
  const wanted = optionsWanted(ask);
  const [links, earlier] = await Promise.all([
    optionLinks(
      db,
      connection,
      wanted.map(({ source }) => source),
    ),
    earlierNames(db, connection),
  ]);
  const codes = codesAsked(indexOf(chart), earlier, {
    names: [...wanted, ...ask.tracking].map(({ option }) => option),
    ids: [...links, ...ask.tracking].flatMap(({ optionId }) => optionId ?? []),
  });
  const { revenue } = mapping.accounts;
  const accounts = new Set([
    ...Object.values(mapping.accounts.byCostType),
    mapping.accounts.fallback,
    mapping.accounts.retentionPayable,
    ...Object.values(revenue?.byCostType ?? {}),
    revenue?.fallback ?? null,
    mapping.accounts.revenueMarkup,
    mapping.accounts.retentionReceivable,
  ]);
  const taxTypes = new Set([
    ...Object.values(mapping.taxTypes),
    ...Object.values(mapping.salesTaxTypes),
  ]);
  const excerpt: ChartExcerpt = {
    accounts: chart.accounts.filter(({ code }) => code !== null && accounts.has(code)),
    taxRates: chart.taxRates.filter((rate) => taxTypes.has(rate.taxType)),
    codes,
    links,
  };
  return { ...excerpt, links: linksWith(excerpt, wanted) };
}

function optionsWanted({ mapping, project, costCodes, subJobs }: ExcerptAsk): WantedOption[] {
  if (!project) return [];
  return [
    projectOptionWanted(mapping, project),
    ...subJobs.map((subJob) => projectOptionWanted(mapping, project, subJob)),
    retentionOptionWanted(mapping),
    ...costCodes.flatMap((costCode) =>
      costCode ? [costCodeOptionWanted(mapping, project, costCode)] : [],
    ),
  ];
}

/** Indexed once a chart, which is kept as long as it stands. */
const indexes = new WeakMap<XeroChart, OptionIndex>();

function indexOf(chart: XeroChart): OptionIndex {
  const known = indexes.get(chart) ?? optionIndexOf(chart);
  indexes.set(chart, known);
  return known;
}

/** The names that options had before, the earliest first. */
export async function earlierNames(db: Queryable, connection: string): Promise<EarlierName[]> {
  const { categoryId, optionId, category, option } = optionName;
  return db
    .select({ categoryId, optionId, category, option })
    .from(optionName)
    .where(eq(optionName.connection, connection))
    .orderBy(optionName.firstSeenAt);
}

/** With what was linked before, what is found by name now. */
function linksWith(excerpt: ChartExcerpt, wanted: readonly WantedOption[]): ChartExcerpt['links'] {
  const bySource = new Map<string, ChartExcerpt['links'][number]>();
  for (const held of excerpt.links) bySource.set(`${held.source} ${held.categoryId}`, held);
  for (const one of wanted) {
    const found = optionFor(excerpt, one);
    if (!found?.optionId || !found.categoryId) continue;
    const { categoryId, optionId } = found;
    bySource.set(`${one.source} ${categoryId}`, { source: one.source, categoryId, optionId });
  }
  return [...bySource.values()].sort((a, b) =>
    `${a.source} ${a.categoryId}` < `${b.source} ${b.categoryId}` ? -1 : 1,
  );
}

/** The options a document's lines have or had, on any side. */
export function trackingOf(
  ...documents: ({ lines: readonly { tracking: readonly OwnedTracking[] }[] } | null)[]
): OwnedTracking[] {
  return documents.flatMap((document) => document?.lines.flatMap(({ tracking }) => tracking) ?? []);
}

/** Of several records that carry our marker, one that still stands. */
export function liveFirst<R extends { status: string }>(records: readonly R[]): R | null {
  return records.find(isStanding) ?? records[0] ?? null;
}
