// What a commitment comes to: in the order of the outcomes, and blocked in the order of the kinds.
import {
  changeOrder,
  commitment,
  commitmentObservation as orderSeen,
  sovLine,
} from '../../support/domain-builders.ts';
import { postedCommitment } from '../../support/posted-documents.ts';
import { unlinked, archivedLink, waitsForContact, refusedBy } from '../../support/plan-rows.ts';
import type { Row } from '../../support/plan-rows.ts';

const draft = commitment({ status: 'Draft' });
const orderMarked = { ...postedCommitment().target! };
const orderOfOther = { ...orderMarked, reference: 'tieout:demo/commitment/wo-8/order' };
const dearer = commitment({
  lines: [sovLine('1', '31000.00'), sovLine('2', '20000.00')],
  revisedSum: '51000.00',
});

export const commitmentRows: Row[] = [
  ['a contract never seen', orderSeen({ commitment: null }), 'unchanged', null, 'notPosted'],
  [
    'a contract Procore no longer shows',
    orderSeen({ commitment: null, sourceUnseen: true }),
    'unchanged',
    null,
    'notPosted',
  ],
  [
    'a contract of a project that is not turned on',
    orderSeen({ postFrom: null }),
    'unchanged',
    null,
    'notPosted',
  ],
  ['a draft contract', orderSeen({ commitment: draft }), 'unchanged', null, 'notPosted'],
  [
    'a draft contract whose order is deleted',
    postedCommitment({ commitment: draft }, { status: 'DELETED' }),
    'unchanged',
    null,
    'voided, final',
  ],
  ['an order that agrees', postedCommitment(), 'unchanged', null, 'posted'],
  [
    'an order someone set back to draft',
    postedCommitment({}, { status: 'DRAFT' }),
    'unchanged',
    null,
    'posted',
  ],
  [
    'an order whose contact was archived since',
    postedCommitment({ contact: archivedLink }),
    'unchanged',
    null,
    'posted',
  ],
  ['an approved contract', orderSeen(), 'create', null, 'order'],
  [
    'beside an order of another contract',
    orderSeen({ marked: orderOfOther }),
    'create',
    null,
    'order',
  ],
  ['an order Xero refused', refusedBy(orderSeen()), 'create', 'vendorRefused', 'No. Not so'],
  [
    'approved change orders',
    orderSeen({
      commitment: commitment({ approvedChangeOrders: '2500.00', revisedSum: '52500.00' }),
      changeOrders: [changeOrder()],
    }),
    'create',
    null,
    'order',
  ],
  [
    'a line that changed in Procore',
    postedCommitment({ commitment: dearer }),
    'update',
    'editedAfterPosting',
    "a line's amount is 31,000.00 and was 30,000.00",
  ],
  [
    'a date that changed in Procore',
    postedCommitment({ commitment: commitment({ date: '2026-05-05' }) }),
    'update',
    'editedAfterPosting',
    'date is "2026-05-05" and was "2026-04-20"',
  ],
  [
    'a linked order without an agreement that differs',
    postedCommitment({ base: null, commitment: dearer }),
    'update',
    'editedAfterPosting',
    "a line's amount is 31,000.00 and was 30,000.00",
  ],
  [
    'no longer approved',
    postedCommitment({ commitment: draft }),
    'void',
    'leftPostedStatus',
    'the contract is now Draft in Procore',
  ],
  [
    'a second order that bears our marker',
    postedCommitment({ doubles: [{ ...orderMarked, id: 'order-2' }] }),
    'delete',
    'doubleTarget',
    'order 26-001-SC-001 of 2026-04-20 stands twice in Xero',
  ],
  ['an order that bears our marker', orderSeen({ marked: orderMarked }), 'adopt', null, 'order'],
  [
    'an order edited in Xero',
    postedCommitment({}, { number: 'PO-1' }),
    'conflict',
    'editedInXero',
    'number is "PO-1" and was "26-001-SC-001"',
  ],
  [
    'an order deleted in Xero',
    postedCommitment({}, { status: 'DELETED' }),
    'conflict',
    'editedInXero',
    'the order was set to DELETED in Xero',
  ],
  [
    'an order billed in Xero',
    postedCommitment({}, { status: 'BILLED' }),
    'conflict',
    'editedInXero',
    'the order was set to BILLED in Xero',
  ],
  ['a vendor not linked yet', orderSeen({ contact: unlinked }), 'blocked', null, waitsForContact],
  [
    'a vendor whose contact is archived',
    orderSeen({ contact: archivedLink }),
    'blocked',
    null,
    waitsForContact,
  ],
  [
    'a project Procore does not show',
    orderSeen({ project: null }),
    'blocked',
    'accessLost',
    'Procore no longer shows the project',
  ],
  [
    'an order Xero no longer shows',
    postedCommitment({ target: null }),
    'blocked',
    'accessLost',
    'Xero no longer shows the order',
  ],
  [
    'a contract with a posted order that Procore no longer shows',
    postedCommitment({ commitment: null, sourceUnseen: true }),
    'blocked',
    'sourceGone',
    'its contract is not shown by Procore any more; order 26-001-SC-001 stands in Xero',
  ],
  [
    'no vendor',
    orderSeen({ commitment: commitment({ vendorId: null }) }),
    'blocked',
    'vendorMissing',
    'the contract has no vendor',
  ],
  [
    'a vendor Procore does not show',
    orderSeen({ contact: null }),
    'blocked',
    'vendorMissing',
    "Procore does not show the contract's vendor",
  ],
  [
    'a unit of account, which nobody pays in',
    orderSeen({ commitment: commitment({ currency: 'CLF' }) }),
    'blocked',
    'notYetHandled',
    'the contract is in CLF',
  ],
  [
    'approved change orders that were not read',
    orderSeen({
      commitment: commitment({ approvedChangeOrders: '2500.00', revisedSum: '52500.00' }),
    }),
    'blocked',
    'partsNotWhole',
    'the lines add up to 50,000.00, the contract says 52,500.00',
  ],
  [
    'lines that are not the whole',
    orderSeen({ commitment: commitment({ revisedSum: '50000.01' }) }),
    'blocked',
    'partsNotWhole',
    'the lines add up to 50,000.00, the contract says 50,000.01',
  ],
  [
    'no lines',
    orderSeen({ commitment: commitment({ lines: [], revisedSum: '0.00' }) }),
    'blocked',
    'partsNotWhole',
    'the contract has no lines',
  ],
  [
    'parts of a cent',
    orderSeen({ commitment: commitment({ lines: [sovLine('1', '50000.001')] }) }),
    'blocked',
    'partsNotWhole',
    'a line of 50000.001 has parts of a cent',
  ],
  [
    'a cost type without an account',
    orderSeen({ commitment: commitment({ lines: [sovLine('1', '1.00', { costType: null })] }) }),
    'blocked',
    'unmappedCode',
    'cost type (none) has no Xero account (line "Line 1")',
  ],
  [
    'a tax code without a tax type',
    orderSeen({ taxCodes: [] }),
    'blocked',
    'unmappedTax',
    `Procore's tax code t15 is not known (line "Line 1")`,
  ],
];
