// Proves what becomes of each timecard: what is logged by itself, what is asked, and that nothing is logged twice or over a person's word.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { SeenTime } from '../../../domain/objects/project-labour/observation.ts';
import { askedAtOnce } from '../../../domain/objects/project-labour/plan-time.ts';
import { minutesOf, momentOf } from '../../../domain/objects/project-labour/wanted-time.ts';
import { leftAsItIs } from '../../support/answered.ts';
import type { Told } from '../../support/labour.ts';
import {
  asked,
  card,
  edited,
  entry,
  fresh,
  goes,
  labour,
  marker,
  nothing,
  on,
  planned,
  posted,
} from '../../support/labour.ts';
import { goingOf } from '../../support/posted-documents.ts';

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
