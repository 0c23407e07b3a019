// Proves which Xero contact a vendor is taken for, in order of precedence; less than certain is a question or nothing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  matchContact,
  nameSimilarity,
  normalName,
  shortlistContacts,
} from '../../../domain/contacts/match-contact.ts';
import type { XeroContact } from '../../../domain/records/xero/contact.ts';
import { contact, vendor } from '../../support/domain-builders.ts';

const ours = 'tieout:demo:17';
const nzbn = '9429000000017';
const kauri = vendor();
const registered = vendor({ taxNumber: nzbn });

const marked = contact({ id: 'marked', name: 'Renamed Ltd', contactNumber: ours });
const same = contact({ id: 'same' });
const sameOther = contact({ id: 'sameOther', taxNumber: '9429000000999' });
const sameToo = contact({ id: 'sameToo' });
const archivedTwin = contact({ id: 'archived', status: 'ARCHIVED' });
const byNumber = contact({ id: 'byNumber', name: 'KC Holdings', taxNumber: '94-29000 000017' });
const alike = contact({ id: 'alike', name: 'Kauri Concrete Limited' });
const archivedAlike = contact({ ...alike, id: 'archivedAlike', status: 'ARCHIVED' });
const gone = contact({ id: 'gone', status: 'GDPRREQUEST' });

/** What Tieout would be shown: the shortlist of what Xero holds. */
function match(who: typeof kauri, inXero: XeroContact[]) {
  const found = matchContact(who, ours, shortlistContacts(who, ours, inXero));
  return found.match === 'none'
    ? { match: 'none' }
    : { match: found.match, id: found.contact.id, ...('why' in found ? { why: found.why } : {}) };
}

describe('a vendor among the contacts of Xero, most certain evidence first', () => {
  const number = 'the same registration number as 1 more of its contacts';
  const similar = 'a very similar name (100 of 100)';
  const other = 'the same name but another registration number';
  const twice = 'a name that it has more than once';

  test.each<[string, typeof kauri, XeroContact[], ReturnType<typeof match>]>([
    ['our number beats the same name', kauri, [same, marked], { match: 'marked', id: 'marked' }],
    [
      'our number on an archived contact',
      kauri,
      [same, { ...marked, status: 'ARCHIVED' }],
      { match: 'archived', id: 'marked' },
    ],
    ['the same name', kauri, [alike, same], { match: 'sameName', id: 'same' }],
    [
      'the same name, spaces around it aside',
      kauri,
      [contact({ id: 'x', name: ' Kauri Concrete Ltd ' })],
      { match: 'sameName', id: 'x' },
    ],
    [
      'the same name and number',
      registered,
      [contact({ id: 'x', taxNumber: nzbn })],
      { match: 'sameNumber', id: 'x' },
    ],
    ['the same name, one number unknown', registered, [same], { match: 'sameName', id: 'same' }],
    [
      'the same name, active beside its archived twin',
      kauri,
      [archivedTwin, same],
      { match: 'sameName', id: 'same' },
    ],
    [
      'the same name twice, one with another number',
      registered,
      [sameOther, same],
      { match: 'sameName', id: 'same' },
    ],
    ['the same name, archived only', kauri, [archivedTwin], { match: 'archived', id: 'archived' }],
    ['the same name, being erased', kauri, [gone], { match: 'archived', id: 'gone' }],
    [
      'the same name archived beats a similar active one',
      kauri,
      [alike, archivedTwin],
      { match: 'archived', id: 'archived' },
    ],
    [
      'the same number under another name',
      registered,
      [byNumber],
      { match: 'sameNumber', id: 'byNumber' },
    ],
    [
      'the same number beats a similar name, and the same name without one',
      registered,
      [alike, same, byNumber],
      { match: 'sameNumber', id: 'byNumber' },
    ],
    [
      'the same number twice',
      registered,
      [byNumber, { ...byNumber, id: 'another' }],
      { match: 'suggested', id: 'another', why: number },
    ],
    [
      'the same number on an archived contact',
      registered,
      [{ ...byNumber, status: 'ARCHIVED' }, same],
      { match: 'sameName', id: 'same' },
    ],
    ['the same name twice', kauri, [sameToo, same], { match: 'suggested', id: 'same', why: twice }],
    [
      'the same name, another number',
      registered,
      [sameOther],
      { match: 'suggested', id: 'sameOther', why: other },
    ],
    [
      'the same name, another number, beside a similar name',
      registered,
      [alike, sameOther],
      { match: 'suggested', id: 'sameOther', why: other },
    ],
    ['a similar name', kauri, [alike], { match: 'suggested', id: 'alike', why: similar }],
    [
      'a similar name, active before archived',
      kauri,
      [archivedAlike, alike],
      { match: 'suggested', id: 'alike', why: similar },
    ],
    [
      'a similar name, archived only',
      kauri,
      [archivedAlike],
      { match: 'archived', id: 'archivedAlike' },
    ],
    [
      'another vendor’s number of ours',
      kauri,
      [contact({ name: 'Other', contactNumber: 'tieout:demo:18' })],
      { match: 'none' },
    ],
    [
      'a name that is not similar',
      kauri,
      [contact({ name: 'Kauri Timber Ltd' })],
      { match: 'none' },
    ],
    [
      'a shared number too short to mean anything',
      vendor({ taxNumber: '123' }),
      [contact({ name: 'Other', taxNumber: '123' })],
      { match: 'none' },
    ],
    ['nobody', kauri, [], { match: 'none' }],
  ])('%s', (_what, who, inXero, expected) => {
    expect(match(who, inXero)).toEqual(expected);
    expect(match(who, [...inXero].reverse())).toEqual(expected);
  });
});

