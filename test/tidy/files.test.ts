// Proves that files keep the house rules a reader relies on: a first line that says what the file decides, sizes one can take in,
// nothing left for later, tests that all run, packages pinned, and no trace of the machine they were written on.
import { describe, expect, it } from 'vitest';
import { functionsOf } from './long-functions.ts';
import { linesMatching, projectFiles, read, scripts, sources, tests } from './project-files.ts';

const lineCount = (path: string): number => read(path).split('\n').length - 1;
const isText = (path: string): boolean => !/\.(png|jpg|ico|woff2?)$/.test(path);

/** One idea each, which their first lines say. The list may only shrink. */
const longFiles: Record<string, RegExp> = {
  'test/domain/plan/pay-app-rows.ts': /./,
  'test/support/domain-builders.ts': /Small worlds/,
};
const fileLines = 400;

/** Longer than a screen when the rule was made. The list may only shrink, and so may each of them. */
const longFunctions: Record<string, number> = {};
const functionLines = 70;

describe('every script', () => {
  it('begins with a sentence that says what it decides', () => {
    const without = scripts.filter((path) => {
      const [first = '', second = ''] = read(path).split('\n');
      return !/^\/\/ \S/.test(first.startsWith('#!') ? second : first);
    });
    expect(without).toEqual([]);
  });

  it(`is no longer than ${fileLines} lines, unless it is one idea and says so`, () => {
    const long = scripts.filter((path) => lineCount(path) > fileLines);
    expect(long).toEqual(Object.keys(longFiles).filter((path) => long.includes(path)));
    for (const path of long) expect(read(path).split('\n')[0]).toMatch(longFiles[path] ?? /^$/);
  });

  it('leaves nothing for later', () => {
    const later = new RegExp(['TO', 'DO|FIX', 'ME|X', 'XX|//.*\\bfor ', 'now\\b'].join(''));
    expect(linesMatching(scripts, later)).toEqual([]);
  });

  it('silences neither the compiler nor the linter', () => {
    const silenced = new RegExp(
      ['@ts-', '(ignore|nocheck|expect-error)|eslint-', 'disable'].join(''),
    );
    expect(linesMatching(scripts, silenced)).toEqual([]);
  });
});

it(`no function is longer than ${functionLines} lines, but for those that were when the rule was made`, () => {
  const long = sources
    .flatMap(functionsOf)
    .filter(({ lines }) => lines > functionLines)
    .map(({ name, lines }) => [name, lines] as const);
  const grown = long.filter(([name, lines]) => lines > (longFunctions[name] ?? functionLines));
  expect(Object.fromEntries(grown)).toEqual({});
  const listed = Object.keys(longFunctions);
  expect(listed.filter((name) => !long.some(([other]) => other === name))).toEqual([]);
});

describe('every test', () => {
  const isTest = (path: string): boolean => path.endsWith('.test.ts');

  it('stands in a file that a runner looks for, named for what it needs', () => {
    const defines = /^\s*(describe|it|test)(\.(each|skipIf|concurrent|sequential)\b.*)?\(/m;
    const unseen = tests.filter((path) => !isTest(path) && defines.test(read(path)));
    expect(unseen).toEqual([]);
    const odd = tests.filter(isTest).filter((path) => {
      const [, kind] = /^[^.]+(?:\.(.+))?\.test\.ts$/.exec(path.split('/').at(-1) ?? '') ?? [];
      return kind !== undefined && !['pg', 'temporal', 'contract', 'slow'].includes(kind);
    });
    expect(odd).toEqual([]);
  });

  it('runs: none is alone, none is left out without a reason', () => {
    const alone = new RegExp(
      ['\\.on', 'ly\\(|\\.sk', 'ip\\(|\\.to', 'do\\(|\\bx(it|describe)\\('].join(''),
    );
    expect(linesMatching(tests, alone)).toEqual([]);
    // The reason stands in the title or in a constant named beside the condition.
    for (const line of linesMatching(tests, /\.skipIf\(/)) expect(line).toMatch(/\.skipIf\(\S/);
  });

  it('states a fact in its title', () => {
    expect(linesMatching(tests, /^\s*(it|test)\(\s*['"`][^'"`]*\bshould\b/)).toEqual([]);
  });
});

describe('what is committed', () => {
  it('pins every package to one version', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
    const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'];
    const loose = kinds.flatMap((kind) =>
      Object.entries((manifest[kind] ?? {}) as Record<string, string>).filter(
        ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
      ),
    );
    expect(loose).toEqual([]);
  });

  it('names no registry: the lockfile says what, and whoever installs says from where', () => {
    expect(linesMatching(['package-lock.json'], /"resolved":/)).toEqual([]);
    expect(linesMatching(['.npmrc'], /registry/)).toEqual([]);
  });

  it('names no path of the machine it was written on', () => {
    const machine = new RegExp(
      ['(^|[\\s"\'`(=:])/(ro', 'ot|ho', 'me/\\w+|Us', 'ers/\\w+|wo', 'rk)/\\w'].join(''),
    );
    expect(linesMatching(projectFiles.filter(isText), machine)).toEqual([]);
  });
});
