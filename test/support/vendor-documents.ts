// The vendors' own documents, which are not part of this repository: where they are, or why the tests of them are skipped.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const shared = process.env['TIEOUT_SHARED'] || resolve(import.meta.dirname, '../../../shared');

export const vendorDocuments = {
  xeroOpenApi: resolve(shared, 'data/xero-openapi/xero_accounting.yaml'),
  xeroProjects: resolve(shared, 'data/xero-openapi/xero-projects.yaml'),
  procoreModels: resolve(shared, 'data/procore/models-finance-oas-2024-10.json'),
};
export type VendorDocument = keyof typeof vendorDocuments;

/** Empty when the document is there; else the reason, to stand after a test's name. */
export function skipReason(document: VendorDocument): string {
  if (existsSync(vendorDocuments[document])) return '';
  return ` (skipped: the document ${document} is not beside this checkout; set TIEOUT_SHARED to where it is)`;
}

/** What is skipped in this run and why, a line each: the reporter alone would only count it. */
export function skippedContracts(): string[] {
  return (Object.keys(vendorDocuments) as VendorDocument[])
    .filter((document) => skipReason(document) !== '')
    .map((document) => `Contract tests${skipReason(document)}`);
}
