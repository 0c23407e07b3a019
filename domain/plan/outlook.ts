// What two plans of one document come to, compared: what would be written or asked, role by role, whatever their hashes are.
import type { LeafChange } from '../mapping/changes.ts';
import { leafChanges } from '../mapping/changes.ts';
import type { Plan } from '../objects/objects.ts';

type Outlook = { does: string; asks?: string; writes?: unknown };

/** `bill.does`, `bill.asks`, `bill.writes.lines[1].accountCode`; what only one of them writes is not told field by field. */
export function outlookChanges(before: Plan, after: Plan): LeafChange[] {
  const [from, to] = [outlookOf(before), outlookOf(after)];
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((role) => {
    const [one, other] = [from.get(role), to.get(role)];
    const both = one?.writes !== undefined && other?.writes !== undefined;
    return leafChanges(
      { [role]: both ? one : withoutWrite(one) },
      { [role]: both ? other : withoutWrite(other) },
    );
  });
}

function withoutWrite(outlook: Outlook | undefined): Outlook | undefined {
  return outlook && { ...outlook, writes: undefined };
}

/** A role that is as it should be is left out. */
function outlookOf({ verdicts, gated }: Plan): Map<string, Outlook> {
  const asked = new Map<string, string>(
    gated.questions.map(({ subject, kind }) => [subject, kind]),
  );
  const moving = verdicts.filter(({ outcome }) => outcome !== 'unchanged');
  return new Map(
    moving.map((verdict) => {
      const asks = asked.get(verdict.subject);
      const write = 'write' in verdict ? verdict.write : null;
      return [
        verdict.role,
        {
          does: verdict.outcome,
          ...(asks === undefined ? {} : { asks }),
          ...(write === null ? {} : { writes: write.body }),
        },
      ];
    }),
  );
}
