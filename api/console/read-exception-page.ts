// Gathers what a question's page shows: its own evidence, and names as they were when it was asked.
import { heldUpBehind } from '../../db/queries/console-documents.ts';
import type { ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import { decisionsOfSubject, planOf } from '../../db/queries/console-exceptions.ts';
import { contactNames } from '../../db/queries/contact-names.ts';
import type { ApiSettings } from '../settings.ts';
import type { Refused } from './decision-section.ts';
import type { ExceptionPageView } from './exception-page.ts';
import type { Names } from './objects/object-pages.ts';
import { contactIdsIn, namesIn } from './objects/objects.ts';

export async function readExceptionPage(
  { db, connection }: ApiSettings,
  exception: ExceptionRow,
  refused: Refused | null = null,
): Promise<ExceptionPageView> {
  const shown = await planOf(db, exception);
  const isClosed = exception.state === 'closed';
  const [heldUp] = isClosed ? [] : await heldUpBehind(db, [exception.workflowId]);
  const now = shown ? await contactNames(db, connection, contactIdsIn(shown.observation)) : null;
  return {
    exception,
    shown,
    decisions: await decisionsOfSubject(db, exception),
    refused,
    heldUp: heldUp ?? null,
    contactNames: shown && now ? namesAsked(shown, now, isClosed) : new Map(),
    now: new Date(),
  };
}

/** Names kept with the question come first; today's name of a closed one's contact is said to be today's. */
function namesAsked({ observation }: PlanShown, today: Names, isClosed: boolean): Names {
  const names = new Map([...today].map(([id, name]) => [id, isClosed ? `now “${name}”` : name]));
  for (const [id, name] of Object.entries(namesIn(observation))) names.set(id, name);
  return names;
}
