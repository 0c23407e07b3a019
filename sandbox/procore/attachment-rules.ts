// What Procore's documents leave open about files on pay apps, each question as in open-rules.ts.

export const attachmentRules = {
  attachmentUrl: {
    values: ['expires', 'lasts'],
    standard: 'expires',
    known:
      'How long the address of a file can be downloaded from. Not documented; read 2026-11-23.',
  },
  attachmentDownload: {
    values: ['direct', 'redirects'],
    standard: 'redirects',
    known:
      'Whether the address of a file answers with the file, or points on to a storage. Unconfirmed.',
  },
  attachmentMovesPayApp: {
    values: ['yes', 'no'],
    standard: 'yes',
    known:
      'Whether a file that is attached or taken off moves the updated_at of its pay app. Unconfirmed.',
  },
} as const;
