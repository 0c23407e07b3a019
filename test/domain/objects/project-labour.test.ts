// Proves where a project's time goes: which project, tasks and users are found or made by themselves, and what is asked, never twice and never on a charged task.
import { describe, expect, it, test } from 'vitest';
import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import { leftAsItIs } from '../../support/answered.ts';
import type { Labour, Told } from '../../support/labour.ts';
import {
  asked,
  candidate,
  card,
  goes,
  labour,
  nothing,
  on,
  owner,
  planned,
  target,
  task,
  unlinked,
} from '../../support/labour.ts';
import { goingOf } from '../../support/posted-documents.ts';

describe('the project in Xero Projects', () => {
  test.each<[string, Labour, Told]>([
    ['is made for the owner where there is none', unlinked(), goes('create project')],
    [
      'is the one that bears the name',
      unlinked({ candidates: [candidate] }),
      goes('adopt project'),
    ],
    [
      'is asked about where two bear it',
      unlinked({ candidates: [candidate, { ...candidate, id: 'project-2' }] }),
      asked('xeroProjectUnclear project'),
    ],
    [
      'is asked about where it is closed',
      unlinked({ candidates: [{ ...candidate, status: 'CLOSED' }] }),
      asked('xeroProjectUnclear project'),
    ],
    [
      'is asked about where another project of Procore has it',
      unlinked({ candidates: [{ ...candidate, isTaken: true }] }),
      asked('xeroProjectUnclear project'),
    ],
    [
      'is asked about where nobody is known to make it for',
      unlinked({ owner: null }),
      asked('xeroProjectUnclear project'),
    ],
    [
      'waits for the contact of the owner',
      unlinked({ owner: { ...owner, contactId: null } }),
      { ...nothing, waits: ['contact/demo/40'] },
    ],
    [
      'is asked about where the owner is archived',
      unlinked({ owner: { ...owner, archived: true } }),
      asked('contactArchived project'),
    ],
    ['is not wanted while nothing waits', unlinked({ waiting: [] }), nothing],
    ['is not wanted before the project is turned on', unlinked({ postFrom: null }), nothing],
    [
      'waits for Xero Projects to be read at all',
      unlinked({ isProjectsRead: false }),
      { ...nothing, waits: ['access/demo/xeroProjects'] },
    ],
    [
      'takes nothing while it is closed',
      labour({ target: { ...target, status: 'CLOSED' } }),
      asked('xeroProjectUnclear project'),
    ],
    [
      'takes nothing while Xero shows it no more, which is no proof that it is gone',
      labour({ target: null }),
      asked('xeroProjectUnclear project'),
    ],
    [
      'invariant 13: takes nothing before its time was read',
      labour({ isTimeRead: false }),
      nothing,
    ],
  ])('%s', (_case, seen, told) => {
    expect(planned(seen)).toEqual(told);
  });
});

describe('the task of a cost code', () => {
  const without = { taskLinks: [], time: [] };
  test.each<[string, Labour, Told]>([
    ['is made where there is none', labour({ ...without, tasks: [] }), goes('create task/301')],
    [
      'is the one of its name, in whatever case',
      labour({ ...without, tasks: [{ ...task, name: '03-300 CONCRETE' }] }),
      goes('adopt task/301'),
    ],
    [
      'is asked about where it is charged',
      labour({ ...without, tasks: [{ ...task, chargeType: 'TIME' }] }),
      asked('taskChargeable task/301'),
    ],
    [
      'is the linked one, whatever it is called by now',
      labour({ time: [], tasks: [{ ...task, name: 'Concrete works' }] }),
      nothing,
    ],
  ])('%s', (_case, seen, told) => {
    expect(planned(seen)).toEqual(told);
  });

  it('is one for two codes that are called alike', () => {
    const alike = { ...on, tracking: { ...on.tracking, costCodeOption: '{name}' } };
    const { worker } = card();
    const costCode = { id: '302', code: '03-350', name: 'Concrete' };
    const waiting = [...labour().waiting, { worker, costCode }];
    const made = planned(labour({ ...without, mapping: alike, waiting, tasks: [] }));
    expect(made).toEqual(goes('create task/301'));
  });

  it('bills nobody', () => {
    const [write] = goingOf(planObservation(labour({ ...without, tasks: [] })));
    expect(write?.body).toMatchObject({ chargeType: 'NON_CHARGEABLE', name: '03-300 Concrete' });
  });
});

describe('a worker', () => {
  const other = { id: '92', name: 'Tama Rua' };
  const waiting = [...labour().waiting, { worker: other, costCode: card().costCode }];
  it('whom nobody logs for is one question, and the time of others flows', () => {
    expect(planned(labour({ waiting }))).toEqual({
      ...{ goes: ['create time/700'], asked: ['workerUnmapped worker/92'], waits: [] },
    });
  });

  it('whom another project asks about already is not asked about twice', () => {
    const workflowId = 'projectLabour/demo/4';
    const seen = labour({ waiting, askedElsewhere: [{ workerId: '92', workflowId }] });
    expect(planned(seen)).toEqual({ goes: ['create time/700'], asked: [], waits: [workflowId] });
  });

  it('is asked about by the same answer, however many more timecards come', () => {
    const one = labour({ waiting });
    const more = { ...one, waiting: [...waiting, { worker: other, costCode: null }] };
    const about = (seen: Labour) =>
      planObservation(seen).gated.questions.find(({ subject }) => subject === 'worker/92')
        ?.seenHash;
    expect(about(more)).toBe(about(one));
    expect(planned(leftAsItIs(one)).asked).toEqual([]);
  });

  test.each<[string, Partial<Mapping['labour']>, string[]]>([
    ['flows to the user named for everybody else', { unmapped: 'user-1' }, []],
    [
      'is asked about where the table names no user of Xero Projects',
      { workers: { '91': 'site@harbour.example', '92': 'gone@harbour.example' } },
      ['workerUnmapped worker/92'],
    ],
  ])('%s', (_case, over, questions) => {
    const mapped = { ...on, labour: { ...on.labour, ...over } };
    expect(planned(labour({ waiting, mapping: mapped })).asked).toEqual(questions);
  });

  it('that no timecard names is one question for all of them, as is a cost code', () => {
    const seen = labour({ time: [], waiting: [{ worker: null, costCode: null }] });
    expect(planned(seen).asked).toEqual(['incomplete worker/none', 'incomplete task/none']);
  });
});
