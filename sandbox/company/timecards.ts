// Two weeks on the first projects of a seeded firm: who was there, for how long, on what; with what a foreman gets wrong.
import type { Person } from './site-people.ts';
import { randomFrom } from './random.ts';

/** The weekdays of 9 to 20 November 2026. */
const TWO_WEEKS: readonly string[] = [9, 10, 11, 12, 13, 16, 17, 18, 19, 20].map(
  (day) => `2026-11-${String(day).padStart(2, '0')}`,
);
/** A Saturday between them. */
const SATURDAY = '2026-11-14';

export type OutlinedTimecard = {
  /** The person's key. */
  person: string;
  /** Which of the projects, from 0. */
  project: number;
  date: string;
  /** Exact text with two decimals. */
  hours: string;
  /** Null where the foreman forgot it. */
  costCode: string | null;
  isOvertime: boolean;
  billable: boolean;
  /** Hours and minutes of the day where the person clocked in, on site. */
  clocked: { from: string; to: string; lunchMinutes: number } | null;
  approval: 'completed' | 'approved' | 'pending';
  description: string | null;
};

const CODES: Readonly<Record<string, readonly string[]>> = {
  Foreman: ['01-100'],
  Carpenter: ['06-100', '06-100', '09-100'],
  'Concrete placer': ['03-100', '03-100', '03-200'],
  'Digger driver': ['02-200'],
  Labourer: ['01-100', '02-100'],
};
const HOURS = ['8.00', '8.00', '8.00', '8.50', '7.50', '9.00', '7.25'];

/** The first week is completed; of the second, the last two days still wait for their foreman. */
export function timecardsOf(seed: string, people: readonly Person[]): OutlinedTimecard[] {
  const random = randomFrom(`${seed}/timecards`);
  const onSite = people.filter(({ trade }) => trade !== null);
  const cards = onSite.flatMap(({ key, trade }, place) => {
    const codes = CODES[trade ?? ''] ?? ['01-100'];
    return TWO_WEEKS.flatMap((date, day) => {
      const at = { person: key, project: (place + Math.floor(day / 5)) % 2, date };
      const card = { ...usual(at, day), costCode: random.pick(codes), hours: random.pick(HOURS) };
      return day % 7 === 6 ? halves(card) : [card];
    });
  });
  return [...cards, ...oddOnes(onSite)];
}

type Place = Pick<OutlinedTimecard, 'person' | 'project' | 'date'>;

function usual(at: Place, day: number): OutlinedTimecard {
  const approval = day < 5 ? 'completed' : day < 8 ? 'approved' : 'pending';
  return {
    ...at,
    hours: '8.00',
    costCode: null,
    isOvertime: false,
    billable: true,
    clocked: null,
    approval,
    description: null,
  };
}

/** A day on both projects: half here, half there. */
function halves(card: OutlinedTimecard): OutlinedTimecard[] {
  return [
    { ...card, hours: '4.00' },
    { ...card, hours: '4.00', project: 1 - card.project },
  ];
}

/**
 * A Saturday of overtime by the clock; hours that are no whole minutes; a day entered twice; one that costs nobody anything; one
 * without a cost code.
 */
function oddOnes(onSite: readonly Person[]): OutlinedTimecard[] {
  const keyOf = (place: number): string => onSite[place]?.key ?? '';
  const on = (place: number, day: number): OutlinedTimecard =>
    usual({ person: keyOf(place), project: 0, date: TWO_WEEKS[day] ?? SATURDAY }, day);
  const clocked = { from: '07:00', to: '12:30', lunchMinutes: 30 };
  const saturday = { ...on(1, 4), date: SATURDAY, hours: '5.00', isOvertime: true, clocked };
  const twice = { ...on(3, 2), costCode: '03-100', hours: '2.00', description: 'Pour, block B' };
  return [
    { ...saturday, costCode: '06-100' },
    { ...on(2, 3), costCode: '06-100', hours: '1.33', description: 'Formwork repairs' },
    twice,
    twice,
    { ...on(4, 6), costCode: '02-200', hours: '1.00', billable: false, description: 'Rework' },
    { ...on(5, 7), costCode: null, hours: '2.50' },
  ];
}
