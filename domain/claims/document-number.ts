// How what a claim is posted as is numbered.

/** Dashes, quotes and spaces that look like the plain ones. */
const lookalikes = new Map([
  [/[\u2010-\u2015\u2212]/gu, '-'],
  [/[\u2018\u2019\u2032]/gu, "'"],
  [/[\u201c\u201d\u2033]/gu, '"'],
] as const);

/**
 * "INV–12" is "INV-12" and "１２" is "12": Xero documents printable ASCII only, and a bookkeeper would type it so. What
 * has no plain form is sent as it is, for Xero to keep, to drop or to refuse.
 */
function plainNumber(number: string): string {
  let plain = number.normalize('NFKC');
  for (const [sign, instead] of lookalikes) plain = plain.replace(sign, instead);
  return plain.replace(/\s+/gu, ' ').trim();
}

/**
 * The claim's own number, else contract and sequence: "SC-003-4". Xero gives the number of a sales invoice once in the
 * whole organisation, and contracts are numbered by project: "26-001-HC-001-4".
 */
export function documentNumberOf(
  claim: { invoiceNumber: string | null; number: number },
  contract: { number: string; contractKind?: string },
  project: { number: string } | null,
): string {
  const own = plainNumber(claim.invoiceNumber ?? '');
  const place = contract.contractKind === 'pc' && project ? `${project.number}-` : '';
  return own || plainNumber(`${place}${contract.number}-${claim.number}`);
}

/** A claim numbered by its contract follows its own place there, never a new name of the contract. */
export function placedAnew(number: string, posted: string): string {
  const stem = number.slice(0, number.lastIndexOf('-') + 1);
  const isPlaced =
    stem !== '' && posted.startsWith(stem) && /^\d+$/.test(posted.slice(stem.length));
  return isPlaced ? number : posted;
}

/** The release of a mixed claim stands beside its bill: "INV-12-R". One that is all there is keeps the number. */
export function releaseNumberOf(number: string, isMixed: boolean): string {
  return isMixed ? `${number}-R` : number;
}

/** Only of sales invoices are there ended numbers, and a credit note takes none from them. */
export function numberUnder(
  { endedNumbers }: { endedNumbers: readonly string[] },
  { role, number }: { role: string; number: string },
): string {
  return role === 'creditNote' ? number : freeNumber(number, endedNumbers);
}

/**
 * Xero gives the number of a sales invoice to no other, though it was voided: what is posted again gets the next one that
 * is free. Source: what users of other connectors report, read 2026-11-23.
 */
export function freeNumber(number: string, ended: readonly string[]): string {
  return ended.includes(number) ? freeNumber(`${number}-A`, ended) : number;
}
