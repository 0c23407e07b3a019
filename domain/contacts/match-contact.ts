// Which Xero contact a Procore vendor is, most certain evidence first; anything less than certain waits for a person.
import { xeroContactName } from '../objects/contact/contact-fields.ts';
import type { ProcoreVendor } from '../records/procore/vendor.ts';
import type { XeroContact } from '../records/xero/contact.ts';

/** The outcomes in order of precedence. */
export type ContactMatch =
  | { match: 'marked'; contact: XeroContact }
  | { match: 'archived'; contact: XeroContact }
  | { match: 'sameNumber'; contact: XeroContact }
  | { match: 'sameName'; contact: XeroContact }
  | { match: 'suggested'; contact: XeroContact; why: string }
  | { match: 'none' };

/** Words that say what kind of company it is, not which: they differ between systems without meaning anything. */
const companyWords = new Map([
  ['limited', 'ltd'],
  ['incorporated', 'inc'],
  ['company', 'co'],
  ['corporation', 'corp'],
  ['proprietary', 'pty'],
  ['and', '&'],
  ['株', '株式会社'],
  ['有', '有限会社'],
]);

/** How alike two names must be to be suggested, in hundredths of their length. */
const similarityMinimum = 85;

/** Said before or after a name without a space, where a script has none. */
const joinedCompanyWords = /株式会社|有限会社|\(株\)|\(有\)/g;

/** "Kauri Concrete Limited" → "kauri concrete ltd", and as much in every script. */
export function normalName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .replace(joinedCompanyWords, (word) => ` ${word} `)
    .normalize('NFKD')
    // Accents of Latin letters are often left out; marks of other scripts are letters of their own.
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/&/g, ' & ')
    .replace(/[^\p{L}\p{M}\p{N}& ]+/gu, ' ');
  return plain
    .split(' ')
    .filter((word) => word.length > 0)
    .map((word) => companyWords.get(word) ?? word)
    .join(' ');
}

/** Only digits and letters of a tax or registration number. */
function normalNumber(text: string | null): string | null {
  const plain = (text ?? '').replace(/[^0-9a-z]/gi, '').toLowerCase();
  return plain.length >= 6 ? plain : null;
}

/** One spelling of what people read as the same name: an accent typed as one sign or as two, one space or several. */
function exactName(name: string): string {
  return xeroContactName(name).normalize('NFC');
}

function editDistance(left: string, right: string): number {
  const [a, b] = [[...left], [...right]];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1;
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + change,
        ),
      );
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** 100 = the same, 0 = nothing in common; whole numbers, so that every machine agrees. */
export function nameSimilarity(a: string, b: string): number {
  const [left, right] = [normalName(a), normalName(b)];
  const longest = Math.max([...left].length, [...right].length);
  if (longest === 0) return 0;
  return Math.floor((100 * (longest - editDistance(left, right))) / longest);
}

/** Whether two registration numbers are both known and differ: then the same name is not the same firm. */
function numbersDisagree(vendor: ProcoreVendor, contact: XeroContact): boolean {
  const [ours, theirs] = [normalNumber(vendor.taxNumber), normalNumber(contact.taxNumber)];
  return ours !== null && theirs !== null && ours !== theirs;
}

/** An active contact with the vendor's registration number: the firm itself, whatever it is called on either side. */
function bearsNumberOf(contact: XeroContact, vendor: ProcoreVendor): boolean {
  const number = normalNumber(vendor.taxNumber);
  return (
    contact.status === 'ACTIVE' && number !== null && normalNumber(contact.taxNumber) === number
  );
}

/**
 * The contacts worth carrying into a plan: those that could be this vendor, best first, five at most,
 * so that a large contact list never enters a workflow's history.
 */
export function shortlistContacts(
  vendor: ProcoreVendor,
  contactNumber: string,
  contacts: readonly XeroContact[],
): XeroContact[] {
  const number = normalNumber(vendor.taxNumber);
  const name = exactName(vendor.name);
  const scored = contacts.map((contact) => {
    if (contact.contactNumber === contactNumber) return { contact, score: 1000 };
    if (exactName(contact.name) === name) return { contact, score: 101 };
    if (number !== null && normalNumber(contact.taxNumber) === number)
      return { contact, score: 500 };
    return { contact, score: nameSimilarity(vendor.name, contact.name) };
  });
  return scored
    .filter(({ score }) => score >= similarityMinimum)
    .sort((a, b) => b.score - a.score || (a.contact.id < b.contact.id ? -1 : 1))
    .slice(0, 5)
    .map(({ contact }) => contact);
}

/** Decides which contact a vendor is, of a shortlist without the contacts other vendors are linked to. */
export function matchContact(
  vendor: ProcoreVendor,
  contactNumber: string,
  candidates: readonly XeroContact[],
): ContactMatch {
  const marked = candidates.find((contact) => contact.contactNumber === contactNumber);
  if (marked) {
    return { match: marked.status === 'ACTIVE' ? 'marked' : 'archived', contact: marked };
  }
  const numbered = candidates.filter((contact) => bearsNumberOf(contact, vendor));
  const [byNumber, second] = numbered;
  if (byNumber && !second) return { match: 'sameNumber', contact: byNumber };
  if (byNumber) {
    const why = `the same registration number as ${numbered.length - 1} more of its contacts`;
    return { match: 'suggested', contact: byNumber, why };
  }
  const name = exactName(vendor.name);
  const sameName = candidates.filter((contact) => exactName(contact.name) === name);
  const active = sameName.filter((contact) => contact.status === 'ACTIVE');
  const agreeing = active.filter((contact) => !numbersDisagree(vendor, contact));
  const [only, another] = agreeing;
  if (only && !another) return { match: 'sameName', contact: only };
  const archived = sameName.find((contact) => contact.status !== 'ACTIVE');
  if (archived && active.length === 0) return { match: 'archived', contact: archived };
  // Xero may stop keeping names unique, so two of one name are a question and not an answer.
  // Source: Xero developer docs, Contacts, read 2026-11-23.
  if (only) return { match: 'suggested', contact: only, why: 'a name that it has more than once' };
  const [otherFirm] = active;
  if (otherFirm) {
    const why = 'the same name but another registration number';
    return { match: 'suggested', contact: otherFirm, why };
  }
  const alike = candidates.find((contact) => contact.status === 'ACTIVE');
  if (alike) {
    const score = nameSimilarity(vendor.name, alike.name);
    return { match: 'suggested', contact: alike, why: `a very similar name (${score} of 100)` };
  }
  const archivedAlike = candidates[0];
  return archivedAlike ? { match: 'archived', contact: archivedAlike } : { match: 'none' };
}
