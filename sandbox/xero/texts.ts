// The words Xero refuses with, in one place with where each was read; the last group is worded by us where no source has the words.

const CONTACTS = {
  // Source: Xero OpenAPI 16.1.0, examples of PUT and POST /Contacts, read 2026-11-23.
  nameTaken: (name: string) =>
    `The contact name ${name} is already assigned to another contact. The contact name must be unique across all active contacts.`,
  // Source: public reports of integrations (Garage Hive help), read 2026-11-23.
  numberTaken: 'Another contact has this contact number. Please enter a different contact number.',
  // Source: public reports of integrations (Hubdoc help), read 2026-11-23.
  archivedForDocument:
    'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes',
  // Source: notes of live probes of the Contacts endpoint, read 2026-11-23.
  archivedEdit: 'archived contacts cannot currently be edited via the API',
  // Source: Xero OpenAPI 16.1.0, example of POST /BankTransactions, read 2026-11-23.
  unidentified:
    'The Contact must contain at least 1 of the following elements to identify the contact: Name, ContactID, ContactNumber',
  // Source: Xero developer docs, Purchase Orders, read 2026-11-23.
  contactMissing: 'A Contact must be specified for this type of transaction',
  // Source: public reports of integrations, read 2026-11-23.
  emailInvalid: 'Email address must be valid.',
} as const;

const DOCUMENTS = {
  // Source: Xero OpenAPI 16.1.0, example of POST /Invoices, read 2026-11-23.
  invoiceNumberTaken: 'Invoice # must be unique.',
  // Source: Xero OpenAPI 16.1.0, examples of PUT and POST /PurchaseOrders, read 2026-11-23.
  orderNumberTaken: 'Order number must be unique',
  sentToContact: 'Only AUTHORISED and BILLED purchase orders may have SentToContact updated.',
  // Source: Dext help 105721 and public reports of integrations, read 2026-11-23.
  endOfYearLock: (date: string) =>
    `The document date cannot be before the end of year lock date, currently set at ${date}`,
  periodLock: (date: string) =>
    `The document date cannot be before the period lock date, currently set at ${date}`,
  // Source: public reports of integrations, read 2026-11-23.
  allocated: 'This document cannot be edited as it has a payment or credit note allocated to it.',
  notOfValidStatus: 'Invoice not of valid status for modification',
  // Source: a public test fixture that quotes Xero, read 2026-11-23.
  voidWithPayments:
    'The status VOIDED cannot be applied to the invoice because it has payments or credit notes allocated to it.',
  // Source: public reports of integrations, read 2026-11-23.
  invoiceNotFound: 'An existing Invoice with the specified InvoiceID could not be found',
  // Source: Xero OpenAPI 16.1.0, examples of the history endpoints, read 2026-11-23.
  documentNotFound: 'The document with the supplied id was not found for this endpoint.',
  // Source: waynerobinson/xeroizer issue 290, read 2026-11-24.
  dueDateMissing: 'The document DueDate field must be specified.',
  // Source: Xero developer docs, Purchase Orders, read 2026-11-23.
  currency: (code: string) => `Organisation is not subscribed to currency ${code}`,
} as const;

const CREDITS = {
  // Source: Xero OpenAPI 16.1.0, example of POST /CreditNotes, read 2026-11-26.
  creditNoteNotFound: 'An existing Credit Note with the specified CreditNoteID could not be found',
  // Source: waynerobinson/xeroizer issue 320 and, for overpayments, calcinai/xero-php issue 335, read 2026-11-26.
  allocatedToPaid: 'The invoice you are trying to allocate to has already been paid off',
  allocatedTooMuch: (noun: string) =>
    `${noun} cannot be allocated as amount is greater than amount outstanding`,
  // Source: waynerobinson/xeroizer issue 320, whose stored copy breaks off after "invoice t", read 2026-11-26.
  allocatedToOtherKind: (noun: string) =>
    `${noun} cannot be allocated to an incorrect invoice type`,
} as const;

const GROUPS = {
  // Source: Xero OpenAPI 16.1.0, example of PUT /ContactGroups, read 2026-11-27.
  groupsReached: 'You’ve reached the limit of 100 contact groups.',
} as const;

const PLAN = {
  // Source: public reports of integrations, read 2026-11-23.
  planReached: 'You have reached the limit of invoices you can approve',
} as const;

const JOURNALS = {
  // Source: Xero OpenAPI 16.1.0, examples of PUT and POST /ManualJournals, read 2026-11-27.
  unbalanced: (debits: string, credits: string) =>
    `The total debits (${debits}) must equal total credits (${credits})`,
} as const;

const LINES = {
  // Source: public reports of integrations (readme of an SDK), read 2026-11-23.
  accountUnknown: (code: string) => `Account code '${code}' is not a valid code for this document.`,
  accountArchived: (code: string) =>
    `Account code '${code}' has been archived, or has been deleted. Each line item must reference a valid account.`,
  // Source: calcinai/xero-php issue 230, read 2026-11-24.
  accountMissing: 'Account code must be specified',
  // Source: specs of XeroAPI/xero-ruby and public reports of integrations, read 2026-11-23.
  taxTypeUnknown: (code: string) =>
    `The TaxType code ${code} does not exist or cannot be used for this type of transaction.`,
  taxTypeForAccount: (code: string, account: string) =>
    `The TaxType code '${code}' cannot be used with account code '${account}'`,
  // Source: public reports of integrations, read 2026-11-24.
  lineTotal: (given: string, expected: string) =>
    `The line total ${given} does not match the expected line total ${expected}`,
} as const;

