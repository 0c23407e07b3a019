// Proves what a claim's own page says of its payments and of the tax on what it holds.
import { describe, expect, test } from 'vitest';
import { html } from '../../api/console/html.ts';
import { factsOf } from '../../api/console/objects/objects.ts';
import type { PayAppObservation } from '../../domain/objects/pay-app/observation.ts';
import { mapping, payAppObservation, payment, postedPayment } from '../support/domain-builders.ts';

/** Name and words of each fact, without markup. */
function told(observation: PayAppObservation): string[] {
  return factsOf(observation).map(([name, value]) =>
    `${name}: ${html`${value}`.markup}`.replace(/<[^>]*>/g, '').replace(/\s+/g, ' '),
  );
}

describe('a claim says', () => {
  test('each payment with its day, the day it cleared, and what Procore has of it', () => {
    const seen = payAppObservation({
      payments: [
        payment('p2', '115.00', { date: '2026-06-25' }),
        payment('p1', '1150.00'),
        payment('p3', '50.00', { date: '2026-06-30' }),
        payment('p4', '10.00', { status: 'DELETED' }),
      ],
      cleared: { p1: '2026-06-22' },
      postedPayments: [postedPayment('p1', '1000.00'), postedPayment('p2', '115.00')],
    });
    expect(told(seen).filter((fact) => fact.startsWith('Paid'))).toEqual([
      'Paid: 1,150.00 on 2026-06-20, cleared 2026-06-22; 1,000.00 in Procore',
      'Paid: 115.00 on 2026-06-25; in Procore',
      'Paid: 50.00 on 2026-06-30; not in Procore',
    ]);
  });

  test('when tax on its retainage falls due, and by which rule', () => {
    const british = { ...mapping.retainage, jurisdiction: 'UK' as const, selfBilled: ['17'] };
    const seen = payAppObservation({ mapping: { ...mapping, retainage: british } });
    expect(told(seen)).toContainEqual(
      expect.stringMatching(/^Tax on retainage: due when it is let go: the tax invoice is ours/),
    );
  });
});
