// What Procore's documents leave open about prime contracts and payment applications, each question as in open-rules.ts.

export const ownerRules = {
  ownerInvoicesCounted: {
    values: ['approved', 'all'],
    standard: 'approved',
    known:
      'Which payment applications count in owner_invoices_amount of a prime contract: "total of owner invoices" ' +
      '(OpenAPI 2024-10, read 2026-11-26). Which, and that it is what is due of them, is unconfirmed.',
  },
  primeChangeMovesContract: {
    values: ['yes', 'no'],
    standard: 'yes',
    known:
      "Whether a change order that moves a prime contract's sums moves its updated_at too. Unconfirmed.",
  },
  ownerInvoiceStamps: {
    values: ['days', 'times'],
    standard: 'days',
    known:
      'created_at and updated_at of payment applications, which only lists show. OpenAPI 2024-10, read 2026-11-26, has ' +
      'dates where other resources have times; whether that is meant is unconfirmed.',
  },
  ownerInvoiceEditing: {
    values: ['as pay apps', 'anyone'],
    standard: 'as pay apps',
    known:
      'Who may change a payment application. For pay apps: the latest in draft or revise and resubmit, an administrator ' +
      'any (reference, read 2026-11-24); for payment applications unconfirmed.',
  },
  ownerInvoiceTax: {
    values: ['zero', 'worked out'],
    standard: 'zero',
    known:
      'tax_applicable_to_this_payment of a G702, which has no taxes on its lines (OpenAPI 2024-10, read 2026-11-26). ' +
      'Zero, or by the tax codes of the contract; unconfirmed.',
  },
  ownerMaterialsMoved: {
    values: ['absent', 'present'],
    standard: 'absent',
    known:
      'Whether a G703 line says materials_moved and materials_retainage_retained_moved. Not in OpenAPI 2024-10; ' +
      "Agave's formula for owner invoices names both (both read 2026-11-23).",
  },
  ownerMovedMaterials: {
    values: ['in previous', 'in period'],
    standard: 'in previous',
    known:
      'Where materials that moved stand on a G703 line: in work "from previous application", as in Agave’s ' +
      'formula (read 2026-11-23), or in work of this period. Unconfirmed.',
  },
  ownerMovedRetainage: {
    values: ['in previous', 'in period'],
    standard: 'in previous',
    known:
      'Likewise their retainage: already in "from previous application", or retained on work and released on materials ' +
      'this period. Unconfirmed.',
  },
  ownerMaterialsRetained: {
    values: ['balance', 'movement'],
    standard: 'balance',
    known:
      'materials_stored_retainage_retained_this_period of a G703 line: what is held on all that lies stored, or what ' +
      "was held of late. Agave takes last month's from it (read 2026-11-23), so a balance; the name says movement.",
  },
  ownerMarkupWork: {
    values: ['entered', 'follows'],
    standard: 'entered',
    known:
      "Whether a markup line's work is entered (its write model has the field, OpenAPI 2024-10, read 2026-11-26) or " +
      'follows its percentage of the lines. Unconfirmed.',
  },
  ownerMarkupSchedule: {
    values: ['shown', 'absent'],
    standard: 'shown',
    known:
      'Whether a markup line shows scheduled_value and stored materials: the model of a G703 line has them, that of an ' +
      'updated markup line has no scheduled_value (OpenAPI 2024-10, read 2026-11-26).',
  },
  paymentsReceived: {
    values: ['kept', 'refused'],
    standard: 'kept',
    known:
      'Whether contract_payments take a prime contract. No other path has payments_received; the reference does not ' +
      'say so outright. Unconfirmed.',
  },
} as const;
