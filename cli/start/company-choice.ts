// Which demo companies there are, by what `--company` says, and which file maps each.

/** What `--company` takes; "demo" is the New Zealand one's own name. */
export const companyChoices = ['nz', 'au', 'uk', 'demo'] as const;
export type CompanyChoice = (typeof companyChoices)[number];
export const companies = ['demo', 'au', 'uk'] as const;
export type DemoCompany = (typeof companies)[number];

const mappingFiles: Record<DemoCompany, string> = {
  demo: 'tieout.config.ts',
  au: 'tieout.config.au.ts',
  uk: 'tieout.config.uk.ts',
};

/** How that company is mapped, unless the environment names another file. */
export function mappingFileOf(company: DemoCompany): string {
  return mappingFiles[company];
}
