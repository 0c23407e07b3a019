// A take-on as text: openings as a table with totals, what is taken over, and what is not.
import type { TakeOnView } from '../db/queries/sign-take-on.ts';
import { canonicalAmount, groupedAmount, sameAmount } from '../domain/money/amount.ts';
import type { Proposal, RecordShown } from '../domain/take-on/proposal.ts';
import { isEmpty } from '../domain/take-on/proposal.ts';
import { wordOfRecord } from '../domain/take-on/words.ts';

export function takeOnText(view: TakeOnView): string {
  const { proposal, postFrom } = view;
  const { project, from } = proposal;
  const state = postFrom === null ? 'it posts nothing yet' : `it posts from ${postFrom}`;
  return [
    `Take-on of ${project.name}: what was billed before ${from} (${state})`,
    ...(isEmpty(proposal)
      ? ['', 'Nothing of it was billed by then and nothing of it is in Xero.']
      : []),
    ...openingLines(proposal),
    ...documentLines(proposal),
    ...problemLines(proposal),
    '',
    ...signedLines(view),
  ].join('\n');
}

const sides = { payable: 'subcontractors', receivable: 'owners' } as const;

function openingLines({ positions, totals }: Proposal): string[] {
  if (positions.length === 0) return [];
  const heads = ['contract', 'party', 'tax type', 'billed', 'paid', 'held', ''];
  const rows = [
    ...positions.map((one) => [
      ...[one.contract, one.party, one.taxType ?? 'not known'],
      ...[one.billed, one.paid, one.held].map(groupedAmount),
      one.currency,
    ]),
    ...totals.map((one) => [
      ...['', `${sides[one.side]} in all`, ''],
      ...[one.billed, one.paid, one.held].map(groupedAmount),
      one.currency,
    ]),
  ];
  return ['', 'Opening, without tax; paid as Procore has it', ...table([heads, ...rows])];
}

/** Amounts are the columns from the fourth to the sixth, set to the right. */
function table(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows.map((row) => {
    const cells = row.map((cell, at) => {
      const width = widths[at] ?? 0;
      return at >= 3 && at <= 5 ? cell.padStart(width) : cell.padEnd(width);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

function documentLines({ matched, orders, opened, leftOver }: Proposal): string[] {
  return [
    ...titled('Taken over as it stands in Xero; nothing is written', [
      ...matched.map(
        ({ name, date, due, record, why }) =>
          `${name} of ${date}, ${groupedAmount(due)} = ${recordName(record)}, ${groupedAmount(record.net)}: ${why}`,
      ),
      ...orders.map(
        ({ contract, record, why }) =>
          `contract ${contract} = ${recordName(record)}, ${groupedAmount(record.net)}: ${why}`,
      ),
    ]),
    ...titled(
      'In the opening alone, never posted',
      opened.map(({ name, date, due, why }) => `${name} of ${date}, ${groupedAmount(due)}: ${why}`),
    ),
    ...titled(
      'In Xero of the same contacts, matched to nothing',
      leftOver.map(
        (record) => `${recordName(record)}, ${groupedAmount(record.net)}, ${record.party}`,
      ),
    ),
  ];
}

function problemLines({ uncounted, undated }: Proposal): string[] {
  return [
    ...titled(
      'Nobody can tell what is new in these, so nothing can be signed yet',
      uncounted.map(({ name, date }) => `${name} of ${date}`),
    ),
    ...titled('Without a billing date; each becomes an exception once the project posts', undated),
  ];
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function recordName({ kind, number, date }: RecordShown): string {
  return `${wordOfRecord(kind)} ${number ?? '(no number)'} of ${date}`;
}

function signedLines({ signed, proposal }: TakeOnView): string[] {
  if (!signed) return ['Not signed.'];
  const { person, signedAt, openings, proposalHash } = signed;
  const numbers = new Map(proposal.positions.map((one) => [one.contractId, one.contract]));
  const lines = openings.map(({ contractId, taxType, currency, ...row }) => {
    const [held, stated] = [row.held, row.stated].map(canonicalAmount);
    const is = `held ${groupedAmount(held ?? '')}, stated in Xero ${groupedAmount(stated ?? '')} ${currency}`;
    const isSame = sameAmount(held ?? '0.00', stated ?? '0.00');
    const contract = numbers.get(contractId) ?? contractId;
    return `  ${contract} (${taxType ?? 'tax type not known'}): ${is}${isSame ? '' : '; releases wait'}`;
  });
  return [
    `Signed by ${person} on ${signedAt.toISOString().slice(0, 10)}; signing again takes its place.`,
    ...(proposalHash === proposal.hash
      ? []
      : ['  What is proposed now is not exactly what was signed.']),
    ...lines,
  ];
}
