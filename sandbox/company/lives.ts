// The contracts of a company whose lives are written out: both sides of them, after the random ones and beside them.
import type {
  SeededChangeOrder,
  SeededCommitment,
  SeededLife,
  SeededRequisition,
  SeededVendor,
} from './seeded-company.ts';
import type {
  SeededPaymentApplication,
  SeededPrimeChangeOrder,
  SeededPrimeContract,
} from './owner-records.ts';
import type { Country } from './countries/country.ts';
import type { PrimeContractOutline, SubcontractOutline } from './life-outlines.ts';
import type { Ground } from './life-contracts.ts';
import type { LineEvents, OwnerBillingOutline, PeriodOutline } from './payment-applications.ts';
import type { ProjectRecords } from './project-records.ts';
import { centsOf, percentOf, textOf } from './cents.ts';
import { idCounter } from './ids.ts';
import {
  changeOrdersOf,
  commitmentOf,
  endOf,
  periodOf,
  primeChangeOrdersOf,
  primeContractOf,
} from './life-contracts.ts';
import { payAppsOfLife } from './life-pay-apps.ts';
import { paymentApplicationsOf } from './payment-applications.ts';
import { twoDigits } from './project-records.ts';

export type WholeContracts = {
  commitments: SeededCommitment[];
  changeOrders: SeededChangeOrder[];
  requisitions: SeededRequisition[];
  primeContracts: SeededPrimeContract[];
  primeChangeOrders: SeededPrimeChangeOrder[];
  paymentApplications: SeededPaymentApplication[];
  lives: SeededLife[];
};

/** What the company has already. */
type Before = {
  records: ProjectRecords;
  vendors: readonly SeededVendor[];
  commitments: readonly SeededCommitment[];
  requisitions: readonly SeededRequisition[];
};

export function wholeContracts(country: Country, before: Before): WholeContracts {
  const ground = groundOf(country, before);
  const { subcontracts, primeContracts } = country.lives;
  const bought = subcontracts.map((outline) => {
    const commitment = commitmentOf(ground, outline);
    return { outline, commitment, changeOrders: changeOrdersOf(ground, outline, commitment) };
  });
  const sold = primeContracts.map((outline) => {
    const contract = primeContractOf(ground, outline);
    return { outline, contract, changeOrders: primeChangeOrdersOf(ground, outline, contract) };
  });
  const requisitions = requisitionsOf(ground, bought);
  const paymentApplications = paymentApplicationsOf(sold.map((one) => billingOf(ground, one)));
  return {
    commitments: bought.map(({ commitment }) => commitment),
    changeOrders: bought.flatMap(({ changeOrders }) => changeOrders),
    requisitions,
    primeContracts: sold.map(({ contract }) => contract),
    primeChangeOrders: sold.flatMap(({ changeOrders }) => changeOrders),
    paymentApplications,
    lives: [
      ...bought.flatMap(({ outline, commitment }) => {
        const claims = requisitions.filter((one) => one.commitment_id === commitment.id);
        return lifeOf(outline, 'subcontract', commitment, claims);
      }),
      ...sold.flatMap(({ outline, contract }) => {
        const claims = paymentApplications.filter((one) => one.contract_id === contract.id);
        return lifeOf(outline, 'prime', contract, claims);
      }),
    ],
  };
}

function lifeOf(
  { key }: SubcontractOutline | PrimeContractOutline,
  side: SeededLife['side'],
  contract: { id: number },
  claims: readonly { id: number }[],
): SeededLife[] {
  if (key === undefined) return [];
  return [{ key, side, contractId: contract.id, claimIds: claims.map(({ id }) => id) }];
}

