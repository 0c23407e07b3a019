// The one table of what may wait for a person: how each kind is led in words, whether a person may approve it, and what to do otherwise.

type KindRow = {
  /** How its sentence begins. */
  lead: string;
  /** Whether approving it carries out exactly what is shown; every other kind is mended where the problem is. */
  approvable: boolean;
  /** What a person can do, shown with it and in the 422 answer. */
  fix: string;
};

const leaveIt = 'leave it to keep both systems as they are';

/** In order of precedence: when a subject has several findings, the first of these leads. */
const rows = {
  accessLost: {
    lead: 'Tieout can no longer see this',
    approvable: false,
    fix: 'Give the integration its access back (in Procore the permitted projects and tools, in Xero the connection); the next sweep closes this by itself.',
  },
  stuck: {
    lead: 'Tieout cannot go on with this by itself',
    approvable: false,
    fix: 'Correct what the message names; the document is looked at again when either side changes.',
  },
  unreadable: {
    lead: 'A record cannot be read as it stands',
    approvable: false,
    fix: 'Correct the field that is named in the system that has the record; it is read again when it changes there. If the field is right, Tieout has to learn it: pass the message on to whoever runs it.',
  },
  tooLarge: {
    lead: 'This document is too large to handle in one piece',
    approvable: false,
    fix: 'Split the document in Procore into smaller ones.',
  },
  sourceGone: {
    lead: 'Posted in Xero, and no longer to be seen in Procore',
    approvable: true,
    fix: 'If it was deleted in Procore, approve to void or delete its record in Xero; if not, give the integration its access back. Leave it to keep the record in Xero as it is.',
  },
  leftPostedStatus: {
    lead: 'Posted in Xero, but no longer approved',
    approvable: true,
    fix: 'Set the document back to a posted status in Procore, or approve to void or delete its record in Xero. Leave it to keep the record as it is.',
  },
  doubleTarget: {
    lead: 'There are two live records of this one document',
    approvable: true,
    fix: `Approve to take back the second one, which Tieout wrote; ${leaveIt}.`,
  },
  vendorMissing: {
    lead: 'There is no vendor to bill',
    approvable: false,
    fix: 'Choose an active vendor on the contract in Procore, or make its vendor active again; it posts by itself then.',
  },
  vendorDiffers: {
    lead: 'The pay app and its contract name different companies',
    approvable: false,
    fix: 'Set the company of the contract back in Procore, or enter the pay app under the contract of the company that claims it.',
  },
  contactArchived: {
    lead: 'The contact is archived',
    approvable: false,
    fix: 'Restore the contact in Xero, or choose another vendor in Procore.',
  },
  contactMissing: {
    lead: 'Xero has no contact to bill',
    approvable: false,
    fix: 'Add the contact in Xero under the name of the vendor in Procore; it is linked by itself then. Contacts are left to people by directions.contact in tieout.config.ts.',
  },
  contactSuggested: {
    lead: 'This may be a contact that Xero already has',
    approvable: true,
    fix: 'Approve to link this contact, or leave it and correct the name in either system.',
  },
  contactDiffers: {
    lead: 'Procore and Xero say different things about this company',
    approvable: true,
    fix: 'Approve to write what Xero says to the vendor in Procore, or leave it to keep Procore as it is.',
  },
  cisDeduction: {
    lead: 'The Construction Industry Scheme (CIS) has a say',
    approvable: true,
    fix: 'Enter it in Xero by hand with the deduction that is shown; a bill of the same contact and number, or of the same amount and day, is then offered to be taken over. Leave it where it is settled otherwise.',
  },
  openingUnsigned: {
    lead: 'Retainage from before the project started has not been signed for',
    approvable: false,
    fix: 'Look at the opening with "tieout take-on" or on the project\'s take-on page, and sign it with what is in the Xero retention account; the release posts by itself then.',
  },
  openingDiffers: {
    lead: 'The opening that was signed is not what is in the Xero retention account',
    approvable: false,
    fix: 'Correct the retention account in Xero or the claim in Procore, whichever is wrong, then sign again with "tieout take-on" or on the project\'s take-on page; the release posts by itself when both are the same.',
  },
  heldRateUnknown: {
    lead: 'The rate at which it was held cannot be told',
    approvable: true,
    fix: 'Approve to post it at the rate of its own date; what the two rates leave behind is currency on retainage. Leave it to enter it in Xero by hand.',
  },
  releaseBeyondHeld: {
    lead: 'More retainage is released than is held',
    approvable: false,
    fix: 'Correct the release in Procore, or post what is missing of the claims before it; an opening that was held by hand is recorded with "tieout retention record".',
  },
  creditBeyondDue: {
    lead: 'The credit is larger than what it can be set off against',
    approvable: false,
    fix: 'Take payments or credits off the document in Xero until the credit fits, or set it off in Xero by hand and leave this.',
  },
  leftBefore: {
    lead: 'It was left to people before Tieout could post it',
    approvable: true,
    fix: 'Approve to post it now; leave it where it was entered by hand.',
  },
  belowZero: {
    lead: 'The claim comes to less than nothing',
    approvable: true,
    fix: 'Approve to post it as a credit note, set off as shown; leave it to settle it by hand.',
  },
  allocationRemoved: {
    lead: 'Someone took a credit back in Xero',
    approvable: true,
    fix: `Approve to set it off again; ${leaveIt}.`,
  },
  creditToTakeBack: {
    lead: 'A credit is set off that has to be changed or voided',
    approvable: true,
    fix: 'Approve to take back in Xero what was set off; its own question can be answered then. Leave it to keep Xero as it is.',
  },
  notYetHandled: {
    lead: 'Tieout does not post this kind yet',
    approvable: false,
    fix: 'Tieout does not carry this over by itself yet: do it by hand in the other system, then leave it.',
  },
  currencyNotKept: {
    lead: 'Xero does not keep this currency',
    approvable: false,
    fix: 'Add the currency in Xero under Settings, Currencies; it posts by itself then. Xero takes it with a plan that has several currencies.',
  },
  rateOfOne: {
    lead: 'It is posted at a rate of 1',
    approvable: false,
    fix: 'Correct the exchange rate on the document in Xero; this closes by itself then. Leave it where one is worth one, and add the currency to currencies.pegged in tieout.config.ts.',
  },
  partsNotWhole: {
    lead: 'The parts do not add up to the whole',
    approvable: false,
    fix: 'Correct it in Procore so that its lines add up to its summary, then approve it there again.',
  },
  incomplete: {
    lead: 'It cannot be taken over as it stands in Procore',
    approvable: false,
    fix: 'Correct what is named in Procore; it goes on by itself then.',
  },
  unmappedCode: {
    lead: 'A code has no place in Xero',
    approvable: false,
    fix: 'Add the code to tieout.config.ts, or create or restore the account or tracking option in Xero.',
  },
  optionArchived: {
    lead: 'A tracking option that the budget needs is archived in Xero',
    approvable: false,
    fix: 'Restore the option in Xero, under Accounting settings, Tracking categories; or leave it where nothing of that code will be posted. A second option of that name is never made.',
  },
  optionsLimit: {
    lead: 'More tracking options are wanted than the category shall have',
    approvable: true,
    fix: 'Approve to make them all the same; or archive options in Xero that no project needs, raise tracking.optionsMaximum or set tracking.rollUp in tieout.config.ts. Leave it to make options by hand.',
  },
  optionToArchive: {
    lead: 'A tracking option of a project that is over may be archived',
    approvable: true,
    fix: 'Approve to archive the option in Xero: what is posted with it keeps it. Leave it to keep the option in use.',
  },
  unmappedTax: {
    lead: 'A tax code has no place in Xero',
    approvable: false,
    fix: 'Add the tax code to taxTypes in tieout.config.ts, or correct the line in Procore.',
  },
  notWritable: {
    lead: 'This cannot be written as it is',
    approvable: false,
    fix: 'Correct the field that is named where it was entered; it is looked at again as soon as it changes.',
  },
  lockedPeriod: {
    lead: 'The period is locked in Xero',
    approvable: false,
    fix: 'Change the date in Procore, or move the lock date in Xero.',
  },
  editedInXero: {
    lead: 'Someone changed this in Xero',
    approvable: true,
    fix: 'Approve to write what is shown over the edit, or leave it to keep Xero as it is.',
  },
  editedAfterPosting: {
    lead: 'Procore changed after posting',
    approvable: true,
    fix: 'Approve to write the change to Xero, or leave it to keep Xero as it is.',
  },
  lookAlike: {
    lead: 'Xero may already have this document',
    approvable: true,
    fix: 'Approve to post ours beside it, or leave it when the one in Xero is the same bill.',
  },
  overBilled: {
    lead: 'More is billed than the contract comes to',
    approvable: true,
    fix: 'Approve to post it all the same, or leave it and correct the claim or the contract in Procore; an approved change order closes this by itself.',
  },
  copiedFromOrder: {
    lead: 'A bill in Xero was made from our order',
    approvable: false,
    fix: 'Void that bill in Xero: the work is billed through its pay apps. Leave it if it bills something else.',
  },
  twinAppeared: {
    lead: 'Another document in Xero looks like this one',
    approvable: false,
    fix: 'Void one of the two in Xero if they are the same bill; leave it if both are right.',
  },
  paymentRemoved: {
    lead: 'A payment was removed in Xero',
    approvable: true,
    fix: 'Approve to remove its contract payment in Procore too, or leave it to keep Procore as it is.',
  },
  paymentTypedInProcore: {
    lead: 'Procore may already have this payment',
    approvable: true,
    fix: 'Approve to carry out what is shown, or leave it to keep Procore as it is.',
  },
  paymentChangedInProcore: {
    lead: 'Someone changed a payment that Tieout wrote in Procore',
    approvable: true,
    fix: 'Approve to write what is shown, or leave it to keep Procore as it is.',
  },
  paymentGoneFromProcore: {
    lead: 'A payment that Tieout recorded in Xero is no longer so in Procore',
    approvable: true,
    fix: 'Approve to delete the payment in Xero; what Procore says now is recorded as a new one. Leave it to keep Xero as it is.',
  },
  paymentDeletedInXero: {
    lead: 'Someone deleted a payment that Tieout recorded in Xero',
    approvable: true,
    fix: 'Approve to record it again, or leave it to keep Xero as it is.',
  },
  paymentTypedInXero: {
    lead: 'Xero may already have this payment',
    approvable: true,
    fix: 'Approve to take the payment in Xero for this one, or leave it to keep Xero as it is.',
  },
  paymentOnlyInXero: {
    lead: 'Xero has a payment that Procore does not',
    approvable: false,
    fix: 'Record the payment in Procore, where this firm records payments, or delete it in Xero; it is compared again then.',
  },
  paymentBeyondDue: {
    lead: 'The payment is more than what is due',
    approvable: false,
    fix: 'Correct the payment in Procore, or enter what is too much in Xero by hand and leave this.',
  },
  paymentBeforeApproval: {
    lead: 'A payment waits for its document in Xero',
    approvable: false,
    fix: 'Approve the document in Xero; its payments are recorded by themselves then.',
  },
  paymentWithoutClaim: {
    lead: 'A payment in Procore does not say what it pays',
    approvable: false,
    fix: 'Name the pay app or owner invoice of the payment in Procore; it is recorded by itself then. Leave it where it was entered in Xero by hand.',
  },
  projectsNotAvailable: {
    lead: 'Xero Projects cannot be used',
    approvable: false,
    fix: 'Add Xero Projects to the plan of the organisation, or give whoever connected Tieout the Projects role in Xero; the next sweep closes this by itself. Without it, set directions.projectLabour to "off" in tieout.config.ts.',
  },
  xeroProjectUnclear: {
    lead: 'The time has no one project to go to in Xero Projects',
    approvable: false,
    fix: 'Have one project in progress in Xero Projects that is called as tracking.projectOption in tieout.config.ts says; or name the owner on the prime contract in Procore, and the project is made for it. The time goes on by itself then.',
  },
  workerUnmapped: {
    lead: "Nobody in Xero Projects logs this worker's time",
    approvable: false,
    fix: 'Name the user under labour.workers in tieout.config.ts, or one for everybody else as labour.unmapped; "tieout config check" lists the users. The time goes on by itself then. Leave it where the time is not to be in Xero.',
  },
  taskChargeable: {
    lead: 'The task that bears this name in Xero Projects is charged',
    approvable: true,
    fix: 'Approve to log time on it all the same: it may then be invoiced beside the payment applications. Or make it not chargeable in Xero, or rename it, and a task of its own is made. Leave it to log no time of this cost code.',
  },
  taskLocked: {
    lead: 'A task whose estimate changed is locked or invoiced in Xero',
    approvable: false,
    fix: 'Take it off its invoice in Xero, and its estimate is changed by itself; or set the hours back in Procore. Leave it to keep both as they are.',
  },
  taskDeletedInXero: {
    lead: 'Someone deleted a task in Xero that stands for a code of the budget',
    approvable: true,
    fix: 'Approve to make it again, or leave it to have none: time of its cost code then waits.',
  },
  timeLocked: {
    lead: 'The time is locked or invoiced in Xero',
    approvable: false,
    fix: 'Take it off its invoice in Xero, and it is changed by itself; or set the timecard back in Procore. Leave it to keep both as they are.',
  },
  timeTypedInXero: {
    lead: 'Xero may already have this time',
    approvable: true,
    fix: 'Approve to take the entry in Xero for this timecard; leave it to log nothing for it.',
  },
  timeDeletedInXero: {
    lead: 'Someone deleted time in Xero that Tieout logged',
    approvable: true,
    fix: 'Approve to log it again, or leave it to keep Xero as it is.',
  },
  directCostTyped: {
    lead: 'Procore may already have this cost',
    approvable: true,
    fix: 'Approve to take the direct cost in Procore for this one: its lines follow Xero from then on. Leave it to keep Procore as it is; where it is another cost, give it its own number, date or amount there.',
  },
  directCostChanged: {
    lead: 'Someone changed a direct cost that Tieout wrote in Procore',
    approvable: true,
    fix: 'Approve to write what is shown, or leave it to keep Procore as it is.',
  },
  directCostRemoved: {
    lead: 'What a direct cost in Procore was written from is no cost any more',
    approvable: true,
    fix: 'Approve to delete the direct cost in Procore, or leave it to keep Procore as it is.',
  },
  directCostUncoded: {
    lead: 'A cost has no place in the budget',
    approvable: false,
    fix: 'Track the line in Xero by a code of the budget, add the code to the budget in Procore, or name the cost type of the account under actuals.costTypes in tieout.config.ts; for time, name the task as a code of the budget or the rate under labour.costRates. It goes to Procore by itself then. Leave it to keep it out of Procore.',
  },
  directCostHeldUp: {
    lead: 'A cost cannot go to Procore as it is',
    approvable: false,
    fix: 'Do what the message names; it goes to Procore by itself then. Leave it to keep it out of Procore.',
  },
  vendorRefused: {
    lead: 'The vendor refused it',
    approvable: false,
    fix: 'Correct what the message names; the document is tried again when either side changes.',
  },
} as const satisfies Record<string, KindRow>;

export type QuestionKind = keyof typeof rows;
export const questionKinds = Object.keys(rows) as QuestionKind[];

export function leadOf(kind: QuestionKind): string {
  return rows[kind].lead;
}

export function fixOfKind(kind: QuestionKind): string {
  return rows[kind].fix;
}

export function isApprovableKind(kind: QuestionKind): boolean {
  return rows[kind].approvable;
}

/** Which of two kinds is the one to show first: lower comes first. */
export function precedenceOf(kind: QuestionKind): number {
  return questionKinds.indexOf(kind);
}
