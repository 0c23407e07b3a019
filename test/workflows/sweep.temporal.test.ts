// Proves how a sweep ends: complete, with the access it lost, or incomplete; and that Xero is read first.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureTypes } from '../../domain/identity/messages.ts';
import type { World } from './workflow-world.ts';
import { openWorld } from './workflow-world.ts';

type End = { sweepId: string; lost: string | null; parts?: string[]; incomplete?: boolean };

describe('a sweep', { timeout: 30_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  type Company = { projects?: string[]; notListed?: string[] };

  async function run(
    failing: Record<string, ApplicationFailure> = {},
    { projects = ['5', '6'], notListed }: Company = {},
  ) {
    const calls: string[] = [];
    const ends: End[] = [];
    const called = async (name: string): Promise<void> => {
      calls.push(name);
      const failure = failing[name];
      if (failure) throw failure;
    };
    const stop = await world.work({
      dbBeginSweep: () => called('begin'),
      xeroSweep: () => called('xero'),
      procoreSweepCompany: async () => {
        await called('company');
        return { projects, ...(notListed ? { lost: notListed } : {}) };
      },
      procoreSweepProject: async ({ projectId }: { projectId: string }) => {
        await called(`project ${projectId}`);
        if (projects.length > 2) await sleep(1_000);
      },
      dbEndSweep: async (end: End) => {
        ends.push(end);
      },
    });
    const workflowId = `sweep/demo-${randomBytes(4).toString('hex')}`;
    await world.client.workflow.execute('sweep', { workflowId, taskQueue: world.taskQueue });
    await stop();
    return { calls, ends, workflowId };
  }

  it('reads Xero, the company and each project, and is complete', async () => {
    const { calls, ends, workflowId } = await run();
    expect(calls.slice(0, 3)).toEqual(['begin', 'xero', 'company']);
    expect(calls.slice(3).sort()).toEqual(['project 5', 'project 6']);
    expect(ends).toEqual([{ sweepId: workflowId, lost: null }]);
  });

  it.each(['xero', 'company'])(
    'that loses access at "%s" reads no further and ends with what was lost',
    async (where) => {
      const failure = ApplicationFailure.nonRetryable('403: no longer', failureTypes.accessLost);
      const { calls, ends, workflowId } = await run({ [where]: failure });
      expect(calls.at(-1)).toBe(where);
      expect(ends).toEqual([{ sweepId: workflowId, lost: '403: no longer', incomplete: true }]);
    },
  );

  it('reads three projects side by side; where one loses access, those begun are read and no other', async () => {
    const failure = ApplicationFailure.nonRetryable('403: no longer', failureTypes.accessLost);
    const projects = ['5', '6', '7', '8'];
    const { calls, ends, workflowId } = await run({ 'project 5': failure }, { projects });
    expect(calls.slice(3).sort()).toEqual(['project 5', 'project 6', 'project 7']);
    expect(ends).toEqual([{ sweepId: workflowId, lost: '403: no longer', incomplete: true }]);
  });

  it('that is refused for another reason is incomplete, and nothing counts as lost', async () => {
    const failure = ApplicationFailure.nonRetryable('a bad filter', failureTypes.refused);
    const { ends, workflowId } = await run({ company: failure });
    expect(ends).toEqual([{ sweepId: workflowId, lost: null, incomplete: true }]);
  });

  it('that leaves out a part of a project reads the next one and says at the end what was left out', async () => {
    const leftOut = ['contract 1 of project 5: 404', 'contract 2 of project 5: 404'];
    const failure = ApplicationFailure.nonRetryable('left out', failureTypes.accessLost, leftOut);
    const { calls, ends, workflowId } = await run(
      { 'project 5': failure },
      { notListed: ['1 project: 7'] },
    );
    expect(calls).toContain('project 6');
    expect(ends).toEqual([
      { sweepId: workflowId, lost: null, parts: ['1 project: 7', ...leftOut] },
    ]);
  });

  it('that ends early after it left something out says both', async () => {
    const partial = ApplicationFailure.nonRetryable('left out', failureTypes.accessLost, ['a']);
    const whole = ApplicationFailure.nonRetryable('401: signed out', failureTypes.accessLost);
    const { ends, workflowId } = await run({ 'project 5': partial, 'project 6': whole });
    expect(ends).toEqual([
      { sweepId: workflowId, lost: '401: signed out', parts: ['a'], incomplete: true },
    ]);
  });
});
