// Who the seeded company buys from: names, addresses and which projects they work on.
import type { SeededVendor } from './seeded-company.ts';
import type { Random } from './random.ts';
import type { Country } from './countries/country.ts';
import { idCounter } from './ids.ts';

const MACRONS: Record<string, string> = { ā: 'a', ē: 'e', ī: 'i', ō: 'o', ū: 'u' };

export function vendorsNamed(
  names: readonly string[],
  country: Country,
  random: Random,
): SeededVendor[] {
  const vendorId = idCounter('vendor');
  return names.map((name, index) => {
    const created = `2026-03-${String(2 + (index % 27)).padStart(2, '0')}T22:0${index % 10}:00.000Z`;
    return {
      id: vendorId(),
      name,
      legal_name: country.inFull(name),
      address: `${random.between(1, 480)} ${random.pick(country.streets)}`,
      city: random.pick(country.cities),
      business_phone: country.phoneOf(index),
      email_address: accountsAddressOf(name),
      business_register: country.registerOf(random),
      project_ids: [],
      created_at: created,
      updated_at: created,
    };
  });
}

export function accountsAddressOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[āēīōū]/g, (letter) => MACRONS[letter] ?? letter)
    .replace(/( pty)? ltd$/, '')
    .replace(/[^a-z]+/g, '.');
  return `accounts@${slug}.example.com`;
}

export function withProjects(
  vendors: readonly SeededVendor[],
  contracts: readonly { vendor_id: number | null; project_id: number }[],
): SeededVendor[] {
  return vendors.map((vendor) => {
    const projects = contracts
      .filter(({ vendor_id }) => vendor_id === vendor.id)
      .map(({ project_id }) => project_id);
    return { ...vendor, project_ids: [...new Set(projects)].sort((a, b) => a - b) };
  });
}
