// What happened to a bill, an order or a contact, when and by whom, as Xero shows it under "History and notes".
import type { Caller, XeroState } from './xero-state.ts';

export function note(
  state: XeroState,
  id: string,
  caller: Caller,
  what: string,
  details = '',
): void {
  const entry = { atMs: state.kit.clock.nowMs(), by: caller.app, what, details };
  state.history.set(id, [...(state.history.get(id) ?? []), entry]);
}

const STATUS_WORDS: Record<string, string> = {
  SUBMITTED: 'Submitted for approval',
  AUTHORISED: 'Approved',
  VOIDED: 'Voided',
  DELETED: 'Deleted',
  BILLED: 'Billed',
  DRAFT: 'Made a draft',
};

/** In words; `before` is null for a document that is new. */
export function changeInWords(before: string | null, after: string): string {
  const words = STATUS_WORDS[after] ?? after;
  if (before === null) return after === 'DRAFT' ? 'Created' : `Created, ${words.toLowerCase()}`;
  return before === after ? 'Edited' : words;
}
