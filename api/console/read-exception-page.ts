// Gathers what a question's page shows: its own evidence, and names as they were when it was asked or decided.
import type { ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import { decisionsOfSubject, planOf } from '../../db/queries/console-exceptions.ts';
import { heldUpBehind } from '../../db/queries/console-documents.ts';
import type { Whose } from '../../db/queries/console-whose.ts';
import { chartAt, contactNamesAt, whoseIs } from '../../db/queries/console-whose.ts';
import { contactNames } from '../../db/queries/contact-names.ts';
import type { ApiSettings } from '../settings.ts';
import type { Refused } from './decision-section.ts';
import { documentPlace } from './document-title.ts';
import type { ExceptionPageView } from './exception-page.ts';
import { contactIdsIn, namesIn } from './objects/objects.ts';
import { frameOf } from './layout.ts';
import type { Names, PageNames } from './page-names.ts';
import { chartNames } from './page-names.ts';

export async function readExceptionPage(
  settings: ApiSettings,
  exception: ExceptionRow,
  refused: Refused | null = null,
): Promise<ExceptionPageView> {
  const { db, connection } = settings;
  const shown = await planOf(db, exception);
  const isClosed = exception.state === 'closed';
  const [heldUp] = isClosed ? [] : await heldUpBehind(db, [exception.workflowId]);
  const { workflowId, closedAt } = exception;
  return {
    frame: frameOf(settings),
    exception,
    shown,
    decisions: await decisionsOfSubject(db, exception),
    refused,
    heldUp: heldUp ?? null,
    whose: whoseShown(
      documentPlace(shown?.observation ?? null),
      await whoseIs(db, connection, workflowId, isClosed ? closedAt : null),
      isClosed,
    ),
    names: shown ? await namesOf(settings, shown, isClosed ? closedAt : null) : noNames,
    elsewhere: settings,
    now: new Date(),
  };
}

/** Of a question that is over the project is called as it was when it was asked. */
function whoseShown(asked: string | null, whose: Whose, isClosed: boolean): Whose {
  const [first, second] = isClosed ? [asked, whose.project] : [whose.project, asked];
  return { ...whose, project: first ?? second };
}

const noNames: PageNames = { contacts: new Map(), accounts: new Map(), taxTypes: new Map() };

/** `closedAt` of a question that is over: nothing it is called since then is shown as if it had been seen. */
async function namesOf(
  { db, connection }: ApiSettings,
  { observation }: PlanShown,
  closedAt: Date | null,
): Promise<PageNames> {
  const ids = contactIdsIn(observation);
  const today = await contactNames(db, connection, ids);
  const then = closedAt ? await contactNamesAt(db, connection, ids, closedAt) : today;
  const chart = await chartAt(db, connection, closedAt ?? new Date());
  return {
    contacts: contactsNamed({ kept: namesIn(observation), then, today }),
    ...chartNames('chart' in observation ? observation.chart : null, chart),
  };
}

/** Names kept with the question come first; one that only today knows is said to be today's. */
function contactsNamed({
  kept,
  then,
  today,
}: {
  kept: Record<string, string>;
  then: Names;
  today: Names;
}): Names {
  return new Map([
    ...[...today].map(([id, name]) => [id, `now “${name}”`] as const),
    ...then,
    ...Object.entries(kept),
  ]);
}
