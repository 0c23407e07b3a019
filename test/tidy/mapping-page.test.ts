// Proves that docs/run/mapping.md has a row for every key of the mapping file, with the value it usually has.
import { expect, it } from 'vitest';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { config } from '../../tieout.config.ts';
import { read } from './project-files.ts';

/** Sections of the file, as opposed to tables of the firm's own codes. */
const sections = [
  ...['accounts', 'tracking', 'postedStatuses', 'directions', 'payments', 'cis'],
  ...[
    'contacts',
    'contacts.owner',
    'currencies',
    'actuals',
    'directCosts',
    'budgets',
    'labour',
    'xeroDay',
  ],
  ...['retainage', 'retainage.payable', 'retainage.receivable'],
];

function keysOf(value: object, before = ''): [string, unknown][] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]): [string, unknown][] => {
    const key = `${before}${name}`;
    return sections.includes(key) && typeof inner === 'object' && inner !== null
      ? keysOf(inner, `${key}.`)
      : [[key, inner]];
  });
}

const rows = [
  ...read('docs/run/mapping.md').matchAll(/^\| `([\w.]+)` +\| (?:`([^`]*)`)? *\|/gm),
].map(([, key = '', usual = '']) => ({ key, usual }));

it('has a row for every key of the file, in its order', () => {
  const keys = keysOf(mappingSchema.parse(config)).map(([key]) => key);
  const choices = [
    'ledger',
    'creditNote',
    'manual',
    'xeroToProcore',
    'procoreToXero',
    'byField',
    'off',
  ];
  expect(rows.map(({ key }) => key).filter((key) => !choices.includes(key))).toEqual(keys);
});

it('says what is usual where a key may be left out', () => {
  const { accounts, tracking, postedStatuses, taxTypes, version, connection } = config;
  const { byCostType, fallback, retentionPayable } = accounts;
  const least = {
    ...{ version, connection, taxTypes, tracking, postedStatuses },
    accounts: { byCostType, fallback, retentionPayable },
  };
  const written = new Set(keysOf(least).map(([key]) => key));
  const usual = keysOf(mappingSchema.parse(least))
    .filter(([key]) => !written.has(key))
    .map(([key, value]) => [key, JSON.stringify(value).replaceAll('"', "'")]);
  const told = rows.filter((row) => row.usual !== '').map((row) => [row.key, row.usual]);
  expect(told).toEqual(usual);
});
