// What Procore's documents leave open about direct costs, each question as in open-rules.ts.

export const directCostRules = {
  syncedDirectCost: {
    values: ['locked for people', 'locked for all', 'open'],
    standard: 'locked for people',
    known:
      'Who may change a direct cost that has an origin_id. Tutorial "Financial Tools", read 2026-11-23: the whole ' +
      'record is immutable in the UI; support pages, read 2026-11-23: a company can allow edits of synced ones (open). ' +
      'Whether the public path is locked as well is unconfirmed.',
  },
  negativeDirectCost: {
    values: ['accepted', 'refused'],
    standard: 'accepted',
    known: 'Whether a line of a direct cost may be below zero, as of a credit. Unconfirmed.',
  },
  directCostLinesInList: {
    values: ['absent', 'present'],
    standard: 'absent',
    known:
      'Whether the list of direct costs says their lines. Models of OpenAPI 2024-10, read 2026-11-27: only a single ' +
      'one does.',
  },
  unbudgetedDirectCost: {
    values: ['accepted', 'refused'],
    standard: 'accepted',
    known:
      'Whether a line may name a code that the budget does not have. Notes on the create action (OpenAPI of 2025, ' +
      'read 2026-11-27): a budget line is made for it in new projects; of older ones unconfirmed.',
  },
  lineMovesDirectCost: {
    values: ['yes', 'no'],
    standard: 'yes',
    known: "Whether a changed line moves its direct cost's updated_at. Unconfirmed.",
  },
  directCostTax: {
    values: ['present', 'absent'],
    standard: 'present',
    known:
      'Whether answers say synced and tax_breakdown. In the reference of 2026, read 2026-11-23; not in the models of ' +
      'OpenAPI 2024-10.',
  },
} as const;
