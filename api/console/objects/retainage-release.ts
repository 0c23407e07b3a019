// What the pages of a retainage release show.
import type { Observation } from '../../../domain/objects/objects.ts';
import { claimPages } from './claim.ts';
import type { ObjectPages } from './object-pages.ts';

export const retainageReleasePages: ObjectPages<Observation<'retainageRelease'>> = {
  words: { one: 'Retainage release', many: 'Retainage releases' },
  ...claimPages,
};
