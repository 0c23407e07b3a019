// The calls on a project's direct costs: lists at v1.1, their lines at v1.0, and each write by itself.
import { readEach, readOne } from '../http/parsed-records.ts';
import { elementId } from './procore-pages.ts';
import type { ProcoreClient } from './procore-api.ts';
import type { ProcoreCall } from './procore-call.ts';
import {
  directCostChangeJson,
  directCostJson,
  directCostReader,
  linesByHolder,
  readDirectCostHeader,
  saysLines,
} from './direct-costs.ts';
import type { ProcoreReading } from './procore-reading.ts';
import { updatedSinceFilter } from './updated-since.ts';
import { writtenElement } from './written-element.ts';

export type DirectCostCalls = Pick<
  ProcoreClient,
  | 'listDirectCosts'
  | 'readDirectCosts'
  | 'readDirectCost'
  | 'createDirectCost'
  | 'updateDirectCost'
  | 'deleteDirectCost'
>;

const list = '/rest/v1.1/projects/{projectId}/direct_costs';
const one = `${list}/{id}`;
const lines = '/rest/v1.0/projects/{projectId}/direct_costs/line_items';
const line = '/rest/v1.0/projects/{projectId}/direct_costs/{id}/line_items/{lineId}';
const context = { vendor: 'procore', resource: 'direct cost' } as const;

export function directCostReads(
  reading: ProcoreReading,
): Pick<DirectCostCalls, 'listDirectCosts' | 'readDirectCosts' | 'readDirectCost'> {
  return {
    listDirectCosts: ({ projectId, updatedSince, beforeSend }) =>
      reading.list({
        beforeSend,
        resource: context.resource,
        template: list,
        params: { projectId },
        query: updatedSinceFilter(updatedSince),
        read: readDirectCostHeader,
      }),
    readDirectCosts: async ({ projectId }) => {
      const params = { projectId };
      const elements = await reading.elements({ template: list, params });
      const isWhole = elements.every(saysLines);
      const apart = isWhole ? undefined : await reading.elements({ template: lines, params });
      const read = directCostReader(projectId, apart && linesByHolder(apart));
      return readEach({ elements, read, idOf: elementId, context });
    },
    readDirectCost: ({ projectId, id, beforeSend }) =>
      reading.one({
        beforeSend,
        resource: context.resource,
        template: one,
        id,
        params: { projectId },
        read: directCostReader(projectId),
      }),
  };
}

export function directCostWrites(
  { one: readOneOf }: ProcoreReading,
  call: ProcoreCall,
): Pick<DirectCostCalls, 'createDirectCost' | 'updateDirectCost' | 'deleteDirectCost'> {
  const written = (element: unknown, projectId: string, id: string | null) =>
    readOne({ element, read: directCostReader(projectId), id, context, write: true });
  return {
    createDirectCost: async ({ idempotencyToken, beforeSend, ...body }) => {
      const { projectId } = body;
      const answer = await call({
        ...{ method: 'POST', template: list, params: { projectId } },
        ...{ body: directCostJson(body), idempotencyToken, beforeSend },
      });
      return written(writtenElement(answer), projectId, null);
    },
    updateDirectCost: async ({ beforeSend, there, ...body }) => {
      const { projectId, directCostId: id } = body;
      const { json, surplus } = directCostChangeJson(body, there);
      const params = { projectId, id };
      const answer = await call({
        ...{ method: 'PATCH', template: one, params, body: json, beforeSend },
      });
      if (surplus.length === 0) return written(writtenElement(answer), projectId, id);
      for (const lineId of surplus) {
        await call({ method: 'DELETE', template: line, params: { ...params, lineId }, beforeSend });
      }
      return readOneOf({
        ...{ resource: context.resource, template: one, id, params: { projectId } },
        read: directCostReader(projectId),
      });
    },
    deleteDirectCost: async ({ projectId, id, beforeSend }) => {
      await call({ method: 'DELETE', template: one, params: { projectId, id }, beforeSend });
    },
  };
}
