// How change orders of either side, prime contracts and payment applications are asked of Procore.
import { readOne } from '../http/parsed-records.ts';
import { changeOrderReader, readChangeOrderHeader } from './change-orders.ts';
import { holdsLines } from './commitments.ts';
import { paymentApplicationReader, readPaymentApplicationHeader } from './payment-applications.ts';
import { primeContractReader, readPrimeContractHeader } from './prime-contracts.ts';
import type { ProcoreClient } from './procore-api.ts';
import type { ProcoreReading } from './procore-reading.ts';
import { updatedSinceFilter } from './updated-since.ts';

type ChangeOrderReads = Pick<ProcoreClient, 'listChangeOrders' | 'readChangeOrder'>;
type OwnerReads = Pick<
  ProcoreClient,
  'listPrimeContracts' | 'readPrimeContract' | 'listPaymentApplications' | 'readPaymentApplication'
>;

export function changeOrderReads({ list, one }: ProcoreReading): ChangeOrderReads {
  return {
    listChangeOrders: ({ projectId, updatedSince }) =>
      list({
        resource: 'change order',
        template: '/rest/v1.0/change_order_packages',
        query: { project_id: projectId, ...updatedSinceFilter(updatedSince) },
        read: readChangeOrderHeader,
      }),
    readChangeOrder: ({ projectId, id }) =>
      one({
        resource: 'change order',
        template: '/rest/v1.0/change_order_packages/{id}',
        id,
        query: { project_id: projectId },
        read: changeOrderReader(projectId),
      }),
  };
}

export function ownerReads({ list, one, show, elements }: ProcoreReading): OwnerReads {
  return {
    listPrimeContracts: ({ projectId, updatedSince }) =>
      list({
        resource: 'prime contract',
        template: '/rest/v1.0/prime_contracts',
        query: { project_id: projectId, ...updatedSinceFilter(updatedSince) },
        read: readPrimeContractHeader,
      }),
    // One by itself is at the singular path (Procore's reference of 2026, Prime Contracts, read 2026-11-23).
    readPrimeContract: async ({ projectId, id }) => {
      const place = { params: { id }, query: { project_id: projectId } };
      const element = await show({ ...place, template: '/rest/v1.0/prime_contract/{id}' });
      const lines = holdsLines(element)
        ? null
        : await elements({ ...place, template: '/rest/v1.0/prime_contracts/{id}/line_items' });
      return readOne({
        element,
        read: primeContractReader({ projectId, lines }),
        id,
        context: { vendor: 'procore', resource: 'prime contract' },
        write: false,
      });
    },
    // No filter by what changed (the same reference, Payment Applications): the list is read whole.
    listPaymentApplications: ({ projectId }) =>
      list({
        resource: 'owner invoice',
        template: '/rest/v1.0/payment_applications',
        query: { project_id: projectId },
        read: readPaymentApplicationHeader,
      }),
    readPaymentApplication: ({ projectId, id }) =>
      one({
        resource: 'owner invoice',
        template: '/rest/v1.0/payment_applications/{id}',
        id,
        query: { project_id: projectId },
        read: paymentApplicationReader(projectId),
      }),
  };
}
