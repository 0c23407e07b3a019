// What a person sets up on a prime contract in Procore's own screens and no public path writes: markups, and what is enabled.
import { z } from 'zod';
import { ControlError, parsed } from '../kit/control-plane.ts';
import type { Route } from '../kit/router.ts';
import { nextId } from './procore-state.ts';
import type { ProcoreState } from './procore-state.ts';

/** /rest/v1.0/financials/markups exists (endpoint list of June 2025), but no document has its body. */
const contractSchema = z.strictObject({
  markups: z
    .array(
      z.strictObject({ name: z.string().min(1), percentage: z.string().regex(/^\d{1,3}\.\d\d$/) }),
    )
    .exactOptional(),
  allowPaymentApplications: z.boolean().exactOptional(),
  allowPayments: z.boolean().exactOptional(),
  moveMaterials: z.boolean().exactOptional(),
});

export function ownerControlRoutes(state: ProcoreState): Route[] {
  return [
    {
      method: 'PUT',
      path: '/_sandbox/prime-contracts/{id}',
      open: true,
      handle: (request) => {
        const given = parsed(contractSchema, request);
        const before = state.primeContracts.get(request.params['id'] ?? '');
        if (before === undefined) throw new ControlError(404, 'There is no such prime contract');
        const contract = {
          ...before,
          markups: given.markups?.map((one) => ({ id: nextId(state), ...one })) ?? before.markups,
          allow_payment_applications:
            given.allowPaymentApplications ?? before.allow_payment_applications,
          allow_payments: given.allowPayments ?? before.allow_payments,
          move_materials: given.moveMaterials ?? before.move_materials,
        };
        state.primeContracts.set(String(contract.id), contract);
        return { status: 200, body: { id: contract.id, markups: contract.markups } };
      },
    },
  ];
}
