// What a reader sees of one pay app: its header, the G702 summary with tax and amounts due, the G703 lines, its payments.
import { centsOf, textOf } from '../../company/cents.ts';
import type { RequisitionItem, RequisitionSummary } from '../../company/seeded-company.ts';
import type { Answer } from '../../kit/http.ts';
import { taxSummary } from '../present-requisition.ts';
import type { CommitmentRow, ProcoreState, ProjectRow, RequisitionRow } from '../procore-state.ts';
import { partsOf } from '../requisition-leaves.ts';
import { changeOrderTotals, isOfChangeOrder } from '../requisition-totals.ts';
import { contractAddress, projectAddress } from './addresses.ts';
import { paymentTable } from './contract-page.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { facts, pageAnswer, table } from './layout.ts';
import { projectName } from './project-pages.ts';

type Whole = {
  project: ProjectRow;
  contract: CommitmentRow;
  payApp: RequisitionRow;
};

export function payAppPage(state: ProcoreState, { project, contract, payApp }: Whole): Answer {
  const payments = state.payments.values().filter((row) => row.requisition_id === payApp.id);
  const content = html`${headerFacts(state, payApp)}
    <h2>Due now</h2>
    ${dueTable(payApp)}
    <h2>G702: summary</h2>
    ${summaryFacts(payApp.summary)} ${changeOrderFacts(state, payApp)}
    <h2>G703: lines</h2>
    ${itemTable(payApp.items)}
    <h2>Payments recorded against it</h2>
    ${paymentTable(payments)}`;
  const crumbs = [
    { address: projectAddress(project.id), label: projectName(project) },
    { address: contractAddress(contract), label: `${contract.number} ${contract.title}` },
  ];
  return pageAnswer({ title: `Pay app ${payApp.number} of ${contract.number}`, crumbs, content });
}

function headerFacts(state: ProcoreState, payApp: RequisitionRow): Markup {
  const period = state.billingPeriods.get(String(payApp.period_id));
  return facts([
    ['Status', payApp.status],
    ['Company', state.vendors.get(String(payApp.vendor_id))?.name ?? ''],
    ['Their number', payApp.invoice_number],
    ['Kind', payApp.invoice_type],
    ['Period', `${payApp.requisition_start} to ${payApp.requisition_end}`],
    ['Billing date', payApp.billing_date],
    ['Due date of the period', period?.due_date ?? null],
    ['Last changed', payApp.updated_at],
    ['Procore id', String(payApp.id)],
    ['ERP id', payApp.origin_id],
  ]);
}

function dueTable(payApp: RequisitionRow): Markup {
  const { current_payment_due: due, tax_applicable_to_this_payment: tax } = payApp.summary;
  const rows: (readonly [string, string])[] = [
    ['Current payment due, without tax', due],
    ...taxSummary(payApp).map(({ tax_code_name, tax_code_rate, applied_amount }) => {
      return [`${tax_code_name} at ${tax_code_rate} %`, applied_amount] as const;
    }),
    ['Tax applicable to this payment', tax],
    ['Due with tax', textOf(centsOf(due) + centsOf(tax))],
  ];
  return table<readonly [string, string]>(
    [
      { head: 'What', of: ([name]) => name },
      { head: 'Amount', isNumber: true, of: ([, amount]) => amount },
    ],
    rows,
  );
}

function summaryFacts(summary: RequisitionSummary): Markup {
  return facts([
    ['1. Original contract sum', summary.original_contract_sum],
    ['2. Net change by change orders', summary.net_change_by_change_orders],
    ['3. Contract sum to date', summary.contract_sum_to_date],
    ['4. Total completed and stored to date', summary.total_completed_and_stored_to_date],
    ['5a. Retainage of completed work', summary.completed_work_retainage_amount],
    ['5b. Retainage of stored materials', summary.stored_materials_retainage_amount],
    ['5. Total retainage', summary.total_retainage],
    ['6. Total earned less retainage', summary.total_earned_less_retainage],
    ['7. Less previous certificates', summary.less_previous_certificates_for_payment],
    ['8. Current payment due', summary.current_payment_due],
    ['9. Balance to finish including retainage', summary.balance_to_finish_including_retainage],
  ]);
}

/** Nothing where no change order is on the pay app. */
function changeOrderFacts(state: ProcoreState, payApp: RequisitionRow): Markup | null {
  if (!payApp.items.some(isOfChangeOrder)) return null;
  const previous = state.requisitions.get(String(payApp.previous_requisition_id)) ?? null;
  const totals = changeOrderTotals(payApp.items, previous);
  const of = (name: string): string => totals[`${name}_change_order_item_total`] ?? '';
  return html`<h3>Change orders</h3>
    ${facts([
      ['Additions on earlier pay apps', of('positive_previous')],
      ['Additions new on this one', of('positive_new')],
      ['Deductions on earlier pay apps', of('negative_previous')],
      ['Deductions new on this one', of('negative_new')],
    ])}`;
}

type Amount = (item: RequisitionItem) => string;
const amounts: readonly (readonly [string, Amount])[] = [
  ['Scheduled', (item) => item.scheduled_value],
  ['Before', (item) => item.work_completed_from_previous_application],
  ['Moved from stored', (item) => item.materials_moved],
  ['This period', (item) => item.work_completed_this_period],
  ['Stored', (item) => item.materials_presently_stored],
  ['To date', (item) => item.total_completed_and_stored_to_date],
  ['Held before', (item) => item.work_completed_retainage_from_previous_application],
  ['Held now', (item) => item.work_completed_retainage_retained_this_period],
  ['Released now', (item) => item.work_completed_retainage_released_this_period],
  ['Held on materials', (item) => item.materials_stored_retainage_currently_retained],
  ['Released of materials', (item) => item.materials_stored_retainage_released_this_period],
  ['Gross', (item) => item.gross_amount],
  ['Net', (item) => item.net_amount],
];

const kinds: Record<RequisitionItem['item_type'], string> = {
  contract_item: 'line',
  contract_detail_item: 'detail',
  change_order_item: 'change order line',
  whole_change_order_item: 'change order',
};

/** An item that sums up others says so, or a reader would add it up again. */
function kindOf(items: readonly RequisitionItem[], item: RequisitionItem): string {
  const isSum = partsOf(items, item).length > 0;
  return isSum ? `${kinds[item.item_type]}, the sum of its parts` : kinds[item.item_type];
}

function itemTable(items: readonly RequisitionItem[]): Markup {
  return table<RequisitionItem>(
    [
      { head: '#', isNumber: true, of: ({ line_number }) => line_number },
      { head: 'Kind', of: (item) => kindOf(items, item) },
      { head: 'Code', of: ({ wbs_code }) => wbs_code.flat_code },
      { head: 'Work', of: ({ description_of_work }) => description_of_work },
      {
        head: 'Tax',
        of: ({ taxes }) => taxes.map((tax) => tax.tax_code_name).join(', ') || 'none',
      },
      ...amounts.map(([head, of]) => ({ head, isNumber: true, of })),
      { head: 'Review', of: ({ status }) => status },
    ],
    items,
  );
}