describe('names', () => {
  test.each([
    ['Kauri Concrete Ltd', 'Kauri Concrete Limited', 100],
    ['Smith & Sons', 'Smith and Sons', 100],
    ['Ngāti Builders Ltd', 'NGATI BUILDERS LTD.', 100],
    ['Harbour Steel Ltd', 'Harbour Steele Ltd', 94],
    ['Acme Pty Ltd', 'Acme Proprietary Limited', 100],
    // Two firms, most likely: that is for a person to say.
    ['North Shore Roofing', 'South Shore Roofing', 89],
  ])('%j and %j are alike to %s in a hundred: a question', (a, b, similarity) => {
    expect(nameSimilarity(a, b)).toBe(similarity);
    const found = match(vendor({ name: a }), [contact({ id: 'x', name: b })]);
    expect(found).toMatchObject({ match: 'suggested', id: 'x' });
  });

  test.each([
    ['Harbour Steel Ltd', 'Harbour Electrical Ltd'],
    ['Auckland Cranes Ltd', 'Auckland Drains Ltd'],
    ['Smith & Sons', 'Smith Bros'],
    ['Ltd', 'Limited Company'],
    ['!!!', '???'],
  ])('%j is not %j', (a, b) => {
    expect(match(vendor({ name: a }), [contact({ name: b })])).toEqual({ match: 'none' });
  });

  test('lose accents, case, punctuation and the spelling of what kind of company it is', () => {
    expect(normalName('  Té Ākau—Joinery (2019) Company, Limited ')).toBe(
      'te akau joinery 2019 co ltd',
    );
  });

  test('are alike both ways, wholly to themselves, and never beyond 0 to 100', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const similarity = nameSimilarity(a, b);
        expect(nameSimilarity(b, a)).toBe(similarity);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(100);
        expect(nameSimilarity(a, a)).toBe(normalName(a) === '' ? 0 : 100);
      }),
    );
  });
});

describe('invariant 3: a contact is linked unasked only on certain evidence', () => {
  const anyName = fc.constantFrom(
    'Kauri Concrete Ltd',
    'Kauri Concrete Limited',
    'Kauri Concrete',
    'KC Holdings',
  );
  const anyContact = fc.record({
    name: anyName,
    contactNumber: fc.constantFrom(null, ours, 'tieout:demo:18'),
    taxNumber: fc.constantFrom(null, nzbn, '9429000000999'),
    status: fc.constantFrom('ACTIVE' as const, 'ARCHIVED' as const),
  });

  test('our number, the one active contact with its registration number, or of exactly this name whose number does not differ', () => {
    fc.assert(
      fc.property(fc.array(anyContact, { maxLength: 6 }), (made) => {
        const inXero = made.map((over, index) => contact({ ...over, id: `c${index}` }));
        const found = matchContact(registered, ours, shortlistContacts(registered, ours, inXero));
        if (found.match === 'archived' || found.match === 'suggested') return;
        if (found.match === 'none') return;
        expect(found.contact.status).toBe('ACTIVE');
        if (found.match === 'marked') expect(found.contact.contactNumber).toBe(ours);
        else if (found.match === 'sameNumber') {
          expect(found.contact.taxNumber).toBe(nzbn);
          const active = inXero.filter(({ status }) => status === 'ACTIVE');
          const shown = shortlistContacts(registered, ours, active);
          expect(shown.filter(({ taxNumber }) => taxNumber === nzbn)).toHaveLength(1);
        } else {
          expect(found.contact.name).toBe(registered.name);
          expect([null, nzbn]).toContain(found.contact.taxNumber);
        }
      }),
    );
  });
});

describe('the shortlist', () => {
  test('has five at most, best first, and of equals the smaller id first', () => {
    const many = ['g', 'f', 'e', 'd', 'c', 'b'].map((id) => contact({ id }));
    const far = contact({ id: 'a', name: 'Kauri Concretes Ltd' });
    const shortlist = shortlistContacts(kauri, ours, [far, ...many]);
    expect(shortlist.map(({ id }) => id)).toEqual(['b', 'c', 'd', 'e', 'f']);
    const withMarked = shortlistContacts(registered, ours, [far, ...many, byNumber, marked]);
    expect(withMarked.map(({ id }) => id)).toEqual(['marked', 'byNumber', 'b', 'c', 'd']);
  });
});
