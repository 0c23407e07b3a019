// Proves that an option stands for one project at most, and for the one it was linked to whatever either is called.
import { expect, it } from 'vitest';
import { projectsWithOptions } from '../../../domain/actuals/project-options.ts';
import { options } from '../../support/actuals.ts';

const named = (id: string, optionWanted: string) => ({ id, name: optionWanted, optionWanted });
const found = (
  projects: ReturnType<typeof named>[],
  links: { projectId: string; optionId: string }[] = [],
) =>
  projectsWithOptions(projects, links, [options.quay, options.mill, options.office]).map(
    ({ id, optionIds }) => [id, optionIds],
  );

it('it is found by its name, whatever its case', () => {
  expect(found([named('1', '26-001 QUAY')])).toEqual([['1', ['o-quay']]]);
});

it('what was linked once stays, beside what bears the name now', () => {
  const links = [{ projectId: '1', optionId: 'o-office' }];
  expect(found([named('1', '26-001 Quay')], links)).toEqual([['1', ['o-office', 'o-quay']]]);
});

it('an option that is linked to one project is no other’s, whatever it is called', () => {
  const links = [{ projectId: '2', optionId: 'o-quay' }];
  expect(found([named('1', '26-001 Quay'), named('2', 'Mill')], links)).toEqual([
    ['1', []],
    ['2', ['o-quay']],
  ]);
});

it('of two projects of one name the first has it', () => {
  expect(found([named('2', '26-001 Quay'), named('1', '26-001 Quay')])).toEqual([
    ['1', ['o-quay']],
    ['2', []],
  ]);
});
