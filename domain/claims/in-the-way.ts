// What stands in the way of posting a claim before its own figures are looked at: its contract, its party, its dates.
import type { Role } from '../identity/roles.ts';
import { whyNotInCurrency } from '../currency/foreign.ts';
import { inactiveVendor } from '../objects/inactive-vendor.ts';
import type { Verdict } from '../plan/verdict.ts';
import { blocked, waitsFor } from '../plan/verdicts.ts';
import type { ClaimContract, ClaimObservation, ProcoreClaim } from './claim-observation.ts';
import { contractOf, sideOf } from './sides.ts';

/** All of it is to be seen: the contract with its project, and the contact to post under. */
export type Surroundings = { contract: ClaimContract; contactId: string; currency: string };

type Found = { ok: true; around: Surroundings } | { ok: false; verdict: Verdict };

/** In the order in which a person would put it right. */
export function surroundingsOf(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  role: Role,
): Found {
  const refuse = (verdict: Verdict): Found => ({ ok: false, verdict });
  const { contract, project, contact, organisation } = observation;
  const currency = currencyOf(observation, claim);
  const { claim: word } = sideOf(observation).words;
  const inTheWay = whyNotInCurrency(role, {
    ...{ currency, baseCurrency: organisation.baseCurrency, currencies: observation.currencies },
    ...{ figures: { due: claim.summary.currentPaymentDue }, word: `the ${word}` },
  });
  if (inTheWay) return refuse(inTheWay);
  if (!contract || !project) {
    const { contractKind, contractId } = contractOf(claim);
    const detail = contract
      ? 'Procore no longer shows its project'
      : 'Procore no longer shows its contract';
    const figures = { contract: `${contractKind}-${contractId}` };
    return refuse(blocked(role, 'accessLost', detail, figures));
  }
  const differs = vendorDiffers(claim, contract, role);
  if (differs) return refuse(differs);
  if (!contact) return refuse(partyMissing(observation, claim, { contract, role }));
  if (contact.inactive !== undefined) return refuse(inactiveVendor(role, contact.inactive));
  if (contact.contactId === null || contact.archived) {
    return refuse(waitsFor(role, contact.workflowId));
  }
  return { ok: true, around: { contract, contactId: contact.contactId, currency } };
}

/** What the rate of a posted document is held against. */
export function rateGround({ organisation, mapping }: ClaimObservation) {
  const { baseCurrency } = organisation;
  return { baseCurrency, pegged: mapping.currencies.pegged };
}

export function currencyOf(
  { contract, organisation }: ClaimObservation,
  { currency }: ProcoreClaim,
): string {
  return currency ?? contract?.currency ?? organisation.baseCurrency;
}

/** The claimant is who the pay app names; a contract that was given to another company meanwhile is a question. */
function vendorDiffers(claim: ProcoreClaim, contract: ClaimContract, role: Role): Verdict | null {
  if (claim.kind !== 'procoreRequisition') return null;
  const { vendorId } = claim;
  if (vendorId === null || contract.vendorId === null || vendorId === contract.vendorId)
    return null;
  const detail = `the pay app is of company ${vendorId}, contract ${contract.number} is now of company ${contract.vendorId}`;
  return blocked(role, 'vendorDiffers', detail, {
    payAppVendor: vendorId,
    contractVendor: contract.vendorId,
  });
}

function partyMissing(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { contract, role }: { contract: ClaimContract; role: Role },
): Verdict {
  const own = claim.kind === 'procoreRequisition' ? claim.vendorId : null;
  const vendor = contract.vendorId ?? own;
  const { party } = sideOf(observation).words;
  const detail = vendor
    ? `Procore does not show the contract's ${party}`
    : `the contract has no ${party}`;
  return blocked(role, 'vendorMissing', detail, { vendor });
}

/** Without a date nothing is posted, and none is invented. */
export function undated(
  { period }: ClaimObservation,
  { billingDate, periodId, summary }: ProcoreClaim,
  role: Role,
): Verdict | null {
  if (billingDate === null) {
    const figures = { due: summary.currentPaymentDue };
    return blocked(role, 'incomplete', 'it has no billing date', figures);
  }
  if (period === 'known') return null;
  const detail = 'Procore does not show its billing period, which says when it is due';
  return blocked(role, 'accessLost', detail, { period: periodId });
}
