// Proves that each field of a company goes from the system that owns it to the other, once, and that a merged contact is followed.
import { describe, expect, it } from 'vitest';
import type { ContactOwners } from '../../../domain/contacts/ownership.ts';
import { contactFields, legalOwners, ownersAsUsual } from '../../../domain/contacts/ownership.ts';
import type { Mapping } from '../../../domain/mapping/mapping.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import { adoptedBaseOf, planObservation } from '../../../domain/objects/objects.ts';
import type { ContactObservation } from '../../../domain/objects/contact/observation.ts';
import { settledAgreement } from '../../../domain/plan/settled-agreement.ts';
import type { ContactBase } from '../../../domain/plan/owned.ts';
import { contact, contactObservation, mapping, vendor } from '../../support/domain-builders.ts';

const company = { name: 'Kauri Concrete Ltd', email: 'office@kauri.nz', taxNumber: '9429030000' };
const theVendor = vendor(company);
const theContact = contact({ ...company, contactNumber: 'tieout:demo:17' });

function under(direction: Mapping['directions']['contact'], owner: ContactOwners = ownersAsUsual) {
  const directions = { ...mapping.directions, contact: direction };
  return { ...mapping, directions, contacts: { owner } };
}
const byField = (owner: Partial<ContactOwners> = {}): Mapping =>
  under('byField', { ...ownersAsUsual, ...owner });

/** Linked while both sides said the same, and what they say now. */
function seen(
  under: Mapping,
  sides: { vendor?: Partial<typeof theVendor>; contact?: Partial<typeof theContact> },
  over: Partial<ContactObservation> = {},
): ContactObservation {
  return {
    ...contactObservation({ mapping: under, linkedTargetId: theContact.id, base: linkedBase() }),
    vendor: { ...theVendor, ...sides.vendor },
    target: { ...theContact, ...sides.contact },
    ...over,
  };
}

function linkedBase(): ContactBase {
  const both = contactObservation({ vendor: theVendor, candidates: [theContact] });
  return adoptedBaseOf(both, 'contact', theContact.id) as ContactBase;
}

/** Role, outcome, what is asked, and what is written. */
function told(observation: ContactObservation) {
  return planObservation(observation)
    .verdicts.filter(({ outcome }) => outcome !== 'unchanged')
    .map((verdict) => [
      verdict.role,
      verdict.outcome,
      verdict.findings.map(({ kind }) => kind).join(),
      'write' in verdict ? verdict.write?.body : null,
    ]);
}

const toXero = (moved: object) => ({ kind: 'xeroContact', contactId: theContact.id, ...moved });
const toProcore = (moved: object) => ({
  kind: 'procoreVendorChange',
  vendorId: theVendor.id,
  ...moved,
});

