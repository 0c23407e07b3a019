// In which country the company of that name is: those that are not named for one are in New Zealand.
import type { Country } from './country.ts';
import { au } from './au.ts';
import { group } from './group.ts';
import { nz } from './nz.ts';
import { uk } from './uk.ts';

/** `company` as a sandbox keeps it, which is no company of ours before it was seeded. */
export function countryOf(company: string): Country {
  switch (company) {
    case 'au':
      return au;
    case 'uk':
      return uk;
    case 'group':
      return group;
    default:
      return nz;
  }
}
