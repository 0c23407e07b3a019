// Proves that the seeded companies stay the same to the byte: other tests and the docs count what is in them.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildCompany } from '../../../sandbox/company/build-company.ts';
import type { CompanyName } from '../../../sandbox/company/seeded-company.ts';

const pinned: [CompanyName, string][] = [
  ['demo', '1541e16250e1b7b9a8e824f6d873d51d9e66bf8e6ce53117e636ac5d0a7f16e3'],
  ['twenty', '75505b533cdf2e7a9456518271abcf5f7eea244e4b894c341f35b0f6192130b5'],
  ['empty', 'a96803c774c3446fbe35625c62fb2c2c9e1cbeb25f1b4ff88373285b4d5e2849'],
];

test.each(pinned)('%s is what it was', (company, hash) => {
  const bytes = JSON.stringify(buildCompany(company));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
});
