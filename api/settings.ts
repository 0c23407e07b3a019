// What the console is told when it starts: whose events it takes, its own address, and where it keeps things.
import type { WebAddresses } from '../config/web-addresses.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import type { Database } from '../db/database.ts';

export type ApiLog = (level: 'info' | 'warn' | 'error', message: string, fields?: object) => void;

export type ApiSettings = {
  db: Database;
  log: ApiLog;
  /** The one that a request is about. */
  connection: string;
  /** As people open it; the host a proxy in front passes on. */
  publicUrl: string;
  /** The port it listens on, by which it is called on this machine. */
  port: number;
  /** Where people open Procore's and Xero's records. */
  web: WebAddresses;
  /** The port of Temporal's own UI, the one page elsewhere that may ask for decoded payloads. */
  temporalUiPort: number;
  temporalNamespace: string;
  codecKey: Buffer;
  /** The mapping in force for it. */
  mapping: Mapping;
  /** Every connection there is, the first one first; one where the company has one organisation in Xero. */
  connections: readonly ServedConnection[];
  procore: { companyId: string; webhookAuthorization: string };
};

/** A connection, and whose events are its own. */
export type ServedConnection = { mapping: Mapping; xero: { tenantId: string; webhookKey: string } };

/** Until people sign in, whoever reaches the loopback address is the controller. */
export const localPerson = 'local:controller';
