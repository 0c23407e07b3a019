// What a vendor and its contact agree on once they are linked.
import type { ContactBase } from '../../plan/owned.ts';
import type { Role } from '../../identity/roles.ts';
import { contactPlannerVersion } from './planner-version.ts';
import { xeroContactName } from './contact-fields.ts';
import type { ContactObservation } from './observation.ts';

/** An adopted contact is agreed on as it stands, a different name included; only later moves count. */
export function adoptedContactBase(
  { candidates, vendor, mappingVersion }: ContactObservation,
  _role: Role,
  targetId: string,
): ContactBase | null {
  const contact = candidates.find((candidate) => candidate.id === targetId);
  if (!contact || !vendor) return null;
  return {
    projection: { name: xeroContactName(vendor.name) },
    target: { name: contact.name },
    mappingVersion,
    plannerVersion: contactPlannerVersion,
    source: null,
  };
}
