// What a controller signs: each opening beside the amount that is stated to be in the Xero retention account, or the sentence that says what is missing.
import type { Amount } from '../money/amount.ts';
import { groupedAmount, sameAmount, sumAmounts } from '../money/amount.ts';
import type { Position } from './positions.ts';
import type { Proposal } from './proposal.ts';

/** As it was typed: `contract` is its number or id; no tax type where the contract has only one. */
export type Stated = { contract: string; taxType: string | null; amount: Amount };

export type SignedOpening = Omit<Position, 'contract' | 'party'> & { stated: Amount };

type Openings = { ok: true; openings: SignedOpening[] } | { ok: false; why: string };
const refuse = (why: string): { ok: false; why: string } => ({ ok: false, why });

export function openingsOf(
  { positions, uncounted }: Pick<Proposal, 'positions' | 'uncounted'>,
  stated: readonly Stated[],
): Openings {
  const [first] = uncounted;
  if (first) {
    const names = uncounted.map(({ name }) => name).join(', ');
    return refuse(
      `Nobody can tell what is new in ${names}: Procore does not show the claim before it, or its summary does not add up. Put that right first; what was held is not known before.`,
    );
  }
  const ofContract = new Map<string, Stated[]>();
  for (const one of stated) {
    const found = contractNamed(one.contract, positions);
    if (!found.ok) return found;
    ofContract.set(found.contractId, [...(ofContract.get(found.contractId) ?? []), one]);
  }
  const openings: SignedOpening[] = [];
  for (const contractId of new Set(positions.map((one) => one.contractId))) {
    const own = positions.filter((one) => one.contractId === contractId);
    const signed = openingsOfContract(own, ofContract.get(contractId) ?? []);
    if (!signed.ok) return signed;
    openings.push(...signed.openings);
  }
  return { ok: true, openings };
}

type Named = { ok: true; contractId: string } | { ok: false; why: string };

function contractNamed(contract: string, positions: readonly Position[]): Named {
  const found = positions.filter((one) => [one.contractId, one.contract].includes(contract));
  const ids = [...new Set(found.map(({ contractId }) => contractId))];
  const [only, ...more] = ids;
  if (only !== undefined && more.length === 0) return { ok: true, contractId: only };
  return refuse(
    only === undefined
      ? `Nothing was billed of a contract ${contract} before the start, so nothing can be stated of it.`
      : `Several contracts have the number ${contract}; say which by its id: ${ids.join(' or ')}.`,
  );
}

function openingsOfContract(own: readonly Position[], stated: readonly Stated[]): Openings {
  const resolved = withTaxTypes(own, stated);
  if (!resolved.ok) return resolved;
  const { rows, said } = resolved;
  const openings = rows.map(({ contract: _contract, party: _party, ...row }) => ({
    ...row,
    stated: said.get(row.taxType) ?? null,
  }));
  const missing = openings.find((row) => row.stated === null && !sameAmount(row.held, '0.00'));
  if (missing) {
    const name = rows[0]?.contract ?? '';
    const { held, currency, taxType } = missing;
    return refuse(
      `${name} held ${groupedAmount(held)} ${currency} (${taxType ?? 'tax type not known'}) at the start: state what is in the Xero retention account for it, such as ${name}=${held}${taxType === null ? '/INPUT2' : `/${taxType}`}.`,
    );
  }
  return { ok: true, openings: openings.map((row) => ({ ...row, stated: row.stated ?? '0.00' })) };
}

type Resolved =
  { ok: true; rows: Position[]; said: Map<string | null, Amount> } | { ok: false; why: string };

/** Every amount under its tax type; what was of no known type is of the one type that is stated. */
function withTaxTypes(own: readonly Position[], stated: readonly Stated[]): Resolved {
  const [first] = own;
  if (!first) return { ok: true, rows: [], said: new Map() };
  const named = [...new Set(stated.flatMap(({ taxType }) => taxType ?? []))];
  const [only] = named;
  const rows =
    named.length === 1 && only !== undefined && own.some(({ taxType }) => taxType === null)
      ? merged(own.map((row) => ({ ...row, taxType: row.taxType ?? only })))
      : [...own];
  if (rows.some((row) => row.taxType === null && !sameAmount(row.held, '0.00'))) {
    return refuse(
      `Of what ${first.contract} held at the start the tax type is not known: map its tax codes in tieout.config.ts, or state the one type it is of, such as ${first.contract}=${sumAmounts(own.map(({ held }) => held))}/INPUT2.`,
    );
  }
  const said = new Map<string | null, Amount>();
  for (const { taxType, amount } of stated) {
    const type = taxType ?? onlyTypeOf(rows);
    if (type === undefined) {
      const types = rows.flatMap((row) => row.taxType ?? []).join(' or ');
      return refuse(
        `${first.contract} holds retainage of several tax types; say which, as in ${first.contract}=${amount}/TAXTYPE: ${types}.`,
      );
    }
    if (said.has(type))
      return refuse(`${first.contract} is stated twice for ${type ?? 'one type'}.`);
    said.set(type, amount);
  }
  return { ok: true, rows: withStatedOnly(rows, said, first), said };
}

/** The one type that holds anything, or the only one there is. */
function onlyTypeOf(rows: readonly Position[]): string | null | undefined {
  const holding = rows.filter(({ held }) => !sameAmount(held, '0.00'));
  const [one, ...more] = holding.length > 0 ? holding : rows;
  return one && more.length === 0 ? one.taxType : undefined;
}

/** What is stated of a type that Procore holds nothing of differs, and is kept as it was said. */
function withStatedOnly(
  rows: readonly Position[],
  said: ReadonlyMap<string | null, Amount>,
  like: Position,
): Position[] {
  const none = { billed: '0.00', paid: '0.00', held: '0.00', inDocuments: '0.00' };
  const others = [...said.keys()].filter((type) => !rows.some((row) => row.taxType === type));
  return [...rows, ...others.map((taxType) => ({ ...like, ...none, taxType }))];
}

function merged(rows: readonly Position[]): Position[] {
  const byKey = new Map<string, Position>();
  for (const row of rows) {
    const key = JSON.stringify([row.currency, row.taxType]);
    const found = byKey.get(key);
    byKey.set(key, found ? added(found, row) : row);
  }
  return [...byKey.values()];
}

function added(a: Position, b: Position): Position {
  return {
    ...a,
    billed: sumAmounts([a.billed, b.billed]),
    paid: sumAmounts([a.paid, b.paid]),
    held: sumAmounts([a.held, b.held]),
    inDocuments: sumAmounts([a.inDocuments, b.inDocuments]),
  };
}
