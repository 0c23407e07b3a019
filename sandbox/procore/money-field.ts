// How an amount is taken that Procore may keep with more than two decimals.
import { nearestCentsOf, textOf } from '../company/cents.ts';
import { amountField, decimalText } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { ruleOf } from './open-rules.ts';
import type { ProcoreState } from './procore-state.ts';

export function moneyField(state: ProcoreState, body: Body, name: string, current: string): string {
  const rule = ruleOf(state, 'thirdDecimals');
  if (rule === 'refused' || body[name] === undefined) return amountField(body, name, current);
  const text = decimalText(body[name], name);
  return rule === 'kept' ? text : textOf(nearestCentsOf(text));
}
