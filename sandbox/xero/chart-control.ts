// What a person sets up in Xero's own screens: accounts, also such without a code, and tax rates that are no longer used.
import { z } from 'zod';
import type { Account, AccountClass, TaxRate } from './records.ts';
import type { Answer } from '../kit/http.ts';
import type { Route } from '../kit/router.ts';
import type { XeroState } from './xero-state.ts';
import { ControlError, parsed } from '../kit/control-plane.ts';
import { TAX_RATE_STATUSES } from './records.ts';
import { fourthsOf } from './decimal.ts';

const CLASSES = ['ASSET', 'EQUITY', 'EXPENSE', 'LIABILITY', 'REVENUE'] as const;

const accountSchema = z.strictObject({
  name: z.string().min(1).max(150),
  /** Null or absent: an account without a code. */
  code: z.string().min(1).max(10).nullable().default(null),
  type: z.string().min(1).default('EXPENSE'),
  class: z.enum(CLASSES).default('EXPENSE'),
  /** Absent: what purchases carry in that country. */
  taxType: z.string().min(1).exactOptional(),
  enablePaymentsToAccount: z.boolean().default(false),
});
const percentSchema = z.string().regex(/^\d{1,3}(\.\d{1,4})?$/);
const taxRateSchema = z.strictObject({
  status: z.enum(TAX_RATE_STATUSES).exactOptional(),
  name: z.string().min(1).exactOptional(),
  /** Percent, up to four decimals. */
  rate: percentSchema.exactOptional(),
  /** What its name says, where another rate is added to documents: a reverse charge. */
  displayRate: percentSchema.exactOptional(),
  /** The classes of accounts it may be used on; all of them where it is new. */
  canApplyTo: z.array(z.enum(CLASSES)).exactOptional(),
});

export function chartRoutes(state: XeroState): Route[] {
  return [
    route('POST', '/_sandbox/accounts', (request) => {
      const { code, taxType, ...given } = parsed(accountSchema, request);
      if (code !== null && state.accounts.has(code)) {
        throw new ControlError(409, `There is an account ${code}`);
      }
      const accountId = state.newId();
      const account: Account = {
        ...given,
        taxType: taxType ?? purchaseTax(state),
        accountId,
        code: code ?? accountId,
        isUncoded: code === null,
        systemAccount: null,
        bankAccountNumber: null,
        status: 'ACTIVE',
        updatedAtMs: state.stamp(),
      };
      state.accounts.set(account.code, account);
      return ok({ accountId, code });
    }),
    route('PUT', '/_sandbox/tax-rates/{taxType}', (request) => {
      const taxType = request.params['taxType'] ?? '';
      const given = parsed(taxRateSchema, request);
      const rate = changedRate(state.taxRates.get(taxType) ?? blankRate(taxType), given);
      state.taxRates.set(taxType, rate);
      return ok({ taxType, status: rate.status ?? 'ACTIVE' });
    }),
  ];
}

function purchaseTax(state: XeroState): string {
  return state.organisation().version === 'AU' ? 'INPUT' : 'INPUT2';
}

function blankRate(taxType: string): TaxRate {
  return { taxType, name: taxType, rate: 0n, canApplyTo: applying(CLASSES) };
}

function changedRate(
  before: TaxRate,
  { rate, displayRate, canApplyTo, ...given }: z.infer<typeof taxRateSchema>,
): TaxRate {
  return {
    ...before,
    ...given,
    ...(rate === undefined ? {} : { rate: fourthsOf(rate) }),
    ...(displayRate === undefined ? {} : { displayRate: fourthsOf(displayRate) }),
    ...(canApplyTo === undefined ? {} : { canApplyTo: applying(canApplyTo) }),
  };
}

function applying(classes: readonly AccountClass[]): Record<AccountClass, boolean> {
  const entries = CLASSES.map((one) => [one, classes.includes(one)] as const);
  return Object.fromEntries(entries) as Record<AccountClass, boolean>;
}

function route(method: string, path: string, handle: Route['handle']): Route {
  return { method, path, handle, open: true };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}
