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

/** The claim's own number, else contract and sequence: "SC-003-4". */
export function documentNumberOf(
  claim: { invoiceNumber: string | null; number: number },
  contract: { number: string },
): string {
  return (
    plainNumber(claim.invoiceNumber ?? '') || plainNumber(`${contract.number}-${claim.number}`)
  );
}

/** The letter that tells a document posted again from the one that ended: "-A", then "-B". */
const again = /^-([A-Z])$/;

/**
 * Xero gives the number of a voided sales invoice to no other. Source: facts of rivals' users, read 2026-11-23.
 * `ended` is the number of the one that ended.
 */
export function numberAfter(number: string, ended: string | null): string {
  if (ended === null || ended === number || !ended.startsWith(number)) return `${number}-A`;
  const letter = again.exec(ended.slice(number.length))?.[1];
  if (letter === undefined || letter === 'Z') return `${ended}-A`;
  return `${number}-${String.fromCharCode(letter.charCodeAt(0) + 1)}`;
}

/** A sales invoice that was posted again keeps the number it got then: the claim's own is not to be had any more. */
export function numberKept(number: string, posted: string, role: string): string {
  const isAgain = role === 'salesInvoice' && posted.startsWith(`${number}-`);
  return isAgain && /^(-[A-Z])+$/.test(posted.slice(number.length)) ? posted : number;
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