describe('a field of a company', () => {
  it.each<[string, ContactObservation, unknown[]]>([
    ['nothing moved', seen(byField(), {}), []],
    [
      'the name, owned by Procore, moved there',
      seen(byField(), { vendor: { name: 'KC Ltd' } }),
      [['contact', 'update', 'editedAfterPosting', toXero({ name: 'KC Ltd' })]],
    ],
    [
      'the name, owned by Procore, moved in Xero',
      seen(byField(), { contact: { name: 'Kauri' } }),
      [['contact', 'conflict', 'editedInXero', toXero({ name: company.name })]],
    ],
    [
      'the address, owned by Xero, moved there: nobody is asked',
      seen(byField(), { contact: { email: 'ap@kauri.nz' } }),
      [['vendor', 'update', '', toProcore({ email: 'ap@kauri.nz' })]],
    ],
    [
      'the address, owned by Xero, moved in Procore',
      seen(byField(), { vendor: { email: 'pm@kauri.nz' } }),
      [['vendor', 'conflict', 'contactDiffers', toProcore({ email: company.email })]],
    ],
    [
      'the address moved on both sides',
      seen(byField(), { vendor: { email: 'pm@kauri.nz' }, contact: { email: 'ap@kauri.nz' } }),
      [['vendor', 'conflict', 'contactDiffers', toProcore({ email: 'ap@kauri.nz' })]],
    ],
    [
      'the address moved to the same on both sides',
      seen(byField(), { vendor: { email: 'ap@kauri.nz' }, contact: { email: 'ap@kauri.nz' } }),
      [],
    ],
    // What the owner does not say is never taken from the other.
    ['the address was taken out in Xero', seen(byField(), { contact: { email: null } }), []],
    [
      'the number, owned by Procore, moved there',
      seen(byField(), { vendor: { taxNumber: '9429031111' } }),
      [['contact', 'update', 'editedAfterPosting', toXero({ taxNumber: '9429031111' })]],
    ],
    [
      'each side moved what it owns',
      seen(byField(), { vendor: { name: 'KC Ltd' }, contact: { email: 'ap@kauri.nz' } }),
      [
        ['contact', 'update', 'editedAfterPosting', toXero({ name: 'KC Ltd' })],
        ['vendor', 'update', '', toProcore({ email: 'ap@kauri.nz' })],
      ],
    ],
    [
      'nobody owns the address',
      seen(byField({ email: 'nobody' }), { contact: { email: 'ap@kauri.nz' } }),
      [],
    ],
    [
      'the name, owned by Xero, moved there',
      seen(under('xeroToProcore'), { contact: { name: 'Kauri' } }),
      [['vendor', 'update', '', toProcore({ name: 'Kauri' })]],
    ],
    [
      'only the name goes the usual way',
      seen(under('procoreToXero'), {
        vendor: { taxNumber: '9429031111', email: 'pm@kauri.nz' },
        contact: { email: 'ap@kauri.nz' },
      }),
      [],
    ],
    [
      'contacts are off',
      seen(under('off'), { vendor: { name: 'KC Ltd' }, contact: { email: 'ap@kauri.nz' } }),
      [],
    ],
    [
      'an inactive vendor is not written',
      seen(byField(), { vendor: { isActive: false }, contact: { email: 'ap@kauri.nz' } }),
      [],
    ],
  ])('%s', (_case, observation, expected) => {
    expect(told(observation)).toEqual(expected);
  });

  it('that was never agreed on is asked about where the sides differ', () => {
    const base = {
      ...linkedBase(),
      projection: { name: company.name },
      target: { name: company.name },
    };
    const differs = { contact: { email: 'ap@kauri.nz' } };
    expect(told(seen(byField(), {}, { base }))).toEqual([]);
    expect(told(seen(byField(), differs, { base }))).toEqual([
      ['vendor', 'conflict', 'contactDiffers', toProcore({ email: 'ap@kauri.nz' })],
    ]);
    expect(told(seen(byField({ email: 'procore' }), differs, { base }))).toEqual([
      ['contact', 'update', 'editedAfterPosting', toXero({ email: company.email })],
    ]);
  });

  it('is agreed on once it is written, and what else moved meanwhile stays news', () => {
    const moved = seen(byField(), {
      vendor: { name: 'KC Ltd' },
      contact: { email: 'ap@kauri.nz' },
    });
    const [toTheContact, toTheVendor] = planObservation(moved).verdicts.flatMap((verdict) =>
      'write' in verdict && verdict.write ? [verdict.write] : [],
    );
    const { mappingVersion } = moved;
    const base = settledAgreement({
      ...{ body: toTheContact!.body, agreed: toTheContact!.agreed, mappingVersion },
      answer: { ...theContact, name: 'KC Ltd' },
    }) as ContactBase;
    const target = { ...theContact, name: 'KC Ltd', email: 'ap@kauri.nz' };
    const afterOne = { ...moved, base, target };
    expect(told(afterOne)).toEqual([['vendor', 'update', '', toProcore({ email: 'ap@kauri.nz' })]]);
    const answer = { ...theVendor, name: 'KC Ltd', email: 'ap@kauri.nz' };
    const { body, agreed } = toTheVendor!;
    const vendorBase = settledAgreement({ body, agreed, mappingVersion, answer }) as ContactBase;
    const afterBoth = { ...afterOne, vendor: answer, vendorBase };
    expect(told(afterBoth)).toEqual([]);
    // Our own echo is no change, and the next one is.
    expect(told({ ...afterBoth, target: { ...target, email: 'new@kauri.nz' } })).toEqual([
      ['vendor', 'update', '', toProcore({ email: 'new@kauri.nz' })],
    ]);
  });
});

describe('a contact that was merged in Xero', () => {
  const survivor = contact({ id: 'contact-2', name: 'Kauri Group Ltd', contactNumber: null });
  const merged = { contact: { status: 'ARCHIVED', mergedTo: survivor.id } };

  it('is followed to the one that stands for it', () => {
    const observation = seen(byField(), merged, { survivor });
    expect(planObservation(observation).verdicts).toMatchObject([
      { role: 'contact', outcome: 'adopt', targetId: 'contact-2', findings: [] },
    ]);
    expect(adoptedBaseOf(observation, 'contact', 'contact-2')).toMatchObject({
      target: { name: 'Kauri Group Ltd' },
    });
  });

  it.each<[string, Partial<ContactObservation>, string]>([
    [
      'is asked about where another vendor is billed under that one',
      { survivor, survivorTakenBy: 'contact/demo/18' },
      '"Kauri Concrete Ltd" was merged into "Kauri Group Ltd", under which another vendor is billed already; choose that vendor in Procore',
    ],
    [
      'is archived where Xero does not show that one',
      {},
      'the contact "Kauri Concrete Ltd" is archived in Xero',
    ],
  ])('%s', (_case, over, detail) => {
    const [verdict] = planObservation(seen(byField(), merged, over)).verdicts;
    expect(verdict).toMatchObject({
      outcome: 'blocked',
      findings: [{ kind: 'contactArchived', detail }],
    });
  });
});

describe('the owners in the mapping file', () => {
  const read = (direction: string, owner: object) =>
    mappingSchema.safeParse({
      ...mapping,
      directions: { contact: direction },
      contacts: { owner },
    });

  it.each(contactFields)('of %s are a closed list', (field) => {
    const taken = ['procore', 'xero', 'nobody', 'both', ''].filter(
      (word) => read('byField', { [field]: word }).success,
    );
    expect(taken.sort()).toEqual([...legalOwners[field]].sort());
  });

  it('are refused where no direction reads them', () => {
    const { error } = read('procoreToXero', { email: 'procore' });
    expect(error?.issues).toMatchObject([
      {
        path: ['contacts', 'owner', 'email'],
        message: 'is read with directions.contact "byField" only, and that is "procoreToXero"',
      },
    ]);
  });
});