function groundOf(
  country: Country,
  { records, vendors, commitments, requisitions }: Before,
): Ground {
  const lines = commitments.flatMap((commitment) => commitment.lines).length;
  const items = requisitions.flatMap((requisition) => requisition.items).length;
  const taken = new Map<string, number>();
  for (const { project_id, number } of commitments) {
    const place = `${project_id}/${number.slice(0, 2)}`;
    taken.set(place, (taken.get(place) ?? 0) + 1);
  }
  return {
    ...records,
    vendors,
    taxCodeOf: ({ kind, lines: [first] }) => country.taxCodeOf(kind, first?.[0] ?? ''),
    ownersTaxCode: country.ownersTaxCode,
    nextNumber: (projectId, prefix) => {
      const place = `${projectId}/${prefix}`;
      const number = (taken.get(place) ?? 0) + 1;
      taken.set(place, number);
      return `${prefix}-${String(number).padStart(3, '0')}`;
    },
    next: {
      commitment: idCounter('commitment', commitments.length),
      line: idCounter('line', lines),
      requisition: idCounter('requisition', requisitions.length),
      item: idCounter('item', items),
      changeOrderPackage: idCounter('changeOrderPackage'),
      changeOrder: idCounter('changeOrder'),
      primeContract: idCounter('primeContract'),
      markup: idCounter('markup'),
    },
  };
}

type Bought = {
  outline: SubcontractOutline;
  commitment: SeededCommitment;
  changeOrders: readonly SeededChangeOrder[];
};

/** With ids in the order of their dates, as those of the other contracts have them. */
function requisitionsOf(ground: Ground, bought: readonly Bought[]): SeededRequisition[] {
  const latest = new Map<number, number>();
  return bought
    .flatMap((one) => payAppsOfLife(ground, one))
    .sort(
      (a, b) => a.billing_date.localeCompare(b.billing_date) || a.commitment_id - b.commitment_id,
    )
    .map((payApp) => {
      const id = ground.next.requisition();
      const previous = latest.get(payApp.commitment_id) ?? null;
      latest.set(payApp.commitment_id, id);
      return {
        ...payApp,
        id,
        previous_requisition_id: previous,
        items: payApp.items.map((item) => ({ id: ground.next.item(), ...item })),
      };
    });
}

type Sold = {
  outline: PrimeContractOutline;
  contract: SeededPrimeContract;
  changeOrders: readonly SeededPrimeChangeOrder[];
};

function billingOf(ground: Ground, { outline, contract, changeOrders }: Sold): OwnerBillingOutline {
  const joined = new Set<number>();
  const periods = outline.invoices.map((invoice): PeriodOutline => {
    const { month, status = 'approved' } = invoice;
    const joining = changeOrders.filter(
      ({ id }, index) =>
        !joined.has(id) && (outline.changeOrders?.[index]?.approvedIn ?? 0) <= month,
    );
    for (const { id } of joining) joined.add(id);
    return {
      period: periodOf(ground, contract.project_id, month),
      billingDate: endOf(month),
      status,
      invoiceNumber: invoice.invoiceNumber ?? null,
      ...(invoice.retainagePercent === undefined
        ? {}
        : { retainagePercent: invoice.retainagePercent }),
      changeOrders: joining.map(({ id }) => id),
      lines: eventsOf(invoice, { outline, contract, changeOrders }),
      updatedAt: `2026-${twoDigits(month + 1)}-05T22:15:00.000Z`,
    };
  });
  return { contract, changeOrders, periods };
}

/** By the ids that a payment application knows its lines by. */
function eventsOf(
  { done = 0, lines = {} }: PrimeContractOutline['invoices'][number],
  { contract, changeOrders }: Sold,
): Record<number, LineEvents> {
  const placed: [string, number][] = [
    ...contract.lines.map(({ id }, index): [string, number] => [String(index + 1), id]),
    ...changeOrders.map(({ legacy_package_id: id }, index): [string, number] => [
      `CO${index + 1}`,
      id,
    ]),
  ];
  const events = new Map(placed.map(([place, id]) => [id, lines[place] ?? {}]));
  for (const { id, amount } of contract.lines) {
    const work = percentOf(centsOf(amount), BigInt(done * 100));
    const given = events.get(id) ?? {};
    events.set(id, { ...given, work: textOf(work + centsOf(given.work ?? '0.00')) });
  }
  return Object.fromEntries(events);
}
