// Proves that a seeded company's owner side is there to be read once a sandbox is filled with it, and that a company without one
// stays as it was.
import { expect, test } from 'vitest';
import { buildCompany } from '../../../sandbox/company/build-company.ts';
import { paymentApplicationsOf } from '../../../sandbox/company/payment-applications.ts';
import type { SeededCompany } from '../../../sandbox/company/seeded-company.ts';
import { JournalledStore } from '../../../sandbox/kit/store.ts';
import { presentPaymentApplication } from '../../../sandbox/procore/present-payment-application.ts';
import { presentPrimeContractInFull } from '../../../sandbox/procore/present-prime-contract.ts';
import { fillState } from '../../../sandbox/procore/fill-state.ts';
import { procoreState } from '../../../sandbox/procore/procore-state.ts';

function withOwnerSide(): SeededCompany {
  const company = buildCompany('twenty');
  const [project, vendor] = [company.projects[0]!, company.vendors[0]!];
  const [period] = company.billingPeriods;
  const lines = company.commitments[0]!.lines.map((line) => ({ ...line, amount: '1000.00' }));
  const stamps = { created_at: '2026-05-01T00:00:00.000Z', updated_at: '2026-12-01T00:00:00.000Z' };
  const contract = {
    ...{ id: 71, project_id: project.id, vendor_id: vendor.id, number: '1', title: 'Head' },
    ...{ description: '', status: 'Approved', retainage_percent: '10.00', contract_date: null },
    ...{ allow_payment_applications: true, allow_payments: true, move_materials: false },
    ...{ lines, markups: [{ id: 72, name: 'Margin', percentage: '5.00' }], ...stamps },
  };
  const change = {
    ...{ id: 73, legacy_package_id: 74, project_id: project.id, contract_id: 71, number: '001' },
    ...{ title: 'Extra', description: '', status: 'approved', reviewed_at: null, ...stamps },
    lines: [{ ...lines[0]!, id: 75, amount: '200.00' }],
  };
  const applications = paymentApplicationsOf([
    {
      contract,
      changeOrders: [change],
      periods: [
        {
          ...{ period: period!, billingDate: '2026-05-31', status: 'approved', changeOrders: [73] },
          ...{ updatedAt: stamps.updated_at, invoiceNumber: 'OI-1' },
          lines: { [lines[0]!.id]: { work: '100.00' }, 74: { work: '20.00' } },
        },
      ],
    },
  ]);
  return {
    ...company,
    ...{ primeContracts: [contract], primeChangeOrders: [change] },
    paymentApplications: applications,
  };
}

test('contracts, change orders and applications are loaded, with their sums', () => {
  const state = procoreState(new JournalledStore(null));
  fillState(state, withOwnerSide());
  const [contract] = state.primeContracts.values();
  const [application] = state.paymentApplications.values();
  expect(presentPrimeContractInFull(state, contract!)).toMatchObject({
    ...{ executed: true, approved_change_orders: '200.00', origin_id: null },
    // 120.00 and 5.00 of markup, less 10 %.
    owner_invoices_amount: '112.50',
  });
  expect(presentPaymentApplication(state, application!, { withOrigins: true })).toMatchObject({
    ...{ number: 1, invoice_number: 'OI-1', total_amount_accrued_this_period: '125.00' },
    g702: { current_payment_due: '112.50', net_change_by_change_orders: '200.00' },
  });
  expect(Date.parse('2026-12-01T00:00:00.000Z')).toBe(state.meta.get('meta')?.lastStampMs);
});

test.each(['twenty', 'empty'] as const)('%s has no owner side', (name) => {
  const company = buildCompany(name);
  expect(Object.keys(company)).not.toContain('primeContracts');
  const state = procoreState(new JournalledStore(null));
  fillState(state, company);
  expect(state.primeContracts.values()).toEqual([]);
  expect(state.paymentApplications.values()).toEqual([]);
});
