// The budgets of an organisation, which a person enters and an app can only read, and the Budgets endpoint.
// Source: Xero OpenAPI 16.1.0, paths /Budgets and /Budgets/{BudgetID} and schemas Budget and BudgetLine, read 2026-11-27.
import { z } from 'zod';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Route } from '../kit/router.ts';
import type { Budget } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { ControlError } from '../kit/control-plane.ts';
import { Problems } from './failures.ts';
import { act } from './act-control.ts';
import { centsNumber, parseDecimal, scaledTo } from './decimal.ts';
import { dayAsked } from './report-answer.ts';
import { envelope, found } from './write-envelope.ts';
import { instantToWire } from './dates.ts';
import { listedIds } from './listing.ts';
import { texts } from './texts.ts';
import { trackingFrom } from './tracking.ts';

export function budgetRoutes({ state }: Books, base: string): Route[] {
  const path = `${base}/Budgets`;
  return [
    {
      method: 'GET',
      path,
      handle: ({ query }) => {
        const ids = listedIds(query, 'IDs');
        const chosen = state.budgets.values().filter(({ budgetId }) => ids?.has(budgetId) ?? true);
        return envelope(state, { Budgets: chosen.map(summary) });
      },
    },
    { method: 'GET', path: `${path}/{id}`, handle: (request) => single(state, request) },
  ];
}

/** A list has no lines and no tracking, as its example. */
function summary(budget: Budget): Record<string, unknown> {
  return {
    BudgetID: budget.budgetId,
    Status: 'APPROVED',
    Description: budget.description,
    Type: budget.tracking.length === 0 ? 'OVERALL' : 'TRACKING',
    UpdatedDateUTC: instantToWire(budget.updatedAtMs),
    BudgetLines: [],
    Tracking: [],
  };
}

/** The months from DateFrom to DateTo. The example shows an object and texts for amounts; the schema an array and numbers. */
function single(state: XeroState, { params, query }: SandboxRequest): Answer {
  const budget = found(state.budgets.get((params['id'] ?? '').toLowerCase()));
  const from = dayAsked(query, 'DateFrom')?.slice(0, 7) ?? '';
  const to = dayAsked(query, 'DateTo')?.slice(0, 7) ?? '9999-12';
  const BudgetLines = budget.lines.map(({ accountCode, months }) => ({
    AccountID: state.accounts.get(accountCode)?.accountId,
    AccountCode: accountCode,
    BudgetBalances: Object.entries(months)
      .filter(([month]) => month >= from && month <= to)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([Period, cents]) => ({ Period, Amount: centsNumber(cents), Notes: '' })),
  }));
  return envelope(state, {
    Budgets: [{ ...summary(budget), BudgetLines, Tracking: trackingShown(state, budget) }],
  });
}

function trackingShown(state: XeroState, { tracking }: Budget): unknown[] {
  return tracking.map(({ categoryId, optionId }) => {
    const category = state.trackingCategories.get(categoryId);
    const option = category?.options.find((one) => one.optionId === optionId);
    return {
      TrackingCategoryID: categoryId,
      Name: category?.name,
      TrackingOptionID: optionId,
      Option: option?.name,
    };
  });
}

const amount = z.string().regex(/^-?\d{1,10}(\.\d{1,2})?$/, 'must be an amount like 1000.00');
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month like 2026-11');

/** What a person does in the Budget Manager: a new budget, or with its id another in its place. */
export function budgetActRoutes(books: Books): Route[] {
  const { state } = books;
  const schema = z.strictObject({
    budgetId: z.guid().exactOptional(),
    description: z.string().min(1).max(255),
    tracking: z.array(z.strictObject({ name: z.string(), option: z.string() })).default([]),
    lines: z.array(z.strictObject({ accountCode: z.string(), months: z.record(month, amount) })),
  });
  return [
    act(books, 'budget', schema, (_books, { budgetId, description, tracking, lines }) => {
      const problems = new Problems();
      const named = tracking.map(({ name, option }) => ({ Name: name, Option: option }));
      const tracked = trackingFrom(state, named, problems);
      for (const { accountCode } of lines) {
        const isThere = state.accountByCode(accountCode) !== undefined;
        problems.addIf(!isThere, texts.accountUnknown(accountCode));
      }
      problems.throwIfAny();
      if (tracked.length < tracking.length) throw new ControlError(404, 'No such tracking option');
      const id = budgetId?.toLowerCase() ?? state.newId();
      if (budgetId !== undefined && !state.budgets.has(id)) {
        throw new ControlError(404, 'No such budget');
      }
      const kept = { budgetId: id, description, tracking: tracked, updatedAtMs: state.stamp() };
      state.budgets.set(id, { ...kept, lines: lines.map(inCents) });
      return { budgetId: id };
    }),
  ];
}

function inCents(line: {
  accountCode: string;
  months: Record<string, string>;
}): Budget['lines'][number] {
  const months = Object.entries(line.months).map(([name, text]) => {
    const given = parseDecimal(text);
    return [name, given === null ? 0n : scaledTo(given, 2)] as const;
  });
  return { accountCode: line.accountCode, months: Object.fromEntries(months) };
}
