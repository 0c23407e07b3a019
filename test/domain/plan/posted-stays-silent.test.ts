// Proves that what is posted keeps its coding: whatever moves around a paid bill or an order is no news of it, and payments flow.
import { describe, expect, test } from 'vitest';
import type { CommitmentObservation } from '../../../domain/objects/commitment/observation.ts';
import { planDocument } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import {
  account,
  chartExcerpt,
  commitment,
  input2,
  mapping,
  noTax,
  payment,
  project,
  retentionAccount,
  sovLine,
} from '../../support/domain-builders.ts';
import type { optionCode } from '../../support/domain-builders.ts';
import {
  asKeptBefore,
  goingOf,
  postedCommitment,
  postedPayApp,
} from '../../support/posted-documents.ts';

type Surroundings = Partial<
  Pick<
    PayAppObservation,
    'chart' | 'mapping' | 'mappingVersion' | 'project' | 'contract' | 'contact' | 'taxCodes'
  >
>;

const [projectOption, , , heldOption] = chartExcerpt.codes;
const codesBut = (...changed: ReturnType<typeof optionCode>[]) => ({
  ...chartExcerpt,
  codes: chartExcerpt.codes.map(
    (code) => changed.find(({ optionId }) => optionId === code.optionId) ?? code,
  ),
});
const mapped = (over: Partial<typeof mapping>) => ({
  mapping: { ...mapping, ...over },
  mappingVersion: 'another',
});
const recoded = commitment({
  lines: [
    sovLine('1', '30000.00', { costCode: { code: '02-200', name: 'Bulk earthworks' } }),
    sovLine('2', '20000.00', { costCode: { code: '03-300', name: 'In-situ concrete' } }),
  ],
});

/** Surroundings of a posted document that moved; none of it is the document's own. */
const moved: [string, Surroundings][] = [
  ['nothing', {}],
  [
    'the option of the project was renamed',
    {
      chart: codesBut({
        ...projectOption!,
        option: '26-001 Ferry Terminal (done)',
        formerly: ['26-001 Ferry Terminal'],
      }),
    },
  ],
  [
    'the option of the project was archived',
    { chart: codesBut({ ...projectOption!, status: 'ARCHIVED' }) },
  ],
  [
    'the option of what is held was archived',
    { chart: codesBut({ ...heldOption!, status: 'ARCHIVED' }) },
  ],
  [
    'the option of the project is not to be seen any more',
    { chart: { ...chartExcerpt, codes: chartExcerpt.codes.slice(1) } },
  ],
  [
    'the account of a cost type changed in the mapping',
    mapped({ accounts: { ...mapping.accounts, byCostType: { S: '312', M: '312' } } }),
  ],
  [
    'a cost type left the mapping',
    mapped({ accounts: { ...mapping.accounts, byCostType: { M: '312' } } }),
  ],
  [
    'the retention account changed in the mapping',
    mapped({ accounts: { ...mapping.accounts, retentionPayable: '826' } }),
  ],
  ['the tax type changed in the mapping', mapped({ taxTypes: { GST15: 'INPUT3', none: 'NONE' } })],
  ['the tax code left the mapping', mapped({ taxTypes: { none: 'NONE' } })],
  [
    'the tracking category changed in the mapping',
    mapped({ tracking: { ...mapping.tracking, costCodeCategory: 'Region' } }),
  ],
  ['a key was added to the mapping', mapped({ taxTypes: { ...mapping.taxTypes, GST9: 'INPUT9' } })],
  ['the project was renamed', { project: { ...project, name: 'Ferry Basin' } }],
  ['the project was renumbered', { project: { ...project, number: '26-901' } }],
  ['the project is hidden', { project: null }],
  ['the cost codes were renamed', { contract: recoded }],
  ['the contract was retitled', { contract: commitment({ title: 'Frame' }) }],
  ['the vendor is hidden', { contact: null }],
  ['the tax codes are hidden', { taxCodes: [] }],
  [
    'an account was archived',
    {
      chart: {
        ...chartExcerpt,
        accounts: [account('310', { status: 'ARCHIVED' }), retentionAccount],
      },
    },
  ],
  ['the accounts are not to be seen', { chart: { ...chartExcerpt, accounts: [] } }],
  [
    'a tax rate was replaced',
    {
      chart: {
        ...chartExcerpt,
        taxRates: [
          { ...input2, status: 'ARCHIVED' },
          { ...input2, taxType: 'INPUT3', rate: '17.5' },
          noTax,
        ],
      },
    },
  ],
  [
    'a tax rate kept its name at another rate',
    { chart: { ...chartExcerpt, taxRates: [{ ...input2, rate: '17.5' }, noTax] } },
  ],
];

/** Moves of the contract that are its own order's business, and none of its posted bill's. */
const contractMoved: [string, Surroundings][] = [
  ['the contract was renumbered', { contract: commitment({ number: 'SC-901' }) }],
  [
    'the contract was given to another company',
    {
      contract: commitment({ vendorId: '18' }),
      contact: { workflowId: 'contact/demo/18', contactId: 'contact-2', archived: false },
    },
  ],
  [
    'the contract was given to a company that is not linked',
    {
      contract: commitment({ vendorId: '18' }),
      contact: { workflowId: 'contact/demo/18', contactId: null, archived: false },
    },
  ],
  ['the contract lost its company', { contract: commitment({ vendorId: null }), contact: null }],
  ['the contract is hidden', { contract: null }],
  [
    'a change order was approved',
    { contract: commitment({ approvedChangeOrders: '5000.00', revisedSum: '55000.00' }) },
  ],
  [
    'its lines were recoded',
    {
      contract: commitment({
        lines: [
          sovLine('1', '30000.00', { costType: { code: 'M', name: 'Materials' } }),
          sovLine('2', '20000.00'),
        ],
      }),
    },
  ],
  ['its lines are gone', { contract: commitment({ lines: [] }) }],
];

const bases: [string, <O extends { base: PayAppObservation['base'] }>(seen: O) => O][] = [
  ['as it is kept', (seen) => seen],
  ['as main kept it before', (seen) => ({ ...seen, base: seen.base && asKeptBefore(seen.base) })],
];

const paid = { status: 'PAID', amountPaid: '10350.00', amountDue: '0.00' } as const;

describe.each(bases)('with the agreement %s', (_base, kept) => {
  test.each([...moved, ...contractMoved])(
    'a paid bill says nothing, and its payment goes to Procore, when %s',
    (_what, over) => {
      const before = kept(postedPayApp({ payments: [payment('p1', '10350.00')] }, paid));
      const plan = planDocument('payApp', { ...before, ...over });
      expect(plan.gated.questions.map(({ sentence }) => sentence)).toEqual([]);
      expect(plan.gated.waitsFor).toEqual([]);
      expect(goingOf(plan).map(({ body }) => body)).toMatchObject([
        { kind: 'procoreContractPayment', amount: '9000.00' },
      ]);
    },
  );

  test.each(moved)('an order says nothing when %s', (_what, over) => {
    const { contact, contract, ...rest } = over;
    const surroundings = { ...rest, ...(contact === null ? { contact } : {}) };
    const before: CommitmentObservation = kept(postedCommitment());
    const plan = planDocument('commitment', {
      ...before,
      ...surroundings,
      commitment: contract?.kind === 'procoreCommitment' ? contract : before.commitment,
    });
    expect(plan.gated.questions.map(({ sentence }) => sentence)).toEqual([]);
    expect(plan.gated.going).toEqual([]);
    expect(plan.verdicts.map(({ outcome }) => outcome)).toEqual(['unchanged']);
  });
});
