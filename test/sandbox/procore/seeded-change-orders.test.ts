// Proves that a seeded company may have change orders, details of lines and releases from the start, and that one without them is
// filled as ever.
import { expect, test } from 'vitest';
import { buildCompany } from '../../../sandbox/company/build-company.ts';
import type { RequisitionItem, SeededCompany } from '../../../sandbox/company/seeded-company.ts';
import { JournalledStore } from '../../../sandbox/kit/store.ts';
import { presentCommitmentInFull } from '../../../sandbox/procore/present-commitment.ts';
import { presentPackage } from '../../../sandbox/procore/present-change-order.ts';
import { presentRequisition } from '../../../sandbox/procore/present-requisition.ts';
import { fillState } from '../../../sandbox/procore/fill-state.ts';
import { procoreState } from '../../../sandbox/procore/procore-state.ts';
import type { ProcoreState } from '../../../sandbox/procore/procore-state.ts';

function filled(company: SeededCompany): ProcoreState {
  const state = procoreState(new JournalledStore(null));
  fillState(state, company);
  return state;
}

/** The first contract of twenty with a detail, an approved change order, and a last pay app that releases. */
function company(): SeededCompany {
  const built = buildCompany('twenty');
  const [contract, ...others] = built.commitments;
  if (contract === undefined) throw new Error('No contract');
  const [line] = contract.lines;
  const payApp = built.requisitions.filter((row) => row.commitment_id === contract.id).at(-1);
  const [item] = payApp?.items ?? [];
  if (line === undefined || payApp === undefined || item === undefined) throw new Error('No line');
  const { created_at } = contract;
  const ofChangeOrder: RequisitionItem = {
    ...item,
    id: 1,
    item_type: 'change_order_item',
    line_item_id: 3,
    change_order_package_id: 7,
    scheduled_value: '99.00',
    work_completed_retainage_released_this_period: '1.23',
  };
  return {
    ...built,
    commitments: [
      {
        ...contract,
        details: [{ id: 5, line_item_id: line.id, description: 'Part', amount: line.amount }],
      },
      ...others,
    ],
    changeOrders: [
      {
        ...{ id: 7, change_order_id: 8, project_id: contract.project_id, contract_id: contract.id },
        ...{ number: '001', title: 'Extra', description: '', status: 'approved', created_at },
        reviewed_at: '2026-05-01T00:00:00.000Z',
        lines: [{ ...line, id: 3, amount: '99.00', commitment_line_item_id: line.id }],
        updated_at: '2027-01-01T00:00:00.000Z',
      },
    ],
    requisitions: built.requisitions.map((row) =>
      row.id === payApp.id
        ? { ...row, invoice_type: 'retainage_release', items: [...row.items, ofChangeOrder] }
        : row,
    ),
  };
}

test('a company with change orders shows them on contract, package and pay app', () => {
  const seeded = company();
  const state = filled(seeded);
  const [contract] = state.commitments.values();
  expect(contract?.details).toMatchObject([{ id: 5, description: 'Part' }]);
  expect(presentCommitmentInFull(state, contract!)).toMatchObject({
    approved_change_orders: '99.00',
    change_order_packages: [{ id: 7, title: 'Extra', status: 'approved' }],
  });
  const [changeOrder] = state.changeOrders.values();
  expect(presentPackage(state, changeOrder!)).toMatchObject({
    grand_total: '99.00',
    executed: true,
    line_items: [{ id: 3, amount: '99.00' }],
  });
  const row = state.requisitions.values().find(({ items }) => items.some(({ id }) => id === 1));
  const shown = presentRequisition(state, row!, 'extended') as { items: RequisitionItem[] };
  expect(shown).toMatchObject({ invoice_type: 'retainage_release', item_packages: [{ id: 7 }] });
  expect(shown.items.at(-1)).toMatchObject({
    item_type: 'change_order_item',
    work_completed_retainage_released_this_period: '1.23',
  });
  // What is changed next is later than everything seeded.
  expect(state.meta.get('meta')?.lastStampMs).toBe(Date.parse('2027-01-01T00:00:00.000Z'));
});

test('a company without them is filled as ever', () => {
  const state = filled(buildCompany('twenty'));
  expect(state.changeOrders.values()).toEqual([]);
  for (const contract of state.commitments.values()) expect(contract).not.toHaveProperty('details');
});
