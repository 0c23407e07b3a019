// The connection to Temporal: its own environment configuration, our codec, and a namespace set up as we need it.
import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import { createDataConverter } from '../codec/data-converter.ts';
import { readCodecKey } from '../codec/payload-codec.ts';
import { searchAttributes } from '../domain/identity/messages.ts';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';

export type TemporalSettings = { TIEOUT_CODEC_KEY: string; TEMPORAL_NAMESPACE: string };

/** Histories of closed runs stay this long. */
const retentionDays = 90;

function connectConfig(env: NodeJS.ProcessEnv = process.env) {
  // TEMPORAL_ADDRESS, TEMPORAL_API_KEY, TEMPORAL_TLS… : Temporal's own names, so that Cloud needs no code.
  const overrideEnvVars = Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  return loadClientConnectConfig({ overrideEnvVars });
}

export function dataConverterOf(settings: TemporalSettings) {
  return createDataConverter(readCodecKey(settings.TIEOUT_CODEC_KEY));
}

export async function connectClient(
  settings: TemporalSettings,
  env?: NodeJS.ProcessEnv,
): Promise<Client> {
  const { connectionOptions } = connectConfig(env);
  return new Client({
    connection: await Connection.connect(connectionOptions),
    namespace: settings.TEMPORAL_NAMESPACE,
    dataConverter: dataConverterOf(settings),
  });
}

export async function connectWorker(): Promise<NativeConnection> {
  const { connectionOptions } = connectConfig();
  return NativeConnection.connect(connectionOptions);
}

/** Null once the server tells of the namespace, else the code with which gRPC says why it does not. */
export async function describeNamespace(
  env: NodeJS.ProcessEnv,
  namespace: string,
  limitMs: number,
): Promise<number | null> {
  const { connectionOptions } = connectConfig(env);
  const connection = Connection.lazy(connectionOptions);
  try {
    await connection.withDeadline(Date.now() + limitMs, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return null;
  } catch (error) {
    if (isGrpcServiceError(error)) return error.code;
    throw error;
  } finally {
    await connection.close();
  }
}

const { IndexedValueType } = proto.temporal.api.enums.v1;
const keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
const int = IndexedValueType.INDEXED_VALUE_TYPE_INT;

const wantedAttributes: Record<string, typeof keyword | typeof int> = {
  [searchAttributes.connection]: keyword,
  [searchAttributes.project]: keyword,
  [searchAttributes.counterparty]: keyword,
  [searchAttributes.state]: keyword,
  [searchAttributes.currency]: keyword,
  [searchAttributes.amountMinor]: int,
};

/** Adds the search attributes that are missing; safe from several workers at once. */
export async function ensureSearchAttributes(client: Client, namespace: string): Promise<void> {
  const { operatorService } = client.connection;
  const known = await operatorService.listSearchAttributes({ namespace });
  const missing = Object.fromEntries(
    Object.entries(wantedAttributes).filter(([name]) => !(name in (known.customAttributes ?? {}))),
  );
  if (Object.keys(missing).length === 0) return;
  try {
    await operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
  } catch (error) {
    const again = await operatorService.listSearchAttributes({ namespace });
    const isThere = Object.keys(missing).every((name) => name in (again.customAttributes ?? {}));
    if (!isThere) throw error;
  }
}

/** Lengthens a namespace's retention to ninety days; a server that keeps more is left alone. */
export async function ensureRetention(client: Client, namespace: string): Promise<void> {
  const { workflowService } = client.connection;
  const { config } = await workflowService.describeNamespace({ namespace });
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  if (seconds >= retentionDays * 86_400) return;
  await workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs(retentionDays * 86_400_000) },
  });
}
