// The worked examples of docs/understand/posting.md as data: what is entered in Procore, and what stands in Xero afterwards.
import { readFileSync } from 'node:fs';

/** What one line of a claim bills. */
export type Billed = { line: string; fields: Record<string, string> };
export type Step =
  | { do: 'contract'; percent: string; movesMaterials: boolean; lines: Priced[] }
  | { do: 'percent'; percent: string }
  | { do: 'changeOrder'; line: Priced }
  | { do: 'claim'; number: string; date: string; billed: Billed[] };
export type Priced = { line: string; amount: string; taxCode: string };
/** A row of a document in Xero: its line, account, amount without tax, tax type and tax; `in all` has its sums. */
export type Row = { line: string; account: string; net: string; taxType: string; tax: string };
export type Payment = { date: string; document: string; withTax: string; inProcore: string };
export type Example = {
  title: string;
  steps: Step[];
  /** By what the document is called: `bill WE1-1`, `order`. */
  documents: Map<string, Row[]>;
  payments: Payment[];
};

const fieldNames: Record<string, string> = {
  work: 'work_completed_this_period',
  stored: 'materials_presently_stored',
  'still stored': 'materials_presently_stored_from_previous_progress',
  released: 'work_completed_retainage_released_this_period',
};

/** "−1,500.00" → "-1500.00". */
const plain = (amount: string): string => amount.replace(/,/g, '').replace('−', '-');

export function workedExamples(): Example[] {
  const text = readFileSync(new URL('../../docs/understand/posting.md', import.meta.url), 'utf8');
  const [, ...sections] = text.split(/^## /m);
  return sections.map(exampleOf);
}

function exampleOf(section: string): Example {
  const [title = ''] = section.split('\n');
  const rows = (first: string): string[][] => tableOf(section, first);
  const documents = new Map<string, Row[]>();
  for (const [document = '', line = '', account = '', net = '', taxType = '', tax = ''] of rows(
    'in Xero',
  )) {
    const own = documents.get(document) ?? [];
    own.push({ line, account, net: plain(net), taxType, tax: plain(tax) });
    documents.set(document, own);
  }
  const payments = rows('paid in Xero').map(
    ([date = '', document = '', withTax = '', inProcore = '']) => ({
      ...{ date, document, withTax: plain(withTax), inProcore: plain(inProcore) },
    }),
  );
  return { title, steps: stepsOf(rows('in Procore')), documents, payments };
}

/** The cells of the table whose first heading is that; none where there is no such table. */
function tableOf(section: string, first: string): string[][] {
  const lines = section.split('\n');
  const head = lines.findIndex((line) => cells(line)[0] === first);
  if (head < 0) return [];
  const body = lines.slice(head + 2);
  const end = body.findIndex((line) => !line.startsWith('|'));
  return body.slice(0, end < 0 ? undefined : end).map(cells);
}

function cells(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function stepsOf(rows: readonly string[][]): Step[] {
  const steps: Step[] = [];
  let hasContract = false;
  for (const [what = '', line = '', cell = ''] of rows) {
    const [, percent] = /^contract at ([\d.]+) %/.exec(what) ?? [];
    const [, number, date] = /^claim (\S+) of (\S+)$/.exec(what) ?? [];
    const last = steps.at(-1);
    if (percent !== undefined && last?.do === 'contract') {
      last.lines.push(pricedOf(line, cell));
    } else if (percent !== undefined && hasContract) {
      steps.push({ do: 'percent', percent });
    } else if (percent !== undefined) {
      const movesMaterials = what.endsWith('moving materials');
      steps.push({ do: 'contract', percent, movesMaterials, lines: [pricedOf(line, cell)] });
      hasContract = true;
    } else if (what === 'change order') {
      steps.push({ do: 'changeOrder', line: pricedOf(line, cell) });
    } else if (number !== undefined && date !== undefined) {
      const billed = { line, fields: fieldsOf(cell) };
      if (last?.do === 'claim' && last.number === number) last.billed.push(billed);
      else steps.push({ do: 'claim', number, date, billed: [billed] });
    } else throw new Error(`"${what}" is nothing that is entered`);
  }
  return steps;
}

/** "10,000.00 GST15". */
function pricedOf(line: string, cell: string): Priced {
  const [amount = '', taxCode = ''] = cell.split(' ');
  return { line, amount: plain(amount), taxCode };
}

/** "work 1,000.00; stored 500.00". */
function fieldsOf(cell: string): Record<string, string> {
  return Object.fromEntries(
    cell.split(';').map((part) => {
      const [, word = '', amount = ''] = /^([a-z ]+) ([−\d,.]+)$/.exec(part.trim()) ?? [];
      const name = fieldNames[word];
      if (name === undefined) throw new Error(`"${part}" is no field of a claim`);
      return [name, plain(amount)];
    }),
  );
}
