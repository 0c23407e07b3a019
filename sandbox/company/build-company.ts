// Which company a sandbox is seeded with: the same name and seed give the same bytes, here and in the other sandbox.
import type { CompanyName, SeededCompany, SeededRequisition } from './seeded-company.ts';
import type { ContractOutline } from './commitments.ts';
import {
  COMPANY_LEGAL_NAME,
  SUBCONTRACTOR_NAMES,
  SUPPLIER_NAMES,
  TRAP_VENDOR_NAMES,
} from './reference-names.ts';
import { commitmentsOf } from './commitments.ts';
import { demoOutlines, twentyOutlines } from './outlines.ts';
import { projectRecords } from './project-records.ts';
import { randomFrom } from './random.ts';
import { billingOf } from './requisitions.ts';
import { vendorsNamed, withProjects } from './vendors.ts';
import { xeroBooks } from './xero-books.ts';

export const DEFAULT_SEED = 'harbour-and-ridge';

const DEMO_VENDORS = [
  TRAP_VENDOR_NAMES.contactSuggested,
  TRAP_VENDOR_NAMES.contactArchived,
  TRAP_VENDOR_NAMES.lockedPeriod,
  TRAP_VENDOR_NAMES.partsNotWhole,
  TRAP_VENDOR_NAMES.lookAlike,
  ...SUBCONTRACTOR_NAMES,
  ...SUPPLIER_NAMES,
];

const TWENTY_VENDORS = [...SUBCONTRACTOR_NAMES.slice(0, 2), ...SUPPLIER_NAMES.slice(0, 2)];

type Recipe = {
  projects: number;
  vendors: readonly string[];
  outlines: ContractOutline[];
};

function recipeFor(company: CompanyName, seed: string): Recipe {
  switch (company) {
    case 'demo':
      return {
        projects: 12,
        vendors: DEMO_VENDORS,
        outlines: demoOutlines(randomFrom(`${seed}/outlines`)),
      };
    case 'twenty':
      return { projects: 2, vendors: TWENTY_VENDORS, outlines: twentyOutlines() };
    case 'empty':
      return { projects: 1, vendors: [], outlines: [] };
  }
}

export function buildCompany(company: CompanyName, seed: string = DEFAULT_SEED): SeededCompany {
  const recipe = recipeFor(company, seed);
  const records = projectRecords(recipe.projects);
  const vendors = vendorsNamed(recipe.vendors, randomFrom(`${seed}/vendors`));
  const commitments = commitmentsOf(
    recipe.outlines,
    records,
    vendors,
    randomFrom(`${seed}/commitments`),
  );
  const { requisitions, traps } = billingOf(
    recipe.outlines,
    commitments,
    vendors,
    records,
    randomFrom(`${seed}/billing`),
  );
  const lookAlike = traps.find((trap) => trap.key === 'lookAlike');
  const twin = requisitions.find((requisition) => requisition.id === lookAlike?.requisitionIds[0]);
  return {
    company,
    seed,
    name: COMPANY_LEGAL_NAME,
    currency: 'NZD',
    timeZone: 'Pacific/Auckland',
    ...records,
    vendors: withProjects(vendors, commitments),
    commitments,
    requisitions,
    xero: xeroBooks(seed, records.projects, twin ?? null),
    traps,
  };
}

export type CompanyCounts = {
  projects: number;
  vendors: number;
  commitments: number;
  requisitions: number;
  posted: number;
  open: number;
};

const POSTED: readonly SeededRequisition['status'][] = ['approved', 'approved_as_noted'];

export function countsOf(company: SeededCompany): CompanyCounts {
  const posted = company.requisitions.filter((requisition) => POSTED.includes(requisition.status));
  return {
    projects: company.projects.length,
    vendors: company.vendors.length,
    commitments: company.commitments.length,
    requisitions: company.requisitions.length,
    posted: posted.length,
    open: company.requisitions.length - posted.length,
  };
}
