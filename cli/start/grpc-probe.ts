// Asks a Temporal server whether it serves, over plain HTTP/2: a launcher needs no SDK for two tiny questions.
import { connect } from 'node:http2';

/** gRPC over HTTP/2 protocol: every message has a flag byte and a 4-byte length before it. */
function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** Protocol buffers encoding: field 1, wire type 2 (length-delimited). Names here are shorter than 128 bytes. */
function stringInFieldOne(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > 127) throw new Error(`"${text}" is too long for this small encoder.`);
  return Buffer.concat([Buffer.from([0x0a, bytes.length]), bytes]);
}

interface GrpcAnswer {
  /** gRPC's own status: 0 = OK; null when the server gave none. */
  status: number | null;
  message: Buffer;
}

function call(address: string, path: string, body: Buffer, limitMs: number): Promise<GrpcAnswer> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://${address}`);
    const timer = setTimeout(() => fail(new Error(`${address} did not answer in time`)), limitMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      session.destroy();
      reject(error);
    };
    session.on('error', fail);
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const parts: Buffer[] = [];
    let status: number | null = null;
    const readStatus = (headers: Record<string, unknown>): void => {
      const text = headers['grpc-status'];
      if (typeof text === 'string') status = Number(text);
    };
    stream.on('response', readStatus);
    stream.on('trailers', readStatus);
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('error', fail);
    stream.on('end', () => {
      clearTimeout(timer);
      session.close();
      resolve({ status, message: Buffer.concat(parts).subarray(5) });
    });
    stream.end(framed(body));
  });
}

/** True once the frontend says SERVING and knows the namespace; throws when nothing answers at the address. */
export async function temporalServes(
  address: string,
  namespace: string,
  limitMs = 2_000,
): Promise<boolean> {
  const service = 'temporal.api.workflowservice.v1.WorkflowService';
  const health = await call(
    address,
    '/grpc.health.v1.Health/Check',
    stringInFieldOne(service),
    limitMs,
  );
  // health.proto: field 1 `status`, a varint; 1 = SERVING.
  if (health.status !== 0 || health.message[0] !== 0x08 || health.message[1] !== 1) return false;
  const found = await call(
    address,
    `/${service}/DescribeNamespace`,
    stringInFieldOne(namespace),
    limitMs,
  );
  return found.status === 0;
}
