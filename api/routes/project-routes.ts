// Projects as programs and forms reach them: the list with what turning on would post, and turning one on.
import type { Request } from 'express';
import { Router } from 'express';
import { z } from 'zod';
import type { StartGround } from '../../db/queries/project-start-list.ts';
import type { ProjectListed, StartAnswer } from '../../db/queries/projects.ts';
import { listProjects, startProject } from '../../db/queries/projects.ts';
import { amountSchema } from '../../domain/money/amount.ts';
import { frameOf } from '../console/layout.ts';
import { projectsAsked, projectsPage } from '../console/projects-page.ts';
import type { OwnAddress } from '../own-address.ts';
import { BadRequestError, NotFoundError } from '../request-errors.ts';
import type { ApiSettings } from '../settings.ts';
import { localPerson } from '../settings.ts';
import { isFormOfBrowser } from './decision-body.ts';
import { ownBody, readBody } from './own-body.ts';

const listed = {
  count: z.int().nonnegative(),
  totals: z.record(z.string().max(10), amountSchema),
};
const bodySchema = z.strictObject({
  postFrom: z.iso.date(),
  shown: z.strictObject({ ...listed, ownerInvoices: z.strictObject(listed).optional() }),
});

const hints: Record<string, string> = {
  postFrom: 'postFrom is a day such as 2026-11-01.',
  shown:
    'shown is what was listed: {count, totals} and, where there are any, ownerInvoices: {count, totals}; totals by currency.',
};

/** The first of this month: what is usually being billed. */
export function dayShownAtFirst(now: Date = new Date()): string {
  return `${now.toISOString().slice(0, 7)}-01`;
}

/** The day a list is asked from; null where what was asked is no day. */
export function dayAsked(given: unknown): string | null {
  if (given === undefined || given === '') return dayShownAtFirst();
  const parsed = z.iso.date().safeParse(given);
  return parsed.success ? parsed.data : null;
}

export function startGroundOf(
  { connection, mapping, connections }: ApiSettings,
  from: string,
): StartGround {
  const { postedStatuses } = mapping;
  return { connection, postedStatuses, from, routing: connections.map((one) => one.mapping) };
}

export function projectRoutes(settings: ApiSettings, own: OwnAddress): Router {
  const { db } = settings;
  const router = Router();
  router.get('/api/projects', async (request, response) => {
    const from = dayAsked(request.query['from']);
    if (from === null) throw new BadRequestError('from', 'from is a day such as 2026-11-01.');
    const projects = await listProjects(db, startGroundOf(settings, from));
    response.json({ from, projects: projects.map(projectView) });
  });
  router.post(
    '/api/projects/:id/start',
    ...ownBody(own),
    async (request: Request<{ id: string }>, response) => {
      const isForm = isFormOfBrowser(request);
      const given = withShownRead(request.body ?? {});
      const wanted = { hints, shape: '{postFrom, shown}' };
      const { postFrom: from, shown } = readBody(bodySchema, given, wanted);
      const answer = await startProject(db, {
        ...{ ...startGroundOf(settings, from), shown },
        projectId: request.params.id,
        person: localPerson,
      });
      if (answer.answer === 'unknown') throw new NotFoundError('project with this id');
      const refused = refusalOf(answer);
      if (!isForm) {
        const status = statuses[answer.answer];
        const body = { project: projectView(answer.project) };
        response
          .status(status)
          .json(refused === null ? body : { error: answer.answer, message: refused, ...body });
      } else if (refused === null) {
        response.redirect(303, '/projects');
      } else {
        const projects = await listProjects(db, startGroundOf(settings, from));
        const hasActuals = settings.mapping.actuals.direction !== 'off';
        const asked = projectsAsked(projects, { search: answer.project.name, page: 1 });
        response
          .status(409)
          .type('html')
          .send(projectsPage({ frame: frameOf(settings), ...asked, from, refused, hasActuals }));
      }
    },
  );
  return router;
}

type Known = Exclude<StartAnswer, { answer: 'unknown' }>;

const statuses: Record<Known['answer'], number> = {
  started: 202,
  startedBefore: 200,
  startedOtherwise: 409,
  listMoved: 409,
  notHere: 409,
};

export function refusalOf(given: Known): string | null {
  const { project } = given;
  switch (given.answer) {
    case 'started':
    case 'startedBefore':
      return null;
    case 'startedOtherwise':
      return `${project.name} posts from ${project.start?.postFrom ?? 'another day'} already. The day does not move: bills stand on it.`;
    case 'listMoved':
      return `Nothing was turned on: what ${project.name} would post is not what was shown any more. This is the list now.`;
    case 'notHere':
      return given.why;
  }
}

/** A form sends the list it showed as text. */
function withShownRead(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('shown' in given)) return given;
  if (typeof given.shown !== 'string') return given;
  try {
    return { ...given, shown: JSON.parse(given.shown) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return given;
    throw error;
  }
}

export function projectView(project: ProjectListed) {
  const { id, name, isActive, start, wouldPost } = project;
  return {
    id,
    name,
    isActive,
    isOn: start !== null,
    postFrom: start?.postFrom ?? null,
    startedBy: start?.person ?? null,
    startedAt: start?.startedAt.toISOString() ?? null,
    wouldPost,
    movedTo: project.movedTo,
    givenTo: project.givenTo,
  };
}
