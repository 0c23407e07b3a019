// Turns the programs that run side by side into plain JavaScript once, where each would do it for itself while it starts.
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { makePrivateFolder, writePrivateFile } from './private-files.ts';

/**
 * Compiles `scripts` with what they import of ours into `outDir`, a folder inside `root` that is made anew, from where packages
 * are found as before; answers where each is now. Their stack traces name functions as they are written, and lines of what was made.
 */
export async function compileScripts(
  scripts: readonly string[],
  { root, outDir }: { root: string; outDir: string },
): Promise<ReadonlyMap<string, string>> {
  // Loaded only now: whoever starts nothing does without.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    write: false,
    entryPoints: [...scripts],
    outdir: outDir,
    outbase: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    plugins: [addressOfSource],
  });
  rmSync(outDir, { recursive: true, force: true });
  for (const { path, text } of outputFiles) {
    makePrivateFolder(dirname(path));
    writePrivateFile(path, text);
  }
  return new Map(
    scripts.map((script) => [
      script,
      join(outDir, relative(root, script)).replace(/\.ts$/, '.mjs'),
    ]),
  );
}

/** A file that finds others beside itself finds them beside its source. */
const addressOfSource: Plugin = {
  name: 'address of the source',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const address = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll('import.meta.url', address), loader: 'ts' };
    });
  },
};
