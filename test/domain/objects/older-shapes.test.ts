// Proves that observations and agreements that main stored before still parse, with the defaults that keep posted documents silent.
import { describe, expect, test } from 'vitest';
import { parseObservation, planDocument } from '../../../domain/objects/objects.ts';
import {
  contactBaseSchema,
  documentBaseSchema,
  paymentBaseSchema,
} from '../../../domain/plan/owned.ts';
import { payment, postedPayment } from '../../support/domain-builders.ts';
import { linkedContact, postedCommitment, postedPayApp } from '../../support/posted-documents.ts';
import { asStoredBefore } from '../../support/stored-before.ts';

describe('an observation stored before', () => {
  test('of a contact parses and says nothing', () => {
    const seen = parseObservation('contact', asStoredBefore(linkedContact()));
    expect(planDocument('contact', seen).verdicts.map(({ outcome }) => outcome)).toEqual([
      'unchanged',
    ]);
  });

  test('of a commitment parses and says nothing', () => {
    const seen = parseObservation('commitment', asStoredBefore(postedCommitment()));
    expect(planDocument('commitment', seen).verdicts.map(({ outcome }) => outcome)).toEqual([
      'unchanged',
    ]);
  });

  test('of a paid pay app parses, says nothing of its bill and knows its payment', () => {
    const paid = postedPayApp(
      { payments: [payment('p1', '10350.00')], postedPayments: [postedPayment('p1', '9000.00')] },
      { status: 'PAID', amountPaid: '10350.00' },
    );
    const seen = parseObservation('payApp', asStoredBefore(paid));
    expect(seen.answers).toEqual({ accepted: [], refusals: [], decisions: [], inFlight: [] });
    expect(seen.postFrom).toBe('0001-01-01');
    expect(planDocument('payApp', seen).verdicts.map(({ outcome }) => outcome)).toEqual([
      'unchanged',
      'unchanged',
    ]);
  });

  test('of a new pay app posts as it did', () => {
    const { target: _target, ...rest } = postedPayApp();
    const seen = parseObservation(
      'payApp',
      asStoredBefore({ ...rest, target: null, base: null, linkedTargetId: null }),
    );
    expect(planDocument('payApp', seen).gated.going).toHaveLength(1);
  });

  test('that is none is refused', () => {
    expect(() => parseObservation('payApp', { type: 'payApp' })).toThrow();
    expect(() => parseObservation('contact', asStoredBefore(postedPayApp()))).toThrow();
  });
});

describe('an agreement stored before', () => {
  test('of a document has no source, keys or ids', () => {
    const line = {
      description: 'a',
      unitAmount: '1.00',
      taxType: 'NONE',
      taxAmount: '0.00',
      accountCode: '310',
      tracking: [{ category: 'Project', option: 'x' }],
    };
    const side = {
      contactId: 'c',
      number: 'n',
      date: '2026-05-31',
      currency: 'NZD',
      lines: [line],
    };
    const base = documentBaseSchema.parse({
      projection: side,
      target: side,
      mappingVersion: 'm',
      plannerVersion: 1,
    });
    expect(base).toMatchObject({ source: null, twins: null, together: null, closed: false });
    expect(base.target.lines[0]).toEqual({
      ...line,
      key: null,
      codes: null,
      lineId: null,
      taxRate: null,
      tracking: [{ category: 'Project', option: 'x', categoryId: null, optionId: null }],
    });
  });

  test('of a contact and of a payment parse', () => {
    const provenance = { mappingVersion: 'm', plannerVersion: 1 };
    expect(
      contactBaseSchema.parse({ projection: { name: 'a' }, target: { name: 'b' }, ...provenance }),
    ).toMatchObject({ source: null });
    const told = { date: null, cleared: null, told: 'withoutTax' };
    expect(paymentBaseSchema.parse({ amount: '1.00' })).toEqual({ amount: '1.00', ...told });
  });
});
