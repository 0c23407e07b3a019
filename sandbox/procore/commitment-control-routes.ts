// What a test sets up on the commitment side that Procore's API does not write: tax codes and groups, and a contract's history.
import { z } from 'zod';
import { parsed } from '../kit/control-plane.ts';
import type { Answer } from '../kit/http.ts';
import type { Route } from '../kit/router.ts';
import { nextId } from './procore-state.ts';
import type { ProcoreState } from './procore-state.ts';

const idSchema = z.union([z.int(), z.string().regex(/^\d+$/)]);
const taxCodeSchema = z.strictObject({
  code: z.string().min(1),
  description: z.string().optional(),
  /** A percentage. */
  rate: z.string().regex(/^\d+(\.\d{1,2})?$/),
  /** A tax group: the codes it stands for. */
  memberIds: z.array(idSchema).min(1).optional(),
});
const contractSchema = z.strictObject({
  /** Of a contract whose earlier pay apps were never in Procore. */
  firstPayAppNumber: z.int().min(1).optional(),
  /** Whether last month's stored materials move by themselves. */
  movesMaterials: z.boolean().optional(),
});

export function commitmentControlRoutes(state: ProcoreState): Route[] {
  return [
    {
      method: 'POST',
      path: '/_sandbox/tax-codes',
      open: true,
      handle: (request) => {
        const { code, description, rate, memberIds } = parsed(taxCodeSchema, request);
        const members = memberIds === undefined ? {} : { member_ids: memberIds.map(Number) };
        const id = nextId(state);
        const taxCode = { id, code, description: description ?? code, rate, ...members };
        state.taxCodes.set(String(taxCode.id), taxCode);
        return { status: 201, body: { taxCode } };
      },
    },
    {
      method: 'PUT',
      path: '/_sandbox/contracts/{id}',
      open: true,
      handle: (request): Answer => {
        const { firstPayAppNumber, movesMaterials } = parsed(contractSchema, request);
        const contract = state.commitments.get(request.params['id'] ?? '');
        if (contract === undefined) return { status: 404, body: { error: 'No such contract' } };
        const changed = {
          ...contract,
          move_materials: movesMaterials ?? contract.move_materials,
          first_pay_app_number: firstPayAppNumber ?? contract.first_pay_app_number ?? 1,
        };
        state.commitments.set(String(changed.id), changed);
        const { id, first_pay_app_number, move_materials } = changed;
        return { status: 200, body: { contract: { id, first_pay_app_number, move_materials } } };
      },
    },
  ];
}
