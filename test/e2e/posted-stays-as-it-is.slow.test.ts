// Proves that what is posted stays as it is: whatever is renamed, archived, renumbered or mapped otherwise around it, nobody is asked and its payments flow.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoMapping as config } from '../support/demo-mapping.ts';
import { fromMinor, toMinor } from '../../domain/money/amount.ts';
import { xeroList } from '../support/once-each.ts';
import type { PayApp } from '../support/people.ts';
import {
  allAsked,
  askedAbout,
  billOf,
  billsBearing,
  contractPaymentsOf,
  enterLike,
  inProcore,
  patienceMs,
  pay,
  setStatus,
} from '../support/people.ts';
import type { BillView } from '../support/sandbox-views.ts';
import { asBookkeeper, billsInXero, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { startStack } from '../support/stack.ts';

type Category = {
  TrackingCategoryID: string;
  Name: string;
  Options: { TrackingOptionID: string; Name: string }[];
};
type Project = { id: number; name: string; project_number: string };
type Contract = { id: number; number: string; project: number };

/** What a bill says, without what a payment or a renamed option changes in it. */
const saying = ({ InvoiceNumber, Date, Total, Contact, LineItems }: BillView) => ({
  ...{ InvoiceNumber, Date, Total, contact: Contact.ContactID },
  lines: LineItems.map(({ LineItemID, Description, UnitAmount, AccountCode, TaxType }) => ({
    ...{ LineItemID, Description, UnitAmount, AccountCode, TaxType },
  })),
});

describe('what is posted', { timeout: 4 * patienceMs }, () => {
  let stack: Stack;
  let payApps: PayApp[];
  const before: BillView[] = [];
  let contracts: Contract[];
  const projectsAre = (): Promise<Project[]> =>
    inProcore(stack.procore, {
      ...{ as: 'admin', method: 'GET' },
      path: '/rest/v1.0/projects?company_id=5629494500123',
    });
  const categories = (): Promise<Category[]> =>
    xeroList<Category>(stack, 'TrackingCategories', 'TrackingCategories');
  const optionsOf = async (
    category: string,
  ): Promise<(change: object, index: number) => unknown> => {
    const found = (await categories()).find(({ Name }) => Name === category);
    return (change, index) => {
      const option = found?.Options[index]?.TrackingOptionID;
      const path = `TrackingCategories/${found?.TrackingCategoryID}/Options/${option}`;
      return asBookkeeper(stack.xero, 'POST', path, change);
    };
  };
  const patch = (path: string, body: object): Promise<unknown> =>
    inProcore(stack.procore, { as: 'admin', method: 'PATCH', path, body });
  const contractAt = (index: number): Contract => {
    const contract = contracts[index];
    if (!contract) throw new Error(`there is no contract ${index}`);
    return contract;
  };
  beforeAll(async () => {
    stack = await startStack({ company: 'twenty', readsOften: true });
    await stack.settle(patienceMs);
    ({ payApps } = await payAppsInProcore(stack.procore));
    // One after the other: a person has five calls at once, and twenty would meet that limit.
    for (const { id } of payApps) before.push(await billOf(stack, id));
    contracts = [...new Set(payApps.map(({ commitment_id: id }) => id))].map((id) => {
      const of = payApps.find(({ commitment_id: contract }) => contract === id);
      return { id, number: '', project: of?.projectId ?? 0 };
    });
    expect(await allAsked(stack)).toEqual([]);
  }, 2 * patienceMs);
  afterAll(async () => {
    await stack.close();
  }, 60_000);

  it('is no question whatever moves around it, and each payment of it reaches Procore', async () => {
    const projects = await projectsAre();
    const onProject = await optionsOf('Project');
    await onProject({ Name: 'Finished in spring' }, 0);
    await onProject({ Status: 'ARCHIVED' }, 1);
    const onCode = await optionsOf('Cost code');
    await onCode({ Name: 'Was another' }, 0);
    await onCode({ Status: 'ARCHIVED' }, 1);
    const accounts = await xeroList<{ AccountID: string; Code: string }>(
      stack,
      'Accounts',
      'Accounts',
    );
    const materials = accounts.find(({ Code }) => Code === '312');
    await asBookkeeper(stack.xero, 'POST', `Accounts/${materials?.AccountID}`, {
      Status: 'ARCHIVED',
    });
    for (const { id, name } of projects) {
      await patch(`/rest/v1.0/projects/${id}?company_id=5629494500123`, {
        project: { name: `${name} (renamed)`, project_number: `R-${id}` },
      });
      const codes = await inProcore<{ id: number; code: string }[]>(stack.procore, {
        ...{ as: 'admin', method: 'GET', path: `/rest/v1.0/cost_codes?project_id=${id}` },
      });
      for (const code of codes.slice(0, 2)) {
        const path = `/rest/v1.0/cost_codes/${code.id}?project_id=${id}`;
        await patch(path, { cost_code: { code: `9-${code.code}`, name: 'Renamed' } });
      }
    }
    await stack.useMapping({
      accounts: { ...config.accounts, byCostType: { S: '318', M: '318', L: '318', E: '318' } },
      taxTypes: { ...config.taxTypes, GST9: 'INPUT2' },
    });
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);

    for (const bill of await billsInXero(stack.xero)) {
      if (bill.AmountDue === 0 || !bill.Url?.includes('tieout:')) continue;
      await pay(stack, { bill, amount: bill.AmountDue, date: '2026-11-20' });
    }
    await stack.settle(patienceMs);
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
    for (const [index, payApp] of payApps.entries()) {
      const bill = await billOf(stack, payApp.id);
      expect(bill.Status).toBe('PAID');
      expect(saying(bill)).toEqual(saying(before[index] as BillView));
      const paid = (await contractPaymentsOf(stack, payApp)).map(({ amount }) => toMinor(amount));
      expect(fromMinor(paid.reduce((sum, amount) => sum + amount, 0n))).toBe(
        payApp.summary.current_payment_due,
      );
    }
  });

  it('a contract retitled and renumbered is one question of its order, and none of its pay apps', async () => {
    const { id, project } = contractAt(0);
    await patch(`/rest/v1.0/work_order_contracts/${id}`, {
      project_id: project,
      work_order_contract: { title: 'Another title', number: 'NEW-1', description: 'Another' },
    });
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([
      ['editedAfterPosting', `commitment/${stack.connection}/wo-${id}`],
    ]);
  });

  it('a new pay app takes the option that was linked, and one whose option is archived waits', async () => {
    const [first] = payApps;
    const other = payApps.find(({ projectId }) => projectId !== first?.projectId);
    if (!first || !other) throw new Error('two projects are needed');
    const entered = [
      await enterLike(stack, first, { work: '1234.00', number: 'LATER-1' }),
      await enterLike(stack, other, { work: '4321.00', number: 'LATER-2' }),
    ] as const;
    for (const payApp of entered) await setStatus(stack, payApp, 'approved');
    await stack.settle(patienceMs);
    const shown = await Promise.all(entered.map(({ id }) => billsBearing(stack, id)));
    const options = shown.map((bills) =>
      bills.flatMap(({ LineItems }) =>
        LineItems.flatMap(({ Tracking }) =>
          Tracking.filter(({ Name }) => Name === 'Project').map(({ Option }) => Option),
        ),
      ),
    );
    const asked = await Promise.all(entered.map(({ id }) => askedAbout(stack, `payApp/${id}`)));
    const renamed = options.findIndex((names) => names.length > 0);
    expect(new Set(options[renamed])).toEqual(new Set(['Finished in spring']));
    expect(asked[renamed]).toEqual([]);
    expect(asked[1 - renamed]).toEqual([['bill', 'unmappedCode']]);
  });
});
