// The closed list of what waits for a person, and which of it a person may approve.

/** In order of precedence: when a document has several problems, the first is the one shown. */
export const exceptionKinds = [
  'accessLost',
  'tooLarge',
  'leftPostedStatus',
  'vendorMissing',
  'contactArchived',
  'contactSuggested',
  'notYetHandled',
  'partsNotWhole',
  'unmappedCode',
  'unmappedTax',
  'lockedPeriod',
  'editedInXero',
  'editedAfterPosting',
  'lookAlike',
  'vendorRefused',
] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

/** Approving these writes exactly what is shown; every other kind is fixed where the problem is. */
export const approvableKinds: ReadonlySet<ExceptionKind> = new Set<ExceptionKind>([
  'contactSuggested',
  'lookAlike',
  'editedInXero',
  'editedAfterPosting',
]);

/** What to do about a kind that cannot be approved; shown with the exception and in the 422 answer. */
export const fixes: Record<ExceptionKind, string> = {
  accessLost:
    'Give the integration its access back (in Procore the permitted projects and tools, in Xero the connection); the next sweep closes this by itself.',
  tooLarge: 'Split the document in Procore into smaller ones.',
  leftPostedStatus:
    'Set the document back to a posted status in Procore, or void its record in Xero by hand.',
  vendorMissing: 'Choose a vendor on the contract in Procore.',
  contactArchived: 'Restore the contact in Xero, or choose another vendor in Procore.',
  contactSuggested:
    'Approve to link this contact, or reject and correct the name in either system.',
  notYetHandled:
    'Tieout does not carry this over by itself yet: do it by hand in the other system, then reject this.',
  partsNotWhole:
    'Correct the pay app in Procore so that its lines add up to its summary, then approve it there again.',
  unmappedCode:
    'Add the code to tieout.config.ts, or create the missing account or tracking option in Xero.',
  unmappedTax: 'Add the tax code to taxTypes in tieout.config.ts, or correct the line in Procore.',
  lockedPeriod: 'Change the billing date in Procore, or move the lock date in Xero.',
  editedInXero: 'Approve to write what is shown over the edit, or reject to leave Xero as it is.',
  editedAfterPosting: 'Approve to write the change to Xero, or reject to leave Xero as it is.',
  lookAlike: 'Approve to post ours beside it, or reject when the one in Xero is the same bill.',
  vendorRefused:
    'Correct what the message names; the document is tried again when either side changes.',
};
