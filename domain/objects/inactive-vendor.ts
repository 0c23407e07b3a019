// A vendor that was made inactive before it had a contact: its documents wait, and say for what.
import type { Role } from '../identity/roles.ts';
import type { Verdict } from '../plan/verdict.ts';
import { blocked } from '../plan/verdicts.ts';

/** No contact is made for it; one that it has already goes on being billed. */
export function inactiveVendor(role: Role, name: string): Verdict {
  const detail = `the vendor "${name}" is inactive in Procore`;
  return blocked(role, 'vendorMissing', detail, { vendor: name });
}
