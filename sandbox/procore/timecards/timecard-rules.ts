// What Procore's documents leave open about timecards, each question as in open-rules.ts.

export const timecardRules = {
  timecardHours: {
    values: ['as short as can be', 'two decimals'],
    standard: 'as short as can be',
    known:
      'How the text of hours is written: "8.0" and "7.25", or "8.00". A text in OpenAPI 2024-10, read 2026-11-27; ' +
      'which one is unconfirmed.',
  },
  timecardOriginId: {
    values: ['whole numbers', 'any text'],
    standard: 'whole numbers',
    known:
      'What the origin_id of a timecard may be. An integer in OpenAPI 2024-10, read 2026-11-27, where other records ' +
      'have a text; whether a text is refused is unconfirmed.',
  },
  approvedTimecards: {
    values: ['locked', 'changeable'],
    standard: 'locked',
    known:
      'Whether a timecard that is approved or completed is changed and deleted by an administrator only. Unconfirmed.',
  },
  deletedTimecards: {
    values: ['left out', 'listed'],
    standard: 'left out',
    known:
      'Whether lists still show a deleted timecard, with its deleted_at. The field is in OpenAPI 2024-10, read ' +
      '2026-11-27; no filter for it is, and what lists do is unconfirmed.',
  },
} as const;
