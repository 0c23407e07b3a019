// The one table of what people call a field, by its path; lines are named by what they say.
import type { LineField } from '../../domain/plan/three-way.ts';
import { partsOfPath } from '../../domain/plan/three-way.ts';

const fieldWords: Record<string, string> = {
  contact: 'Contact',
  number: 'Number',
  date: 'Date',
  dueDate: 'Due date',
  currency: 'Currency',
  currencyRate: 'Exchange rate',
  url: 'Link to Tieout',
  status: 'Status',
  name: 'Name',
  email: 'Email',
  taxNumber: 'Registration number',
  contactNumber: 'Contact number',
  amount: 'Amount',
  total: 'Total with tax',
  deduction: 'CIS deduction',
  bill: 'Bill in Xero',
  category: 'Tracking category',
  file: 'File',
  note: 'Note',
  user: 'User',
  task: 'Task',
  minutes: 'Minutes',
  estimate: 'Estimate in minutes',
  description: 'Description',
  vendor: 'Vendor',
  words: 'Description',
};

export const lineFieldWords: Record<LineField, string> = {
  description: 'Description',
  amount: 'Amount',
  taxType: 'Tax type',
  tax: 'Tax',
  account: 'Account',
  tracking: 'Tracking',
};

const isLineField = (field: string): field is LineField => Object.hasOwn(lineFieldWords, field);

/** What lines are called, by the id that paths have for them. */
export type LineNames = ReadonlyMap<string, string>;

/** "Number", "Concrete works: amount"; a whole line is called what it says. */
export function labelOf(path: string, lines: LineNames = new Map()): string {
  const { line, field } = partsOfPath(path);
  if (line === null) return Object.hasOwn(fieldWords, path) ? (fieldWords[path] ?? path) : path;
  const name = lines.get(line) ?? placeOf(line);
  if (field === null) return name;
  const word = isLineField(field) ? lineFieldWords[field].toLowerCase() : field;
  return `${name}: ${word}`;
}

/** `new-2` is the second line as Procore has it; Xero's own id says nothing to a person. */
function placeOf(line: string): string {
  const place = line.slice(line.lastIndexOf('-') + 1);
  return line.length <= 12 && place !== '' ? `Line ${place}` : 'A line';
}

/** Whether a field is money, to be set to the right and grouped. */
export function isMoneyPath(path: string): boolean {
  const { line, field } = partsOfPath(path);
  if (line === null) return ['amount', 'total', 'deduction'].includes(path);
  return field === 'amount' || field === 'tax';
}
