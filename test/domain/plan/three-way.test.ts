// Proves which side moved since the last agreement, what of Xero's record Tieout owns, and that lines keep their ids.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LineBody } from '../../../domain/records/write-bodies.ts';
import type { XeroLine } from '../../../domain/records/xero/line.ts';
import { alignLines } from '../../../domain/plan/align-lines.ts';
import { newDocumentFields } from '../../../domain/plan/document-update.ts';
import { ownedBody, ownedDocument, whatItSays, ownedLine } from '../../../domain/plan/owned.ts';
import {
  compareDocuments as compare,
  compareFields,
  textFields,
} from '../../../domain/plan/three-way.ts';
import type { FlatFields } from '../../../domain/plan/three-way.ts';
import { billOf } from '../../support/domain-builders.ts';
import { bodyOf } from '../../support/posted-documents.ts';
import { payAppObservation } from '../../support/domain-builders.ts';
import { threeWayRows } from '../../support/three-way-table.ts';

describe('base | procore | xero → verdict, and the fields shown', () => {
  const rows = threeWayRows(`
    a=1     | a=1     | a=1     → same
    a=1     | a=2     | a=2     → same
    a=1     | a=2     | a=1     → sourceMoved a
    a=1     | a=1     | a=2     → targetMoved a
    a=1     | a=2     | a=3     → bothMoved a
    a=1 b=1 | a=2 b=1 | a=1 b=2 → bothMoved a b
    a=1 b=1 | a=2 b=2 | a=2 b=1 → sourceMoved b
    a=1 b=1 | a=2 b=1 | a=2 b=2 → targetMoved b
    a=1     | a=1 b=1 | a=1     → sourceMoved b
    a=1     | a=1     | a=1 b=1 → targetMoved b
    a=1     | a=1 b=1 | a=1 b=1 → same
    a=1 b=1 | a=1     | a=1 b=1 → sourceMoved b
    a=1 b=1 | a=1 b=1 | a=1     → targetMoved b
    a=1 b=1 | a=1     | a=1     → same
    -       | -       | -       → same
    -       | a=1     | -       → sourceMoved a
    -       | a=1     | a=2     → bothMoved a
    a=      | a=      | -       → targetMoved a
  `);

  test.each(rows)('$row', ({ base, procore, xero, verdict, changed }) => {
    const compared = compareFields({ projection: base, target: base }, procore, xero);
    expect(compared.verdict).toBe(verdict);
    expect(compared.changes).toEqual(
      changed.map((path) => ({
        path,
        base: base.get(path)?.shown ?? null,
        procore: procore.get(path)?.shown ?? null,
        xero: xero.get(path)?.shown ?? null,
        proposed: procore.get(path)?.shown ?? null,
      })),
    );
  });
});

describe('a record adopted with its differences: agreed procore ≠ agreed xero', () => {
  const agreed = { projection: textFields({ a: '1' }), target: textFields({ a: '2' }) };
  test.each([
    ['neither moved', '1', '2', 'same'],
    ['the source moved', '3', '2', 'sourceMoved'],
    ['the target moved', '1', '3', 'targetMoved'],
    ['both moved', '3', '4', 'bothMoved'],
    ['the target came to the source', '1', '1', 'same'],
    ['the source came to the target', '2', '2', 'same'],
  ])('%s', (_what, procore, xero, verdict) => {
    const compared = compareFields(agreed, textFields({ a: procore }), textFields({ a: xero }));
    expect(compared.verdict).toBe(verdict);
  });
});

describe('any comparison', () => {
  const fields: fc.Arbitrary<FlatFields> = fc
    .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2', '3'))
    .map(textFields);

  test('of identical sides is the same, whatever was agreed', () => {
    fc.assert(
      fc.property(fields, fields, fields, (projection, target, both) => {
        expect(compareFields({ projection, target }, both, new Map(both))).toEqual({
          verdict: 'same',
          changes: [],
        });
      }),
    );
  });

  test('of sides that stand where they were agreed is the same', () => {
    fc.assert(
      fc.property(fields, fields, (projection, target) => {
        expect(compareFields({ projection, target }, projection, target).verdict).toBe('same');
      }),
    );
  });

  test('is settled by writing what it proposes', () => {
    fc.assert(
      fc.property(fields, fields, fields, (agreed, procore, xero) => {
        const base = { projection: agreed, target: agreed };
        const written = new Map(xero);
        for (const { path, proposed } of compareFields(base, procore, xero).changes) {
          if (proposed === null) written.delete(path);
          else written.set(path, { key: proposed, shown: proposed });
        }
        expect(compareFields(base, procore, written).verdict).toBe('same');
      }),
    );
  });

  test('invariant 3: shows the target as moved exactly when a field of it differs from agreement and source', () => {
    fc.assert(
      fc.property(fields, fields, fields, (agreed, procore, xero) => {
        const names = ['a', 'b', 'c', 'd'];
        const moved = names.some(
          (name) =>
            xero.get(name)?.key !== agreed.get(name)?.key &&
            xero.get(name)?.key !== procore.get(name)?.key,
        );
        const base = { projection: agreed, target: agreed };
        const { verdict } = compareFields(base, procore, xero);
        expect(verdict === 'targetMoved' || verdict === 'bothMoved').toBe(moved);
      }),
    );
  });
});

