// The pages people read and decide on.
import { Router } from 'express';
import type { ApiSettings } from '../settings.ts';
import { favicon, stylesheet, stylesheetPath } from './stylesheet.ts';

const keptForGood = 'public, max-age=31536000, immutable';

export function consoleRoutes(_settings: ApiSettings): Router {
  const router = Router();
  router.get(stylesheetPath, (_request, response) => {
    response.set('Cache-Control', keptForGood).type('css').send(stylesheet);
  });
  router.get('/favicon.svg', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=86400').type('svg').send(favicon);
  });
  return router;
}
