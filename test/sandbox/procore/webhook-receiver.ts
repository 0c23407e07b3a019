// A server that webhooks are delivered to, and the hooks that point to it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { COMPANY, text } from './procore-caller.ts';
import type { Json, Send } from './procore-caller.ts';

export const ROOT = `/rest/v2.0/companies/${COMPANY}/webhooks`;

export type Receiver = {
  /** Where hooks are pointed to. */
  destination: string;
  received: { authorization: string | undefined; payload: Json }[];
  /** The status that deliveries are answered with from now on. */
  answer: number;
  /** Makes a hook that points here; answers its id. */
  hook(call: Send, fields?: Json): Promise<string>;
  /** As on the first day. */
  forget(): void;
  close(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const payload = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json;
      receiver.received.push({ authorization: request.headers.authorization, payload });
      response.writeHead(receiver.answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const destination = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/procore`;
  const receiver: Receiver = {
    destination,
    received: [],
    answer: 200,
    async hook(call, fields = {}) {
      const reply = await call('POST', `${ROOT}/hooks`, {
        payload_version: 'v4.0',
        namespace: 'tieout',
        destination_url: destination,
        destination_headers: { Authorization: 'Bearer secret' },
        ...fields,
      });
      expect(reply.status, JSON.stringify(reply.body)).toBe(201);
      return text(reply.body, 'data', 'id');
    },
    forget() {
      receiver.received.length = 0;
      receiver.answer = 200;
    },
    async close() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

export async function trigger(
  call: Send,
  hookId: string,
  resource_name: string,
  event_type: string,
) {
  return call('POST', `${ROOT}/hooks/${hookId}/triggers`, { resource_name, event_type });
}
