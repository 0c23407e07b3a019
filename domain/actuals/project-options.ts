// Which tracking options stand for which project: each for one at most, so that no cost counts twice.
import type { OptionCode } from '../mapping/option-codes.ts';

type Named = { id: string; name: string; optionWanted: string };

/**
 * What was linked to a project once stays its own, whatever either is called by now; of the rest, what bears or bore the
 * name that the mapping gives the project. Where two projects are called the same, the one with the smaller id has it.
 */
export function projectsWithOptions(
  projects: readonly Named[],
  links: readonly { projectId: string; optionId: string }[],
  options: readonly OptionCode[],
): { id: string; name: string; optionIds: string[] }[] {
  const taken = new Set<string>();
  const take = (optionIds: readonly string[]): string[] => {
    const free = [...new Set(optionIds)].filter((id) => !taken.has(id));
    for (const id of free) taken.add(id);
    return free;
  };
  const inOrder = [...projects].sort((a, b) => (a.id < b.id ? -1 : 1));
  const linked = new Map(
    inOrder.map(({ id }) => [
      id,
      take(links.filter(({ projectId }) => projectId === id).map(({ optionId }) => optionId)),
    ]),
  );
  return inOrder.map(({ id, name, optionWanted }) => {
    const called = options.filter(({ option, formerly }) =>
      [option, ...formerly].some((one) => one.toLowerCase() === optionWanted.toLowerCase()),
    );
    const named = take(called.map(({ optionId }) => optionId));
    return { id, name, optionIds: [...(linked.get(id) ?? []), ...named] };
  });
}
