// Which demo companies there are, by what `--company` says, which file maps each, and its connections.

/** What `--company` takes; "demo" is the New Zealand one's own name. */
export const companyChoices = ['nz', 'au', 'uk', 'group', 'demo'] as const;
export type CompanyChoice = (typeof companyChoices)[number];
export const companies = ['demo', 'au', 'uk', 'group'] as const;
export type DemoCompany = (typeof companies)[number];

type Facts = {
  mappingFile: string;
  /** The first is the one that commands and pages are of at first. */
  connections: readonly [string, ...string[]];
};

const factsOf: Record<DemoCompany, Facts> = {
  demo: { mappingFile: 'tieout.config.ts', connections: ['demo'] },
  au: { mappingFile: 'tieout.config.au.ts', connections: ['demo'] },
  uk: { mappingFile: 'tieout.config.uk.ts', connections: ['demo'] },
  group: { mappingFile: 'tieout.config.group.ts', connections: ['north', 'south'] },
};

/** How that company is mapped, unless the environment names another file. */
export function mappingFileOf(company: DemoCompany): string {
  return factsOf[company].mappingFile;
}

export function connectionsOf(company: DemoCompany): Facts['connections'] {
  return factsOf[company].connections;
}
