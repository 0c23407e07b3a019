// What each period's payment application claims, worked out to the cent from an outline of what was done, stored, moved and
// released on each line.
import type {
  PaymentApplicationLine,
  PaymentApplicationStatus,
  SeededPaymentApplication,
  SeededPrimeChangeOrder,
  SeededPrimeContract,
} from './owner-records.ts';
import type { SeededBillingPeriod } from './seeded-company.ts';
import { centsOf, textOf } from './cents.ts';
import { idCounter } from './ids.ts';
import { amountsOf, withStored, withWork } from './owner-arithmetic.ts';
import { lineOrigins, nextLine, sameOrigin, withMarkups } from './owner-lines.ts';

/** What happens on one line in one period; amounts as decimal text, of either sign. */
export type LineEvents = {
  work?: string;
  /** Materials that came into store; a negative amount was used up by this period's work. */
  newMaterials?: string;
  /** Stored materials that Procore moved into earlier work, with their part of the retainage: an amount, or "all". */
  moved?: string;
  /** Retainage on work released now. */
  released?: string;
  releasedMaterials?: string;
  /** Differs from the application's own for this line alone. */
  retainagePercent?: string;
};

export type PeriodOutline = {
  period: Pick<SeededBillingPeriod, 'id' | 'start_date' | 'end_date'>;
  billingDate: string;
  status: PaymentApplicationStatus;
  invoiceNumber?: string | null;
  /** From this application on; a sliding scale names a lower one later. */
  retainagePercent?: string;
  /** Change orders that are billed from this application on, by their own id. */
  changeOrders?: readonly number[];
  /** By the id of the contract's line, of the change order's package, or of the markup. */
  lines: Readonly<Record<number, LineEvents>>;
  updatedAt: string;
};

export type OwnerBillingOutline = {
  contract: SeededPrimeContract;
  changeOrders: readonly SeededPrimeChangeOrder[];
  periods: readonly PeriodOutline[];
};

/** All applications of a company at once, so that ids run through it. A markup that no period names follows its lines. */
export function paymentApplicationsOf(
  outlines: readonly OwnerBillingOutline[],
): SeededPaymentApplication[] {
  const applicationId = idCounter('paymentApplication');
  const lineId = idCounter('paymentApplicationLine');
  return outlines.flatMap(({ contract, changeOrders, periods }) => {
    let lines: PaymentApplicationLine[] = [];
    let percent = contract.retainage_percent;
    const billed: SeededPrimeChangeOrder[] = [];
    return periods.map((outline, index): SeededPaymentApplication => {
      percent = outline.retainagePercent ?? percent;
      const joining = outline.changeOrders ?? [];
      billed.push(...changeOrders.filter(({ id }) => joining.includes(id)));
      lines = nextLines({ contract, billed, outline, percent, number: index + 1, before: lines })
        // Every application has lines of its own.
        .map((line) => ({ ...line, id: lineId() }));
      return {
        id: applicationId(),
        project_id: contract.project_id,
        contract_id: contract.id,
        number: index + 1,
        invoice_number: outline.invoiceNumber ?? null,
        status: outline.status,
        period_id: outline.period.id,
        period_start: outline.period.start_date,
        period_end: outline.period.end_date,
        billing_date: outline.billingDate,
        lines,
        created_at: `${outline.billingDate}T02:00:00.000Z`,
        updated_at: outline.updatedAt,
      };
    });
  });
}

type Step = {
  contract: SeededPrimeContract;
  billed: readonly SeededPrimeChangeOrder[];
  outline: PeriodOutline;
  percent: string;
  number: number;
  before: readonly PaymentApplicationLine[];
};

function nextLines(step: Step): PaymentApplicationLine[] {
  const { contract, billed, outline, percent, number } = step;
  const entered = lineOrigins(contract, billed).map((origin, index) => {
    const events = outline.lines[origin.origin_id] ?? {};
    const before = sameOrigin(step.before, origin);
    const place = { id: 0, item_number: index + 1, first_number: number };
    const moved = before === undefined ? 0n : movedOf(before, events);
    const line = nextLine(origin, before, place, {
      moved,
      percent: events.retainagePercent ?? percent,
    });
    return withEvents(line, events);
  });
  const typed = contract.markups.filter(({ id }) => outline.lines[id]?.work !== undefined);
  return withMarkups(
    entered,
    contract.markups,
    typed.map(({ id }) => id),
  );
}

function movedOf(before: PaymentApplicationLine, { moved = '0.00' }: LineEvents): bigint {
  return moved === 'all' ? amountsOf(before).stored : centsOf(moved);
}

function withEvents(line: PaymentApplicationLine, events: LineEvents): PaymentApplicationLine {
  const worked = withWork(line, centsOf(events.work ?? '0.00'));
  const stored = centsOf(line.materials_presently_stored) + centsOf(events.newMaterials ?? '0.00');
  return {
    ...withStored(worked, stored),
    work_completed_retainage_released_this_period: textOf(centsOf(events.released ?? '0.00')),
    materials_stored_retainage_released_this_period: textOf(
      centsOf(events.releasedMaterials ?? '0.00'),
    ),
  };
}
