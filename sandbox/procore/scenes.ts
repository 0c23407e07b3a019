// What a project manager does in Procore while Tieout runs, through the same arithmetic as the lines of an application.
import { centsOf, textOf } from '../company/cents.ts';
import { withMarkups } from '../company/owner-lines.ts';
import { withWork } from '../company/owner-arithmetic.ts';
import { isLast } from './present-payment-application.ts';
import { keepPaymentApplication } from './payment-application-records.ts';
import { nextStamp } from './procore-state.ts';
import { keep } from './requisition-records.ts';
import type { RouteContext } from './route-context.ts';

/** 1,000.00. */
const MORE_WORK = 100_000n;

export function procoreScenes(
  context: RouteContext,
  companyId: string,
): { name: string; run: () => unknown }[] {
  return [
    { name: 'editOneCertified', run: () => editOneCertified(context, companyId) },
    { name: 'approveSouthRelease', run: () => approveSouthRelease(context, companyId) },
  ];
}

/**
 * An administrator adds 1,000.00 to the first line of the latest certified application of the first head contract, and
 * certifies it again. Whether Procore allows it is the open rule "ownerInvoiceEditing"; an administrator may.
 */
function editOneCertified(context: RouteContext, companyId: string): unknown {
  const { state } = context;
  const [contract] = state.primeContracts.values().sort((a, b) => a.id - b.id);
  const application = state.paymentApplications
    .values()
    .find((row) => row.contract_id === contract?.id && isLast(state, row));
  if (contract === undefined || application?.status !== 'approved') return null;
  const lines = application.lines.map((line, index) => {
    if (index > 0) return line;
    return withWork(line, centsOf(line.work_completed_this_period) + MORE_WORK);
  });
  const changed = { ...application, lines: withMarkups(lines, contract.markups) };
  keepPaymentApplication(context, { app: 'admin', companyId }, changed);
  return { edited: application.id, by: textOf(MORE_WORK) };
}

/** The half-finished project of the company `group`. */
const SOUTHERN = { project: 'S-201', contract: 'SC-001' };

/** The project manager approves the claim by which the group's southern subcontract lets half of what it holds go. */
function approveSouthRelease(context: RouteContext, companyId: string): unknown {
  const { state } = context;
  const project = state.projects
    .values()
    .find(({ project_number }) => project_number === SOUTHERN.project);
  const contract = state.commitments
    .values()
    .find(({ project_id, number }) => project_id === project?.id && number === SOUTHERN.contract);
  const payApp = state.requisitions
    .values()
    .find(
      ({ commitment_id, status, invoice_type }) =>
        commitment_id === contract?.id &&
        status === 'under_review' &&
        invoice_type === 'retainage_release',
    );
  if (payApp === undefined) return null;
  const updated_at = nextStamp(state, context.now());
  keep(context, { app: 'admin', companyId }, { ...payApp, status: 'approved', updated_at });
  return { approved: payApp.id, due: payApp.summary.current_payment_due };
}
