// What a project manager does in Procore while Tieout runs, through the same arithmetic as the lines of an application.
import { centsOf, textOf } from '../company/cents.ts';
import { withMarkups } from '../company/owner-lines.ts';
import { withWork } from '../company/owner-arithmetic.ts';
import { isLast } from './present-payment-application.ts';
import { keepPaymentApplication } from './payment-application-records.ts';
import type { RouteContext } from './route-context.ts';

/** 1,000.00. */
const MORE_WORK = 100_000n;

export function procoreScenes(
  context: RouteContext,
  companyId: string,
): { name: string; run: () => unknown }[] {
  return [{ name: 'editOneCertified', run: () => editOneCertified(context, companyId) }];
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
