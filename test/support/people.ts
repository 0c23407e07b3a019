// What the people of both offices do by hand, through the vendors' own paths, and how they answer what waits for them.
import { setTimeout as sleep } from 'node:timers/promises';
import type { BillView, PayAppView, PaymentView } from './sandbox-views.ts';
import { asBookkeeper, billsInXero, payAppsInProcore } from './sandbox-views.ts';
import type { Sandbox, Stack } from './stack.ts';
import { control } from './stack.ts';

/** How long a test waits until all has settled, on a machine that does much else. */
export const patienceMs = 180_000;

/** Writes to Procore as a project manager, or as an administrator of its invoicing. */
export async function inProcore<T>(
  procore: Sandbox,
  ask: {
    as: 'pm' | 'admin';
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
    path: string;
    body?: unknown;
  },
): Promise<T> {
  const issued = await control<{ access_token: string }>(procore, 'POST', 'token', {
    role: ask.as,
  });
  const response = await fetch(`${procore.url}${ask.path}`, {
    method: ask.method,
    headers: {
      authorization: `Bearer ${issued.access_token}`,
      'content-type': 'application/json',
      'procore-company-id': '5629494500123',
    },
    ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
  });
  if (response.status === 429) {
    await sleep(1_000);
    return inProcore(procore, ask);
  }
  const text = await response.text();
  if (!response.ok) throw new Error(`${ask.method} ${ask.path}: ${response.status} ${text}`);
  return (text === '' ? null : JSON.parse(text)) as T;
}

export type PayApp = PayAppView & { projectId: number };

/** A pay app's bill, by the marker in its address: the live one, or the first where none lives. */
export async function billOf(stack: Stack, payAppId: number): Promise<BillView> {
  const bills = await billsBearing(stack, payAppId);
  const bill = bills.find(({ Status }) => !['VOIDED', 'DELETED'].includes(Status)) ?? bills[0];
  if (!bill) throw new Error(`pay app ${payAppId} has no bill`);
  return bill;
}

/** What the single record of a pay app shows beside its list. */
export function payAppInFull(
  stack: Stack,
  { id, projectId }: PayApp,
): Promise<{ vendor_id: number; vendor_name: string; items: { id: number }[] }> {
  const path = `/rest/v1.1/requisitions/${id}?project_id=${projectId}`;
  return inProcore(stack.procore, { as: 'admin', method: 'GET', path });
}

/** A bill as a bookkeeper types it: due on its day, without tax in its prices. */
export async function typeBill(
  stack: Stack,
  bill: {
    Contact: { ContactID: string } | { Name: string };
    InvoiceNumber: string | null;
    Date: string;
    LineItems: readonly Partial<Record<keyof BillView['LineItems'][number], string | number>>[];
    Status?: string;
    Url?: string | undefined;
  },
): Promise<BillView> {
  const typed = { Type: 'ACCPAY', LineAmountTypes: 'Exclusive', DueDate: bill.Date, ...bill };
  const answer = await asBookkeeper(stack.xero, 'PUT', 'Invoices', { Invoices: [typed] });
  const [made] = (answer as { Invoices: BillView[] }).Invoices;
  if (!made) throw new Error('Xero answered no bill');
  return made;
}

/** Every bill that bears a pay app's marker, whoever wrote it. */
export async function billsBearing(stack: Stack, payAppId: number): Promise<BillView[]> {
  const marker = `tieout:${stack.connection}/payApp/${payAppId}/bill`;
  return (await billsInXero(stack.xero)).filter(({ Url }) => Url?.endsWith(`#${marker}`));
}

/** Pays a part of a bill; answers the payment's id. */
export async function pay(
  stack: Stack,
  payment: { bill: BillView; amount: number; date: string; reference?: string },
): Promise<string> {
  const answer = await asBookkeeper(stack.xero, 'PUT', 'Payments', {
    Payments: [
      {
        Invoice: { InvoiceID: payment.bill.InvoiceID },
        Account: { Code: '090' },
        Date: payment.date,
        Amount: payment.amount,
        Reference: payment.reference ?? '',
      },
    ],
  });
  return (answer as { Payments: { PaymentID: string }[] }).Payments[0]?.PaymentID ?? '';
}

export async function removePayment(stack: Stack, paymentId: string): Promise<void> {
  await asBookkeeper(stack.xero, 'POST', `Payments/${paymentId}`, { Status: 'DELETED' });
}

/** Pays whole bills as one batch; answers the batch's id. */
export async function payBatch(
  stack: Stack,
  batch: { bills: readonly BillView[]; date: string },
): Promise<string> {
  const answer = await asBookkeeper(stack.xero, 'PUT', 'BatchPayments', {
    BatchPayments: [
      {
        Account: { Code: '090' },
        Date: batch.date,
        Reference: 'Subcontractors',
        Payments: batch.bills.map(({ InvoiceID, AmountDue }) => ({
          Invoice: { InvoiceID },
          Amount: AmountDue,
        })),
      },
    ],
  });
  const { BatchPayments: made } = answer as { BatchPayments: { BatchPaymentID: string }[] };
  return made[0]?.BatchPaymentID ?? '';
}

