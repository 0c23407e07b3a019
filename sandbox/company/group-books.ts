// What stands in the books of each of the group's organisations: its own projects, its own contacts, and in the south what the
// bookkeeper had typed of the half-finished project before its claims came by themselves.
import type {
  CompanyPart,
  SeededCommitment,
  SeededCompany,
  SeededRequisition,
  TrackedAs,
  XeroBill,
  XeroBooks,
  XeroContact,
  XeroOrder,
} from './seeded-company.ts';
import type { Country } from './countries/country.ts';
import { DRAINAGE, HALF_FINISHED, STEELWORK, TIMBER } from './countries/group-lives.ts';
import { groupParts } from './countries/group.ts';
import { accountsAddressOf } from './vendors.ts';
import { billWith, contactOf, xeroBooks } from './xero-books.ts';
import { centsOf, sum, textOf } from './cents.ts';
import { uuidFrom } from './random.ts';

/** What of the half-finished project the bookkeeper typed bill by bill. */
const TYPED_CLAIMS = 3;
/** Of the contract's first claim. */
const PAID_ON = '2026-07-20';
const BANK = '090';
const ACCOUNTS: Readonly<Record<string, string>> = { S: '310', M: '312', L: '314', E: '316' };

/** Everything that the bookkeeper needs to type what the project bills. */
type Desk = {
  seed: string;
  books: Country['books'];
  company: SeededCompany;
  contacts: readonly XeroContact[];
  /** Of the half-finished project. */
  projectId: number;
  projectOption: string;
};

export function groupBooks(seed: string, part: CompanyPart, company: SeededCompany): XeroBooks {
  const { country, projects: prefix, contacts: known } = groupParts[part];
  const projects = company.projects.filter(({ project_number }) =>
    project_number.startsWith(prefix),
  );
  const plain = xeroBooks(seed, country, projects, null);
  const contacts = [
    ...plain.contacts,
    ...known.map((name) => contactOf(seed, name, accountsAddressOf(name))),
  ];
  const half = projects.find(({ project_number }) => project_number === HALF_FINISHED);
  if (half === undefined) return { ...plain, contacts };
  const projectOption = `${half.project_number} ${half.name}`;
  const { books } = country;
  const desk = { seed, books, company, contacts, projectId: half.id, projectOption };
  return {
    ...plain,
    contacts,
    bills: [...plain.bills, ...steelworkBills(desk), drainageBill(desk)],
    orders: [timberOrder(desk)],
  };
}

/** The first three claims, each as its own bill with the subcontractor's number; the first one is paid. */
function steelworkBills(desk: Desk): XeroBill[] {
  return claimsOf(desk, STEELWORK)
    .slice(0, TYPED_CLAIMS)
    .map((claim, index): XeroBill => {
      const bill = typedBill(desk, STEELWORK, [claim], {
        number: claim.invoice_number ?? '',
        date: claim.billing_date,
      });
      if (index > 0) return bill;
      const paymentId = uuidFrom(desk.seed, `payment/${bill.invoiceNumber}`);
      return { ...bill, paid: { paymentId, date: PAID_ON, accountCode: BANK } };
    });
}

/** One bill for both claims, as the subcontractor's statement had them. */
function drainageBill(desk: Desk): XeroBill {
  const date = '2026-08-31';
  return typedBill(desk, DRAINAGE, claimsOf(desk, DRAINAGE), { number: 'STATEMENT AUG', date });
}

/** Each line of the contract by its account and cost code, and what is held on one line. */
function typedBill(
  desk: Desk,
  vendor: string,
  claims: readonly SeededRequisition[],
  { number, date }: { number: string; date: string },
): XeroBill {
  const items = claims.flatMap((claim) => claim.items);
  const work = contractOf(desk, vendor).lines.map((line) => {
    const billed = items
      .filter(({ line_item_id }) => line_item_id === line.id)
      .map(({ work_completed_this_period }) => centsOf(work_completed_this_period));
    return { ...codedAs(desk, line), amount: textOf(sum(billed)) };
  });
  const held = sum(
    items.map((item) => centsOf(item.work_completed_retainage_retained_this_period)),
  );
  const retention = {
    text: 'Retention',
    amount: textOf(-held),
    account: desk.books.retentionsPayable,
    tracking: trackedAs(desk, 'Retention held'),
  };
  return billWith(desk.seed, desk.books.claims, {
    ...{ contactId: contactIdOf(desk, vendor), number, date, status: 'AUTHORISED' },
    lines: [...work, retention],
  });
}

/** Numbered by project and contract. */
function timberOrder(desk: Desk): XeroOrder {
  const contract = contractOf(desk, TIMBER);
  const number = `${HALF_FINISHED}-${contract.number}`;
  return {
    purchaseOrderId: uuidFrom(desk.seed, `order/${number}`),
    contactId: contactIdOf(desk, TIMBER),
    number,
    date: contract.contract_date,
    lines: contract.lines.map((line) => {
      const { text, account, tracking } = codedAs(desk, line);
      const { taxType } = desk.books.claims;
      return {
        description: text,
        unitAmount: line.amount,
        accountCode: account,
        taxType,
        tracking,
      };
    }),
  };
}

function codedAs(
  desk: Desk,
  line: SeededCommitment['lines'][number],
): { text: string; account: string; tracking: readonly TrackedAs[] } {
  const { costCodes, costTypes } = desk.company;
  const costCode = costCodes.find(({ id }) => id === line.cost_code_id);
  const costType = costTypes.find(({ id }) => id === line.line_item_type_id);
  const account = ACCOUNTS[costType?.code ?? ''];
  if (costCode === undefined || account === undefined) {
    throw new RangeError(`The bookkeeper has no account for ${line.description}`);
  }
  const tracking = trackedAs(desk, `${costCode.code} ${costCode.name}`);
  return { text: line.description, account, tracking };
}

function trackedAs({ projectOption }: Desk, costCodeOption: string): readonly TrackedAs[] {
  return [
    { category: 'Project', option: projectOption },
    { category: 'Cost code', option: costCodeOption },
  ];
}

function contractOf({ company, projectId }: Desk, vendor: string): SeededCommitment {
  const vendorId = company.vendors.find(({ name }) => name === vendor)?.id;
  const found = company.commitments.find(
    ({ project_id, vendor_id }) => project_id === projectId && vendor_id === vendorId,
  );
  if (found === undefined) throw new RangeError(`${vendor} has no contract there`);
  return found;
}

/** In order. */
function claimsOf(desk: Desk, vendor: string): SeededRequisition[] {
  const { id } = contractOf(desk, vendor);
  return desk.company.requisitions
    .filter(({ commitment_id }) => commitment_id === id)
    .sort((one, other) => one.number - other.number);
}

function contactIdOf({ contacts }: Desk, vendor: string): string {
  const found = contacts.find(({ name }) => name === vendor);
  if (found === undefined) throw new RangeError(`${vendor} is not in the books`);
  return found.contactId;
}
