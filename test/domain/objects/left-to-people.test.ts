// Proves that of an object that is off nothing is planned, asked or read, whatever either side says of it.
import { describe, expect, it } from 'vitest';
import { courseOf } from '../../../domain/lifecycle/lifecycle.ts';
import type { Mapping } from '../../../domain/mapping/mapping.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import {
  commitmentObservation,
  mapping,
  payAppObservation,
  payment,
  releaseObservation,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import { postedCommitment, postedPayApp, strangersBill } from '../../support/posted-documents.ts';

const withOff = (...off: (keyof Mapping['directions'])[]): Mapping => ({
  ...mapping,
  directions: { ...mapping.directions, ...Object.fromEntries(off.map((type) => [type, 'off'])) },
});

const noOrders = { mapping: withOff('commitment') };
const noPayApps = { mapping: withOff('payApp') };

describe('an object that is off', () => {
  it.each<[string, Observation, string]>([
    ['an order to be made', commitmentObservation(noOrders), 'notPosted'],
    ['an order edited in Xero', postedCommitment(noOrders, { number: 'X' }), 'posted'],
    [
      'a contract that cannot be read',
      commitmentObservation({ ...noOrders, unreadable: ['odd'] }),
      'notPosted',
    ],
    ['a bill to be made', payAppObservation(noPayApps), 'notPosted'],
    [
      'a look-alike',
      payAppObservation({ ...noPayApps, lookAlikes: [strangersBill()] }),
      'notPosted',
    ],
    [
      'a claim that is not whole',
      payAppObservation({
        ...noPayApps,
        claim: requisition({ summary: summary('10100.00', '1000.00') }),
      }),
      'notPosted',
    ],
    ['a bill edited in Xero', postedPayApp(noPayApps, { number: 'X' }), 'posted'],
    ['a bill voided in Xero', postedPayApp(noPayApps, { status: 'VOIDED' }), 'voided'],
    ['a payment', postedPayApp({ ...noPayApps, payments: [payment('p1', '100.00')] }), 'posted'],
    [
      'a release of a claim that is off',
      releaseObservation(payAppObservation(noPayApps)),
      'notPosted',
    ],
    [
      'a release',
      releaseObservation(payAppObservation({ mapping: withOff('retainageRelease') })),
      'notPosted',
    ],
  ])('%s: nothing is planned or asked, and it stands where it stood', (_case, seen, state) => {
    const plan = planObservation(seen);
    expect(plan.verdicts.map(({ outcome }) => outcome)).toEqual(['unchanged']);
    expect(plan.gated).toMatchObject({ going: [], questions: [], waitsFor: [] });
    expect(courseOf(seen, plan)).toMatchObject({ isQuiet: true, shows: { state } });
  });

  it('is planned as ever once it is on', () => {
    const plan = planObservation(commitmentObservation());
    expect(plan.gated.going).toHaveLength(1);
  });
});
