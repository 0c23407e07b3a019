// The pages people read and decide on: each route asks its questions and hands the answers to its page.
import type { Request } from 'express';
import { Router } from 'express';
import { readActuals } from '../../db/queries/actuals-facts.ts';
import { countAccepted, listAccepted } from '../../db/queries/accepted.ts';
import { documentFile, heldUpBehind, listDocuments } from '../../db/queries/console-documents.ts';
import {
  decisionsAbout,
  exceptionById,
  exceptionsOf,
} from '../../db/queries/console-exceptions.ts';
import type { ExceptionListed } from '../../db/queries/console-question-lists.ts';
import {
  countOpenKinds,
  exceptionFilters,
  listQuestions,
  readWaiting,
} from '../../db/queries/console-question-lists.ts';
import { atOneMoment } from '../../db/database.ts';
import { countProjectsOff, listProjects } from '../../db/queries/projects.ts';
import { retriesNow } from '../../db/queries/retries.ts';
import { readReadiness } from '../../db/queries/settled.ts';
import { isDocumentType } from '../../domain/identity/workflow-ids.ts';
import { NotFoundError } from '../request-errors.ts';
import { dayAsked, dayShownAtFirst, startGroundOf } from '../routes/project-routes.ts';
import { takeOnShown } from '../routes/take-on-routes.ts';
import type { ApiSettings } from '../settings.ts';
import { actualsOff, actualsPage } from './actuals-page.ts';
import { acceptedPage } from './accepted-page.ts';
import { documentPage } from './document-page.ts';
import { documentsPage } from './documents-page.ts';
import { exceptionPage } from './exception-page.ts';
import { exceptionsPage } from './exceptions-page.ts';
import { frameOf } from './layout.ts';
import { listAsk, offsetOf, rowsPerPage } from './list-controls.ts';
import { projectsAsked, projectsPage } from './projects-page.ts';
import { readExceptionPage } from './read-exception-page.ts';
import { favicon, stylesheet, stylesheetPath } from './stylesheet.ts';
import { takeOnPage } from './take-on-page.ts';
import { todayPage } from './today-page.ts';
import { isAnsweredTogether, togetherMaximum, togetherPage } from './together-page.ts';
import { isStateName } from './words.ts';

const keptForGood = 'public, max-age=31536000, immutable';

export function consoleRoutes(settings: ApiSettings): Router {
  const router = Router();
  router.get(stylesheetPath, (_request, response) => {
    response.set('Cache-Control', keptForGood).type('css').send(stylesheet);
  });
  router.get('/favicon.svg', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=86400').type('svg').send(favicon);
  });
  router.get('/', async (request, response) => {
    response.type('html').send(await today(settings, request));
  });
  router.get('/exceptions', async (request, response) => {
    response.type('html').send(await exceptions(settings, request));
  });
  router.get('/exceptions/together', async (request, response) => {
    response.type('html').send(await together(settings, request));
  });
  router.get('/exceptions/:id', async (request, response) => {
    response.type('html').send(await exception(settings, request));
  });
  router.get('/accepted', async (request, response) => {
    response.type('html').send(await accepted(settings, request));
  });
  router.get('/projects', async (request, response) => {
    response.type('html').send(await projects(settings, request));
  });
  router.get('/projects/:id/take-on', async (request, response) => {
    response.type('html').send(await takeOn(settings, request));
  });
  router.get('/projects/:id/actuals', async (request, response) => {
    response.type('html').send(await actuals(settings, request));
  });
  router.get('/documents', async (request, response) => {
    response.type('html').send(await documents(settings, request));
  });
  router.get('/documents/:type/:connection/:sourceId', async (request, response) => {
    response.type('html').send(await document(settings, request));
  });
  return router;
}

/** One plain text of the address, or nothing. */
function queryText(request: Request<object>, name: string): string | null {
  const value = request.query[name];
  return typeof value === 'string' && value.length > 0 && value.length <= 100 ? value : null;
}

function known(asked: string | null, isKnown: (text: string) => boolean): string | null {
  return asked !== null && isKnown(asked) ? asked : null;
}

const rootsOf = (listed: readonly ExceptionListed[]): string[] =>
  listed.filter(({ row }) => row.state !== 'closed').map(({ row }) => row.workflowId);

async function today(settings: ApiSettings, request: Request): Promise<string> {
  const { db, connection } = settings;
  const sort = queryText(request, 'sort') === 'largest' ? 'largest' : 'oldest';
  const ask = { filter: 'open', order: sort, limit: rowsPerPage } as const;
  const { rows, total } = await listQuestions(db, connection, ask);
  return todayPage({
    frame: frameOf(settings),
    exceptions: rows,
    total,
    kinds: await countOpenKinds(db, connection),
    waiting: await readWaiting(db, connection),
    heldUp: await heldUpBehind(db, rootsOf(rows)),
    readiness: await readReadiness(db, connection),
    retries: await retriesNow(db, connection),
    accepted: (await countAccepted(db, connection)).standing,
    projectsOff: await countProjectsOff(db, connection),
    sort,
    now: new Date(),
  });
}

