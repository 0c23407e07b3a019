// Proves that each object takes its own directions and no other, and that what is on has what it stands on.
import { describe, expect, it } from 'vitest';
import { isLeftToPeople, legalDirections } from '../../../domain/mapping/directions.ts';
import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import { documentTypes } from '../../../domain/identity/workflow-ids.ts';
import { mapping } from '../../support/domain-builders.ts';

type Over = { directions?: Partial<Record<string, string>>; payments?: string };
const parsed = ({ directions = {}, payments = 'xeroToProcore' }: Over) =>
  mappingSchema.safeParse({
    ...mapping,
    directions,
    payments: { direction: payments, paidFrom: '090', receivedInto: '090' },
  });
const problems = (over: Over): string[] => {
  const read = parsed(over);
  return read.success ? [] : read.error.issues.map(({ path }) => path.join('.'));
};

const everyWord = ['procoreToXero', 'xeroToProcore', 'byField', 'both', 'off', 'on', ''];

const directedTypes = documentTypes.filter((type) => type !== 'directCost');

describe('the directions of the mapping file', () => {
  it.each(directedTypes)('are a closed list for %s', (type) => {
    const others = { payApp: 'procoreToXero', ownerInvoice: 'procoreToXero' };
    const taken = everyWord.filter(
      (word) => problems({ directions: { ...others, [type]: word } }).length === 0,
    );
    expect(taken.sort()).toEqual([...legalDirections[type]].sort());
  });

  it('are from Procore to Xero where the file says nothing, but for budgets and labour, which are off', () => {
    const { projectBudget, projectLabour, ...others } = mapping.directions;
    expect([projectBudget, projectLabour]).toEqual(['off', 'off']);
    expect(new Set(Object.values(others))).toEqual(new Set(['procoreToXero']));
    expect(parsed({}).data?.directions).toEqual(mapping.directions);
  });

  it.each<[string, Over, string[]]>([
    ['an object there is not', { directions: { budget: 'off' } }, ['directions']],
    [
      'a release without claims',
      off(['payApp', 'ownerInvoice'], 'off'),
      ['directions.retainageRelease'],
    ],
    [
      'payments without claims',
      off(['payApp', 'ownerInvoice', 'retainageRelease'], 'xeroToProcore'),
      ['payments.direction'],
    ],
    ['everything off', off(directedTypes, 'off'), []],
    ['one side off', off(['ownerInvoice'], 'xeroToProcore'), []],
    ['releases off', off(['retainageRelease'], 'procoreToXero'), []],
  ])('%s', (_case, over, wrong) => {
    expect(problems(over)).toEqual(wrong);
  });

  it('name what to do about it', () => {
    const { error } = parsed(off(['payApp', 'ownerInvoice'], 'off'));
    expect(error?.issues[0]?.message).toBe(
      'a release lets go what a claim held, and both directions.payApp and directions.ownerInvoice are "off": turn one of them on, or set directions.retainageRelease to "off" too',
    );
  });
});

describe('what is left to people', () => {
  const left = (directions: Partial<Mapping['directions']>) => {
    const [projectBudget, projectLabour] = ['procoreToXero', 'procoreToXero'] as const;
    const on = { ...mapping.directions, projectBudget, projectLabour };
    const actuals = { direction: 'directCosts' } as const;
    const ground = { directions: { ...on, ...directions }, actuals };
    return [
      ...documentTypes.filter((type) => isLeftToPeople(ground, { type })),
      ...(['payApp', 'ownerInvoice'] as const)
        .filter((of) => isLeftToPeople(ground, { type: 'retainageRelease', of }))
        .map((of) => `release of ${of}`),
    ];
  };
  const releases = ['release of payApp', 'release of ownerInvoice'];

  it.each<[Partial<Mapping['directions']>, string[]]>([
    [{}, []],
    // Whoever is billed must be known, so a contact is linked all the same.
    [{ contact: 'off' }, []],
    [{ commitment: 'off' }, ['commitment']],
    [{ payApp: 'off' }, ['payApp', 'release of payApp']],
    [{ ownerInvoice: 'off' }, ['ownerInvoice', 'release of ownerInvoice']],
    [{ retainageRelease: 'off' }, ['retainageRelease', ...releases]],
    [{ projectBudget: 'off' }, ['projectBudget']],
    [{ projectLabour: 'off' }, ['projectLabour']],
  ])('with %j', (directions, what) => {
    expect(left(directions)).toEqual(what);
  });
});

it('a direct cost goes as actuals do, and has no direction of its own', () => {
  const { directions } = mapping;
  const isLeft = (direction: Mapping['actuals']['direction']) =>
    isLeftToPeople({ directions, actuals: { direction } }, { type: 'directCost' });
  expect([isLeft('off'), isLeft('report'), isLeft('directCosts')]).toEqual([true, true, false]);
  expect(problems({ directions: { directCost: 'off' } })).toEqual(['directions']);
});

function off(types: readonly string[], payments: string): Over {
  return { directions: Object.fromEntries(types.map((type) => [type, 'off'])), payments };
}
