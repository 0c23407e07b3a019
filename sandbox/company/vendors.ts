// Who the seeded company buys from: names, addresses and which projects they work on.
import type { SeededCommitment, SeededVendor } from './seeded-company.ts';
import type { Random } from './random.ts';
import { idCounter } from './ids.ts';

const STREETS = [
  'Great South Road',
  'Cameron Road',
  'Victoria Street',
  'Main Road',
  'Tremaine Avenue',
];
const CITIES = ['Auckland', 'Tauranga', 'Hamilton', 'Wellington', 'Christchurch', 'Napier'];
const MACRONS: Record<string, string> = { ā: 'a', ē: 'e', ī: 'i', ō: 'o', ū: 'u' };

export function vendorsNamed(names: readonly string[], random: Random): SeededVendor[] {
  const vendorId = idCounter('vendor');
  return names.map((name, index) => {
    const slug = name
      .toLowerCase()
      .replace(/[āēīōū]/g, (letter) => MACRONS[letter] ?? letter)
      .replace(/ ltd$/, '')
      .replace(/[^a-z]+/g, '.');
    const created = `2026-03-${String(2 + (index % 27)).padStart(2, '0')}T22:0${index % 10}:00.000Z`;
    return {
      id: vendorId(),
      name,
      legal_name: name.replace(/ Ltd$/, ' Limited'),
      address: `${random.between(1, 480)} ${random.pick(STREETS)}`,
      city: random.pick(CITIES),
      business_phone: `09 555 0${String(100 + index)}`,
      email_address: `accounts@${slug}.example.com`,
      business_register: random.chance(30)
        ? { type: 'abn', identifier: abnFrom(random), verification_status: 'active' }
        : null,
      project_ids: [],
      created_at: created,
      updated_at: created,
    };
  });
}

/** Eleven digits in the register's layout; not a number of any real business on purpose (weights are not met). */
function abnFrom(random: Random): string {
  return Array.from({ length: 11 }, (_, index) => (index === 0 ? 9 : random.below(10))).join('');
}

export function withProjects(
  vendors: readonly SeededVendor[],
  commitments: readonly SeededCommitment[],
): SeededVendor[] {
  return vendors.map((vendor) => {
    const projects = commitments
      .filter((commitment) => commitment.vendor_id === vendor.id)
      .map((commitment) => commitment.project_id);
    return { ...vendor, project_ids: [...new Set(projects)].sort((a, b) => a - b) };
  });
}
