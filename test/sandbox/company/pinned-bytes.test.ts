// Proves that the seeded companies stay the same to the byte: other tests and the docs count what is in them.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildCompany } from '../../../sandbox/company/build-company.ts';
import type { CompanyName } from '../../../sandbox/company/seeded-company.ts';

const pinned: [CompanyName, string][] = [
  ['demo', '0f21f874de1b35f39f23b6ca5b4cc5079cdfd7f92798f555bb34705b02c69ad6'],
  ['twenty', '697e38af773a2b82830a320f41212b463da6c49d3b57da2d0d0c7fcd24dfc979'],
  ['empty', '308e583346e8f8039a8ed6bfd38f08d1f879df4ebb865a7bffb57f8e17736d3b'],
];

test.each(pinned)('%s is what it was', (company, hash) => {
  const bytes = JSON.stringify(buildCompany(company));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
});
