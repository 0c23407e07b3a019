// What a vendor's refusal means for the person who must act, as each vendor words it.
import { classifyRefusal } from '../connectors/xero/classify-refusal.ts';
import type { Endpoint, Vendor } from '../domain/identity/endpoints.ts';
import { vendorOf } from '../domain/identity/endpoints.ts';
import type { RefusalKind } from '../domain/plan/answers.ts';

const byVendor: Record<Vendor, (messages: readonly string[]) => RefusalKind> = {
  xero: xeroRefusal,
  // Procore's sentences are not documented, so nothing is read into them.
  procore: () => 'vendorRefused',
};

export function refusalKindOf(endpoint: Endpoint, messages: readonly string[]): RefusalKind {
  return byVendor[vendorOf(endpoint)](messages);
}

function xeroRefusal(messages: readonly string[]): RefusalKind {
  const meaning = classifyRefusal(messages);
  switch (meaning) {
    case 'lockedPeriod':
    case 'contactArchived':
      return meaning;
    case 'unknownAccount':
      return 'unmappedCode';
    case 'unknownTaxType':
      return 'unmappedTax';
    case 'duplicateNumber':
    case 'paidOrAllocated':
    case 'other':
      return 'vendorRefused';
  }
}
