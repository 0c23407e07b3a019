// Proves that what the README and the docs name is there: paths, links, scripts, commands with their options, settings, and the
// table of the rooms.
import { createRequire } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFiles, projectRoot, read, scripts } from './project-files.ts';

const pages = projectFiles.filter((path) => path === 'README.md' || /^docs\/.+\.md$/.test(path));
const topLevel = new Set(projectFiles.map((path) => path.split('/')[0] ?? ''));

type Mention = { page: string; text: string };

/** Inline code and the lines of fenced blocks: where a reader takes words to be typed or looked up. */
function codeIn(page: string): Mention[] {
  const whole = read(page);
  const fenced = [...whole.matchAll(/^```[^\n]*\n(.*?)^```/gms)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const inline = [...whole.replace(/^```.*?^```/gms, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, code = '']) => code,
  );
  return [...fenced, ...inline].map((text) => ({ page, text }));
}

const code = pages.flatMap(codeIn);
const told = ({ page, text }: Mention): string => `${page}: ${text}`;

/** A file, or a folder with something in it. */
function exists(path: string): boolean {
  const bare = path.replace(/^\.\//, '').replace(/\/+$/, '');
  return projectFiles.some((file) => file === bare || file.startsWith(`${bare}/`));
}

function found(pattern: RegExp): Mention[] {
  return code.flatMap(({ page, text }) =>
    [...text.matchAll(pattern)].map(([, name = '']) => ({ page, text: name })),
  );
}

describe('every page', () => {
  it('names only paths that exist', () => {
    // A workflow's id or a vendor's path begins with something else than a folder of ours.
    const paths = found(
      /(?<![\w@/.:<-])(\.?\/?[\w.-]+(?:\/[\w.-]+)+\/?|[\w-]+\.(?:ts|mjs|cjs|js|json|yml|md))(?![\w/<*{])/g,
    )
      .map((mention) => ({ ...mention, text: mention.text.replace(/[.,]$/, '') }))
      .filter(({ text }) => {
        const first = text.replace(/^\.\//, '').split('/')[0] ?? '';
        return text.includes('/') ? topLevel.has(first) : true;
      })
      .filter(({ text }) => !isRoomsPart(text));
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter(({ text }) => !exists(text)).map(told)).toEqual([]);
  });

  it('links only to pages that exist', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !exists(normalize(join(dirname(page), target))))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('names only scripts of package.json', () => {
    const { scripts: known } = JSON.parse(read('package.json')) as {
      scripts: Record<string, string>;
    };
    const named = [
      ...found(/\bnpm run (?:-s |--silent )?([\w:-]+)/g),
      ...found(/\bnpm (start|test)\b/g),
    ];
    expect(named.filter(({ text }) => !(text in known)).map(told)).toEqual([]);
  });

  it('names only commands and options that `tieout` has', () => {
    const main = read('cli/main.ts');
    const commands = [...main.matchAll(/\.command\('([\w-]+)'\)/g)].map(([, name]) => name ?? '');
    const options = [...main.matchAll(/(?:\.o|\.requiredO|new O)ption\(\s*'(--[\w-]+)/g)].map(
      ([, name]) => name ?? '',
    );
    const known = [...options, '--help'];
    expect(commands).toContain('start');
    const unknown = [
      ...found(/(?<![\w./-])tieout ([a-z][\w-]*)/g).filter(({ text }) => !commands.includes(text)),
      ...code
        .filter(({ text }) =>
          /\bnpm (start|run (start|sandbox|reset|replay))\b.* -- |^tieout /.test(text),
        )
        .flatMap(({ page, text }) =>
          [...text.matchAll(/(?<=\s)--[a-z][\w-]*/g)].map(([option]) => ({ page, text: option })),
        )
        .filter(({ text }) => !known.includes(text)),
    ];
    expect(unknown.map(told)).toEqual([]);
  });

  it('names only settings that the code reads', () => {
    const readSomewhere = scripts
      .filter((path) => !path.startsWith('test/'))
      .map(read)
      .join('\n');
    const names = found(/\b((?:TIEOUT|PROCORE|XERO|TEMPORAL|SANDBOX|DATABASE)_[A-Z][A-Z0-9_]*)\b/g);
    const unknown = names.filter(({ text }) => !new RegExp(`\\b${text}\\b`).test(readSomewhere));
    expect(unknown.map(told)).toEqual([]);
  });
});

describe('the page of settings', () => {
  const page = read('docs/run/settings.md');

  it('lists every setting of the environment', () => {
    const settings = [...read('config/environment.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(settings.length).toBeGreaterThan(20);
    expect(settings.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('gives the defaults that the code has', () => {
    const defaults = [
      ...read('config/environment.ts').matchAll(
        /^ {2}(\w+): (?:wholeNumber|oneOrMore)\(([\d_]+)\)/gm,
      ),
    ].map(([, name = '', number = '']) => [name, number.replaceAll('_', '')] as const);
    expect(defaults.length).toBeGreaterThan(8);
    for (const [name, number] of defaults) {
      expect(page, name).toMatch(new RegExp(`\\| \`${name}\`[^\\n]*\\| \`${number}\``));
    }
  });
});

type Room = { values: string[]; types?: string[] };
const rooms = createRequire(import.meta.url)(join(projectRoot, '.dependency-rooms.cjs')) as Record<
  string,
  Room
>;

function isRoomsPart(text: string): boolean {
  return Object.values(rooms).some(({ values }) => values.includes(text));
}

it('the table of the rooms is the rule itself', () => {
  const rows = read('docs/understand/architecture.md')
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter((cells) => cells.length === 3 && /^`[\w/]+`$/.test(cells[0] ?? ''));
  const listOf = (cell = ''): string[] =>
    cell === 'nothing' ? [] : cell.split(',').map((part) => part.trim().replaceAll('`', ''));
  const table = Object.fromEntries(
    rows.map(([room = '', values, types]) => [
      room.replaceAll('`', ''),
      { values: listOf(values), types: listOf(types) },
    ]),
  );
  const rule = Object.fromEntries(
    Object.entries(rooms).map(([room, { values, types = [] }]) => [room, { values, types }]),
  );
  expect(table).toEqual(rule);
});