const body = bodyOf(payAppObservation(), 'xeroBill');
const bill = billOf(body);
const owned = { ...ownedDocument(bill) };
const base = {
  projection: owned,
  target: owned,
  ...{
    mappingVersion: 'm',
    plannerVersion: 1,
    source: null,
    twins: null,
    together: null,
    closed: false,
  },
};
const compareDocuments = (...states: [typeof base, typeof owned, typeof owned]) =>
  compare(...states, []);
const [firstLine] = bill.lines as [XeroLine, XeroLine];

describe('what Tieout owns of a bill', () => {
  test('is what it wrote, however many zeros, with the tracking in the order Xero gives it, which is no difference', () => {
    const asXeroSaysIt = {
      ...bill,
      lines: bill.lines.map((line) => ({
        ...line,
        unitAmount: `${line.unitAmount}00`,
        quantity: '1.0000',
        tracking: [...line.tracking].reverse(),
      })),
    };
    expect(whatItSays(ownedDocument(asXeroSaysIt), true)).toEqual(whatItSays(owned, true));
    expect(whatItSays(ownedBody(body), true)).toEqual(whatItSays(owned, true));
    const inXerosOrder = owned.lines.map((line) => ({
      ...line,
      tracking: [...line.tracking].reverse(),
    }));
    expect(ownedDocument(asXeroSaysIt)).toEqual({ ...owned, lines: inXerosOrder });
    expect(compareDocuments(base, owned, ownedDocument(asXeroSaysIt)).changes).toEqual([]);
    const unnamed = ({ lineId: _id, tracking, ...line }: ReturnType<typeof ownedLine>) => ({
      ...line,
      tracking: tracking.map(({ category, option }) => `${category}: ${option}`),
    });
    expect(ownedDocument(bill).lines.map(unnamed)).toEqual(body.lines.map(ownedLine).map(unnamed));
  });

  test.each<[string, Partial<typeof bill>, string]>([
    ['the contact', { contactId: 'other' }, 'contact'],
    ['the number', { number: 'INV-1' }, 'number'],
    ['no number', { number: null }, 'number'],
    ['the date', { date: '2026-06-01' }, 'date'],
    ['the currency', { currency: 'AUD' }, 'currency'],
    ['amounts made tax inclusive', { lineAmountTypes: 'Inclusive' }, 'lines[line-1].amount'],
    ['a line amount', { lines: [{ ...firstLine, unitAmount: '9750.00' }] }, 'lines[line-1].amount'],
    ['a quantity', { lines: [{ ...firstLine, quantity: '2.0000' }] }, 'lines[line-1].amount'],
    ['a description', { lines: [{ ...firstLine, description: 'x' }] }, 'lines[line-1].description'],
    ['an account', { lines: [{ ...firstLine, accountCode: '312' }] }, 'lines[line-1].account'],
    ['a tax type', { lines: [{ ...firstLine, taxType: 'NONE' }] }, 'lines[line-1].taxType'],
    ['no tax type', { lines: [{ ...firstLine, taxType: null }] }, 'lines[line-1].taxType'],
    ['a tax amount', { lines: [{ ...firstLine, taxAmount: '1499.99' }] }, 'lines[line-1].tax'],
    ['tracking', { lines: [{ ...firstLine, tracking: [] }] }, 'lines[line-1].tracking'],
    ['a line less', { lines: [firstLine] }, 'lines[line-2]'],
    ['a line more', { lines: [...bill.lines, { ...firstLine, lineId: 'hers' }] }, 'lines[hers]'],
    ['its link to Tieout', { url: null }, 'url'],
  ])('shows when a person changed %s', (_what, over, field) => {
    const { verdict, changes } = compareDocuments(base, owned, ownedDocument({ ...bill, ...over }));
    expect(verdict).toBe('targetMoved');
    expect(changes.map((change) => change.path)).toContain(field);
  });

  test.each<[string, Partial<typeof bill>]>([
    ['its status', { status: 'DRAFT' }],
    ['its due date', { dueDate: '2026-12-24' }],
    ['its payments', { amountPaid: '1.00', amountDue: '0.00' }],
    ['its version', { updatedAt: '2027-01-01T00:00:00.000Z' }],
  ])('does not show %s', (_what, over) => {
    const { verdict } = compareDocuments(base, owned, ownedDocument({ ...bill, ...over }));
    expect(verdict).toBe('same');
  });

  test('is shown field by field for a new record', () => {
    const changes = newDocumentFields(owned);
    expect(changes).toHaveLength(4 + 6 * owned.lines.length);
    expect(changes[0]).toEqual({
      path: 'contact',
      base: null,
      procore: 'contact-1',
      xero: null,
      proposed: 'contact-1',
    });
  });
});

