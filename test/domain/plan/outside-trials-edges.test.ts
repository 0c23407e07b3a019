// Inputs at the edge of what the two systems take: names in every script, texts too long or unreadable, amounts with parts of a cent.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchContact, shortlistContacts } from '../../../domain/contacts/match-contact.ts';
import {
  contactAlterations,
  xeroContactName,
  xeroEmail,
} from '../../../domain/objects/contact/contact-fields.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import { documentNumberOf } from '../../../domain/claims/document-number.ts';
import { lineDescription } from '../../../domain/plan/line-description.ts';
import { whyNotWritable } from '../../../domain/records/write-bodies.ts';
import { cutToLength } from '../../../domain/text/fit-text.ts';
import {
  commitment,
  commitmentObservation,
  contact,
  contactObservation,
  item,
  payAppObservation,
  payment,
  requisition,
  sovLine,
  vendor,
} from '../../support/domain-builders.ts';
import { toldOf } from '../../support/plan-rows.ts';
import { postedPayApp, writesOf } from '../../support/posted-documents.ts';

/** Half a surrogate pair. */
const halves = /\p{Cs}/u;
const anyText = fc.string({ unit: 'binary', maxLength: 400 });

describe('M9: the same company in any script', () => {
  const matched = (ours: string, theirs: string) => {
    const who = vendor({ name: ours, taxNumber: null });
    const there = [contact({ id: 'x', name: theirs, taxNumber: null, contactNumber: null })];
    return matchContact(who, 'tieout:demo:17', shortlistContacts(who, 'tieout:demo:17', there))
      .match;
  };

  test.each([
    ['大林建設株式会社', '大林建設株式会社', 'sameName'],
    ['Строй Бетон', 'Строй Бетон', 'sameName'],
    ['Société Générale', 'Socie\u0301te\u0301 Ge\u0301ne\u0301rale', 'sameName'],
    ['!!!', '!!!', 'sameName'],
    ['大林建設株式会社', '大林建設㈱', 'suggested'],
    ['ＡＢＣ建設', 'ABC建設', 'suggested'],
    ['Société Générale', 'Societe Generale', 'suggested'],
    ['СТРОЙ БЕТОН', 'Строй Бетон', 'suggested'],
    ['大林建設株式会社', '鹿島建設株式会社', 'none'],
    ['Строй Бетон', 'Мост Север', 'none'],
  ])('%s and %s: %s', (ours, theirs, match) => {
    expect(matched(ours, theirs)).toBe(match);
  });

  test('whatever a name is, a contact of exactly that name is adopted', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        fc.pre(xeroContactName(name) !== '');
        expect(matched(name, xeroContactName(name))).toBe('sameName');
      }),
    );
  });
});

describe('S5: a name longer than Xero takes', () => {
  test.each([
    ['a building crane', 'A'.repeat(254), '🏗'],
    ['a family of four', 'A'.repeat(250), '👩‍👩‍👧‍👦'],
    ['a letter with its accent apart', 'A'.repeat(254), 'e\u0301'],
    ['a flag', 'A'.repeat(252), '🇳🇿'],
    ['a word in Devanagari', 'A'.repeat(253), 'क्षि'],
  ])('is cut before %s and not in it', (_what, letters, last) => {
    expect(xeroContactName(`${letters}${last}`)).toBe(letters);
    const seen = contactObservation({ vendor: vendor({ name: `${letters}${last}` }) });
    expect(toldOf(seen)).toEqual(['create', null, 'contact']);
  });

  test('is never longer, never ends in half a character, and what fits stays as it is', () => {
    const length = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(anyText, length, (text, lengthMaximum) => {
        const cut = cutToLength(text, lengthMaximum);
        expect(cut.length).toBeLessThanOrEqual(lengthMaximum);
        expect(text.startsWith(cut)).toBe(true);
        if (!halves.test(text)) expect(cut).not.toMatch(halves);
        if (text.length <= lengthMaximum) expect(cut).toBe(text);
      }),
    );
  });

  test('and one with angle brackets are said to be written otherwise', () => {
    const told = (name: string) => contactAlterations(vendor({ name })).map(({ why }) => why);
    expect(told('x'.repeat(5_000))).toEqual(['Xero takes 255 characters']);
    expect(told('<script>x')).toEqual(['Xero takes no angle brackets']);
    expect(told('Plain  Name ')).toEqual([]);
  });
});

describe('S6: a name with a character that nobody can keep', () => {
  test('is a question of that vendor', () => {
    expect(toldOf(contactObservation({ vendor: vendor({ name: 'Kauri\ufffd' }) }))).toEqual([
      'blocked',
      'notWritable',
      'the name holds a character that neither Xero nor Tieout can keep',
    ]);
  });
});

