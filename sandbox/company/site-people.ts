// Who works for the seeded firm: the people of its office and its sites, as both systems know them.
import type { Country } from './countries/country.ts';

export type Person = {
  /** Names the person in both sandboxes. */
  key: string;
  firstName: string;
  lastName: string;
  email: string;
  /** What somebody on site does; null for the office. */
  trade: string | null;
  /** Whether the person has a login to Xero; labourers of a week or two have none. */
  hasXero: boolean;
};

type Outline = Omit<Person, 'email' | 'key'>;

const OFFICE: readonly Outline[] = [
  { firstName: 'Hana', lastName: 'Whitlock', trade: null, hasXero: true },
  { firstName: 'Marcus', lastName: 'Aldridge', trade: null, hasXero: true },
];

const SITE: readonly Outline[] = [
  { firstName: 'Tom', lastName: 'Kereama', trade: 'Foreman', hasXero: true },
  { firstName: 'Rosa', lastName: 'Delacroix', trade: 'Carpenter', hasXero: true },
  { firstName: 'Ewan', lastName: 'Strachan', trade: 'Carpenter', hasXero: true },
  { firstName: 'Sione', lastName: 'Latu', trade: 'Concrete placer', hasXero: true },
  { firstName: 'Niamh', lastName: "O'Rourke", trade: 'Digger driver', hasXero: true },
  { firstName: 'Jakub', lastName: 'Nowak', trade: 'Labourer', hasXero: false },
];

/** The office first; the same people whatever the seed, with the firm's own addresses. */
export function peopleOf({ firm }: Country): readonly Person[] {
  return [...OFFICE, ...SITE].map((one) => {
    const key = `${one.firstName}.${one.lastName}`.toLowerCase().replaceAll(/[^a-z.]/g, '');
    return { ...one, key, email: `${key}@${firm.mailDomain}` };
  });
}
