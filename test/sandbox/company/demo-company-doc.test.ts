// Proves that docs/understand/demo-company.md names what the default seed really holds.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildCompany } from '../../../sandbox/company/build-company.ts';

const page = readFileSync(
  new URL('../../../docs/understand/demo-company.md', import.meta.url),
  'utf8',
)
  // Wrapped lines read on.
  .replaceAll(/\s+/g, ' ');
const company = buildCompany('demo');

function placeOf(commitmentId: number): string {
  const commitment = company.commitments.find(({ id }) => id === commitmentId)!;
  const project = company.projects.find(({ id }) => id === commitment.project_id)!;
  return `\`${project.project_number}\` ${commitment.number}`;
}

function vendorOf(commitmentId: number): string {
  const commitment = company.commitments.find(({ id }) => id === commitmentId)!;
  return company.vendors.find(({ id }) => id === commitment.vendor_id)!.name;
}

const thousands = (amount: string): string => amount.replace(/\B(?=(\d{3})+\.)/g, ',');

test('every trap is described with its vendor, contract, numbers and amount', () => {
  for (const trap of company.traps) {
    const row = page.split('| `').find((part) => part.startsWith(`${trap.key}\``)) ?? '';
    expect(row, trap.key).toContain(
      `${vendorOf(trap.commitmentId)}, ${placeOf(trap.commitmentId)}`,
    );
    for (const requisition of company.requisitions) {
      if (!trap.requisitionIds.includes(requisition.id)) continue;
      expect(row).toContain(`\`${String(requisition.invoice_number)}\``);
      if (trap.requisitionIds.length > 1) continue;
      expect(row).toContain(`pay app ${requisition.number} `);
      expect(row).toContain(`${thousands(requisition.summary.current_payment_due)} due`);
    }
  }
});

test('every contract of a written-out life is described with its vendor, and each that goes wrong with its claim', () => {
  const wrong = ['releaseBeyondHeld', 'heldByHand', 'belowZero', 'overBilled'];
  for (const life of company.lives!.filter(({ side }) => side === 'subcontract')) {
    const [place, vendor] = [placeOf(life.contractId), vendorOf(life.contractId)];
    expect(
      page.includes(`${vendor}, ${place}`) || page.includes(`${place} (${vendor})`),
      place,
    ).toBe(true);
    const last = company.requisitions.find(({ id }) => id === life.claimIds.at(-1))!;
    if (!wrong.includes(life.key)) continue;
    const due = thousands(last.summary.current_payment_due);
    const claim = `pay app ${last.number} (\`${String(last.invoice_number)}\`, ${due} due)`;
    expect(page).toContain(`${vendor}, ${place}, ${claim}`);
  }
  const owners = company.primeContracts!.map((contract) => {
    const project = company.projects.find(({ id }) => id === contract.project_id)!;
    const owner = company.vendors.find(({ id }) => id === contract.vendor_id)!.name;
    return [owner, `\`${project.project_number}\` ${contract.number}`];
  });
  for (const [owner, place] of [owners[0]!, owners[1]!, owners[4]!]) {
    expect(page.includes(`${owner}, ${place}`) || page.includes(`${place} (${owner}`), owner).toBe(
      true,
    );
  }
});

test('open pay apps, draft contracts and contracts whose materials Procore moves are all named', () => {
  const open = company.requisitions.filter(({ status }) =>
    ['draft', 'under_review'].includes(status),
  );
  const drafts = company.commitments.filter(({ status }) => status === 'Draft');
  const moving = company.commitments.filter(({ move_materials }) => move_materials);
  expect([open.length, drafts.length, moving.length]).toEqual([6, 2, 4]);
  for (const { commitment_id } of open) expect(page).toContain(placeOf(commitment_id));
  for (const { id } of [...drafts, ...moving]) {
    expect(page).toContain(`${placeOf(id)} (${vendorOf(id)})`);
  }
});

test('the counts on the page are the seed’s', () => {
  const count = (status: string) =>
    company.requisitions.filter((requisition) => requisition.status === status).length;
  expect(count('approved_as_noted')).toBe(5);
  expect(count('approved')).toBe(210);
  expect(count('pending_owner_approval')).toBe(1);
  const numbers = company.requisitions.map(({ invoice_number }) => invoice_number);
  expect(numbers.filter((number) => number === null)).toHaveLength(8);
  const released = company.requisitions.filter(({ invoice_type }) => invoice_type !== 'progress');
  const letGo = company.paymentApplications!.filter(({ lines }) =>
    lines.some(
      ({ work_completed_retainage_released_this_period: released }) => released !== '0.00',
    ),
  );
  expect(page).toContain(`in ${released.length} pay apps and ${letGo.length} owner invoices`);
  expect(page).toContain(
    `| ${company.vendors.length} | 34 subcontractors, 11 suppliers, ${company.primeContracts!.length} owners;`,
  );
  const certified = company.paymentApplications!.filter(({ status }) => status === 'approved');
  expect(page).toContain(`| ${company.paymentApplications!.length} | payment applications`);
  expect(page).toContain(`${certified.length} approved, 1 under review`);
  const vendorsOf = new Map<string, Set<number>>();
  for (const { invoice_number, vendor_id } of company.requisitions) {
    if (invoice_number === null) continue;
    vendorsOf.set(invoice_number, (vendorsOf.get(invoice_number) ?? new Set()).add(vendor_id));
  }
  const shared = [...vendorsOf.values()].filter((vendors) => vendors.size > 1).length;
  expect(page).toContain(`so ${shared} numbers such as`);
});

test('the British subcontractor under CIS is described with its contract, pay apps and deductions', () => {
  const british = buildCompany('uk');
  const rate = british.xero.contacts.find(({ cisRate }) => cisRate !== undefined)!;
  const vendor = british.vendors.find(({ name }) => name === rate.name)!;
  const [contract, another] = british.commitments.filter((one) => one.vendor_id === vendor.id);
  const project = british.projects.find(({ id }) => id === contract?.project_id)!;
  expect(another).toBeUndefined();
  expect(page).toContain(`${vendor.name} is under [CIS](cis.md) at ${rate.cisRate} %`);
  expect(page).toContain(`its contract \`${project.project_number}\` ${contract?.number}.`);
  const claims = british.requisitions.filter((one) => one.commitment_id === contract?.id);
  expect(claims.map(({ status }) => status)).toEqual(['approved', 'approved']);
  for (const { invoice_number, summary } of claims) {
    // All of it is labour, without VAT: a fifth of what is due.
    const due = summary.current_payment_due;
    const deducted = thousands((Math.round(Number(due) * 20) / 100).toFixed(2));
    expect(page).toMatch(
      new RegExp(`\`${invoice_number}\` \\(${thousands(due)}( due)?, of which ${deducted}`),
    );
  }
});
