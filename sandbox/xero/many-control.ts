// The books of a firm with very many records, made at once: the options and contacts that years of work have left there.
import { z } from 'zod';
import type { Books } from './books.ts';
import { countedTo, manyCode, manyProject, manyVendor } from '../company/many-records.ts';
import { ControlError, parsed } from '../kit/control-plane.ts';
import type { Answer } from '../kit/http.ts';
import type { Route } from '../kit/router.ts';
import { BOOKKEEPER } from './acts.ts';

const count = z.int().min(0).max(20_000);
const manySchema = z.strictObject({
  projects: count,
  codesOfEach: count,
  /** The first so many of the vendors have a contact. */
  contacts: count,
});

export function manyRoutes({ state, contacts }: Books): Route[] {
  return [
    {
      method: 'POST',
      path: '/_sandbox/many',
      open: true,
      handle: (request): Answer => {
        const asked = parsed(manySchema, request);
        const projects = countedTo(asked.projects);
        const codes = projects.flatMap((project) =>
          countedTo(asked.codesOfEach).map((at) => manyCode(project, at)),
        );
        addOptions(
          state,
          'Project',
          projects.map(manyProject).map((one) => `${one.project_number} ${one.name}`),
        );
        addOptions(
          state,
          'Cost code',
          codes.map(({ code, name }) => `${code} ${name}`),
        );
        for (const at of countedTo(asked.contacts)) {
          const { name, abn } = manyVendor(at);
          contacts.create({ Name: name, TaxNumber: abn }, BOOKKEEPER);
        }
        const options = projects.length + codes.length;
        return { status: 201, body: { options, contacts: asked.contacts } };
      },
    },
  ];
}

function addOptions(state: Books['state'], of: string, names: readonly string[]): void {
  const category = state.trackingCategories.values().find(({ name }) => name === of);
  if (category === undefined) throw new ControlError(409, `There is no tracking category ${of}`);
  const known = new Set(category.options.map(({ name }) => name));
  const added = names
    .filter((name) => !known.has(name))
    .map((name) => ({ optionId: state.newId(), name, status: 'ACTIVE' as const }));
  const options = [...category.options, ...added];
  state.trackingCategories.set(category.categoryId, { ...category, options });
}
