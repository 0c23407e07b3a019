// Whom a record concerns, as data: each record says it in its own file, and db/queries/concerned.ts looks it up in bulk.
import type { MonthOfProject } from '../identity/cost-of-projects.ts';
import type { Role } from '../identity/roles.ts';
import type { DocumentType } from '../identity/workflow-ids.ts';

/** How far a rule narrows the documents it reaches. */
export type StandingFilter =
  | 'any'
  /** A question is open, a write was refused or a difference was accepted: what was in the way may have moved. */
  | 'inDoubt'
  /** Not posted, waiting for something, or posted and not yet paid in full. */
  | 'unpaid';

export type Concern =
  /** The document whose source the record is. */
  | { whose: 'own'; type: DocumentType; sourceId: string }
  /** The document linked to a record of the other system. `else` counts only where there is none. */
  | { whose: 'linked'; kind: string; targetId: string; else?: readonly Concern[] }
  /** The document that has a live link in this role, whatever it is linked to. */
  | { whose: 'inRole'; role: Role }
  /** The document whose source is what the mirror files this record under; for a record known by its id alone. */
  | { whose: 'filedUnder'; kind: string; recordId: string; type: DocumentType }
  /** As `own`, where that document is known already. */
  | { whose: 'known'; type: DocumentType; sourceId: string }
  /** Documents of a type that wait for a person's answer about this project. */
  | { whose: 'askedInProject'; type: 'directCost'; projectId: string }
  /** Whatever waits for a document. */
  | { whose: 'waitingFor'; type: DocumentType; sourceId: string }
  /** Every month that is costed of a project in Xero Projects. */
  | { whose: 'monthsOf'; what: MonthOfProject['what']; xeroProjectId: string }
  /** Every claim of a contract, with the document that its release is. */
  | { whose: 'contract'; contractId: string }
  /** The commitment, or the claims, of the contract of that id, whatever kind it is of. */
  | { whose: 'contractOfAnyKind'; contractId: string }
  /** The claim that is measured against this one. */
  | { whose: 'successor'; contractId: string; claimId: string; number: number }
  | { whose: 'project'; projectId: string; standing: StandingFilter }
  | { whose: 'counterparty'; vendorId: string; type: DocumentType | null; standing: StandingFilter }
  /** As `counterparty`, of the vendor whose contact this is. */
  | {
      whose: 'vendorOfContact';
      contactId: string;
      type: DocumentType | null;
      standing: StandingFilter;
    }
  /** Every vendor that is still looking for its contact. */
  | { whose: 'unlinkedContacts' }
  /** The vendor's contact, where nobody had work for it until now. */
  | { whose: 'contactNotPosted'; vendorId: string }
  /** Every known document of a type. */
  | { whose: 'ofType'; type: DocumentType }
  /** All documents of the connection that are in doubt. */
  | { whose: 'connection'; standing: 'inDoubt' };

/** Whom news of a record concerns. A record that bears a marker concerns the document it names as well, whatever its kind. */
export type ConcernsOf<Record> = (record: Record) => readonly Concern[];

/** Whom a webhook about a record concerns before it is read, from its id alone. */
export type HeardOf = (recordId: string) => readonly HeardConcern[];
export type HeardConcern = Extract<Concern, { whose: 'own' | 'linked' | 'filedUnder' }>;
