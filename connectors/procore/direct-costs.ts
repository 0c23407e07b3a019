// How a project's direct costs are read and written, with the lines that only a single one, or a list of their own, shows.
import { z } from 'zod';
import type {
  DirectCostLine,
  ProcoreDirectCost,
} from '../../domain/records/procore/direct-cost.ts';
import type { DirectCostBody, DirectCostChangeBody } from '../../domain/records/write-bodies.ts';
import { JsonNumber, writeLosslessJson } from '../http/lossless-json.ts';
import type { WritableJson } from '../http/lossless-json.ts';
import { UnreadableFieldError } from '../http/parsed-records.ts';
import type { DirectCostHeader } from './procore-api.ts';
import {
  amount,
  currency,
  idField,
  instant,
  optionalDate,
  optionalId,
  optionalText,
  text,
} from './procore-fields.ts';

const headerSchema = z.looseObject({
  id: idField,
  description: optionalText,
  updated_at: instant,
});

const lineSchema = z.looseObject({
  id: idField,
  amount,
  description: optionalText,
  wbs_code: z.looseObject({ id: idField }).nullish(),
  holder: z.looseObject({ id: idField }).nullish(),
});

const schema = headerSchema.extend({
  direct_cost_type: text,
  status: text,
  vendor_id: optionalId,
  invoice_number: optionalText,
  direct_cost_date: optionalDate,
  origin_id: optionalText,
  currency_configuration: currency,
  line_items: z.array(lineSchema).nullish(),
});

export function readDirectCostHeader(element: unknown): DirectCostHeader {
  const header = headerSchema.parse(element);
  return { id: header.id, description: header.description, updatedAt: header.updated_at };
}

/** `lines` are those of the project's own list, for an answer that holds none. */
export function directCostReader(
  projectId: string,
  lines?: ReadonlyMap<string, readonly DirectCostLine[]>,
): (element: unknown) => ProcoreDirectCost {
  return (element) => {
    const read = schema.parse(element);
    const own = read.line_items?.map(lineOf) ?? lines?.get(read.id) ?? (lines ? [] : undefined);
    if (own === undefined) throw new UnreadableFieldError('line_items', 'the lines are missing');
    return {
      kind: 'procoreDirectCost',
      id: read.id,
      projectId,
      type: read.direct_cost_type,
      status: read.status,
      vendorId: read.vendor_id,
      invoiceNumber: read.invoice_number,
      date: read.direct_cost_date,
      description: read.description,
      originId: read.origin_id,
      currency: read.currency_configuration,
      lines: [...own],
      updatedAt: read.updated_at,
    };
  };
}

/** Whether elements of a list say their lines. Source: Procore OpenAPI 2024-10, list of v1.1, where none does; read 2026-11-27. */
export function saysLines(element: unknown): boolean {
  return z.looseObject({ line_items: z.array(z.unknown()) }).safeParse(element).success;
}

function lineOf({
  id,
  amount: lineAmount,
  description,
  wbs_code: code,
}: z.output<typeof lineSchema>) {
  return { id, wbsCodeId: code?.id ?? null, amount: lineAmount, description };
}

/** The lines of a project, by the direct cost that holds each. Throws for one that names none: it would be missed in silence. */
export function linesByHolder(elements: readonly unknown[]): Map<string, DirectCostLine[]> {
  const byHolder = new Map<string, DirectCostLine[]>();
  for (const element of elements) {
    const read = lineSchema.parse(element);
    const holder = read.holder?.id;
    if (holder === undefined) throw new UnreadableFieldError('holder', 'the line names no holder');
    byHolder.set(holder, [...(byHolder.get(holder) ?? []), lineOf(read)]);
  }
  return byHolder;
}

type Said = Pick<
  DirectCostBody,
  'status' | 'vendorId' | 'invoiceNumber' | 'date' | 'description' | 'lines'
>;

function fieldsOf({ status, vendorId, invoiceNumber, date, description }: Said) {
  return {
    status,
    direct_cost_date: date,
    description,
    ...(vendorId === null ? {} : { vendor_id: new JsonNumber(vendorId) }),
    ...(invoiceNumber === null ? {} : { invoice_number: invoiceNumber }),
  };
}

/** Amounts leave as numbers, digit for digit: the write models have floats (Procore OpenAPI 2024-10, DirectCostLineItem, read 2026-11-27). */
function lineJson(line: Said['lines'][number]) {
  return {
    wbs_code_id: new JsonNumber(line.wbsCodeId),
    manual_amount: new JsonNumber(line.amount),
    description: line.description,
  } satisfies Record<string, WritableJson>;
}

/** The root `direct_cost` is that of npm-free client code made from Procore's OpenAPI (hex procore_sdk 0.1.1, Body87), read 2026-11-27. */
export function directCostJson(body: DirectCostBody): string {
  return writeLosslessJson({
    direct_cost: {
      direct_cost_type: body.type,
      ...fieldsOf(body),
      ...(body.employeeId === undefined ? {} : { employee_id: new JsonNumber(body.employeeId) }),
      ...(body.originId === undefined ? {} : { origin_id: body.originId }),
      line_items: body.lines.map(lineJson),
    },
  });
}

export type LinesThere = Pick<ProcoreDirectCost, 'lines'>;

/**
 * A line that is there on the same code is changed, any other is added; what is on no code of the body is deleted by
 * itself, since a line that a change does not name stays. Source: Procore OpenAPI 2024-10, DirectCostLineItem2, read 2026-11-27.
 */
export function directCostChangeJson(body: Omit<DirectCostChangeBody, 'kind'>, there: LinesThere) {
  const ids = new Map(there.lines.map(({ id, wbsCodeId }) => [wbsCodeId, id]));
  const lines = body.lines.map((line) => {
    const id = ids.get(line.wbsCodeId);
    return { ...(id === undefined ? {} : { id: new JsonNumber(id) }), ...lineJson(line) };
  });
  const kept = new Set(body.lines.flatMap(({ wbsCodeId }) => ids.get(wbsCodeId) ?? []));
  return {
    json: writeLosslessJson({ direct_cost: { ...fieldsOf(body), line_items: lines } }),
    surplus: there.lines.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
  };
}
