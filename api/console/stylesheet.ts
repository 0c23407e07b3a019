// The one stylesheet and the icon: read once, named by their content, so that browsers may keep them for good.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('console.css', import.meta.url), 'utf8');
const hash = createHash('sha256').update(css).digest('hex').slice(0, 12);

export const stylesheet = css;
export const stylesheetPath = `/assets/console.${hash}.css`;

export const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3.5" fill="#17594a"/><path d="M3.5 5.25h9M3.5 8h9M8 8v4.5" stroke="#fff" stroke-width="1.75" stroke-linecap="round"/></svg>`;
