// What a test may set in the Procore sandbox beside the shared control plane: permissions per app and the open rules.
import { z } from 'zod';
import { parsed } from '../kit/control-plane.ts';
import type { Route } from '../kit/router.ts';
import { appRoles } from './procore-call.ts';
import { openRules, ruleNames, rulesNow, setRules } from './open-rules.ts';
import { ownerControlRoutes } from './owner-control.ts';
import { permissionOf, tools } from './procore-state.ts';
import type { Permission, ProcoreState } from './procore-state.ts';

const permissionSchema = z.strictObject({
  app: z.enum(['pm', 'admin', 'tieout']),
  projects: z
    .union([z.literal('all'), z.array(z.union([z.int(), z.string().regex(/^\d+$/)]))])
    .optional(),
  tools: z.union([z.literal('all'), z.array(z.enum(tools))]).optional(),
  /** False: the company has not installed the app. */
  connected: z.boolean().optional(),
});

/** Any of the open questions, each with one of its answers. */
const settingsSchema = z.strictObject(
  Object.fromEntries(
    ruleNames.map((name) => [name, z.literal([...openRules[name].values]).optional()]),
  ),
);

export function controlRoutes(state: ProcoreState): Route[] {
  const permissions = (): Record<string, Permission> =>
    Object.fromEntries(appRoles.map((app) => [app, permissionOf(state, app)]));
  return [
    ...ownerControlRoutes(state),
    open('GET', '/_sandbox/permissions', () => ({
      status: 200,
      body: { permissions: permissions(), tools },
    })),
    open('PUT', '/_sandbox/permissions', (request) => {
      const { app, projects, tools: allowed, connected } = parsed(permissionSchema, request);
      const before = permissionOf(state, app);
      state.permissions.set(app, {
        projects:
          projects === undefined
            ? before.projects
            : projects === 'all'
              ? 'all'
              : projects.map(Number),
        tools: allowed ?? before.tools,
        connected: connected ?? before.connected,
      });
      return { status: 200, body: { permissions: permissions() } };
    }),
    open('GET', '/_sandbox/settings', () => ({
      status: 200,
      body: { settings: rulesNow(state), rules: openRules },
    })),
    open('PUT', '/_sandbox/settings', (request) => {
      setRules(state, parsed(settingsSchema, request));
      return { status: 200, body: { settings: rulesNow(state) } };
    }),
  ];
}

function open(method: string, path: string, handle: Route['handle']): Route {
  return { method, path, handle, open: true };
}
