// The workflow bundle that every worker and the replayer run: built from workflows/index.ts in some seconds, or taken from
// where an earlier start kept it, as long as nothing that goes into it has changed.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { WorkflowBundle } from '@temporalio/worker';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What workflows may import of ours, as the import rule says, how it is bundled, and the packages with their versions. */
const sources = ['workflows', 'domain', 'codec', 'workers', 'package-lock.json'];

export async function buildWorkflowBundle(): Promise<WorkflowBundle> {
  // Loaded only now: the bundler takes time and memory that a kept bundle does without.
  const [{ DefaultLogger, bundleWorkflowCode }, { failureConverterPath }] = await Promise.all([
    import('@temporalio/worker'),
    import('../codec/data-converter.ts'),
  ]);
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows/index.ts'),
    failureConverterPath,
    preloadModules: [join(root, 'workers/preload-domain.cjs')],
    logger: new DefaultLogger('ERROR'),
  });
  return { code };
}

/** `dir` = a folder that only its owner may write to; without one, it is built here each time. */
export async function keptWorkflowBundle(dir: string | undefined): Promise<WorkflowBundle> {
  if (!dir) return buildWorkflowBundle();
  await prepareWorkflowBundle(dir);
  const file = fileIn(dir);
  // What could not be kept, on a full disk or in a closed folder, is built here.
  return existsSync(file) ? { code: readFileSync(file, 'utf8') } : buildWorkflowBundle();
}

/** Builds it in a process of its own where it is not kept yet: the bundler's memory ends with that. Never rejects. */
export async function prepareWorkflowBundle(dir: string): Promise<void> {
  if (existsSync(fileIn(dir))) return;
  const script = join(root, 'workers/bundle-main.ts');
  const args = ['--import', import.meta.resolve('tsx'), script, dir];
  await promisify(execFile)(process.execPath, args).catch(() => undefined);
}

/** The work of that process. */
export async function buildAndKeep(dir: string): Promise<void> {
  const file = fileIn(dir);
  const { code } = await buildWorkflowBundle();
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  // One step, so that nobody ever reads half of it.
  const half = `${file}.${process.pid}.new`;
  writeFileSync(half, code, { mode: 0o600 });
  renameSync(half, file);
  const old = readdirSync(dir).filter((name) => name.endsWith('.js') && join(dir, name) !== file);
  for (const name of old) rmSync(join(dir, name), { force: true });
}

function fileIn(dir: string): string {
  const hash = createHash('sha256');
  for (const source of sources) addTo(hash, source);
  return join(dir, `workflows-${hash.digest('hex').slice(0, 32)}.js`);
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  const whole = join(root, path);
  if (path.endsWith('.json') || /\.[cm]?[jt]s$/.test(path)) {
    hash.update(`${path}\0`).update(readFileSync(whole)).update('\0');
    return;
  }
  const entries = readdirSync(whole, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || /\.[cm]?[jt]s$/.test(entry.name))
    .map(({ name }) => name);
  for (const name of entries.sort()) addTo(hash, `${path}/${name}`);
}
