// Proves what becomes of each timecard: what is logged by itself, what is asked, and that nothing is logged twice, on a charged task or over a person's word.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import type { SeenEntry, SeenTime } from '../../../domain/objects/project-labour/observation.ts';
import { askedAtOnce } from '../../../domain/objects/project-labour/plan-time.ts';
import {
  minutesOf,
  momentOf,
  ownPartOf,
} from '../../../domain/objects/project-labour/wanted-time.ts';
import type { ProcoreTimecard } from '../../../domain/records/procore/timecard.ts';
import { leftAsItIs } from '../../support/answered.ts';
import { mapping, project } from '../../support/domain-builders.ts';
import { kept } from '../../support/kept-records.ts';
import { goingOf } from '../../support/posted-documents.ts';

type Labour = Observation<'projectLabour'>;

const on: Mapping = {
  ...mapping,
  directions: { ...mapping.directions, projectLabour: 'procoreToXero' },
  labour: { workers: { '91': 'site@harbour.example' }, unmapped: 'wait', statuses: ['approved'] },
};
const user = kept('xeroProjectsUser');
const task = kept('xeroProjectTask');
const target = kept('xeroProject', { name: `${project.number} ${project.name}` });
const owner = { workflowId: 'contact/demo/40', contactId: 'contact-40', archived: false };
const marker = `tieout:demo/projectLabour/${project.id}/time-700`;

const card = (over: Partial<ProcoreTimecard> = {}) =>
  kept('procoreTimecard', { projectId: project.id, ...over });
const fresh = (over: Partial<ProcoreTimecard> = {}): SeenTime => ({
  ...{ timecardId: over.id ?? '700', timecard: card(over) },
  ...{ entryId: null, base: null, entry: null, alike: null },
});
const entry: SeenEntry = {
  ...{ id: 'entry-1', userId: 'user-1', taskId: 'task-1', date: '2026-06-02', minutes: 450 },
  ...{ at: '2026-06-02T00:00:00.000Z', status: 'ACTIVE' },
  description: `Boxing, grid C ${marker}`,
};
const { id: _id, at: _at, status: _status, ...owned } = entry;
const base = { timecard: ownPartOf(card()), entry: owned };
/** As it was posted, but for what differs. */
const posted = (over: Partial<SeenTime> = {}): SeenTime => ({
  ...{ timecardId: '700', timecard: card(), entryId: 'entry-1', base, entry, alike: null },
  ...over,
});
const edited = (over: Partial<SeenEntry>): SeenEntry => ({ ...entry, ...over });

function labour(over: Partial<Labour> = {}): Labour {
  const { worker, costCode } = card();
  return {
    ...{ connection: 'demo', publicUrl: 'http://127.0.0.1:4400', mappingVersion: 'v1' },
    mapping: on,
    answers: { accepted: [], refusals: [], decisions: [], inFlight: [] },
    ...{ context: 'context-1', sourceUnseen: false, linkedTargetId: target.id },
    type: 'projectLabour',
    ...{ projectId: project.id, project, postFrom: '2026-01-01', isProjectsRead: true },
    organisation: { baseCurrency: 'NZD', isWestOfUtc: false },
    ...{ owner: null, target, candidates: [], isTimeRead: true },
    ...{ users: [user], tasks: [task], taskLinks: [{ costCodeId: '301', taskId: task.id }] },
    ...{ waiting: [{ worker, costCode }], time: [fresh()], doubles: [], askedElsewhere: [] },
    ...{ onItsWay: [], isWriting: false },
    ...over,
  };
}
const unlinked = (over: Partial<Labour> = {}): Labour =>
  labour({
    ...{ linkedTargetId: null, target: null, isTimeRead: false, time: [], owner },
    ...{ tasks: [], taskLinks: [] },
    ...over,
  });

type Told = { goes: string[]; asked: string[]; waits: string[] };

/** What goes by itself, what is asked with its subject, and what is waited for. */
function planned(seen: Labour): Told {
  const plan = planObservation(seen);
  return {
    goes: plan.gated.going.map(({ verdict }) => `${verdict.outcome} ${verdict.role}`),
    asked: plan.gated.questions.map(({ kind, subject }) => `${kind} ${subject}`),
    waits: plan.gated.waitsFor,
  };
}
const nothing: Told = { goes: [], asked: [], waits: [] };
const goes = (...all: string[]): Told => ({ ...nothing, goes: all });
const asked = (...all: string[]): Told => ({ ...nothing, asked: all });
const candidate = { ...target, isTaken: false };

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

