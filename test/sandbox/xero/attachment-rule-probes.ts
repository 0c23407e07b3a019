// What shows how the open rules about files on documents are answered.
import type { Probe } from './credit-rule-probes.ts';
import type { Client, Json, Reply } from './xero-sandbox.ts';

type Books = {
  client: Client;
  made: () => Promise<Json>;
  update: (one: Json, change: Json) => Promise<Reply>;
};

export function attachmentProbes(books: () => Books): {
  attachmentOnEnded: Probe<'attachmentOnEnded'>;
} {
  return {
    attachmentOnEnded: {
      probe: async () => {
        const { client, made, update } = books();
        const one = await made();
        await update(one, { Status: 'VOIDED' });
        const path = `/Invoices/${String(one['InvoiceID'])}/Attachments/a.pdf`;
        const headers = { 'content-type': 'application/pdf' };
        return (await client.call('PUT', path, '%PDF', headers)).status;
      },
      outcomes: { refuse: 400, accept: 200 },
    },
  };
}
