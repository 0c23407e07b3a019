// How a tax code is read.
import { z } from 'zod';
import type { ProcoreTaxCode } from '../../domain/records/procore/tax-code.ts';
import { idField, rate, text } from './procore-fields.ts';

const schema = z.looseObject({ id: idField, code: text, rate1: rate });

export function readTaxCode(element: unknown): ProcoreTaxCode {
  const { id, code, rate1 } = schema.parse(element);
  return { kind: 'procoreTaxCode', id, code, rate: rate1 };
}
