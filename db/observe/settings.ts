// What the worker knows besides Postgres; it comes with every observation, since workflows read no config.
import type { Mapping } from '../../domain/mapping/mapping.ts';

export type ObserverSettings = {
  connection: string;
  publicUrl: string;
  mapping: Mapping;
  mappingVersion: string;
  /** Other connections keep the same Procore company in agreement with other organisations. Absent where there is one. */
  sharesCompany?: true;
};
