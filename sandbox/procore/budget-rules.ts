// What Procore's documents leave open about budgets, each question as in open-rules.ts.

export const budgetRules = {
  budgetAmounts: {
    values: ['numbers', 'texts'],
    standard: 'numbers',
    known:
      'Amounts of budget rows and modifications. Floats in the models of OpenAPI 2024-10 (read 2026-11-27); the ' +
      'reference of 2026, read 2026-11-27, has "string(float)" with the example 50000.00.',
  },
  budgetColumnKeys: {
    values: ['name', 'id'],
    standard: 'name',
    known:
      'Under which key a row says the figure of a configured column: its name, or its id as in budget details. ' +
      'Tutorial "Working with Budget Line Items", read 2026-11-27: "an additional key … for each visible source and ' +
      'formula column"; which key is unconfirmed.',
  },
  jobToDateAmount: {
    values: ['gross', 'net'],
    standard: 'gross',
    known:
      'Whether Job to Date Costs count what approved pay apps billed before retainage or after. Only approved ones ' +
      'reach it (Procore support, bulk edit of invoice statuses, read 2026-11-23); the amount is unconfirmed.',
  },
} as const;
