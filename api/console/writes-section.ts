// What an approval would write, line by line with its total: the body itself, not a description of it.
import { fromMinor, isWholeMinor, sumMinor, toMinor } from '../../domain/money/amount.ts';
import type { FieldChange, PlannedWrite, SealedVerdict } from '../../domain/plan/verdict.ts';
import type { DocumentBody } from '../../domain/plan/owned.ts';
import type { ProjectTaskBody, ProjectTaskChangeBody } from '../../domain/records/labour-bodies.ts';
import type {
  ContactBody,
  ContractPaymentBody,
  DirectCostBody,
  DirectCostChangeBody,
  LineBody,
} from '../../domain/records/write-bodies.ts';
import { groupDigits, money } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';
import { labelOf } from './field-words.ts';
import type { PageNames } from './page-names.ts';
import { accountName, contactName, taxTypeName } from './page-names.ts';
import { writeName } from './words.ts';

export function writesSection(verdicts: readonly SealedVerdict[], names: PageNames): Html {
  return html`${verdicts.map((verdict) => {
    const write = 'write' in verdict ? verdict.write : null;
    return (
      write !== null &&
      html`<article class="write">
        <h3>${writeName(write)}</h3>
        ${bodyOf(write, verdict.changes, names)}
      </article>`
    );
  })}`;
}

/** A change is whole: what Xero would be sent of the rest, as it stands there. */
function taskBody(body: ProjectTaskBody | ProjectTaskChangeBody): Html {
  const isChange = body.kind === 'xeroProjectTaskChange';
  const { name, estimateMinutes } = body;
  return facts([
    ['Name', name],
    ['Charged', isChange ? body.chargeType : 'no'],
    ...(isChange
      ? [['Rate', money(body.rate.value, body.rate.currency)] as [string, Content]]
      : []),
    ...(estimateMinutes === undefined
      ? []
      : [['Estimate', `${estimateMinutes} min`] as [string, Content]]),
  ]);
}

function bodyOf({ body }: PlannedWrite, changes: readonly FieldChange[], names: PageNames): Html {
  switch (body.kind) {
    case 'xeroBill':
    case 'xeroSalesInvoice':
    case 'xeroCreditNote':
    case 'xeroPurchaseOrder':
      return documentBody(body, names);
    case 'xeroContact':
      return contactBody(body);
    case 'procoreVendorChange':
      return facts([
        ['Name', body.name ?? null],
        ['E-mail', body.email ?? null],
      ]);
    case 'procoreContractPayment':
      return paymentBody(body);
    case 'procoreContractPaymentChange':
      return facts([
        ['Amount', money(body.amount, null)],
        ['Date', body.date],
        ...(body.notes === undefined ? [] : [['Notes', body.notes] as [string, Content]]),
      ]);
    case 'procoreDirectCost':
    case 'procoreDirectCostChange':
      return directCostBody(body);
    case 'xeroPayment':
      return facts([
        ['Amount', money(body.amount, null)],
        ['Date', body.date],
        ['Account', accountName(names, body.accountCode)],
        ['Reference', body.reference],
      ]);
    case 'xeroAllocation':
      return facts([['Set off', money(body.amount, null)]]);
    case 'xeroTrackingOption':
      return facts([...whatStands(changes), ['Name', body.name]]);
    case 'xeroTrackingOptionArchive':
      return facts([...whatStands(changes), ['Set to', body.status]]);
    case 'xeroAttachment':
      return facts([['File', body.name]]);
    case 'xeroHistoryNote':
      return facts([['Note', body.details]]);
    case 'xeroProject':
      return facts([
        ['Name', body.name],
        ['Contact', contactName(names, body.contactId)],
      ]);
    case 'xeroProjectTask':
    case 'xeroProjectTaskChange':
      return taskBody(body);
    case 'xeroTimeEntry':
      return facts(changes.map(({ path, proposed }) => [labelOf(path), proposed]));
    case 'xeroBillVoid':
    case 'xeroSalesInvoiceVoid':
    case 'xeroCreditNoteVoid':
      return facts([...whatGoes(changes), ['Set to', body.status]]);
    case 'xeroAllocationDelete':
    case 'xeroPurchaseOrderDelete':
    case 'xeroPaymentDelete':
    case 'xeroTimeEntryDelete':
    case 'procoreContractPaymentDelete':
    case 'procoreDirectCostDelete':
      return facts(whatGoes(changes));
  }
}

/** What Xero has and what is not changed. */
function whatStands(changes: readonly FieldChange[]): [name: string, value: Content][] {
  return changes
    .filter(({ proposed }) => proposed === null)
    .map(({ path, xero }) => [labelOf(path), xero]);
}

/** What stands now and is taken away. */
function whatGoes(changes: readonly FieldChange[]): [name: string, value: Content][] {
  return changes.map(({ path, procore, xero }) => [labelOf(path), procore ?? xero]);
}

export function facts(entries: readonly [name: string, value: Content][]): Html {
  const known = entries.filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  return html`<dl class="facts">
    ${known.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function documentBody(body: DocumentBody, names: PageNames): Html {
  return html`
    ${facts([
      ['Contact', contactName(names, body.contactId)],
      ['Number', body.number],
      ['Date', body.date],
      ['Due', 'dueDate' in body ? body.dueDate : null],
      ['Status', body.status ?? 'as it is in Xero'],
      ['Reference', 'reference' in body ? (body.reference ?? null) : null],
    ])}
    <div class="table-wrap">
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Account</th>
            <th scope="col">Tax</th>
            <th scope="col">Tracking</th>
            <th scope="col" class="right">Amount</th>
          </tr>
        </thead>
        <tbody>
          ${body.lines.map((line) => lineRow(line, names))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan="4">Total without tax</th>
            <td class="right" data-label="Total">${totalOf(body)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  `;
}

function lineRow(line: LineBody, names: PageNames): Html {
  return html`<tr>
    <th scope="row">${line.description}</th>
    <td data-label="Account">${accountName(names, line.accountCode)}</td>
    <td data-label="Tax">${taxTypeName(names, line.taxType)}</td>
    <td data-label="Tracking">
      <span class="trackings"
        >${line.tracking.map(({ option }) => html`<span>${option}</span> `)}</span
      >
    </td>
    <td class="right" data-label="Amount">
      <span class="digits">${groupDigits(line.unitAmount)}</span>
    </td>
  </tr>`;
}

function totalOf(body: DocumentBody): Content {
  const amounts = body.lines.map((line) => line.unitAmount);
  if (!amounts.every(isWholeMinor)) return 'parts of a cent';
  return money(fromMinor(sumMinor(amounts.map(toMinor))), body.currency);
}

function contactBody(body: ContactBody): Html {
  return facts([
    ['Name', body.name],
    ['Email', body.email],
    ['Registration number', body.taxNumber],
    ['Contact number', body.contactNumber],
  ]);
}

function paymentBody(body: ContractPaymentBody): Html {
  return facts([
    ['Amount', money(body.amount, null)],
    ['Date', body.date],
    ['Invoice number', body.invoiceNumber],
    ['Notes', body.notes],
  ]);
}

/** Its vendor is named in its description too. */
function directCostBody(body: DirectCostBody | DirectCostChangeBody): Html {
  return facts([
    ['Vendor', body.vendorId],
    ['Number', body.invoiceNumber],
    ['Date', body.date],
    ['Description', body.description],
    ...body.lines.map(({ wbsCodeId, amount, description }): [string, Content] => [
      description === '' ? `Budget code ${wbsCodeId}` : description,
      money(amount, null),
    ]),
  ]);
}
