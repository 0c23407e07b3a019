// What the Procore sandbox holds per contract, for tests that compare it with the other side.
import { nearestCentsOf, sum, textOf } from '../company/cents.ts';
import type { ProcoreState } from './procore-state.ts';

export function procoreLedger(state: ProcoreState): object {
  const requisitions = state.requisitions.values();
  const payments = state.payments.values();
  return {
    directCosts: state.directCosts.values().map((row) => ({
      ...row,
      lines: row.lines.map((line) => {
        const flat_code = state.wbsCodes.get(String(line.wbs_code_id))?.flat_code ?? null;
        const { id, wbs_code_id, amount, description } = line;
        return { id, wbs_code_id, flat_code, amount, description };
      }),
    })),
    contracts: state.commitments.values().map((commitment) => {
      const own = payments.filter((payment) => payment.contract_id === commitment.id);
      return {
        id: commitment.id,
        kind: commitment.kind,
        number: commitment.number,
        project_id: commitment.project_id,
        vendor_id: commitment.vendor_id,
        status: commitment.status,
        paid: textOf(sum(own.map((payment) => nearestCentsOf(payment.amount)))),
        payments: own.map(({ id, requisition_id, amount, date, notes, origin_id }) => {
          return { id, requisition_id, amount, date, notes, origin_id };
        }),
        requisitions: requisitions
          .filter((requisition) => requisition.commitment_id === commitment.id)
          .map(({ id, number, status, invoice_number, billing_date, summary }) => ({
            id,
            number,
            status,
            invoice_number,
            billing_date,
            current_payment_due: summary.current_payment_due,
            total_retainage: summary.total_retainage,
            tax_applicable_to_this_payment: summary.tax_applicable_to_this_payment,
          })),
      };
    }),
  };
}