const PAYMENTS = {
  // Source: Xero OpenAPI 16.1.0, example of PUT /Payments, read 2026-11-23.
  exceedsOutstanding: 'Payment amount exceeds the amount outstanding on this document',
  // Source: public reports of integrations, read 2026-11-23.
  onlyAuthorised: 'Payments can only be made against Authorised documents',
  accountNotFound: 'Account could not be found',
  // Source: XeroAPI/xero-node issue 178, read 2026-11-23.
  onlyStatus: 'Only Status accepted for updates.',
} as const;

/** What Xero is documented to refuse, in words of ours: no confirmed text was found. */
const UNCONFIRMED = {
  nameCharacters: 'The contact name must not contain < or > or needless spaces.',
  tooLong: (field: string, most: number) =>
    `The ${field} field must not exceed ${most} characters.`,
  contactUnknown: 'A Contact with the specified ContactID could not be found',
  contactPersons: 'A contact can have at most 5 contact persons.',
  elementExists: 'The document already exists: use POST to update it.',
  lineItemsMissing: 'One or more line items must be specified',
  lineItemUnknown: (id: string) =>
    `The line item with LineItemID ${id} does not belong to this document.`,
  descriptionMissing: 'The line item Description must be from 1 to 4000 characters.',
  quantityWithoutUnit: 'UnitAmount must be specified when Quantity is specified.',
  amountTooLarge: 'The line amount exceeds 9999999999.99.',
  discounts: 'DiscountRate and DiscountAmount are not supported for this document.',
  items: 'ItemCode is not recognised.',
  trackingTooMany: 'A line item can have at most two tracking categories.',
  trackingUnknown: (name: string) => `The tracking option '${name}' is not valid.`,
  typeInvalid: 'The Type field is not valid.',
  lineAmountTypesInvalid: 'The LineAmountTypes field is not valid.',
  statusInvalid: (status: string) => `The status ${status} is not valid for this document.`,
  negativeTotal: 'The document total must not be negative.',
  invoiceNumberCharacters: 'The InvoiceNumber must be printable ASCII of at most 255 characters.',
  url: 'The Url must be a valid link that does not contain "xero".',
  overpaymentLines: 'An overpayment must have exactly one line item.',
  journalLines: 'A manual journal must have at least two lines.',
  narrationMissing: 'A Narration must be specified.',
  ended: 'It is deleted or voided already.',
  attachmentName: 'The FileName holds a character that is not allowed.',
  attachmentType: 'A file of that type cannot be attached.',
  attachmentEmpty: 'The file is empty.',
  attachmentCount: 'A document can have at most 10 attachments.',
  attachmentOnline: 'IncludeOnline is for sales invoices and their credit notes only.',
  attachmentEnded: 'Files cannot be attached to a document that is voided or deleted.',
  historyDetails: 'The Details of a history record must be specified.',
  creditNoteNumberTaken: 'Credit Note # must be unique.',
  creditNoteNumberCharacters:
    'The CreditNoteNumber must be printable ASCII of at most 255 characters.',
  creditNoteStatus: 'Credit Note not of valid status for modification',
  creditNoteVoid:
    'The status VOIDED cannot be applied to the credit note because it has payments or allocations.',
  allocatedUnapproved: (noun: string) =>
    `${noun} cannot be allocated as it is not of status AUTHORISED`,
  allocatedToUnapproved: 'Credit can only be allocated to Authorised invoices',
  allocatedToOther: (noun: string, what: string) =>
    `${noun} cannot be allocated to an invoice with another ${what}`,
  allocatedAmount: 'The allocated amount must be greater than zero.',
  creditNotFound: (noun: string, field: string) =>
    `An existing ${noun} with the specified ${field} could not be found`,
  paymentTarget: 'Exactly one of Invoice, CreditNote, Prepayment or Overpayment must be specified.',
  paymentAccount: 'The account is not a bank account and does not accept payments.',
  paymentAmount: 'The payment amount must be greater than zero.',
  paymentInBatch: 'A payment that is part of a batch payment cannot be deleted on its own.',
  paymentReconciled: 'A reconciled payment cannot be deleted.',
  paymentDeleted: 'The payment is already deleted.',
  currencyRate: 'The CurrencyRate must be greater than zero and have at most 6 decimal places.',
  suspiciousRate: 'The CurrencyRate differs much from the rate of the day.',
  baseCurrencyRate: 'The CurrencyRate must be 1 in the base currency of the organisation.',
  bankAmount: 'The BankAmount must be greater than zero.',
  currencyUnknown: (code: string) => `The currency code '${code}' is not valid.`,
  currencyCreation: 'Currencies cannot be added through the API.',
  batchEmpty: 'A batch payment must contain at least one payment.',
  batchMixed: 'All payments of a batch must be of the same kind.',
  batchTwice: 'An invoice can be paid only once in a batch.',
  orderStatus: (from: string, to: string) =>
    `A purchase order with status ${from} cannot be changed to ${to}.`,
  deliveryInstructions: 'DeliveryInstructions must not exceed 500 characters.',
  uniqueName: 'Please enter a unique Name.',
  systemAccount: 'A system account cannot be archived.',
  nameMissing: 'A name must be specified.',
  categoryArchived: 'An archived tracking category takes no options.',
  categories: 'An organisation can have at most two active tracking categories.',
} as const;

export const texts = {
  ...CONTACTS,
  ...DOCUMENTS,
  ...CREDITS,
  ...PLAN,
  ...GROUPS,
  ...JOURNALS,
  ...LINES,
  ...PAYMENTS,
  ...UNCONFIRMED,
} as const;
