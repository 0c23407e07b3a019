// The pages people read and decide on: each route asks its questions and hands the answers to its page.
import type { Request } from 'express';
import { Router } from 'express';
import {
  contactNames,
  documentFile,
  heldUpBehind,
  listDocuments,
} from '../../db/queries/console-documents.ts';
import type { ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import {
  countOpenKinds,
  decisionsAbout,
  exceptionById,
  exceptionFilters,
  exceptionsOf,
  listExceptions,
  planOf,
} from '../../db/queries/console-exceptions.ts';
import { readReadiness } from '../../db/queries/settled.ts';
import { writesOf } from '../../domain/plan/plan.ts';
import { NotFoundError } from '../request-errors.ts';
import type { ApiSettings } from '../settings.ts';
import { documentPage } from './document-page.ts';
import { documentsPage } from './documents-page.ts';
import { exceptionPage } from './exception-page.ts';
import { byStake } from './exception-table.ts';
import { exceptionsPage } from './exceptions-page.ts';
import { favicon, stylesheet, stylesheetPath } from './stylesheet.ts';
import { todayPage } from './today-page.ts';

const keptForGood = 'public, max-age=31536000, immutable';
const documentsPerPage = 50;

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
  router.get('/exceptions/:id', async (request, response) => {
    response.type('html').send(await exception(settings, request));
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

const rootsOf = (rows: readonly ExceptionRow[]): string[] => rows.map((row) => row.workflowId);

async function today({ db, connection }: ApiSettings, request: Request): Promise<string> {
  const rows = await listExceptions(db, connection, 'open');
  const heldUp = await heldUpBehind(db, rootsOf(rows));
  const sort = queryText(request, 'sort') === 'largest' ? 'largest' : 'oldest';
  return todayPage({
    exceptions: sort === 'largest' ? [...rows].sort(byStake(heldUp)) : rows,
    heldUp,
    readiness: await readReadiness(db, connection),
    sort,
    now: new Date(),
  });
}

async function exceptions({ db, connection }: ApiSettings, request: Request): Promise<string> {
  const asked = queryText(request, 'state');
  const filter = exceptionFilters.find((name) => name === asked) ?? 'open';
  const kind = queryText(request, 'kind');
  const rows = await listExceptions(db, connection, filter, kind ?? undefined);
  return exceptionsPage({
    rows,
    heldUp: await heldUpBehind(db, rootsOf(rows.filter((row) => row.state !== 'closed'))),
    kinds: await countOpenKinds(db, connection),
    filter,
    kind,
    now: new Date(),
  });
}

async function exception(
  { db, connection }: ApiSettings,
  request: Request<{ id: string }>,
): Promise<string> {
  const row = await exceptionById(db, connection, request.params.id);
  if (!row) throw new NotFoundError('exception with this id');
  const shown = await planOf(db, row);
  const [heldUp] = row.state === 'closed' ? [] : await heldUpBehind(db, [row.workflowId]);
  return exceptionPage({
    exception: row,
    shown,
    decisions: await decisionsAbout(db, [row.id]),
    heldUp: heldUp ?? null,
    contactNames: await contactNames(db, connection, shown ? contactIdsIn(shown) : []),
    said: queryText(request, 'said'),
    now: new Date(),
  });
}

/** Every contact the page may name. */
function contactIdsIn({ observation, plan }: PlanShown): string[] {
  if (observation.type === 'contact') return [];
  const { target, marked, base, contact } = observation;
  const lookAlikes = observation.type === 'payApp' ? observation.lookAlikes : [];
  const written = writesOf(plan).map(({ body }) => ('contactId' in body ? body.contactId : null));
  const ids = [
    ...[target, marked, ...lookAlikes].map((record) => record?.contactId),
    base?.target.contactId,
    contact?.contactId,
    ...written,
  ];
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}

async function documents({ db, connection }: ApiSettings, request: Request): Promise<string> {
  const type = queryText(request, 'type');
  const state = queryText(request, 'state');
  const page = Math.max(1, Number(/^\d{1,6}$/.exec(queryText(request, 'page') ?? '')?.[0] ?? '1'));
  const filter = { ...(type === null ? {} : { type }), ...(state === null ? {} : { state }) };
  const pageSize = documentsPerPage;
  const { rows, total } = await listDocuments(db, connection, { ...filter, page, pageSize });
  return documentsPage({ rows, total, type, state, page, pageSize });
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
    file,
    exceptions: exceptionRows,
    decisions: await decisionsAbout(
      db,
      exceptionRows.map((row) => row.id),
    ),
    temporalHref: temporalHref(settings, workflowId),
  });
}

/** Temporal's UI is on this machine's own loopback: a link for whoever opened the console there. */
function temporalHref(settings: ApiSettings, workflowId: string): string | null {
  const { hostname } = new URL(settings.publicUrl);
  if (hostname !== '127.0.0.1' && hostname !== 'localhost') return null;
  const namespace = encodeURIComponent(settings.temporalNamespace);
  const id = encodeURIComponent(workflowId);
  return `http://127.0.0.1:${settings.temporalUiPort}/namespaces/${namespace}/workflows/${id}`;
}
