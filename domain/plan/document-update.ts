// The update of a bill or an order that both sides know: what moved, and the body that says exactly what was shown.
import type { OptionCode } from '../mapping/option-codes.ts';
import { isAmountText } from '../money/amount.ts';
import type { LineBody } from '../records/write-bodies.ts';
import type { DocumentBase, OwnedDocument } from './owned.ts';
import { ownedLine } from './owned.ts';
import { mergedLines } from './merged-lines.ts';
import type { Comparison } from './three-way.ts';
import { compareDocuments, partsOfPath } from './three-way.ts';
import type { FieldChange } from './verdict.ts';

/** The fields of an update. A field whose difference was not shown says what Xero has. */
export type UpdateFields = Pick<OwnedDocument, 'contactId' | 'number' | 'date' | 'currency'> & {
  lines: LineBody[];
};

export type DocumentUpdate = Comparison & {
  fields: UpdateFields;
  /** What both sides agree on once it is written. */
  agreed: Pick<DocumentBase, 'projection' | 'target'>;
  /** Whether the document's link back to Tieout is among what moved. */
  movesUrl: boolean;
  /** Why no body can say this, where none can. */
  impossible: string | undefined;
};

export function documentUpdate(
  states: { base: DocumentBase; projection: OwnedDocument; target: OwnedDocument },
  codes: readonly OptionCode[],
): DocumentUpdate {
  const { base, projection, target } = states;
  const { verdict, changes } = compareDocuments(base, projection, target, codes);
  const isShown = (path: string): boolean => changes.some((change) => change.path === path);
  const merged = mergedLines(states, changes, codes);
  const odd = merged.find(({ line }) => !isAmountText(line.unitAmount))?.line;
  const head = {
    contactId: isShown('contact') ? projection.contactId : target.contactId,
    number: isShown('number') ? projection.number : target.number,
    date: isShown('date') ? projection.date : target.date,
    currency: isShown('currency') ? projection.currency : target.currency,
  };
  const url = isShown('url') ? projection.url : target.url;
  return {
    verdict,
    changes,
    fields: { ...head, lines: merged.map(({ line }) => line) },
    agreed: {
      projection,
      target: {
        ...head,
        ...(url === undefined ? {} : { url }),
        // What cannot be written is agreed on by nobody; its amounts may be no amounts.
        lines: odd ? target.lines : merged.map(({ line, key }) => ({ ...ownedLine(line), key })),
      },
    },
    movesUrl: isShown('url'),
    impossible: odd
      ? `The line "${odd.description}" of ${odd.unitAmount} cannot be written as it stands; correct it in Xero first, or leave it.`
      : undefined,
  };
}

/** Whether a change touches what Xero locks once a document has payments or credits. */
export function touchesMoney({ path }: FieldChange): boolean {
  const { line, field } = partsOfPath(path);
  if (line === null) return path === 'date' || path === 'currency';
  return field === null || field === 'amount' || field === 'taxType' || field === 'tax';
}

/** The fields of a new record, for a person to read: nothing on either side yet, all proposed. */
export function newDocumentFields(
  projection: OwnedDocument,
  dueDate: string | null = null,
): FieldChange[] {
  const added = (path: string, value: string): FieldChange => ({
    path,
    base: null,
    procore: value,
    xero: null,
    proposed: value,
  });
  return [
    added('contact', projection.contactId),
    added('number', projection.number),
    added('date', projection.date),
    ...(dueDate === null ? [] : [added('dueDate', dueDate)]),
    added('currency', projection.currency),
    ...projection.lines.flatMap((line, index) => {
      const at = `lines[new-${index + 1}]`;
      const tracking = line.tracking.map(({ category, option }) => `${category}: ${option}`);
      return [
        added(`${at}.description`, line.description),
        added(`${at}.amount`, line.unitAmount),
        added(`${at}.taxType`, line.taxType),
        added(`${at}.tax`, line.taxAmount),
        added(`${at}.account`, line.accountCode),
        added(`${at}.tracking`, tracking.join(', ')),
      ];
    }),
  ];
}