describe('S18: a record of a document that cannot be read as it stands', () => {
  const words = 'requisition 33 “INV-7”: items.0.item_type: not one of those known';

  test('is the one question of that document, and nothing is planned on what it said before', () => {
    for (const seen of [
      payAppObservation(),
      postedPayApp({ payments: [payment('p1', '1000.00')] }),
    ]) {
      expect(toldOf({ ...seen, unreadable: [words] })).toEqual(['blocked', 'unreadable', words]);
      expect(writesOf(planObservation({ ...seen, unreadable: [words] }))).toEqual([]);
    }
  });
});

describe('S15: a field of a contact that Xero would refuse', () => {
  test.each([
    ['ap@kauri.example ', 'ap@kauri.example'],
    ['a@b.co, c@d.co', null],
    ['a@b.co; c@d.co', null],
    ['n/a', null],
    ['Office <ap@kauri.example>', null],
    ['', null],
    ['büro@müller.example', 'büro@müller.example'],
    [`${'a'.repeat(250)}@kauri.example`, null],
  ])('the e-mail address %j goes as %j', (email, written) => {
    expect(xeroEmail(email)).toBe(written);
    const [write] = writesOf(planObservation(contactObservation({ vendor: vendor({ email }) })));
    expect(write?.body).toMatchObject({ kind: 'xeroContact', email: written });
  });

  test('a tax number of over 50 characters is left out, and said to be', () => {
    const who = vendor({ taxNumber: '9'.repeat(51), email: 'n/a' });
    const [write] = writesOf(planObservation(contactObservation({ vendor: who })));
    expect(write?.body).toMatchObject({ taxNumber: null, email: null });
    expect(contactAlterations(who).map(({ path }) => path)).toEqual(['email', 'taxNumber']);
  });
});

describe('S7: a number that Xero would refuse', () => {
  test.each([
    ['INV–12', 'INV-12'],
    ['１２／３', '12/3'],
    [' 4\u00a05 ', '4 5'],
    ['7′', "7'"],
  ])('%j is written %j', (invoiceNumber, number) => {
    expect(documentNumberOf({ invoiceNumber, number: 4 }, { number: 'SC-003' }, null)).toBe(number);
  });
});

describe('whatever the texts are', () => {
  /** Everything a plan would send: each body may be written, or the document is one question. */
  const sends = (observation: Observation) =>
    writesOf(planObservation(observation)).map(({ body }) => whyNotWritable(body));

  test('no plan of a contact throws or sends what cannot be written', () => {
    fc.assert(
      fc.property(anyText, fc.option(anyText), fc.option(anyText), (name, email, taxNumber) => {
        const seen = contactObservation({ vendor: vendor({ name, email, taxNumber }) });
        expect(sends(seen).filter((why) => why !== null)).toEqual([]);
      }),
    );
  });

  test('no plan of a bill or an order throws or sends what cannot be written', () => {
    fc.assert(
      fc.property(anyText, fc.option(anyText), anyText, (words, invoiceNumber, number) => {
        const lines = [sovLine('1', '50000.00', { description: words })];
        const contract = commitment({ number, title: words, lines });
        const seen = payAppObservation({
          contract: contract,
          claim: requisition({
            invoiceNumber,
            items: [item('1', { work: '10000.00', held: '1000.00' }, { description: words })],
          }),
        });
        expect(sends(seen).filter((why) => why !== null)).toEqual([]);
        const order = commitmentObservation({ commitment: contract });
        expect(sends(order).filter((why) => why !== null)).toEqual([]);
        expect(lineDescription(words).length).toBeLessThanOrEqual(4_000);
      }),
    );
  });
});

describe('M13 and its kind: amounts with parts of a cent', () => {
  const anyAmount = fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 2, max: 9 }))
    .map(([digits, places]) => {
      const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
      return `${digits < 0n ? '-' : ''}${text.slice(0, -places)}.${text.slice(-places)}`;
    });
  const whole = requisition().summary;
  const fields = Object.keys(whole) as (keyof typeof whole)[];

  test('tax of 268.8188 on a bill of 268.82 of tax is rounding, and the bill is posted', () => {
    const seen = payAppObservation({
      claim: requisition({
        summary: { ...whole, taxApplicableToThisPayment: '1350.0012' },
      }),
    });
    expect(toldOf(seen)).toEqual(['create', null, 'bill']);
  });

  test.each(fields)('in %s never throw: the pay app is posted or is a question', (field) => {
    fc.assert(
      fc.property(anyAmount, (amount) => {
        const seen = payAppObservation({
          claim: requisition({ summary: { ...whole, [field]: amount } }),
        });
        const [outcome, kind] = toldOf(seen);
        if (outcome !== 'create') expect(kind).not.toBe(null);
      }),
      { numRuns: 30 },
    );
  });
});
