// How pay apps are spread over a company's contracts, with the traps in known places.
import type { CommitmentKind } from './seeded-company.ts';
import type { ContractOutline } from './commitments.ts';
import type { Random } from './random.ts';
import { BILLING_MONTHS } from './reference-names.ts';

const MONTHS = BILLING_MONTHS.length;
const TRAP_VENDORS = 5;
const OPEN_PAY_APPS = 6;

const plain: ContractOutline = {
  kind: 'wo',
  vendorIndex: 0,
  trap: null,
  firstMonth: 0,
  payAppCount: 0,
  lastIsOpen: false,
  storesMaterials: false,
  movesMaterials: false,
  grain: 'cents',
  status: 'Approved',
};

/** Vendor index = position among the vendors that carry a trap. Months count from May. */
const trapOutlines: readonly ContractOutline[] = [
  { ...plain, trap: 'contactSuggested', vendorIndex: 0, firstMonth: 3, payAppCount: 2 },
  { ...plain, trap: 'contactArchived', vendorIndex: 1, firstMonth: 2, payAppCount: 2 },
  { ...plain, trap: 'lockedPeriod', vendorIndex: 2, firstMonth: 0, payAppCount: 4 },
  { ...plain, trap: 'partsNotWhole', vendorIndex: 3, firstMonth: 2, payAppCount: 3 },
  {
    ...plain,
    trap: 'lookAlike',
    vendorIndex: 4,
    firstMonth: 3,
    payAppCount: 3,
    grain: 'hundreds',
  },
];

/** How big a company is: its vendors beside those with a trap, their contracts, and the pay apps of all contracts. */
export type Size = {
  subcontractors: number;
  suppliers: number;
  workOrders: number;
  purchaseOrders: number;
  payApps: number;
};

export function outlinesOf(size: Size, random: Random): ContractOutline[] {
  const { subcontractors, suppliers } = size;
  const ordinary: ContractOutline[] = [
    ...contractsOf('wo', size.workOrders, TRAP_VENDORS, subcontractors, random),
    ...contractsOf('po', size.purchaseOrders, TRAP_VENDORS + subcontractors, suppliers, random),
  ];
  const drafts: ContractOutline[] = [
    {
      ...plain,
      vendorIndex: TRAP_VENDORS + random.below(subcontractors),
      firstMonth: 5,
      status: 'Draft',
    },
    {
      ...plain,
      kind: 'po',
      vendorIndex: TRAP_VENDORS + subcontractors + random.below(suppliers),
      firstMonth: 5,
      status: 'Draft',
    },
  ];
  const fixed = trapOutlines.reduce((count, outline) => count + outline.payAppCount, 0);
  spreadPayApps(ordinary, size.payApps - fixed, random);
  return random.shuffled([...trapOutlines, ...ordinary, ...drafts]);
}

/** Every vendor of the range gets a contract; what is left over goes to vendors at random. */
function contractsOf(
  kind: CommitmentKind,
  count: number,
  firstVendor: number,
  vendorCount: number,
  random: Random,
): ContractOutline[] {
  return Array.from({ length: count }, (_, index) => ({
    ...plain,
    kind,
    vendorIndex: firstVendor + (index < vendorCount ? index : random.below(vendorCount)),
    grain: random.chance(40) ? 'dollars' : 'cents',
    // A quarter of the contracts store materials; on two of each kind Procore itself moves them into work.
    storesMaterials: index % 4 === 1,
    movesMaterials: index === 1 || index === 9,
  }));
}

function spreadPayApps(outlines: ContractOutline[], total: number, random: Random): void {
  const isOpen = (index: number): boolean => index % 9 === 4 && index / 9 < OPEN_PAY_APPS;
  const counts = outlines.map(() => 3);
  let left = total - 3 * outlines.length;
  while (left > 0) {
    const index = random.below(outlines.length);
    if ((counts[index] ?? MONTHS) >= MONTHS) continue;
    counts[index] = (counts[index] ?? 0) + 1;
    left -= 1;
  }
  for (let swap = 0; swap < 24; swap += 1) {
    const from = random.below(outlines.length);
    const to = random.below(outlines.length);
    if (from === to || (counts[from] ?? 0) <= 2 || (counts[to] ?? MONTHS) >= MONTHS) continue;
    counts[from] = (counts[from] ?? 0) - 1;
    counts[to] = (counts[to] ?? 0) + 1;
  }
  outlines.forEach((outline, index) => {
    outline.payAppCount = counts[index] ?? 0;
    outline.lastIsOpen = isOpen(index);
    const latestStart = MONTHS - outline.payAppCount;
    outline.firstMonth = outline.lastIsOpen ? latestStart : random.below(latestStart + 1);
  });
}

/** Two projects' worth of plain work: 4 contracts with 5 pay apps each and nothing odd about them. */
export function twentyOutlines(): ContractOutline[] {
  return (['wo', 'wo', 'po', 'po'] as const).map((kind, index) => ({
    ...plain,
    kind,
    vendorIndex: index,
    payAppCount: 5,
    grain: index % 2 === 0 ? 'cents' : 'dollars',
    storesMaterials: index === 1 || index === 2,
  }));
}
