// Proves that each project is given to exactly one connection, and that a file which gives one to two or to none is refused in words.
import { describe, expect, it } from 'vitest';
import type { Routed } from '../../../domain/mapping/routing.ts';
import {
  connectionOfProject,
  projectsSchema,
  routingProblems,
} from '../../../domain/mapping/routing.ts';

const north: Routed = { connection: 'north', projects: 'rest' };
const south: Routed = { connection: 'south', projects: ['11', '12'] };

describe('which connection a project is of', () => {
  it.each([
    ['11', 'south'],
    ['12', 'south'],
    ['13', 'north'],
  ])('project %s is of %s', (id, connection) => {
    expect(connectionOfProject([north, south], id)).toBe(connection);
  });

  it('is the only one there is', () => {
    expect(connectionOfProject([north], '11')).toBe('north');
  });
});

describe('mappings that stand beside one another', () => {
  it.each<[string, Routed[], RegExp[]]>([
    ['one alone', [north], []],
    ['two', [north, south], []],
    ['one name twice', [north, { ...south, connection: 'north' }], [/"north" is written twice/]],
    [
      'one project twice',
      [north, south, { connection: 'east', projects: ['12'] }],
      [/12 is named by "south" and by "east"/],
    ],
    ['nobody takes the rest', [south], [/one connection must say "rest"/]],
    [
      'two take the rest',
      [north, { ...south, projects: 'rest' }],
      [/"north" and "south" say "rest"; only one/],
    ],
  ])('%s', (_what, mappings, sentences) => {
    const problems = routingProblems(mappings);
    expect(problems).toHaveLength(sentences.length);
    for (const [index, sentence] of sentences.entries()) expect(problems[index]).toMatch(sentence);
  });
});

it.each([['26-001'], ['0'], [''], ['12 ']])('"%s" is no id of a project', (id) => {
  expect(projectsSchema.safeParse([id]).success).toBe(false);
});
