// What an object's pages show of it; each object fills this once.
import type { DocumentBase, OwnedDocument } from '../../../domain/plan/owned.ts';
import type { FieldChange, SealedVerdict } from '../../../domain/plan/verdict.ts';
import type { PartsWorking } from '../../../domain/retainage/claim-parts.ts';
import type { ComparisonRow } from '../comparison-row.ts';
import type { Content } from '../html.ts';
import type { Sums } from '../money-rows.ts';
import type { Names } from '../page-names.ts';
import type { VendorRecord } from '../vendor-links.ts';

export type Fact = [name: string, value: Content];
export interface ObjectPages<Observation> {
  /** As its pages head it: a contact is a vendor to whoever looks from Procore. */
  readonly words: { readonly one: string; readonly many: string };
  /** The project; null for what belongs to the whole company. */
  place(observation: Observation): string | null;
  /** What its source says, for its own page. */
  facts(observation: Observation): Fact[];
  /** What each system says, beside `changes` where there are any. */
  sides(observation: Observation, names: Names, changes: readonly FieldChange[]): ComparisonRow[];
  /** The source's and the target's record, for programs. */
  records(observation: Observation): { source: unknown; target: unknown };
  /** The document in Xero that a verdict speaks of: ours, or the one that looks like it. */
  inXero(observation: Observation, verdict: SealedVerdict): OwnedDocument | null;
  /** What its source and the record of `inXero` come to; null where a side has no money. */
  sums(
    observation: Observation,
    verdict: SealedVerdict | null,
  ): { procore: Sums | null; xero: Sums | null };
  /** Its records where people open them, in Procore and in Xero. */
  elsewhere(observation: Observation): { label: string; record: VendorRecord }[];
  /** The document both sides last agreed on. */
  base(observation: Observation): DocumentBase | null;
  /** Every contact its pages may name. */
  contactIds(observation: Observation): (string | null | undefined)[];
  /** What its contacts were called when it was looked at. */
  contactNames(observation: Observation): Record<string, string>;
  /** The arithmetic that does not add up; null where it does, or there is none. */
  working(observation: Observation): PartsWorking | null;
}