async function exceptions(settings: ApiSettings, request: Request): Promise<string> {
  const { db, connection } = settings;
  const asked = queryText(request, 'state');
  const filter = exceptionFilters.find((name) => name === asked) ?? 'open';
  const kind = queryText(request, 'kind');
  const ask = listAsk(request);
  const { rows, total } = await listQuestions(db, connection, {
    ...{ filter, kind, search: ask.search },
    ...{ limit: rowsPerPage, offset: offsetOf(ask) },
  });
  return exceptionsPage({
    frame: frameOf(settings),
    ...{ rows, total, filter, kind, ask },
    heldUp: await heldUpBehind(db, rootsOf(rows)),
    kinds: await countOpenKinds(db, connection),
    now: new Date(),
  });
}

async function together(settings: ApiSettings, request: Request): Promise<string> {
  const { db, connection } = settings;
  const kind = queryText(request, 'kind') ?? '';
  if (!isAnsweredTogether(kind)) throw new NotFoundError('kind that is answered together');
  const ask = { filter: 'approvable', kind, limit: togetherMaximum } as const;
  const { rows, total } = await listQuestions(db, connection, ask);
  return togetherPage({
    frame: frameOf(settings),
    kind,
    rows,
    total,
    now: new Date(),
  });
}

async function accepted(settings: ApiSettings, request: Request): Promise<string> {
  const { db, connection } = settings;
  const ask = listAsk(request);
  const { search } = ask;
  return acceptedPage({
    frame: frameOf(settings),
    rows: await listAccepted(db, connection, {
      ...{ search, limit: rowsPerPage, offset: offsetOf(ask) },
    }),
    count: await countAccepted(db, connection, { search }),
    ask,
  });
}

async function exception(settings: ApiSettings, request: Request<{ id: string }>): Promise<string> {
  const row = await exceptionById(settings.db, settings.connection, request.params.id);
  if (!row) throw new NotFoundError('exception with this id');
  return exceptionPage(await readExceptionPage(settings, row));
}

async function projects(settings: ApiSettings, request: Request): Promise<string> {
  const from = dayAsked(queryText(request, 'from') ?? undefined) ?? dayShownAtFirst();
  const listed = await listProjects(settings.db, startGroundOf(settings, from));
  return projectsPage({
    frame: frameOf(settings),
    ...projectsAsked(listed, listAsk(request)),
    from,
    refused: null,
    hasActuals: settings.mapping.actuals.direction !== 'off',
  });
}

async function takeOn(settings: ApiSettings, request: Request<{ id: string }>): Promise<string> {
  const asked = dayAsked(queryText(request, 'from') ?? undefined) ?? dayShownAtFirst();
  const view = await takeOnShown(settings, { projectId: request.params.id, from: asked });
  return takeOnPage({
    frame: frameOf(settings),
    ...view,
    refused: null,
    typed: {},
  });
}

async function actuals(settings: ApiSettings, request: Request<{ id: string }>): Promise<string> {
  const { db, connection, mapping } = settings;
  if (mapping.actuals.direction === 'off') return actualsOff();
  const asked = queryText(request, 'asOf');
  const asOf = asked === null ? null : dayAsked(asked);
  const ask = { connection, mapping, projectId: request.params.id, asOf };
  const read = await atOneMoment(db, (tx) => readActuals(tx, ask));
  if (!read) throw new NotFoundError('project with this id');
  return actualsPage({ frame: frameOf(settings), ...read });
}

async function documents(settings: ApiSettings, request: Request): Promise<string> {
  const { db, connection } = settings;
  // The page says which type and state it shows: what is neither is not repeated from the address.
  const type = known(queryText(request, 'type'), isDocumentType);
  const state = known(queryText(request, 'state'), isStateName);
  const ask = listAsk(request);
  const { rows, total } = await listDocuments(db, connection, {
    ...{ type, state, search: ask.search },
    ...{ limit: rowsPerPage, offset: offsetOf(ask) },
  });
  return documentsPage({
    frame: frameOf(settings),
    rows,
    total,
    type,
    state,
    ask,
  });
}

async function document(
  settings: ApiSettings,
  request: Request<{ type: string; connection: string; sourceId: string }>,
): Promise<string> {
  const { db } = settings;
  const { type, connection, sourceId } = request.params;
  const workflowId = `${type}/${connection}/${sourceId}`;
  const file = connection === settings.connection ? await documentFile(db, workflowId) : null;
  if (!file) throw new NotFoundError('document under this address');
  const exceptionRows = await exceptionsOf(db, workflowId);
  return documentPage({
    frame: frameOf(settings),
    file,
    exceptions: exceptionRows,
    decisions: await decisionsAbout(
      db,
      exceptionRows.map((row) => row.id),
    ),
    elsewhere: settings,
  });
}
