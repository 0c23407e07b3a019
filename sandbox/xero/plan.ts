// How many bills and sales invoices the organisation's plan still lets it approve this month.
import type { Invoice } from './records.ts';
import type { Problems } from './failures.ts';
import type { XeroState } from './xero-state.ts';
import { texts } from './texts.ts';

/**
 * What a starter plan lets an organisation approve in a month. Source: public notes on Xero's plans and reports of
 * integrations, read 2026-11-23.
 */
export const STARTER_PLAN = { bills: 5, sales: 20 };

export function checkPlan(state: XeroState, type: Invoice['type'], problems: Problems): void {
  const plan = state.organisation().plan ?? null;
  if (plan === null) return;
  const most = type === 'ACCPAY' ? plan.bills : plan.sales;
  problems.addIf(state.counted(counterOf(state, type)) >= most, texts.planReached);
}

export function countApproval(state: XeroState, type: Invoice['type']): void {
  state.next(counterOf(state, type));
}

/** A plan that is set counts from there. */
export function beginPlan(state: XeroState, plan: { bills: number; sales: number } | null): void {
  state.uncount(counterOf(state, 'ACCPAY'));
  state.uncount(counterOf(state, 'ACCREC'));
  state.setOrganisation({ ...state.organisation(), plan });
}

function counterOf(state: XeroState, type: Invoice['type']): string {
  return `approved/${type}/${state.today().slice(0, 7)}`;
}
