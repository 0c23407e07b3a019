// Proves that what claims certify adds up to what Procore says is outstanding at every claim of random lives, by the tax type each is posted with.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retentionOfClaim } from '../../../../domain/claims/claim-retention.ts';
import type { PayAppObservation } from '../../../../domain/objects/pay-app/observation.ts';
import { heldBy } from '../../../../domain/retainage/ledger/entry.ts';
import { whyNotRecordable } from '../../../../domain/retainage/ledger/people.ts';
import { anyLife } from '../../../support/contract-life.ts';
import {
  cents,
  item,
  mapping,
  payAppObservation,
  requisition,
  summary,
  text,
} from '../../../support/domain-builders.ts';
import { event } from './ledger-events.ts';

const said = (observation: PayAppObservation) =>
  retentionOfClaim(observation)?.entries.map(
    ({ kind, amount, taxType, date }) => `${kind} ${amount} ${taxType ?? '?'} ${date}`,
  ) ?? null;

describe('a claim', () => {
  it('approved holds what its lines hold, by the tax type they are posted with', () => {
    expect(said(payAppObservation())).toEqual(['held 1000.00 INPUT2 2026-05-31']);
  });

  it('under review says nothing is held; out of sight leaves what was said', () => {
    const claim = requisition({ status: 'under_review' });
    expect(said(payAppObservation({ claim }))).toEqual([]);
    expect(said(payAppObservation({ sourceUnseen: true }))).toBeNull();
  });

  it('without a billing date is in no ledger', () => {
    expect(said(payAppObservation({ claim: requisition({ billingDate: null }) }))).toEqual([]);
  });

  it('posted by hand or by credit note says the same', () => {
    for (const mode of ['manual', 'creditNote'] as const) {
      const retainage = { ...mapping.retainage, payable: { mode, byContract: {} } };
      const observation = payAppObservation({ mapping: { ...mapping, retainage } });
      expect(said(observation)).toEqual(['held 1000.00 INPUT2 2026-05-31']);
    }
  });

  it('whose code is not mapped still moves what is outstanding, of no tax type', () => {
    const observation = payAppObservation({ mapping: { ...mapping, taxTypes: {} } });
    expect(said(observation)).toEqual(['held 1000.00 ? 2026-05-31']);
  });

  it('whose tracking option is missing keeps the tax type that its tax code is mapped to', () => {
    const observation = payAppObservation();
    const chart = { ...observation.chart, codes: [] };
    expect(said({ ...observation, chart })).toEqual(['held 1000.00 INPUT2 2026-05-31']);
  });

  it('whose lines do not add up moves what its header says', () => {
    const claim = requisition({ summary: summary('10000.00', '1200.00') });
    expect(said(payAppObservation({ claim }))).toEqual(['held 1200.00 ? 2026-05-31']);
  });

  it('after one that Procore names and does not show leaves what was said', () => {
    expect(said(payAppObservation({ claim: requisition({ previousId: '32' }) }))).toBeNull();
  });

  it('that carries in what Procore does not have begins with an opening', () => {
    const claim = requisition({
      number: 4,
      items: [item('1', { work: '0.00', heldBefore: '600.00', held: '0.00' })],
      summary: summary('10000.00', '600.00', '9000.00'),
    });
    expect(said(payAppObservation({ claim }))).toEqual(['opening 600.00 ? 2026-05-31']);
  });

  it('and those before it come to what Procore says is outstanding', () => {
    fc.assert(
      fc.property(anyLife(), (periods) => {
        let certified = 0n;
        periods.forEach(({ payApp }, index) => {
          const previous = periods[index - 1]?.payApp ?? null;
          const statement = retentionOfClaim(payAppObservation({ claim: payApp, previous }));
          for (const entry of statement?.entries ?? []) certified += cents(heldBy(entry));
          expect(text(certified)).toBe(payApp.summary.totalRetainage);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('what a person may record', () => {
  const held = [event({ basis: 'xero', amount: '1000.00' })];
  const ask = (kind: 'opening' | 'applied' | 'writtenOff' | 'deposited', amount: string) =>
    whyNotRecordable(
      {
        ...{ kind, amount, side: 'payable', contract: 'SC-001', currency: 'NZD' },
        ...{ taxType: 'INPUT2', date: '2026-06-30' },
      },
      held,
      '2026-07-01',
    );

  it.each([
    ['applied', '1000.00', null],
    ['applied', '1000.01', 'SC-001 holds 1,000.00 NZD of tax type INPUT2 in Xero, which is less'],
    ['writtenOff', '1000.01', 'with "tieout retention record opening"'],
    ['applied', '-0.01', 'Only 0.00 NZD of SC-001 was recorded as applied'],
    ['opening', '5000.00', null],
    ['opening', '0.00', 'An amount of 0.00 says nothing'],
    ['deposited', '1000.00', null],
    ['deposited', '1000.01', 'of which 0.00 NZD is deposited already'],
  ] as const)('%s %s', (kind, amount, sentence) => {
    const why = ask(kind, amount);
    if (sentence === null) expect(why).toBeNull();
    else expect(why).toContain(sentence);
  });

  it('never lies ahead', () => {
    const recording = {
      ...{ kind: 'opening' as const, amount: '1.00', side: 'payable' as const },
      ...{ contract: 'SC-001', currency: 'NZD', taxType: 'INPUT2', date: '2026-07-02' },
    };
    expect(whyNotRecordable(recording, [], '2026-07-01')).toContain('still to come');
  });
});
