// The exception page answers how much: the sums of every side, one row for one difference, what agrees folded away.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { payAppPages } from '../../api/console/objects/pay-app.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf, openExceptionsOf, startTestApi } from './api-fixture.ts';
import { editedPayApp, lookAlikePayApp, payApp, removedPayments } from './observations.ts';
import { rowsOf, textOf, unfolded } from './page-rows.ts';
import { longPayApp, postedPayApp } from './posted-bills.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

async function pageOf(observation: Observation): Promise<string> {
  const { id } = await openExceptionOf(test, observation);
  const response = await fetch(`${test.api.url}/exceptions/${id}`, {
    headers: { accept: 'text/html' },
  });
  return response.text();
}

/** The rows of the comparison alone. */
function compared(page: string) {
  const table = /<table class="compare[\s\S]*?<h2>What approving|<table class="compare[\s\S]*/;
  return rowsOf(table.exec(page)?.[0] ?? '');
}

describe('a bill that was edited', () => {
  it('shows sub-total, tax, total, what is still to pay and the status of every side', async () => {
    const rows = compared(await pageOf(editedPayApp()));
    expect(rows.slice(-5).map(({ label, cells }) => [label, ...cells])).toEqual([
      ['Sub-total without tax differs', '13,950.45', '13,950.45', '14,200.45', '13,950.45'],
      ['Tax differs', '2,092.57', '2,092.57', '2,130.07', '2,092.57'],
      ['Total with tax differs', '16,043.02', '16,043.02', '16,330.52', '16,043.02'],
      ['Still to pay', '–', '–', '16,330.52', '16,043.02'],
      ['Status', '–', 'approved', 'AUTHORISED', 'AUTHORISED'],
    ]);
  });

  it('says the difference first, and of how much', async () => {
    const page = textOf(await pageOf(editedPayApp()));
    expect(page).toContain('Difference, without tax 250.00 NZD of 13,950.45 NZD');
    const response = await fetch(`${test.api.url}/api/exceptions`);
    const { exceptions } = (await response.json()) as { exceptions: unknown[] };
    expect(exceptions).toMatchObject([{ amount: '13950.45', difference: '250.00' }]);
    for (const path of ['/', '/exceptions']) {
      const list = await fetch(`${test.api.url}${path}`, { headers: { accept: 'text/html' } });
      expect(textOf(await list.text())).toContain('250.00 NZD of 13,950.45');
    }
  });

  it('keeps what was paid apart from what is still to pay', async () => {
    const paid = postedPayApp(longPayApp(2), () => ({ number: 'ANOTHER' }));
    const target = paid.target && { ...paid.target, amountPaid: '100.00', amountDue: '210.50' };
    const rows = compared(await pageOf({ ...paid, target }));
    const due = rows.find(({ label }) => label === 'Still to pay');
    expect(due?.cells).toEqual(['–', '–', '210.50', '210.50']);
  });
});

describe('one line of many that was removed in Xero', () => {
  const removed = () =>
    postedPayApp(longPayApp(21), ({ lines }) => ({
      lines: lines.filter((_, index) => index !== 6),
    }));

  it('is one difference, with its amount', async () => {
    const page = await pageOf(removed());
    const differing = rowsOf(unfolded(page)).filter(({ tone }) => tone === 'line changed');
    expect(differing.map(({ label, cells }) => [label, ...cells])).toEqual([
      [
        'Item 007 of the schedule of values removed in Xero',
        ...['700.00', '700.00', '–', '700.00'],
      ],
    ]);
    const response = await fetch(`${test.api.url}/api/exceptions`);
    const { exceptions } = (await response.json()) as { exceptions: { id: string }[] };
    const one = await fetch(`${test.api.url}/api/exceptions/${exceptions[0]?.id}`);
    const { plan } = (await one.json()) as { plan: { changes: unknown[] } };
    expect(plan.changes).toHaveLength(1);
  });

  it('stands open, and the lines that agree are folded and counted', async () => {
    const page = await pageOf(removed());
    // 20 lines of work and the line of what is held back.
    expect(textOf(page)).toContain('21 lines agree');
    expect(rowsOf(unfolded(page)).filter(({ tone }) => tone.startsWith('line'))).toHaveLength(1);
    expect(textOf(page)).toContain('Difference, without tax 700.00 NZD');
  });

  it('is one difference also where Xero gave every line another id', async () => {
    const renumbered = postedPayApp(longPayApp(21), ({ lines }) => ({
      lines: lines
        .filter((_, index) => index !== 6)
        .map((line, index) => ({ ...line, lineId: `again-${index}` })),
    }));
    const page = await pageOf(renumbered);
    expect(rowsOf(page).filter(({ tone }) => tone === 'line changed')).toHaveLength(1);
  });
});

