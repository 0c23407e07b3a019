// Which project of Procore's list a person means by an id or a number.
import { recordsOf } from '../db/queries/mirror.ts';
import { connectionOf } from '../db/queries/project-routes.ts';
import { StartProblem } from '../launcher/start-problem.ts';
import type { CommandGround } from './with-database.ts';

export type ProjectGround = CommandGround & { projectId: string };

/**
 * With its id, and its own connection: an id says which that is; a number may be of several projects, and is looked for in one.
 * Throws a sentence where there is none, or several have the number.
 */
export async function projectNamed(ground: CommandGround, project: string): Promise<ProjectGround> {
  const { db } = ground;
  const connection = (await connectionOf(db, project)) ?? ground.connection;
  const projects = await recordsOf(db, connection, 'procoreProject');
  const found = projects.filter(({ id, number }) => [id, number].includes(project));
  const [only, ...more] = found;
  if (!only) throw noSuchProject(project);
  if (more.length === 0) return { ...ground, connection, projectId: only.id };
  const ids = found.map(({ id, name }) => `${id} (${name})`).join(' or ');
  throw new StartProblem(
    `Several projects have the number ${project}; say which by its id: ${ids}.`,
    'configuration',
  );
}

export function noSuchProject(project: string): StartProblem {
  return new StartProblem(`There is no project ${project} in Procore's list.`, 'configuration');
}
