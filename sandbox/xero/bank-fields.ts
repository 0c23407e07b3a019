// What money through a bank account begins with, whatever it is for: who it is with, which account, and when.
import type { Account } from './records.ts';
import type { Caller, XeroState } from './xero-state.ts';
import type { ContactService } from './contacts.ts';
import type { Day } from './dates.ts';
import type { JsonObject } from './json-input.ts';
import type { Problems } from './failures.ts';
import { checkLockDates } from './lock-dates.ts';
import { day, object, text } from './json-input.ts';
import { texts } from './texts.ts';

type Movement = { contactId: string | null; bank: Account | undefined; date: Day };

/** From the fields of a BankTransaction; what is wrong with them is added to the problems. */
export function bankMovementFrom(
  { state, contacts }: { state: XeroState; contacts: ContactService },
  input: JsonObject,
  caller: Caller,
  problems: Problems,
): Movement {
  const contactId = contacts.ofDocument(object(input, 'Contact'), null, caller, false, problems);
  const bank = state.accountByCode(text(object(input, 'BankAccount') ?? {}, 'Code') ?? '');
  problems.addIf(bank?.type !== 'BANK', texts.accountNotFound);
  const date = day(input, 'Date') ?? state.today();
  checkLockDates(state, caller, date, problems);
  return { contactId, bank, date };
}
