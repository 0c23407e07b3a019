// Proves that the operator's page of exceptions says of each kind what the product itself says.
import { expect, it } from 'vitest';
import {
  fixOfKind,
  isApprovableKind,
  leadOf,
  questionKinds,
} from '../../domain/plan/question-kinds.ts';
import { read } from './project-files.ts';

it('the table of exceptions is the table of the code, in its order', () => {
  const rows = read('docs/operate/exceptions.md')
    .split('\n')
    .filter((line) => /^\| `\w+`/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  const told = questionKinds.map((kind) => [
    kind,
    leadOf(kind),
    isApprovableKind(kind) ? 'yes' : 'no',
    // Backticks would be prose's; the product's sentences have none.
    fixOfKind(kind),
  ]);
  expect(rows).toEqual(told);
});