describe('the ids of lines', () => {
  const line = (description: string, unitAmount: string): LineBody => ({
    lineId: null,
    description,
    unitAmount,
    taxType: 'INPUT2',
    taxAmount: '0.00',
    accountCode: '310',
    tracking: [],
  });
  const held = (lineId: string, description: string, unitAmount: string): XeroLine => ({
    ...line(description, unitAmount),
    tracking: [],
    lineId,
    quantity: '1.0000',
    lineAmount: unitAmount,
  });
  const idsOf = (lines: LineBody[], target: XeroLine[]) =>
    keepLineIds(lines, target).map(({ lineId }) => lineId);
  const keepLineIds = (lines: LineBody[], target: XeroLine[]): LineBody[] =>
    alignLines(lines.map(ownedLine), target.map(ownedLine)).map((place, index) => ({
      ...lines[index]!,
      lineId: place === null ? null : (target[place]?.lineId ?? null),
    }));

  test.each<[string, LineBody[], XeroLine[], (string | null)[]]>([
    ['a changed amount keeps its line', [line('a', '2.00')], [held('A', 'a', '1.00')], ['A']],
    ['a changed description keeps its place', [line('b', '1.00')], [held('A', 'a', '1.00')], ['A']],
    [
      'lines in another order keep theirs',
      [line('b', '2.00'), line('a', '1.00')],
      [held('A', 'a', '1.00'), held('B', 'b', '2.00')],
      ['B', 'A'],
    ],
    [
      'a new line in front takes no other line’s id',
      [line('n', '9.00'), line('a', '1.00'), line('b', '2.00')],
      [held('A', 'a', '1.00'), held('B', 'b', '2.00')],
      [null, 'A', 'B'],
    ],
    [
      'an unchanged line goes before a changed one of the same description',
      [line('a', '3.00'), line('a', '1.00')],
      [held('A', 'a', '1.00'), held('B', 'a', '2.00')],
      ['B', 'A'],
    ],
    [
      'a line that is gone leaves its id out',
      [line('b', '2.00')],
      [held('A', 'a', '1.00'), held('B', 'b', '2.00')],
      ['B'],
    ],
    [
      'two equal lines have one id each',
      [line('a', '1.00'), line('a', '1.00')],
      [held('A', 'a', '1.00'), held('B', 'a', '1.00')],
      ['A', 'B'],
    ],
    ['the first lines of a record without any are new', [line('a', '1.00')], [], [null]],
  ])('%s', (_what, lines, target, ids) => {
    expect(idsOf(lines, target)).toEqual(ids);
  });

  test('are never used twice, never made up, and none is lost while there are lines for it', () => {
    const text = fc.constantFrom('a', 'b', 'c');
    const amount = fc.constantFrom('1.00', '2.00');
    const lines = fc.array(fc.tuple(text, amount), { maxLength: 6 });
    fc.assert(
      fc.property(lines, lines, (wanted, there) => {
        const made = wanted.map(([description, unitAmount]) => line(description, unitAmount));
        const target = there.map(([description, unitAmount], index) =>
          held(`L${index}`, description, unitAmount),
        );
        const kept = keepLineIds(made, target);
        expect(kept.map((one) => ({ ...one, lineId: null }))).toEqual(made);
        const ids = kept.flatMap(({ lineId }) => lineId ?? []);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBe(Math.min(made.length, target.length));
        for (const { lineId, description, unitAmount } of kept) {
          const same = target.filter(
            (one) => one.description === description && one.unitAmount === unitAmount,
          );
          const wants = made.filter(
            (one) => one.description === description && one.unitAmount === unitAmount,
          );
          // An unchanged line keeps the id of an equal one as long as there are enough of them.
          if (same.length >= wants.length) expect(same.map((one) => one.lineId)).toContain(lineId);
        }
      }),
    );
  });
});
