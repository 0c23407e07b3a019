// A settled company of twenty pay apps to try things on: new claims of its contracts, what is asked about them, and the vendors bent out of shape and back.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Fault } from './once-each.ts';
import { addFaults } from './once-each.ts';
import type { PayApp } from './people.ts';
import { allAsked, billsBearing, enterLike, patienceMs, setStatus } from './people.ts';
import { payAppsInProcore } from './sandbox-views.ts';
import type { Stack } from './stack.ts';
import { control, startStack } from './stack.ts';

export type Vendor = 'procore' | 'xero';

export type Trial = {
  stack: Stack;
  /** The newest pay app of a contract; contracts are counted on past the last one. */
  lastOf(contract: number): PayApp;
  /** A new pay app like the newest of a contract, no two alike: they would be asked about. */
  entered(contract: number, over?: Partial<PayApp>): Promise<PayApp>;
  approvedOn(contract: number, over?: Partial<PayApp>): Promise<PayApp>;
  /** Its bill is in Xero within a minute, once. */
  posts(payApp: PayApp): Promise<void>;
  /** It posts, and nothing waits for anybody any more. */
  comesRight(payApp: PayApp): Promise<void>;
  sentencesAbout(document: string): Promise<string[]>;
  /** The one open question about a document (`payApp/33`) says so within a minute. */
  isAsked(document: string, words: RegExp): Promise<void>;
  /** The sentences of everything that waits. */
  sentences(): Promise<string[]>;
  bend(vendor: Vendor, bend: object): Promise<void>;
  faults(vendor: Vendor, faults: readonly Fault[]): Promise<void>;
  /** Takes every bend and fault away. */
  straighten(): Promise<void>;
  close(): Promise<void>;
};

async function startTrial(): Promise<Trial> {
  const stack = await startStack({ company: 'twenty', readsOften: true });
  await stack.settle(patienceMs);
  const contracts = await payAppsByContract(stack);
  let count = 0;
  const contractOf = (contract: number): PayApp[] => contracts[contract % contracts.length] ?? [];
  const trial: Trial = {
    stack,
    lastOf(contract) {
      const payApp = contractOf(contract).at(-1);
      if (!payApp) throw new Error(`contract ${contract} has no pay app`);
      return payApp;
    },
    async entered(contract, over = {}) {
      count += 1;
      const like = { ...trial.lastOf(contract), ...over };
      const made = {
        number: over.invoice_number ?? `TRIAL-${count}`,
        work: `${100 + 41 * count}.00`,
      };
      const payApp = await enterLike(stack, like, made);
      contractOf(contract).push(payApp);
      return payApp;
    },
    async approvedOn(contract, over) {
      const payApp = await trial.entered(contract, over);
      await setStatus(stack, payApp, 'approved');
      return payApp;
    },
    async posts(payApp) {
      await expect
        .poll(() => billsBearing(stack, payApp.id), { timeout: 60_000, interval: 500 })
        .toHaveLength(1);
    },
    async comesRight(payApp) {
      await trial.posts(payApp);
      await stack.settle(patienceMs);
      expect(await allAsked(stack)).toEqual([]);
    },
    async sentencesAbout(document) {
      const [type, id] = document.split('/');
      const workflowId = `${type ?? ''}/${stack.connection}/${id ?? ''}`;
      const rows = await stack.database.sql<{ sentence: string }[]>`
        select sentence from exception where state = 'open' and workflow_id = ${workflowId}`;
      return rows.map(({ sentence }) => sentence);
    },
    async isAsked(document, words) {
      await expect
        .poll(() => trial.sentencesAbout(document), { timeout: 60_000, interval: 500 })
        .toEqual([expect.stringMatching(words) as string]);
    },
    async sentences() {
      const rows = await stack.database.sql<{ sentence: string }[]>`
        select sentence from exception where state = 'open' order by sentence`;
      return rows.map(({ sentence }) => sentence);
    },
    async bend(vendor, bend) {
      await control(stack[vendor], 'PUT', 'bend', bend);
    },
    faults: (vendor, faults) => addFaults(stack[vendor], faults),
    async straighten() {
      for (const sandbox of [stack.procore, stack.xero]) {
        await control(sandbox, 'DELETE', 'bend');
        await control(sandbox, 'DELETE', 'faults');
      }
    },
    close: () => stack.close(),
  };
  return trial;
}

/** One trial for all tests of a describe, handed over once it has settled and straightened after each test. */
export function trialForAll(use: (trial: Trial) => void): void {
  let trial: Trial;
  beforeAll(async () => {
    trial = await startTrial();
    use(trial);
  }, 2 * patienceMs);
  afterEach(() => trial.straighten());
  afterAll(() => trial.close(), 60_000);
}

async function payAppsByContract(stack: Stack): Promise<PayApp[][]> {
  const { payApps } = await payAppsInProcore(stack.procore);
  const ids = [...new Set(payApps.map((payApp) => payApp.commitment_id))].sort((a, b) => a - b);
  return ids.map((id) =>
    payApps.filter((payApp) => payApp.commitment_id === id).sort((a, b) => a.number - b.number),
  );
}
