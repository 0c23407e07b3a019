// `tieout scene`: lists what the bookkeeper of the sandboxes can do, and plays one such scene, in those that run here or
// that the environment names. Nothing but a question for its scenes is ever sent to an address that is no sandbox.
import { z } from 'zod';
import { StartProblem, messageOf } from '../launcher/start-problem.ts';
import { reported } from './reported.ts';
import { askJson, type Answer } from './start/ask-json.ts';
import { externalVariables, loopbackUrl, readPorts } from './start/plan-services.ts';
import { projectPaths } from './start/project-paths.ts';
import { readRunFile } from './start/run-file.ts';
import { serverAddress, shownAddress } from './start/server-address.ts';

export interface SceneOptions {
  /** Null lists them. */
  name: string | null;
  json: boolean;
  env: NodeJS.ProcessEnv;
  /** Another project folder, for tests. */
  root?: string;
}

type Side = 'procore' | 'xero';
type Place = { side: Side; url: string };
type Scene = { name: string; doneAt: string | null; in: Side };

const scenesSchema = z.object({
  scenes: z.array(z.object({ name: z.string(), doneAt: z.string().nullable() })),
});
const errorSchema = z.object({ error: z.string() }).or(z.object({ message: z.string() }));

/** The exit code: 0 listed or played, 1 when the sandbox says that it cannot be played now, 2 for what is the person's to correct. */
export function runScene({ name, json, env, root }: SceneOptions): Promise<number> {
  return reported(async () => {
    const places = placesOf(env, root);
    const scenes = (await Promise.all(places.map(scenesAt))).flat();
    if (name === null) {
      process.stdout.write(json ? `${JSON.stringify({ scenes })}\n` : wordsOf(scenes));
      return 0;
    }
    const scene = scenes.find((one) => one.name === name);
    const place = places.find(({ side }) => side === scene?.in);
    if (!scene || !place) throw unknownScene(name, scenes);
    const path = `${place.url}/_sandbox/bookkeeper/${encodeURIComponent(name)}`;
    return told(name, await askJson('POST', path, { body: {} }), json);
  });
}

/** What the environment names, what `npm start` runs here, or what `npm run sandbox` runs on its ports. */
function placesOf(env: NodeJS.ProcessEnv, root: string | undefined): Place[] {
  const running = readRunFile(projectPaths(root))?.services;
  const ports = readPorts(env);
  return (['procore', 'xero'] as const).map((side) => {
    const named = env[externalVariables[side]];
    if (!named) return { side, url: running?.[side]?.url ?? loopbackUrl(ports[side]) };
    const address = serverAddress(side, named);
    if ('problem' in address) throw new StartProblem(address.problem, 'configuration');
    return { side, url: named.replace(/\/+$/, '') };
  });
}

async function scenesAt({ side, url }: Place): Promise<Scene[]> {
  const answer = await ask(side, url);
  const { data } = scenesSchema.safeParse(answer.body);
  if (answer.status === 200 && data) return data.scenes.map((scene) => ({ ...scene, in: side }));
  const variable = externalVariables[side];
  throw new StartProblem(
    `${variable}: what answers at ${shownAddress(side, url)} is no sandbox of Tieout, and a scene is played in nothing else; set ${variable} to one that "npm run sandbox" runs, such as ${loopbackUrl(4401)}, or unset it.`,
    'configuration',
  );
}

async function ask(side: Side, url: string): Promise<Answer> {
  try {
    return await askJson('GET', `${url}/_sandbox/bookkeeper`);
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    const variable = externalVariables[side];
    throw new StartProblem(
      `Nobody answers at ${shownAddress(side, url)}; run "npm run sandbox" or "npm start" first, with the same TIEOUT_PORT_BASE, or set ${variable} to where the sandbox is (${messageOf(error)}).`,
      'configuration',
    );
  }
}

function unknownScene(name: string, scenes: readonly Scene[]): StartProblem {
  const names = scenes.map((scene) => scene.name).join(', ') || 'none';
  return new StartProblem(
    `There is no scene called "${name}"; those of the sandboxes are: ${names}.`,
    'configuration',
  );
}

function told(name: string, { status, body }: Answer, json: boolean): number {
  if (status >= 200 && status < 300) {
    process.stdout.write(json ? `${JSON.stringify(body)}\n` : `Played ${name}.\n`);
    return 0;
  }
  process.stderr.write(`${whyNot(body) ?? `The sandbox answered ${status} to ${name}`}.\n`);
  return 1;
}

function whyNot(body: unknown): string | null {
  const { data } = errorSchema.safeParse(body);
  if (!data) return null;
  return ('error' in data ? data.error : data.message).replace(/\.$/, '');
}

function wordsOf(scenes: readonly Scene[]): string {
  if (scenes.length === 0) return 'These sandboxes have no scenes.\n';
  const width = Math.max(...scenes.map(({ name }) => name.length));
  return scenes
    .map(
      ({ name, doneAt }) => `${name.padEnd(width)}  ${doneAt ? `played ${doneAt}` : 'to play'}\n`,
    )
    .join('');
}
