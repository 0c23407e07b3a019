// Proves that the page of the sandboxes names every route of their control planes, every fault, every setting and every open rule.
import { expect, it } from 'vitest';
import { OPEN_RULES } from '../../sandbox/xero/open-rules.ts';
import { faultKinds } from '../../sandbox/kit/faults.ts';
import { read } from './project-files.ts';
import { startProcoreSandbox } from '../../sandbox/procore/server.ts';
import { startXeroSandbox } from '../../sandbox/xero/server.ts';

const page = read('docs/run/sandboxes.md');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));
const leads = rows.map((row) => /^\| `([^`]+)`/.exec(row)?.[1] ?? '');

it('every route of both control planes, and no other', async () => {
  const sandboxes = await Promise.all([startProcoreSandbox(), startXeroSandbox()]);
  const routes = sandboxes.flatMap(({ controlRoutes }) =>
    controlRoutes.map(({ method, path }) => `${method} ${path}`),
  );
  await Promise.all(sandboxes.map(({ close }) => close()));
  const told = leads.filter((lead) => lead.includes(' /_sandbox/'));
  expect([...new Set(told)].sort()).toEqual([...new Set(routes)].sort());
});

it('every kind of fault', () => {
  expect(faultKinds.filter((kind) => !leads.includes(kind))).toEqual([]);
});

it('every setting a sandbox reads as a process', () => {
  const code = read('sandbox/kit/sandbox-process.ts');
  const names = [...code.matchAll(/\bSANDBOX_[A-Z_]+/g)].map(([name]) => name);
  expect(names.length).toBeGreaterThan(4);
  expect(names.filter((name) => !leads.includes(name))).toEqual([]);
});

it('every open rule with its values, the default first, and what is known', () => {
  const known = Object.entries(OPEN_RULES).map(([name, rule]) => {
    const values = [rule.default, ...rule.values.filter((value) => value !== rule.default)];
    return [`\`${name}\``, values.map((value) => `\`${value}\``).join(', '), rule.known];
  });
  const told = rows
    .filter((row) => leads[rows.indexOf(row)]?.match(/^\w+$/) && row.split('|').length === 5)
    .map((row) =>
      row
        .split('|')
        .slice(1, 4)
        .map((cell) => cell.trim()),
    );
  for (const rule of known) expect(told).toContainEqual(rule);
});