const contractPayments = '/rest/v1.0/contract_payments';

/** A contract payment that a project manager types; answers what Procore made of it. */
export function typePayment(
  stack: Stack,
  payApp: PayApp,
  fields: { amount: string; date: string; notes?: string },
): Promise<PaymentView> {
  const body = {
    project_id: payApp.projectId,
    contract_id: payApp.commitment_id,
    contract_payment: { requisition_id: payApp.id, ...fields },
  };
  return inProcore(stack.procore, { as: 'pm', method: 'POST', path: contractPayments, body });
}

/** What a project manager changes of a contract payment. */
export function changeContractPayment(
  stack: Stack,
  { projectId, commitment_id: contractId }: PayApp,
  { id, fields }: { id: number | undefined; fields: object },
): Promise<unknown> {
  return inProcore(stack.procore, {
    ...{ as: 'pm', method: 'PATCH', path: `${contractPayments}/${id}` },
    body: { project_id: projectId, contract_id: contractId, contract_payment: fields },
  });
}

export function deleteContractPayment(
  stack: Stack,
  { projectId, commitment_id: contractId }: PayApp,
  id: number | undefined,
): Promise<unknown> {
  const place = `project_id=${projectId}&contract_id=${contractId}`;
  return inProcore(stack.procore, {
    ...{ as: 'pm', method: 'DELETE', path: `${contractPayments}/${id}?${place}` },
  });
}

/** The contract payments of one pay app. */
export async function contractPaymentsOf(stack: Stack, payApp: PayApp): Promise<PaymentView[]> {
  const { payments } = await payAppsInProcore(stack.procore);
  return payments.filter(({ requisition_id: of }) => of === payApp.id);
}

/** A new pay app of the same contract that claims what `like` claimed, in status `under_review`. */
export async function enterLike(
  stack: Stack,
  like: PayApp,
  {
    work = '1000.00',
    number = like.invoice_number,
  }: { work?: string; number?: string | null } = {},
): Promise<PayApp> {
  const { procore } = stack;
  const path = '/rest/v1.1/requisitions';
  const made = await inProcore<PayApp & { items: { id: number }[] }>(procore, {
    ...{ as: 'admin', method: 'POST', path },
    body: {
      project_id: like.projectId,
      commitment_id: like.commitment_id,
      requisition: {
        period_id: like.period_id,
        status: 'under_review',
        invoice_number: number,
        billing_date: like.billing_date,
      },
    },
  });
  await inProcore(procore, {
    ...{ as: 'admin', method: 'PATCH' },
    path: `/rest/v1.0/requisitions/${made.id}/bulk_item_update?project_id=${like.projectId}`,
    body: {
      requisition_items: [{ id: made.items[0]?.id, work_completed_this_period: work }],
    },
  });
  return { ...made, projectId: like.projectId };
}

export function setStatus(stack: Stack, payApp: PayApp, status: string): Promise<unknown> {
  return inProcore(stack.procore, {
    ...{ as: 'admin', method: 'PATCH', path: `/rest/v1.1/requisitions/${payApp.id}` },
    body: { project_id: payApp.projectId, requisition: { status } },
  });
}

type OpenQuestion = { id: string; kind: string; subject: string; plan_hash: string };

/** What waits for a person about one document, by subject. */
async function questionsAbout(stack: Stack, document: string): Promise<OpenQuestion[]> {
  const [type, id] = document.split('/');
  const workflowId = `${type ?? ''}/${stack.connection}/${id ?? ''}`;
  const rows = await stack.database.sql<OpenQuestion[]>`
    select id, kind, subject, plan_hash from exception
    where workflow_id = ${workflowId} and state <> 'closed' order by subject`;
  return [...rows];
}

/** Subject and kind of what waits about one document. */
export async function askedAbout(stack: Stack, document: string): Promise<[string, string][]> {
  const open = await questionsAbout(stack, document);
  return open.map(({ subject, kind }) => [subject, kind]);
}

/** Kind and document of everything that waits. */
export async function allAsked(stack: Stack): Promise<[string, string][]> {
  const rows = await stack.database.sql<{ workflow_id: string; kind: string }[]>`
    select workflow_id, kind from exception where state <> 'closed' order by kind, workflow_id`;
  return rows.map(({ workflow_id: id, kind }) => [kind, id]);
}

/** Says one thing to all that waits about these documents, or all of one kind, then waits until it is carried out. */
export async function answerAll(
  stack: Stack,
  documents: readonly string[],
  verdict: 'approve' | 'reject',
  only?: string,
): Promise<void> {
  for (const document of documents) {
    for (const { id, kind, plan_hash: planHash } of await questionsAbout(stack, document)) {
      if (only !== undefined && kind !== only) continue;
      const { answer } = await stack.decide({ exceptionId: id, planHash, verdict });
      if (answer !== 'stored') throw new Error(`${document}: the answer was ${answer}`);
    }
  }
  await stack.settle(patienceMs);
}
