// Proves that a seeded company is the same bytes for the same seed, has the promised counts for any seed, and carries each
// trap exactly once. The billing figures have a file of their own.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCompany, countsOf } from '../../../sandbox/company/build-company.ts';
import { centsOf } from '../../../sandbox/company/cents.ts';
import { LOCKED_BILLING_DATE } from '../../../sandbox/company/requisitions.ts';
import type { SeededCompany, TrapKey } from '../../../sandbox/company/seeded-company.ts';

const seeds = fc.string({ minLength: 1, maxLength: 12 });

function trap(company: SeededCompany, key: TrapKey) {
  const found = company.traps.filter((candidate) => candidate.key === key);
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe('the demo company', () => {
  test('the same seed gives the same bytes and another seed does not', () => {
    expect(JSON.stringify(buildCompany('demo'))).toBe(JSON.stringify(buildCompany('demo')));
    expect(JSON.stringify(buildCompany('demo', 'a'))).not.toBe(
      JSON.stringify(buildCompany('demo', 'b')),
    );
  });

  test('any seed has 12 projects, 51 vendors, 68 commitments, 222 pay apps and 34 owner invoices', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const company = buildCompany('demo', seed);
        expect(countsOf(company)).toEqual({
          projects: 12,
          vendors: 51,
          commitments: 68,
          requisitions: 222,
          posted: 215,
          open: 7,
          ownerInvoices: 34,
        });
        expect(company.commitments.filter(({ kind }) => kind === 'wo')).toHaveLength(48);
        expect(company.billingPeriods).toHaveLength(12 * 6);
        expect(company.costCodes).toHaveLength(12 * 20);
        expect(company.costTypes.map(({ code }) => code)).toEqual(['L', 'M', 'S', 'E', 'O']);
      }),
      { numRuns: 25 },
    );
  });

  test('every id is beyond 32 bits, within a safe integer, and unique', () => {
    const company = buildCompany('demo');
    const ids = [
      ...company.projects,
      ...company.vendors,
      ...company.costCodes,
      ...company.costTypes,
      ...company.wbsCodes,
      ...company.taxCodes,
      ...company.billingPeriods,
      ...company.commitments,
      ...company.commitments.flatMap((commitment) => commitment.lines),
      ...company.requisitions,
      ...company.requisitions.flatMap((requisition) => requisition.items),
      ...company.changeOrders!,
      ...company.changeOrders!.flatMap((changeOrder) => changeOrder.lines),
      ...company.primeContracts!,
      ...company.primeContracts!.flatMap((contract) => [...contract.lines, ...contract.markups]),
      ...company.primeChangeOrders!,
      ...company.primeChangeOrders!.flatMap((changeOrder) => changeOrder.lines),
      ...company.paymentApplications!,
      ...company.paymentApplications!.flatMap((application) => application.lines),
    ].map((record) => record.id);
    ids.push(...company.changeOrders!.map(({ change_order_id: id }) => id));
    ids.push(...company.primeChangeOrders!.map(({ legacy_package_id: id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id > 2 ** 32 && Number.isSafeInteger(id)).toBe(true);
  });

  test('each contract has 1 to 8 lines, a vendor, and its own number within the project', () => {
    const company = buildCompany('demo');
    const numbers = company.commitments.map(({ project_id, number }) => `${project_id}/${number}`);
    expect(new Set(numbers).size).toBe(68);
    for (const commitment of company.commitments) {
      expect(commitment.lines.length).toBeGreaterThanOrEqual(1);
      expect(commitment.lines.length).toBeLessThanOrEqual(8);
      expect(company.vendors.some(({ id }) => id === commitment.vendor_id)).toBe(true);
      expect(commitment.retainage_percent).toBe(commitment.kind === 'wo' ? '10.00' : '5.00');
    }
  });

  test('an open pay app is the last of its contract and never on a contract with a trap', () => {
    const company = buildCompany('demo');
    const trapped = new Set(company.traps.map(({ commitmentId }) => commitmentId));
    for (const open of company.requisitions.filter(({ submitted_at, status }) => {
      return submitted_at === null || status === 'under_review';
    })) {
      expect(company.requisitions.some((next) => next.previous_requisition_id === open.id)).toBe(
        false,
      );
      expect(trapped.has(open.commitment_id)).toBe(false);
    }
  });
});

describe('the traps', () => {
  test('two vendors meet a slightly different and an archived contact, one contract and two pay apps each', () => {
    const company = buildCompany('demo');
    for (const key of ['contactSuggested', 'contactArchived'] as const) {
      const { vendorId, requisitionIds } = trap(company, key);
      expect(company.commitments.filter(({ vendor_id }) => vendor_id === vendorId)).toHaveLength(1);
      expect(requisitionIds).toHaveLength(2);
    }
    const contact = (name: string) => company.xero.contacts.filter((known) => known.name === name);
    expect(contact('Kauri Concrete Limited')).toHaveLength(1);
    expect(contact('Kauri Concrete Ltd')).toHaveLength(0);
    expect(contact('Southern Steel Erectors Ltd').map(({ status }) => status)).toEqual([
      'ARCHIVED',
    ]);
  });

  test('one pay app, the first of its contract, is dated in the locked period', () => {
    const company = buildCompany('demo');
    const { requisitionIds } = trap(company, 'lockedPeriod');
    const lockDate = company.xero.organisation.periodLockDate ?? '';
    const locked = company.requisitions.filter(({ billing_date }) => billing_date <= lockDate);
    expect(locked.map(({ id }) => id)).toEqual(requisitionIds);
    expect(locked[0]).toMatchObject({ number: 1, billing_date: LOCKED_BILLING_DATE });
  });

  test('one bill of the bookkeeper is the twin of an approved October pay app', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const company = buildCompany('demo', seed);
        const { requisitionIds, vendorId } = trap(company, 'lookAlike');
        const twin = company.requisitions.find(({ id }) => id === requisitionIds[0])!;
        const vendor = company.vendors.find(({ id }) => id === vendorId)!;
        const contact = company.xero.contacts.find(({ name }) => name === vendor.name)!;
        const bills = company.xero.bills.filter(({ contactId }) => contactId === contact.contactId);
        expect(bills).toHaveLength(1);
        const bill = bills[0]!;
        expect(bill.invoiceNumber).not.toBe(twin.invoice_number);
        expect(bill.invoiceNumber).toBe(twin.invoice_number?.toLowerCase().replace(' ', ''));
        expect(bill.date.slice(0, 7)).toBe('2026-10');
        expect(twin.status).toBe('approved');
        // Tax per line, rounded, and tax on the net must give the same total for the likeness to be exact.
        const perLine = twin.items.map(
          (item) => (centsOf(item.gross_amount) * 15n) % 100n === 0n && item.taxes.length === 1,
        );
        expect(perLine.every(Boolean)).toBe(true);
        expect(centsOf(bill.total)).toBe(
          centsOf(twin.summary.current_payment_due) +
            centsOf(twin.summary.tax_applicable_to_this_payment),
        );
      }),
      { numRuns: 20 },
    );
  });

  test('no other vendor is known to Xero', () => {
    const company = buildCompany('demo');
    const known = company.xero.contacts.map(({ name }) => name);
    const vendors = company.vendors.map(({ name }) => name).filter((name) => known.includes(name));
    expect(vendors.sort()).toEqual([
      'Southern Steel Erectors Ltd',
      'Waimarino Steelwork Ltd',
      'Wairau Electrical Ltd',
    ]);
  });
});

describe('the small companies', () => {
  test('twenty has 4 contracts with 5 clean pay apps each and no traps', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const company = buildCompany('twenty', seed);
        expect(countsOf(company)).toEqual({
          projects: 2,
          vendors: 4,
          commitments: 4,
          requisitions: 20,
          posted: 20,
          open: 0,
          ownerInvoices: 0,
        });
        expect(company.traps).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  test('empty has reference data, a chart and no vendors', () => {
    const company = buildCompany('empty');
    expect(company.vendors).toEqual([]);
    expect(company.requisitions).toEqual([]);
    expect(company.xero.chart).toHaveLength(19);
    expect(company.taxCodes.map(({ code }) => code)).toEqual(['GST15', 'GST0']);
  });
});
