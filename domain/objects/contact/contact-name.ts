// A vendor's name as Xero takes it for a contact.

/** Xero's limit on a contact's name. Source: Xero developer docs, Contacts, read 2026-11-23. */
const nameLengthMaximum = 255;

/**
 * Xero refuses angle brackets and repeated, leading or trailing spaces, and more than 255 characters. What is cut is
 * cut between characters a person sees as one, so that no half of an emoji is left.
 */
export function xeroContactName(name: string): string {
  const plain = name.replace(/[<>]/g, '').replace(/\s+/g, ' ').trim();
  return plain.length <= nameLengthMaximum ? plain : cutBetweenCharacters(plain, nameLengthMaximum);
}

/** A surrogate pair, and what joins to the character before it (marks, variation selectors, joiners), stays whole. */
function cutBetweenCharacters(text: string, lengthMaximum: number): string {
  let end = lengthMaximum;
  while (end > 0 && joinsToThePrevious(text, end)) end -= 1;
  return text.slice(0, end).trim();
}

function joinsToThePrevious(text: string, at: number): boolean {
  const rest = text.slice(at);
  const isInsideAPair = /^[\uDC00-\uDFFF]/.test(rest);
  // Variation selectors are marks too.
  const joins = /^\p{M}/u.test(rest) || rest.startsWith('\u200D');
  return isInsideAPair || joins || text[at - 1] === '\u200D';
}