it('a line that was added in Xero shows its amount, and that nothing is to be written for it', async () => {
  const added = postedPayApp(longPayApp(2), ({ lines }) => ({
    lines: [
      ...lines,
      { ...lines[0]!, lineId: 'new', description: 'Crane hire', unitAmount: '80.00' },
    ],
  }));
  const row = compared(await pageOf(added)).find(({ label }) => label.startsWith('Crane hire'));
  expect(row?.cells).toEqual(['–', '–', '80.00', '–']);
});

it('a line that Procore took away shows its amount', async () => {
  const long = longPayApp(3);
  const posted = postedPayApp(long, () => ({}));
  const shorter = longPayApp(2);
  const { claim: requisition, contract: commitment } = shorter;
  const page = await pageOf({ ...posted, claim: requisition, contract: commitment });
  const row = compared(page).find(({ label }) => label.startsWith('Item 003'));
  expect(row).toMatchObject({
    label: expect.stringContaining('removed in Procore') as string,
    cells: ['300.00', '–', '300.00', '–'],
  });
});

describe('a bill that was voided in Xero', () => {
  const voided = () => postedPayApp(longPayApp(2), () => ({ status: 'VOIDED' }));

  it('says so, and what would be posted again', async () => {
    const page = await pageOf(voided());
    expect(page).toContain('Xero now: voided');
    expect(page).toContain('Will be written');
    const rows = compared(page);
    expect(rows.find(({ label }) => label === 'Status differs')?.cells).toEqual([
      ...['–', 'approved', 'VOIDED', 'AUTHORISED'],
    ]);
    expect(rows.find(({ label }) => label === 'Still to pay')?.cells[2]).toBe('0.00');
  });

  it('is about the whole of it', async () => {
    expect(textOf(await pageOf(voided()))).toContain(
      'Amount of the document, without tax 270.00 NZD',
    );
  });
});

it('a look-alike is compared by its sums as well', async () => {
  const rows = compared(await pageOf(lookAlikePayApp()));
  const total = rows.find(({ label }) => label.startsWith('Total with tax'));
  expect(total?.cells).toEqual(['–', '16,043.02', '16,043.02', '16,043.02']);
});

it('a question about a payment shows the sums of its bill as facts', async () => {
  const [opened] = await openExceptionsOf(test, removedPayments(1));
  const response = await fetch(`${test.api.url}/exceptions/${opened?.id}`);
  const page = await response.text();
  const total = rowsOf(page).find(({ label }) => label === 'Total with tax');
  expect(total?.cells).toEqual(['–', '16,043.02', '16,043.02', '–']);
  expect(textOf(page)).toContain('Difference, without tax 100.00 NZD of 13,950.45 NZD');
});

it('what Procore says of its tax is shown at its own precision', () => {
  const { claim: requisition, ...rest } = payApp();
  const summary = requisition && {
    ...requisition.summary,
    taxApplicableToThisPayment: '2092.5675',
  };
  const changed = requisition && summary ? { ...requisition, summary } : null;
  const { procore } = payAppPages.sums({ ...rest, claim: changed }, null);
  expect(procore).toMatchObject({ tax: '2092.5675', total: '16043.0175' });
});

describe('the money at stake on Today', () => {
  it('adds up the differences, and one whole document once', async () => {
    await openExceptionOf(test, editedPayApp());
    await openExceptionsOf(test, removedPayments(3, otherClaim('7002')));
    const page = await (await fetch(`${test.api.url}/`)).text();
    // 250.00 edited, and payments of 100.00 + 200.00 + 300.00.
    expect(/<dd class="figure">[\s\S]*?850\.00[\s\S]*?<\/dd>/.test(page)).toBe(true);
  });

  function otherClaim(id: string) {
    const { claim: requisition } = payApp();
    return requisition ? { claim: { ...requisition, id } } : {};
  }
});
