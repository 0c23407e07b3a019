// Which lines a bill, sales invoice or credit note has after a write, and when they are read again.
import type { Caller, XeroState } from './xero-state.ts';
import type { JsonObject } from './json-input.ts';
import type { LineAmountTypes, LineItem } from './records.ts';
import type { Problems } from './failures.ts';
import { linesFrom } from './line-items.ts';
import { stepOf } from './currencies.ts';
import { objects, text } from './json-input.ts';
import { texts } from './texts.ts';

/** One write; `before` is null for a document that is new. */
export type DocumentEdit<T> = {
  input: JsonObject;
  caller: Caller;
  before: T | null;
  problems: Problems;
};

/** What decides, beside a line itself, what it comes to. */
type Reckoning = { lineAmountTypes: LineAmountTypes; currencyCode: string };
type Lined = Reckoning & { status: string; lines: LineItem[] };

export function linesOfEdit<T extends Lined>(
  state: XeroState,
  { input, caller, before, problems }: DocumentEdit<T>,
  current: T,
  { lineAmountTypes, currencyCode }: Reckoning,
): LineItem[] {
  const status = text(input, 'Status') ?? current.status;
  const given = objects(input, 'LineItems');
  const step = stepOf(state, currencyCode);
  const isRetyped =
    before !== null &&
    (lineAmountTypes !== before.lineAmountTypes || step !== stepOf(state, before.currencyCode));
  const inputs =
    given ??
    (isRetyped || status !== current.status
      ? current.lines.map(({ lineItemId }) => ({ LineItemID: lineItemId }))
      : null);
  problems.addIf((given ?? current.lines).length === 0, texts.lineItemsMissing);
  // A line whose tax was overridden keeps it unless the line itself is written again.
  if (inputs === null) return current.lines;
  const rules = {
    unitPlaces: caller.unitPlaces,
    lineAmountTypes,
    step,
    mustBeCoded: status === 'AUTHORISED' || status === 'PAID',
  };
  const lines = linesFrom(state, inputs, current.lines, rules, problems);
  return given === undefined && !isRetyped ? current.lines : lines;
}