describe('a timecard', () => {
  const alike = edited({ id: 'entry-9', description: 'Boxing' });
  const gone = { entry: null };
  test.each<[string, SeenTime, Told]>([
    ['approved is logged once', fresh(), goes('create time/700')],
    ['approved, in other letters', fresh({ approval: 'Approved' }), goes('create time/700')],
    ['pending is not logged', fresh({ approval: 'pending' }), nothing],
    ['that says nothing of it is not logged', fresh({ approval: null }), nothing],
    ['deleted is not logged', fresh({ isDeleted: true }), nothing],
    ['of 0 hours is not logged', fresh({ hours: '0.00' }), nothing],
    ['of before the project started is not logged', fresh({ date: '2025-12-31' }), nothing],
    [
      'of 1,000 hours is said to be more than Xero takes',
      fresh({ hours: '1000.00' }),
      asked('notWritable time/700'),
    ],
    [
      'that a person typed in Xero already is offered to be taken for it',
      { ...fresh(), alike },
      asked('timeTypedInXero time/700'),
    ],
    ['posted and as it was', posted(), nothing],
    [
      'of other hours changes its entry',
      posted({ timecard: card({ hours: '8.00' }) }),
      goes('update time/700'),
    ],
    [
      'of another day changes its entry',
      posted({ timecard: card({ date: '2026-06-03' }) }),
      goes('update time/700'),
    ],
    [
      'whose entry a person changed is asked about',
      posted({ entry: edited({ minutes: 400 }) }),
      asked('editedInXero time/700'),
    ],
    [
      'changed, and so was its entry: asked',
      posted({ timecard: card({ hours: '8.00' }), entry: edited({ minutes: 400 }) }),
      asked('editedInXero time/700'),
    ],
    [
      'changed on both sides to the same: agreed on, and nothing written',
      posted({ timecard: card({ hours: '8.00' }), entry: edited({ minutes: 480 }) }),
      goes('adopt time/700'),
    ],
    [
      'changed once its time is invoiced: asked, and never written',
      posted({ timecard: card({ hours: '8.00' }), entry: edited({ status: 'INVOICED' }) }),
      asked('timeLocked time/700'),
    ],
    ['invoiced as it was posted', posted({ entry: edited({ status: 'INVOICED' }) }), nothing],
    [
      'deleted after it was posted is asked about',
      posted({ timecard: card({ isDeleted: true }) }),
      asked('sourceGone time/700'),
    ],
    ['not shown any more is asked about', posted({ timecard: null }), asked('sourceGone time/700')],
    [
      'no longer approved is asked about',
      posted({ timecard: card({ approval: 'pending' }) }),
      asked('leftPostedStatus time/700'),
    ],
    [
      'deleted once its time is locked: asked, and never written',
      posted({ timecard: null, entry: edited({ status: 'LOCKED' }) }),
      asked('timeLocked time/700'),
    ],
    [
      'whose entry somebody deleted is asked about',
      posted(gone),
      asked('timeDeletedInXero time/700'),
    ],
    [
      'gone on both sides: the link ends',
      posted({ timecard: null, ...gone }),
      goes('delete time/700'),
    ],
    [
      'on another cost code waits for its task',
      posted({ timecard: card({ costCode: { id: '302', code: '03-350', name: 'Piles' } }) }),
      goes('create task/302'),
    ],
    [
      'of a worker who takes the place of another is asked about where nobody logs for them',
      posted({ timecard: card({ worker: { id: '92', name: 'Tama Rua' } }) }),
      asked('workerUnmapped worker/92'),
    ],
  ])('%s', (_case, time, told) => {
    expect(planned(labour({ waiting: [], time: [time] }))).toEqual(told);
  });

  it('is written whole, with its marker as the last word', () => {
    const [write] = goingOf(planObservation(labour()));
    expect(write).toMatchObject({
      endpoint: 'xero/time',
      marker,
      body: {
        ...{ projectId: 'project-1', userId: 'user-1', taskId: 'task-1', minutes: 450 },
        ...{ entryId: null, at: '2026-06-02T00:00:00.000Z' },
        description: `Boxing, grid C ${marker}`,
      },
    });
  });

  it('that is posted keeps its user and its task, whatever the table and the names say by now', () => {
    const mapped = { ...on, labour: { ...on.labour, workers: { '91': 'other@harbour.example' } } };
    const time = posted({ timecard: card({ hours: '8.00' }) });
    const [write] = goingOf(
      planObservation(labour({ mapping: mapped, waiting: [], time: [time], taskLinks: [] })),
    );
    expect(write?.body).toMatchObject({ userId: 'user-1', taskId: 'task-1', minutes: 480 });
  });

  it('that is there twice: the second entry is offered to be taken back', () => {
    const doubles = [{ ...entry, id: 'entry-2', timecardId: '700' }];
    const seen = labour({ waiting: [], time: [], doubles });
    expect(planned(seen).asked).toEqual(['doubleTarget doubleTime/entry-2']);
  });

  it('left as it is asks nothing more, and one like it is asked about by itself', () => {
    const first = posted({ entry: edited({ minutes: 400 }) });
    const second = {
      ...posted({ entry: edited({ id: 'entry-2', minutes: 400 }) }),
      ...{ timecardId: '701', timecard: card({ id: '701' }), entryId: 'entry-2' },
    };
    const left = leftAsItIs(labour({ waiting: [], time: [first] }));
    expect(planned({ ...left, time: [first, second] }).asked).toEqual(['editedInXero time/701']);
  });

  it('keeps its question while what was decided about it is on its way', () => {
    const seen = labour({
      ...{ waiting: [], time: [], onItsWay: ['time/700'], isWriting: true },
      answers: { ...labour().answers, inFlight: ['time/700'] },
    });
    expect(planObservation(seen).gated.inFlight).toEqual(['time/700']);
    expect(planObservation(seen).standing.state).toBe('writing');
  });

  it('is one of so many questions at once at most, and none keeps time from being logged', () => {
    const many = Array.from({ length: askedAtOnce + 30 }, (_, index) => ({
      ...posted({ timecard: null, entry: edited({ id: `entry-${index}` }) }),
      timecardId: String(1_000 + index),
    }));
    const told = planned(labour({ time: [...many, fresh()] }));
    expect(told.asked).toHaveLength(askedAtOnce);
    expect(told.goes).toEqual(['create time/700']);
  });
});

