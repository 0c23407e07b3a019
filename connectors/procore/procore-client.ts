// The Procore client: one company, every list complete, every answer a domain record.
import { readOne } from '../http/parsed-records.ts';
import { VendorError } from '../http/vendor-error.ts';
import { attachmentCalls } from './attachments.ts';
import { billingPeriodReader } from './billing-periods.ts';
import { budgetCodesReads } from './budget-codes.ts';
import { budgetReads } from './budgets.ts';
import {
  commitmentHeaderReader,
  commitmentReader,
  contractPath,
  holdsLines,
} from './commitments.ts';
import {
  contractPaymentChangeJson,
  contractPaymentJson,
  contractPaymentReader,
} from './contract-payments.ts';
import { directCostReads, directCostWrites } from './direct-cost-calls.ts';
import type { ProcoreClient, ProcoreClientOptions } from './procore-api.ts';
import { createProcoreCall } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import { createProcoreReading } from './procore-reading.ts';
import type { ProcoreReading } from './procore-reading.ts';
import { changeOrderReads, ownerReads } from './owner-reads.ts';
import { readProject } from './projects.ts';
import { requisitionReader } from './requisitions.ts';
import { updatedSinceFilter } from './updated-since.ts';
import { timecardReads } from './timecards.ts';
import { readTaxCode } from './tax-codes.ts';
import { readVendor } from './vendors.ts';
import { writtenElement } from './written-element.ts';

/** Tax codes page by at most 100 (Procore's reference, List Tax Codes, read 2026-11-23). */
const taxCodePageSizeMax = 100;
type DirectoryReads = Pick<
  ProcoreClient,
  'listProjects' | 'listVendors' | 'readVendor' | 'listTaxCodes' | 'listBillingPeriods'
>;
type ContractReads = Pick<
  ProcoreClient,
  'listCommitments' | 'readCommitment' | 'listRequisitions' | 'readRequisition'
>;
type PaymentCalls = Pick<
  ProcoreClient,
  | 'listContractPayments'
  | 'createContractPayment'
  | 'updateContractPayment'
  | 'deleteContractPayment'
>;

export function createProcoreClient(options: ProcoreClientOptions): ProcoreClient {
  if (!/^\d+$/.test(options.companyId)) throw new RangeError('companyId is digits only');
  const call = createProcoreCall(options);
  const reading = createProcoreReading(call, options);
  return {
    ...directoryReads(reading, options.companyId),
    ...budgetReads(reading),
    ...timecardReads(reading, options),
    ...budgetCodesReads(reading),
    ...contractReads(reading),
    ...changeOrderReads(reading),
    ...ownerReads(reading),
    ...paymentCalls(reading, call),
    ...directCostReads(reading),
    ...directCostWrites(reading, call),
    ...vendorCalls(call, options.companyId),
    ...attachmentCalls(reading, options),
  };
}

/** A list that some sign-ins may not see, and that says nothing by being away. */
async function nothingWhereNotShown<T>(read: () => Promise<T[]>): Promise<T[]> {
  try {
    return await read();
  } catch (error) {
    const isHidden =
      error instanceof VendorError && (error.kind === 'forbidden' || error.kind === 'notFound');
    if (!isHidden) throw error;
    return [];
  }
}

function directoryReads({ list, one }: ProcoreReading, companyId: string): DirectoryReads {
  const query = { company_id: companyId };
  return {
    listProjects: () =>
      list({ resource: 'project', template: '/rest/v1.0/projects', query, read: readProject }),
    listVendors: async ({ updatedSince } = {}) => {
      const since = updatedSinceFilter(updatedSince);
      const active = await list({
        resource: 'vendor',
        template: '/rest/v1.0/vendors',
        query: { ...query, ...since },
        read: (element) => readVendor(element),
      });
      // Inactive ones have a list of their own; without it their contracts would seem to have no vendor.
      const inactive = await nothingWhereNotShown(() =>
        list({
          resource: 'vendor',
          template: '/rest/v1.0/companies/{companyId}/vendors/inactive',
          params: { companyId },
          query: since,
          read: (element) => readVendor(element, { isActive: false }),
        }),
      );
      return [...active, ...inactive];
    },
    readVendor: ({ id, beforeSend }) =>
      one({
        beforeSend,
        resource: 'vendor',
        template: '/rest/v1.0/vendors/{id}',
        id,
        query,
        read: (element) => readVendor(element),
      }),
    listTaxCodes: () =>
      list({
        resource: 'tax code',
        template: '/rest/v1.0/tax_codes',
        query,
        pageSizeMax: taxCodePageSizeMax,
        read: readTaxCode,
      }),
    listBillingPeriods: ({ projectId }) =>
      list({
        resource: 'billing period',
        template: '/rest/v1.0/projects/{projectId}/billing_periods',
        params: { projectId },
        read: billingPeriodReader(projectId),
      }),
  };
}

