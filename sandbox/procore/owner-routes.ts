// Every path of the owner's side: prime contracts, their lines and change orders, and payment applications.
import { paymentApplicationLineRoutes } from './payment-application-line-routes.ts';
import { paymentApplicationRoutes } from './payment-application-routes.ts';
import { primeChangeOrderLineRoutes } from './prime-change-order-line-routes.ts';
import { primeChangeOrderRoutes } from './prime-change-order-routes.ts';
import { primeContractRoutes } from './prime-contract-routes.ts';
import { primeLineRoutes } from './prime-line-routes.ts';
import type { ProcoreRoute } from './procore-call.ts';
import type { RouteContext } from './route-context.ts';

export function ownerRoutes(context: RouteContext): ProcoreRoute[] {
  return [
    ...primeContractRoutes(context),
    ...primeLineRoutes(context),
    ...primeChangeOrderRoutes(context),
    ...primeChangeOrderLineRoutes(context),
    ...paymentApplicationRoutes(context),
    ...paymentApplicationLineRoutes(context),
  ];
}
