// What a commitment comes to: in the order of the outcomes, and blocked in the order of the kinds.
import {
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
    'an order that bears our marker',
    orderSeen({ marked: orderMarked }),
    'adopt',
    null,
    'order',
  ],
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
    'a contract Procore no longer shows',
    orderSeen({ commitment: null, sourceUnseen: true }),
    'blocked',
    'accessLost',
    'Procore no longer shows this contract',
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
    'the contract has no vendor',
  ],
  [
    'approved change orders',
    orderSeen({ commitment: commitment({ approvedChangeOrders: '100.00' }) }),
    'blocked',
    'notYetHandled',
    'the contract has approved change orders',
  ],
  [
    'another currency',
    orderSeen({ commitment: commitment({ currency: 'AUD' }) }),
    'blocked',
    'notYetHandled',
    'the contract is in AUD',
  ],
  [
    'lines that are not the whole',
    orderSeen({ commitment: commitment({ revisedSum: '50000.01' }) }),
    'blocked',
    'partsNotWhole',
    'the lines add up to 50000.00, the contract says 50000.01',
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
    'a line has parts of a cent',
  ],
  [
    'a cost type without an account',
    orderSeen({ commitment: commitment({ lines: [sovLine('1', '1.00', { costType: null })] }) }),
    'blocked',
    'unmappedCode',
    'cost type (none) has no Xero account',
  ],
  [
    'a tax code without a tax type',
    orderSeen({ taxCodes: [] }),
    'blocked',
    'unmappedTax',
    "Procore's tax code t15 is not known",
  ],
  [
    'an order Xero refused',
    refusedBy(orderSeen()),
    'blocked',
    'vendorRefused',
    'No. Not so.',
  ],
];