describe('hours', () => {
  test.each([
    ['7.5', 450, true],
    ['0.01', 1, false],
    ['7.333', 440, false],
    ['7.325', 440, false],
    ['7.324', 439, false],
    ['0.25', 15, true],
  ])('%s are %i minutes', (hours, minutes, isExact) => {
    expect(minutesOf(hours)).toEqual({ minutes, isExact });
  });

  it('are off by half a minute at most, and exact where they say they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_990_000 }), (thousandths) => {
        const digits = String(thousandths).padStart(4, '0');
        const { minutes, isExact } = minutesOf(`${digits.slice(0, -3)}.${digits.slice(-3)}`);
        const off = minutes * 1_000 - thousandths * 60;
        return off > -500 && off <= 500 && isExact === (off === 0);
      }),
    );
  });

  it('that are no whole minutes are told', () => {
    const seen = labour({ time: [fresh({ hours: '7.333' })] });
    const [verdict] = planObservation(seen).gated.going.map(({ verdict: one }) => one);
    expect(verdict?.changes.find(({ path }) => path === 'minutes')).toMatchObject({
      ...{ procore: '7.333 h', proposed: '440' },
    });
  });
});

describe('the moment of a day', () => {
  test.each([
    ['Pacific/Auckland', false],
    ['Pacific/Kiritimati', false],
    ['Europe/London', false],
    ['America/St_Johns', true],
    ['Pacific/Honolulu', true],
  ])('is on that day in UTC and in %s', (timeZone, isWestOfUtc) => {
    for (const date of ['2026-01-15', '2026-07-15']) {
      const at = momentOf(date, { isWestOfUtc });
      const there = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(at));
      expect([at.slice(0, 10), there]).toEqual([date, date]);
    }
  });
});
