// Proves whose time is logged for whom, and that a user whom Xero Projects does not have is named by the key that says so.
import { describe, expect, it, test } from 'vitest';
import {
  labourAsUsual,
  labourProblems,
  userMeant,
  userNamed,
} from '../../../domain/mapping/labour.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import { mapping } from '../../support/domain-builders.ts';

const id = '740add2a-a703-4b8a-a670-1093919c2040';
const users = [
  { id, email: 'Site@Harbour.example' },
  { id: '254553fa-2be8-4991-bd5e-70a97ea12ef8', email: null },
];

describe('the user of a worker', () => {
  test.each<[string, Partial<typeof labourAsUsual>, string | null]>([
    ['by the table', { workers: { '91': 'a@b.example' } }, 'a@b.example'],
    ['by the table, whoever is named for the rest', { workers: { '91': id }, unmapped: 'x@y' }, id],
    ['for everybody else', { workers: { '92': id }, unmapped: 'x@y' }, 'x@y'],
    ['nobody', { workers: { '92': id } }, null],
  ])('is %s', (_case, over, named) => {
    expect(userNamed({ ...labourAsUsual, ...over }, '91')).toBe(named);
  });

  it('is never named by the language', () => {
    expect(userNamed(labourAsUsual, 'constructor')).toBeNull();
  });

  test.each([
    ['site@harbour.example', id],
    [id.toUpperCase(), id],
    ['nobody@harbour.example', undefined],
  ])('%s is %s', (named, meant) => {
    expect(userMeant(users, named)?.id).toBe(meant);
  });
});

it('names each user that there is not, with its key', () => {
  const workers = { '91': 'site@harbour.example', '92': 'gone@harbour.example' };
  const offer = `use one of Site@Harbour.example, 254553fa-2be8-4991-bd5e-70a97ea12ef8`;
  expect(labourProblems(users, { ...labourAsUsual, workers, unmapped: 'x@y.example' })).toEqual([
    `labour.workers.92: Xero Projects has no user gone@harbour.example; ${offer}`,
    `labour.unmapped: Xero Projects has no user x@y.example; ${offer}`,
  ]);
});

describe('the section of the mapping file', () => {
  const problems = (labour: object): string[] => {
    const read = mappingSchema.safeParse({ ...mapping, labour });
    return read.success ? [] : read.error.issues.map(({ path }) => path.join('.'));
  };
  test.each<[string, object, string[]]>([
    ['nothing', {}, []],
    ['a worker by a name', { workers: { Tama: 'a@b.example' } }, ['labour.workers.Tama']],
    ['a user by a name', { workers: { '91': 'Tama' } }, ['labour.workers.91']],
    ['a status there is not', { statuses: ['aproved'] }, ['labour.statuses.0']],
    ['no status', { statuses: [] }, ['labour.statuses']],
    ['a word for the rest', { unmapped: 'skip' }, ['labour.unmapped']],
  ])('with %s', (_case, labour, wrong) => {
    expect(problems(labour)).toEqual(wrong);
  });
});