function contractReads({ list, one, show, elements }: ProcoreReading): ContractReads {
  return {
    listCommitments: ({ projectId, contractKind, updatedSince }) =>
      list({
        resource: 'commitment',
        template: `/rest/v1.0/${contractPath[contractKind]}`,
        query: { project_id: projectId, ...updatedSinceFilter(updatedSince) },
        read: commitmentHeaderReader(contractKind),
      }),
    readCommitment: async ({ projectId, contractKind, id }) => {
      const template = `/rest/v1.0/${contractPath[contractKind]}/{id}`;
      const place = { params: { id }, query: { project_id: projectId } };
      const element = await show({ ...place, template });
      const lines = holdsLines(element)
        ? null
        : await elements({ ...place, template: `${template}/line_items` });
      return readOne({
        element,
        read: commitmentReader({ projectId, contractKind, lines }),
        id,
        context: { vendor: 'procore', resource: 'commitment' },
        write: false,
      });
    },
    // v1.1: only its extended view holds the items, and with them the figures of the G703.
    listRequisitions: ({ projectId, updatedSince }) =>
      list({
        resource: 'requisition',
        template: '/rest/v1.1/requisitions',
        query: { project_id: projectId, view: 'extended', ...updatedSinceFilter(updatedSince) },
        read: requisitionReader(projectId),
      }),
    readRequisition: ({ projectId, id }) =>
      one({
        resource: 'requisition',
        template: '/rest/v1.1/requisitions/{id}',
        id,
        query: { project_id: projectId, view: 'extended' },
        read: requisitionReader(projectId),
      }),
  };
}

function paymentCalls({ list }: ProcoreReading, call: ProcoreCall): PaymentCalls {
  return {
    listContractPayments: ({ projectId, contractId, beforeSend }) =>
      list({
        beforeSend,
        resource: 'contract payment',
        template: '/rest/v1.0/contract_payments',
        query: { project_id: projectId, contract_id: contractId },
        read: contractPaymentReader({ projectId, contractId }),
      }),
    createContractPayment: async ({ idempotencyToken, beforeSend, ...body }) => {
      const answer = await call({
        method: 'POST',
        template: '/rest/v1.0/contract_payments',
        body: contractPaymentJson(body),
        idempotencyToken,
        beforeSend,
      });
      return readOne({
        element: writtenElement(answer),
        read: contractPaymentReader(body),
        id: null,
        context: { vendor: 'procore', resource: 'contract payment' },
        write: true,
      });
    },
    updateContractPayment: async ({ beforeSend, ...body }) => {
      const answer = await call({
        method: 'PATCH',
        template: '/rest/v1.0/contract_payments/{id}',
        params: { id: body.paymentId },
        body: contractPaymentChangeJson(body),
        beforeSend,
      });
      return readOne({
        element: writtenElement(answer),
        read: contractPaymentReader(body),
        id: body.paymentId,
        context: { vendor: 'procore', resource: 'contract payment' },
        write: true,
      });
    },
    deleteContractPayment: async ({ projectId, contractId, id, beforeSend }) => {
      await call({
        beforeSend,
        method: 'DELETE',
        template: '/rest/v1.0/contract_payments/{id}',
        params: { id },
        query: { project_id: projectId, contract_id: contractId },
      });
    },
  };
}

/** Source: Procore OpenAPI of 2024, PATCH /rest/v1.0/vendors/{id}; read 2026-11-27. */
function vendorCalls(call: ProcoreCall, companyId: string): Pick<ProcoreClient, 'updateVendor'> {
  return {
    updateVendor: async ({ beforeSend, vendorId, name, email }) => {
      const vendor = {
        ...(name === undefined ? {} : { name }),
        ...(email === undefined ? {} : { email_address: email }),
      };
      const answer = await call({
        method: 'PATCH',
        template: '/rest/v1.0/vendors/{id}',
        params: { id: vendorId },
        query: { company_id: companyId },
        body: JSON.stringify({ vendor }),
        beforeSend,
      });
      return readOne({
        element: writtenElement(answer),
        read: (element) => readVendor(element),
        id: vendorId,
        context: { vendor: 'procore', resource: 'vendor' },
        write: true,
      });
    },
  };
}
