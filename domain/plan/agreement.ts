// What both sides agree on once a record is linked: the base of every later comparison.
import type { Role } from '../identity/markers.ts';
import { isWholeMinor, toMinor } from '../money/amount.ts';
import type { KeptRecord, RecordKind } from '../records/records.ts';
import type { XeroBill, XeroPurchaseOrder } from '../records/xero-records.ts';
import type { WriteBody } from '../records/write-bodies.ts';
import type { Base, Observation, OwnedContact, OwnedDocument } from './observation.ts';
import { plannerVersion } from './plan.ts';
import { xeroContactName } from './plan-contact.ts';
import { ownedBody, ownedDocument } from './three-way.ts';

/** The role of the record a document adopts. */
export function linkRoleOf(observation: Observation): Role {
  switch (observation.type) {
    case 'contact':
      return 'contact';
    case 'commitment':
      return 'order';
    case 'payApp':
      return 'bill';
  }
}

export function linkKindOf(observation: Observation): RecordKind {
  switch (observation.type) {
    case 'contact':
      return 'xeroContact';
    case 'commitment':
      return 'xeroPurchaseOrder';
    case 'payApp':
      return 'xeroBill';
  }
}

/** An adopted record is agreed on as it stands, differences included; only later moves count. */
export function adoptedBase(
  observation: Observation,
  targetId: string,
): Base<OwnedContact> | Base<OwnedDocument> | null {
  const { mappingVersion } = observation;
  switch (observation.type) {
    case 'contact': {
      const contact = observation.candidates.find((candidate) => candidate.id === targetId);
      if (!contact || !observation.vendor) return null;
      const projection = { name: xeroContactName(observation.vendor.name) };
      return { projection, target: { name: contact.name }, mappingVersion, plannerVersion };
    }
    case 'commitment':
    case 'payApp': {
      return baseAsItStands(observation, observation.marked);
    }
  }
}

/** The agreement on a record as it is: what the source says differently is then shown, never written unasked. */
export function baseAsItStands(
  { mappingVersion }: { mappingVersion: string },
  record: XeroBill | XeroPurchaseOrder | null,
): Base<OwnedDocument> | null {
  if (!record) return null;
  const owned = ownedDocument(record);
  return { projection: owned, target: owned, mappingVersion, plannerVersion };
}

/**
 * A written record is agreed on as it was sent: what Xero then says differently, in its answer or
 * later, is a difference to be shown. Only tax is Xero's to compute, so its own figures are the agreed
 * ones where they are within a cent a line of ours: how it rounds a half is not documented.
 */
export function writtenBase(
  body: WriteBody,
  mappingVersion: string,
  answer: KeptRecord | null = null,
): Base<OwnedContact> | Base<OwnedDocument> | { amount: string } {
  switch (body.kind) {
    case 'xeroContact': {
      const owned = { name: body.name };
      return { projection: owned, target: owned, mappingVersion, plannerVersion };
    }
    case 'xeroBill':
    case 'xeroPurchaseOrder': {
      const owned = ownedBody(body);
      const target = answer?.kind === body.kind ? withTaxOf(owned, answer) : owned;
      return { projection: owned, target, mappingVersion, plannerVersion };
    }
    case 'procoreContractPayment':
    case 'procoreContractPaymentChange':
      return { amount: body.amount };
    case 'xeroBillVoid':
    case 'xeroPurchaseOrderDelete':
    case 'procoreContractPaymentDelete':
      // What ends its target leaves nothing to agree on: such an intent settles as gone.
      throw new Error(`a ${body.kind} leaves no record`);
  }
}

function withTaxOf(sent: OwnedDocument, { lines }: XeroBill | XeroPurchaseOrder): OwnedDocument {
  return {
    ...sent,
    lines: sent.lines.map((line, index) => {
      const taxAmount = lines[index]?.taxAmount ?? line.taxAmount;
      if (!isWholeMinor(taxAmount)) return line;
      const difference = toMinor(taxAmount) - toMinor(line.taxAmount);
      return difference >= -1n && difference <= 1n ? { ...line, taxAmount } : line;
    }),
  };
}
