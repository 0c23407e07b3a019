// What the contracts of random lives rest on in a running stack's Procore: a project, its codes, its period and the tax codes.
import type { LifeLine } from '../../domain/claims/lives/life.ts';
import { asAdmin } from '../contracts.ts';
import type { Stack } from '../stack.ts';
import { control } from '../stack.ts';

export const companyId = '5629494500123';
type Made = { id: number };

export type Ground = {
  projectId: number;
  periodId: number;
  /** How a line is coded and taxed in Procore. */
  codingOf(line: LifeLine): { wbsCodeId: number; taxCodeId: number | null };
};

/**
 * The project of the company with the fewest pay apps of its own, and none of the others is shown to Tieout: nothing of
 * them is needed, and every sweep would read them. The two cost codes of lives are the first two that bear both cost types.
 */
export async function layGround(stack: Stack): Promise<Ground> {
  const list = <T>(path: string) => asAdmin<T[]>(stack, 'GET', `/rest/v1.0/${path}`);
  const projectId = await quietestOf(stack, await list<Made>(`projects?company_id=${companyId}`));
  await control(stack.procore, 'PUT', 'permissions', { app: 'tieout', projects: [projectId] });
  const periods = await list<Made>(`projects/${projectId}/billing_periods`);
  const codes = await list<Made & { flat_code: string }>(
    `projects/${projectId}/work_breakdown_structure/wbs_codes`,
  );
  const taxCodes = await list<Made & { code: string }>(`tax_codes?company_id=${companyId}`);
  const wbsIds = new Map(codes.map(({ flat_code: code, id }) => [code, id]));
  const stems = codes
    .flatMap(({ flat_code: code }) => (code.endsWith('.S') ? [code.slice(0, -2)] : []))
    .filter((stem) => wbsIds.has(`${stem}.M`));
  return {
    projectId,
    periodId: periods.at(-1)?.id ?? 0,
    codingOf: ({ costCode, costType, taxCode }) => {
      const stem = stems[costCode === '02-200' ? 0 : 1] ?? '';
      const wbsCodeId = wbsIds.get(`${stem}.${costType}`);
      const taxCodeId = taxCodes.find(({ code }) => code === taxCode)?.id ?? null;
      if (wbsCodeId === undefined) throw new Error(`Procore has no code ${stem}.${costType}`);
      if (taxCode !== null && taxCodeId === null) throw new Error(`no tax code ${taxCode}`);
      return { wbsCodeId, taxCodeId };
    },
  };
}

async function quietestOf(stack: Stack, projects: readonly Made[]): Promise<number> {
  const counted = await Promise.all(
    projects.map(async ({ id }) => {
      const path = `/rest/v1.1/requisitions?project_id=${id}&per_page=500`;
      return { id, payApps: (await asAdmin<Made[]>(stack, 'GET', path)).length };
    }),
  );
  const [quietest] = counted.sort((a, b) => a.payApps - b.payApps);
  if (!quietest) throw new Error('the company has no project');
  return quietest.id;
}

export type ClaimEvent = { claim: string; invoiceNumber: string | null; date: string };

/** One contract as people in Procore keep it, whichever side it is of. Lines and claims are named as the life names them. */
export type ContractInProcore = {
  id: number;
  vendorId: number;
  addChangeOrder(id: string, lines: readonly LifeLine[]): Promise<void>;
  undoChangeOrder(id: string): Promise<void>;
  /** Made in `under_review`, with nothing on it; answers its id. */
  makeClaim(event: ClaimEvent): Promise<number>;
  /** Enters all that the model says the claim does. */
  fillClaim(claim: string): Promise<void>;
  setStatus(claim: string, status: string): Promise<void>;
  rejectLine(claim: string, line: string | null): Promise<void>;
  deleteClaim(claim: string): Promise<void>;
  voidContract(): Promise<void>;
};

/** What a map must hold, or it is a mistake of the test. */
export function known<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const found = map.get(key);
  if (found === undefined) throw new Error(`nothing is known of ${String(key)}`);
  return found;
}
