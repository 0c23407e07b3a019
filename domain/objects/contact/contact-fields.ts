// A vendor's name, e-mail address and tax number as Xero takes them for a contact.
import type { ProcoreVendor } from '../../records/procore/vendor.ts';
import type { Alteration } from '../../text/alteration.ts';
import { cutToLength, onOneLine } from '../../text/fit-text.ts';

/** Source: Xero OpenAPI 16.1.0, Contact; Xero developer docs, Contacts, read 2026-11-23. */
const lengthMaximum = { name: 255, email: 255, taxNumber: 50 };

/**
 * Xero refuses angle brackets and repeated, leading or trailing spaces (Xero developer docs, Contacts, read
 * 2026-11-23). Brackets of another shape stand in for them, so that the name still reads as it does in Procore.
 */
export function xeroContactName(name: string): string {
  const plain = onOneLine(name.replaceAll('<', '‹').replaceAll('>', '›'));
  return cutToLength(plain, lengthMaximum.name);
}

/** One plain address, or null: a contact must not wait for an address that nobody could write to. */
export function xeroEmail(email: string | null): string | null {
  const plain = (email ?? '').trim();
  const isOne = /^[^\s@,;<>()"]+@[^\s@,;<>()"]+\.[^\s@,;<>()".]+$/u.test(plain);
  return isOne && plain.length <= lengthMaximum.email ? plain : null;
}

/** Null where it is too long to be a tax number that Xero takes. */
export function xeroTaxNumber(taxNumber: string | null): string | null {
  const plain = onOneLine(taxNumber ?? '');
  return plain === '' || plain.length > lengthMaximum.taxNumber ? null : plain;
}

/** What of a vendor stands in Xero otherwise than in Procore. Spaces that nobody sees are no difference. */
export function contactAlterations(vendor: ProcoreVendor): Alteration[] {
  const name = xeroContactName(vendor.name);
  const altered: Alteration[] = [];
  const isCut = onOneLine(vendor.name).length > lengthMaximum.name;
  if (name !== onOneLine(vendor.name)) {
    const why = isCut
      ? `Xero takes ${lengthMaximum.name} characters`
      : 'Xero takes no angle brackets';
    altered.push({ path: 'name', source: vendor.name, written: name, why });
  }
  const said = (vendor.email ?? '').trim();
  if (said !== '' && xeroEmail(vendor.email) === null) {
    const why = 'it is not one e-mail address';
    altered.push({ path: 'email', source: vendor.email ?? '', written: null, why });
  }
  if (vendor.taxNumber !== null && onOneLine(vendor.taxNumber).length > lengthMaximum.taxNumber) {
    const why = `Xero takes ${lengthMaximum.taxNumber} characters`;
    altered.push({ path: 'taxNumber', source: vendor.taxNumber, written: null, why });
  }
  return altered;
}
