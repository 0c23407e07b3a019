// What the pages of a pay app show.
import type { Observation } from '../../../domain/objects/objects.ts';
import { claimPages } from './claim.ts';
import type { ObjectPages } from './object-pages.ts';

export const payAppPages: ObjectPages<Observation<'payApp'>> = {
  words: { one: 'Pay app', many: 'Pay apps' },
  ...claimPages,
};
