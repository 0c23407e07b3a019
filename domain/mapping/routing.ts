// Which connection a project is of, where one Procore company is kept in agreement with several organisations in Xero.
import { z } from 'zod';

/** For a connection that takes every project that no other one names. */
const rest = 'rest';

/** Procore counts its records. Source: Procore REST reference, projects, id; read 2026-11-23. */
const projectId = z.string().superRefine((written, context) => {
  if (/^[1-9]\d*$/.test(written)) return;
  const message = `"${written}" is no id of a project; it is the number in the address of the project's pages in Procore, and "tieout projects" lists them`;
  context.addIssue({ code: 'custom', message });
});

/**
 * `rest`, or the projects by their ids in Procore: a number or a name is changed by whoever may edit the project, and
 * its bills would go to other books from then on.
 */
export const projectsSchema = z
  .union([z.literal(rest), z.array(projectId).min(1)], {
    error: 'either "rest", or a list of ids of projects such as ["562949954000123"]',
  })
  .default(rest);

/** What of a mapping says which projects are its connection's. */
export type Routed = { connection: string; projects: z.output<typeof projectsSchema> };

/** Why these mappings cannot stand beside one another; each sentence names the key. */
export function routingProblems(mappings: readonly Routed[]): string[] {
  const problems: string[] = [];
  const connections = new Set<string>();
  const named = new Map<string, string>();
  for (const { connection, projects } of mappings) {
    if (connections.has(connection)) {
      problems.push(`connection: "${connection}" is written twice; give each its own name`);
    }
    connections.add(connection);
    for (const id of projects === rest ? [] : projects) {
      const other = named.get(id);
      if (other !== undefined) {
        problems.push(
          `projects: ${id} is named by "${other}" and by "${connection}"; a project is of exactly one connection`,
        );
      }
      named.set(id, connection);
    }
  }
  const others = mappings.filter(({ projects }) => projects === rest);
  if (others.length !== 1) problems.push(sentenceOfRest(others));
  return problems;
}

function sentenceOfRest(others: readonly Routed[]): string {
  if (others.length === 0) {
    return 'projects: one connection must say "rest", so that a new project is of one too';
  }
  const names = others.map(({ connection }) => `"${connection}"`).join(' and ');
  return `projects: ${names} say "rest"; only one connection can take the projects that no other names`;
}

/** The connection that the mapping file gives a project to. `mappings` are without routing problems. */
export function connectionOfProject(mappings: readonly Routed[], id: string): string {
  const naming = mappings.find(({ projects }) => projects !== rest && projects.includes(id));
  const taking = naming ?? mappings.find(({ projects }) => projects === rest);
  if (!taking) throw new Error(`no connection takes project ${id}`);
  return taking.connection;
}
