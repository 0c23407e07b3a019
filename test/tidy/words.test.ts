// Proves that names which stand in two places stay the same in both: signals, queries, workflow types, runs to replay.
import { describe, expect, it } from 'vitest';
import { signalNames, stateQueryName } from '../../domain/identity/messages.ts';
import { documentTypes } from '../../domain/identity/workflow-ids.ts';
import * as messages from '../../workflows/messages.ts';
import { projectFiles, read } from './project-files.ts';

/** Types that are no document's: one writer an endpoint, one sweep a time. */
const otherWorkflows = ['writer', 'sweep'];
/** What workflows share and no worker runs by itself. */
const sharedByWorkflows = ['index', 'messages', 'activity-options', 'document'];

const exported = [...read('workflows/index.ts').matchAll(/export \{ (\w+) \}/g)].map(
  ([, name]) => name ?? '',
);

describe('signals and queries', () => {
  const defined = Object.entries(messages) as [string, { name: string; type: string }][];

  it('are called on the wire as the code calls them, less the ending', () => {
    for (const [constant, { name, type }] of defined) {
      expect(constant).toBe(`${name}${type === 'query' ? 'Query' : 'Signal'}`);
    }
  });

  it('are exactly those that everyone else names', () => {
    const namesOf = (type: string) =>
      defined.filter(([, one]) => one.type === type).map(([, one]) => one.name);
    expect(namesOf('signal').sort()).toEqual([...signalNames].sort());
    expect(namesOf('query')).toEqual([stateQueryName]);
  });
});

describe('workflow types', () => {
  it('of every document, the writer and the sweep are exported to the bundler, and nothing else', () => {
    expect([...exported].sort()).toEqual([...documentTypes, ...otherWorkflows].sort());
  });

  it('have one file each, named for the workflow it exports', () => {
    const files = projectFiles
      .flatMap((path) => /^workflows\/([\w-]+)\.ts$/.exec(path)?.[1] ?? [])
      .filter((name) => !sharedByWorkflows.includes(name));
    const camel = (name: string) => name.replace(/-(\w)/g, (_, c: string) => c.toUpperCase());
    expect(files.map(camel).sort()).toEqual([...exported].sort());
    for (const file of files) {
      expect(read(`workflows/${file}.ts`)).toMatch(
        new RegExp(`^export (async )?function ${camel(file)}\\(`, 'm'),
      );
    }
  });

  it('are all replayed', () => {
    const [, list = ''] = /const workflowTypes = \[([^\]]*)\]/.exec(read('cli/replay.ts')) ?? [];
    const replayed = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? '');
    expect(replayed.sort()).toEqual([...exported].sort());
  });
});
