// What a reader sees of one payment application (owner invoice): its header, the G702 summary and the G703 lines.
import { textOf } from '../../company/cents.ts';
import { amountsOf } from '../../company/owner-arithmetic.ts';
import type { LineAmounts } from '../../company/owner-arithmetic.ts';
import type { PaymentApplicationLine } from '../../company/owner-records.ts';
import type { Answer } from '../../kit/http.ts';
import { g702Of } from '../present-payment-application.ts';
import type {
  PaymentApplicationRow,
  PrimeContractRow,
  ProcoreState,
  ProjectRow,
} from '../procore-state.ts';
import { primeContractAddress, projectAddress } from './addresses.ts';
import { paymentTable } from './contract-page.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { facts, pageAnswer, table } from './layout.ts';

type Whole = {
  project: ProjectRow;
  contract: PrimeContractRow;
  invoice: PaymentApplicationRow;
};

export function ownerInvoicePage(
  state: ProcoreState,
  { project, contract, invoice }: Whole,
): Answer {
  const payments = state.payments.values().filter((row) => {
    return row.contract_id === contract.id && row.draw_request_number === invoice.number;
  });
  const content = html`${facts([
      ['Status', invoice.status],
      ['Owner', state.vendors.get(String(contract.vendor_id))?.name ?? ''],
      ['Our number', invoice.invoice_number],
      ['Period', `${invoice.period_start} to ${invoice.period_end}`],
      ['Billing date', invoice.billing_date],
      ['Last changed', invoice.updated_at],
      ['Procore id', String(invoice.id)],
      ['ERP id', invoice.origin_id],
    ])}
    <h2>G702: summary</h2>
    ${summaryTable(state, invoice)}
    <h2>G703: lines</h2>
    ${lineTable(state, invoice.lines)}
    <h2>Payments received against it</h2>
    ${paymentTable(payments)}`;
  const crumbs = [
    {
      address: projectAddress(project.id),
      label: `${project.project_number} ${project.name}`,
    },
    { address: primeContractAddress(contract), label: `${contract.number} ${contract.title}` },
  ];
  const title = `Owner invoice ${invoice.number} of ${contract.number}`;
  return pageAnswer({ title, crumbs, content });
}

function summaryTable(state: ProcoreState, invoice: PaymentApplicationRow): Markup {
  const g702 = g702Of(state, invoice);
  const rows = [
    ['1. Original contract sum', g702.original_contract_sum],
    ['2. Net change by change orders', g702.net_change_by_change_orders],
    ['3. Contract sum to date', g702.contract_sum_to_date],
    ['4. Total completed and stored to date', g702.total_completed_and_stored_to_date],
    ['5a. Retainage of completed work', g702.completed_work_retainage_amount],
    ['5b. Retainage of stored materials', g702.stored_materials_retainage_amount],
    ['5. Total retainage', g702.total_retainage],
    ['6. Total earned less retainage', g702.total_earned_less_retainage],
    ['7. Less previous certificates', g702.less_previous_certificates_for_payment],
    ['8. Current payment due', g702.current_payment_due],
    ['9. Balance to finish including retainage', g702.balance_to_finish_including_retainage],
    ['Tax applicable to this payment', g702.tax_applicable_to_this_payment],
  ] as const;
  return table<readonly [string, string]>(
    [
      { head: 'What', of: ([name]) => name },
      { head: 'Amount', isNumber: true, of: ([, amount]) => amount },
    ],
    rows,
  );
}

type Shown = PaymentApplicationLine & { amounts: LineAmounts };

const columns: readonly (readonly [string, (line: Shown) => string])[] = [
  ['Scheduled', (line) => line.scheduled_value],
  ['Before', (line) => line.work_completed_from_previous_application],
  ['This period', (line) => line.work_completed_this_period],
  ['Stored', (line) => line.materials_presently_stored],
  ['Moved', (line) => line.materials_moved],
  ['To date', ({ amounts }) => textOf(amounts.total)],
  ['To finish', ({ amounts }) => textOf(amounts.scheduled - amounts.total)],
  ['Held now', (line) => line.work_completed_retainage_retained_this_period],
  ['Released now', (line) => line.work_completed_retainage_released_this_period],
  ['Held on work', ({ amounts }) => textOf(amounts.workRetainage)],
  ['Held on materials', ({ amounts }) => textOf(amounts.materialsRetainage)],
];

function lineTable(state: ProcoreState, lines: readonly PaymentApplicationLine[]): Markup {
  return table<Shown>(
    [
      { head: '#', isNumber: true, of: ({ item_number }) => item_number },
      {
        head: 'Code',
        of: ({ wbs_code_id }) => state.wbsCodes.get(String(wbs_code_id))?.flat_code ?? 'none',
      },
      { head: 'Work', of: ({ description_of_work }) => description_of_work },
      ...columns.map(([head, of]) => ({ head, isNumber: true, of })),
    ],
    lines.map((line) => ({ ...line, amounts: amountsOf(line) })),
  );
}
