// What a person saw when they answered: the values, not the plan, so that an answer survives any change of mapping or planner.
import { contentHash } from '../identity/canonical-json.ts';
import type { FieldChange, Finding, SealedVerdict } from './verdict.ts';

export type Seen = {
  kind: string;
  figures: Record<string, string | null>[];
  /** The differing values by path. What was agreed before and what exactly would be sent are left out. */
  differences: Pick<FieldChange, 'path' | 'procore' | 'xero'>[];
};

export function seenOf(
  leading: Finding,
  findings: readonly Finding[],
  verdicts: readonly SealedVerdict[],
): Seen {
  return {
    kind: leading.kind,
    figures: findings.map(({ figures }) => figures),
    differences: verdicts
      .filter((verdict) => verdict.outcome !== 'create')
      .flatMap(({ changes }) =>
        changes.map(({ path, procore, xero }) => ({ path, procore, xero })),
      ),
  };
}

export function seenHashOf(seen: Seen): string {
  return contentHash(seen);
}
