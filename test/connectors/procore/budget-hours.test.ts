// Proves which columns of a budget view are taken for its hours, and that an odd value keeps no code from its place.
import { expect, test } from 'vitest';
import { hourColumnsOf, quantityIn } from '../../../connectors/procore/budget-hours.ts';

const column = (id: string, name: string) => ({ id, name, type: 'source' });

test.each([
  ['by their names, in whatever case', [column('1', 'Unit QTY'), column('2', 'uom')], true],
  ['by their ids', [column('quantity', 'How much'), column('uom', 'Of what')], true],
  ['not without a unit', [column('1', 'Unit Qty')], false],
  ['not without a quantity', [column('2', 'Unit of Measure')], false],
  ['not by a part of a name', [column('1', 'Quantity to date'), column('2', 'UOM')], false],
  ['beside what is no column', [null, { id: 7 }, column('1', 'Qty'), column('2', 'Unit')], true],
  ['not where the answer is no list', {}, false],
])('columns are known %s', (_case, columns, isKnown) => {
  expect(hourColumnsOf(columns) !== null).toBe(isKnown);
});

test.each<[string, Record<string, unknown>, object]>([
  ['under the id of a column', { '1': '90.5', '2': 'hr' }, { quantity: '90.50', unit: 'hr' }],
  ['under its name', { Qty: '90.5', UOM: 'hr' }, { quantity: '90.50', unit: 'hr' }],
  ['nowhere', {}, {}],
  ['without a unit', { '1': '90.5', '2': '' }, {}],
  ['in words', { '1': 'many', '2': 'hr' }, {}],
])('a row says it %s', (_case, row, said) => {
  const columns = hourColumnsOf([column('1', 'Qty'), column('2', 'UOM')]);
  expect(quantityIn(row, columns)).toEqual(said);
  expect(quantityIn(row, null)).toEqual({});
});
