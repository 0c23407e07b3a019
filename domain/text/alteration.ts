// A text that stands in the other system otherwise than at its source, so that people can be told.

export type Alteration = {
  /** The field, as in a change of it. */
  path: string;
  source: string;
  /** Null where it is left out. */
  written: string | null;
  /** For people, to be read after "because". */
  why: string;
};
