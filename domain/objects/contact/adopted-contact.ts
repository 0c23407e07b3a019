// What a vendor and its contact agree on once they are linked.
import type { ContactBase } from '../../plan/owned.ts';
import type { Role } from '../../identity/roles.ts';
import { agreedWith } from './linked-contact.ts';
import type { ContactObservation } from './observation.ts';

/** An adopted contact is agreed on as it stands, a different name included; only later moves count. */
export function adoptedContactBase(
  observation: ContactObservation,
  _role: Role,
  targetId: string,
): ContactBase | null {
  const { candidates, survivor, vendor } = observation;
  const contact = [...candidates, survivor].find((candidate) => candidate?.id === targetId);
  return contact && vendor ? agreedWith(observation, vendor, contact) : null;
}
