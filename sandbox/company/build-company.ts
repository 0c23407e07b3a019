// Which company a sandbox is seeded with: the same name and seed give the same bytes, here and in the other sandbox.
import type {
  CompanyName,
  CompanyPart,
  SeededCompany,
  SeededRequisition,
} from './seeded-company.ts';
import type { ContractOutline } from './commitments.ts';
import type { Country } from './countries/country.ts';
import type { Size } from './outlines.ts';
import { groupBooks } from './group-books.ts';
import { countryOf } from './countries/country-of.ts';
import { commitmentsOf } from './commitments.ts';
import { wholeContracts } from './lives.ts';
import { outlinesOf, twentyOutlines } from './outlines.ts';
import type { ProjectRecords } from './project-records.ts';
import { projectRecords } from './project-records.ts';
import { randomFrom } from './random.ts';
import { billingOf } from './requisitions.ts';
import { vendorsNamed, withProjects } from './vendors.ts';
import { xeroBooks } from './xero-books.ts';

export const DEFAULT_SEED = 'harbour-and-ridge';

const DEMO: Size = {
  subcontractors: 24,
  suppliers: 11,
  workOrders: 34,
  purchaseOrders: 19,
  payApps: 200,
};
const MODERATE: Size = {
  subcontractors: 9,
  suppliers: 6,
  workOrders: 9,
  purchaseOrders: 6,
  payApps: 60,
};

type Recipe = {
  projects: number;
  vendors: readonly string[];
  outlines: ContractOutline[];
  /** Whether it has the contracts that are written out, of both sides. */
  hasLives: boolean;
};

function recipeFor(company: CompanyName, { names }: Country, seed: string): Recipe {
  const { trapped, subcontractors, suppliers } = names;
  const full = (projects: number, size: Size): Recipe => ({
    projects,
    vendors: [...Object.values(trapped), ...subcontractors, ...suppliers],
    outlines: outlinesOf(size, randomFrom(`${seed}/outlines`)),
    hasLives: true,
  });
  switch (company) {
    case 'demo':
      return full(12, DEMO);
    case 'au':
    case 'uk':
      return full(6, MODERATE);
    case 'twenty':
      return {
        projects: 2,
        vendors: [...subcontractors.slice(0, 2), ...suppliers.slice(0, 2)],
        outlines: twentyOutlines(),
        hasLives: false,
      };
    case 'group':
      return { projects: 5, vendors: [], outlines: [], hasLives: true };
    case 'empty':
      return { projects: 1, vendors: [], outlines: [], hasLives: false };
  }
}

/** `part` = whose books the company's Xero side is, where it has several organisations. */
export function buildCompany(
  company: CompanyName,
  seed: string = DEFAULT_SEED,
  part: CompanyPart = 'north',
): SeededCompany {
  const country = countryOf(company);
  // No two organisations share an id; the others in New Zealand are never there together.
  const isPlain = country.code === 'NZ' && company !== 'group';
  const root = isPlain ? seed : `${seed}/${company}`;
  const recipe = recipeFor(company, country, root);
  const records = projectRecords(recipe.projects, country);
  const { lives } = country;
  const own = recipe.hasLives ? [...lives.vendors, ...lives.owners] : [];
  const every = vendorsNamed([...recipe.vendors, ...own], country, randomFrom(`${root}/vendors`));
  // The random contracts know nothing of the others' vendors, and stay as they are whoever joins.
  const vendors = every.slice(0, recipe.vendors.length);
  const commitments = commitmentsOf(
    recipe.outlines,
    records,
    vendors,
    country,
    randomFrom(`${root}/commitments`),
  );
  const { requisitions, traps } = billingOf(
    recipe.outlines,
    commitments,
    vendors,
    records,
    country,
    randomFrom(`${root}/billing`),
  );
  const lookAlike = traps.find((trap) => trap.key === 'lookAlike');
  const twin = requisitions.find((requisition) => requisition.id === lookAlike?.requisitionIds[0]);
  const built = {
    company,
    seed,
    name: country.firm.legalName,
    currency: country.currency,
    timeZone: country.timeZone,
    ...records,
    vendors: withProjects(every, commitments),
    commitments,
    requisitions,
    xero: xeroBooks(root, country, records.projects, twin ?? null),
    traps,
  };
  const whole = recipe.hasLives ? withLives(built, country, records) : built;
  if (company !== 'group') return whole;
  return { ...whole, xero: groupBooks(`${root}/${part}`, part, whole) };
}

function withLives(built: SeededCompany, country: Country, records: ProjectRecords): SeededCompany {
  const { vendors, commitments, requisitions } = built;
  const whole = wholeContracts(country, { records, vendors, commitments, requisitions });
  const { primeContracts, primeChangeOrders, paymentApplications, changeOrders, lives } = whole;
  const contracts = [...commitments, ...whole.commitments];
  const sold = primeContracts.map(({ vendor_id, project_id }) => ({ vendor_id, project_id }));
  return {
    ...built,
    vendors: withProjects(vendors, [...contracts, ...sold]),
    commitments: contracts,
    requisitions: [...requisitions, ...whole.requisitions],
    ...{ changeOrders, primeContracts, primeChangeOrders, paymentApplications, lives },
  };
}

export type CompanyCounts = {
  projects: number;
  vendors: number;
  commitments: number;
  requisitions: number;
  posted: number;
  open: number;
  ownerInvoices: number;
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
    ownerInvoices: company.paymentApplications?.length ?? 0,
  };
}
