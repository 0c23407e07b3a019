// How the mirror files a record: its id, its vendor's version, what it belongs to and the marker it carries.

export type Filing = {
  recordId: string;
  version: string;
  /** What other records find it by: contract, contact, bill, project. */
  belongsTo: string | null;
  marker: string | null;
};

export type FilingOf<Record> = (record: Record) => Filing;
