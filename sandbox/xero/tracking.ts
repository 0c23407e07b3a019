// Which tracking options a line gets, and how tracking categories and options are read and kept.
import type { LineItem, Tracked, TrackingCategory, TrackingOption } from './records.ts';
import type { JsonObject } from './json-input.ts';
import type { Problems } from './failures.ts';
import type { XeroState } from './xero-state.ts';
import { guid, text } from './json-input.ts';
import { texts } from './texts.ts';

const ACTIVE_CATEGORIES_MAX = 2;

export function trackingFrom(
  state: XeroState,
  inputs: JsonObject[],
  problems: Problems,
): Tracked[] {
  problems.addIf(inputs.length > ACTIVE_CATEGORIES_MAX, texts.trackingTooMany);
  const tracked: Tracked[] = [];
  for (const input of inputs) {
    const found = resolve(state, input);
    // Xero drops what it does not know without an error (XeroAPI/xero-node issue 516, read 2026-11-23).
    if (found === null) {
      const name = text(input, 'Option') ?? text(input, 'TrackingOptionID') ?? '';
      problems.addIf(state.rule('unknownTracking') === 'refuse', texts.trackingUnknown(name));
    } else if (tracked.some(({ categoryId }) => categoryId === found.categoryId)) {
      problems.add(texts.trackingTooMany);
    } else {
      tracked.push(found);
    }
  }
  return tracked;
}

function resolve(state: XeroState, input: JsonObject): Tracked | null {
  const categoryId = guid(input, 'TrackingCategoryID');
  const categoryName = text(input, 'Name');
  const optionId = guid(input, 'TrackingOptionID');
  const optionName = text(input, 'Option');
  const category = state.trackingCategories
    .values()
    .find(
      (candidate) =>
        candidate.status === 'ACTIVE' &&
        (categoryId === undefined
          ? sameName(state, candidate.name, categoryName)
          : candidate.categoryId === categoryId),
    );
  const option = category?.options.find(
    (candidate) =>
      (candidate.status === 'ACTIVE' || state.rule('archivedTracking') === 'keep') &&
      (optionId === undefined
        ? sameName(state, candidate.name, optionName)
        : candidate.optionId === optionId),
  );
  if (category === undefined || option === undefined) return null;
  return { categoryId: category.categoryId, optionId: option.optionId };
}

function sameName(state: XeroState, name: string, asked: string | undefined): boolean {
  if (state.rule('trackingCase') === 'exact') return name === asked?.trim();
  return asked !== undefined && name.toLowerCase() === asked.trim().toLowerCase();
}

/**
 * A renamed option shows its new name on old lines, and an archived category no longer shows at all.
 * Source: help.xero.com, Settings_TrackingEdit, read 2026-11-23. The option's id is not promised by Xero's answers
 * (XeroAPI/Xero-NetStandard issue 267), so it is left out unless the open rule says otherwise.
 */
export function trackingShown(state: XeroState, line: Pick<LineItem, 'tracking'>): unknown[] {
  return line.tracking.flatMap(({ categoryId, optionId }) => {
    const category = state.trackingCategories.get(categoryId);
    const option = category?.options.find((candidate) => candidate.optionId === optionId);
    if (category === undefined || option === undefined || category.status !== 'ACTIVE') return [];
    const id = state.rule('trackingOptionId') === 'shown' ? { TrackingOptionID: optionId } : {};
    return [{ Name: category.name, Option: option.name, TrackingCategoryID: categoryId, ...id }];
  });
}

export function categoryShown(category: TrackingCategory, withArchived: boolean): unknown {
  return {
    Name: category.name,
    Status: category.status,
    TrackingCategoryID: category.categoryId,
    Options: category.options
      .filter((option) => withArchived || option.status === 'ACTIVE')
      .map(optionShown),
  };
}

export function optionShown(option: TrackingOption): unknown {
  return {
    TrackingOptionID: option.optionId,
    Name: option.name,
    Status: option.status,
    HasValidationErrors: false,
    IsDeleted: false,
    IsArchived: option.status === 'ARCHIVED',
    IsActive: option.status === 'ACTIVE',
  };
}

export function mayAddCategory(state: XeroState): boolean {
  const active = state.trackingCategories.values().filter(({ status }) => status === 'ACTIVE');
  return active.length < ACTIVE_CATEGORIES_MAX;
}
