// How Procore's answers look from outside: lists as an array (v1) or `data` (v2) with Total, Per-Page and Link, and failures.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { ListRead, ListShape } from '../kit/list-shape.ts';
import { STATUS_CODES } from 'node:http';
import { ProcoreRefusal, refusalBody } from './procore-call.ts';
import { isObject } from './access.ts';

export const procoreLists: ListShape = {
  read: (request, answer) => {
    const elements = isObject(answer.body) ? answer.body['data'] : answer.body;
    return Array.isArray(elements) ? { elements, paging: pagingOf(request, answer) } : null;
  },
  write: (request, answer, elements, total): Answer => {
    const body = isObject(answer.body) ? { ...answer.body, data: elements } : elements;
    const paging = pagingOf(request, answer);
    if (paging === null) return { ...answer, body };
    const lastPage = Math.max(1, Math.ceil(total / paging.pageSize));
    const headers: Record<string, string> = { ...answer.headers, Total: String(total) };
    const link = headers['Link'];
    if (link !== undefined) {
      const kept = linkUpTo(link, paging.page, lastPage);
      if (kept === '') delete headers['Link'];
      else headers['Link'] = kept;
    }
    return { ...answer, headers, body };
  },
};

function pagingOf({ query }: SandboxRequest, { headers }: Answer): ListRead['paging'] {
  const total = headers?.['Total'];
  const pageSize = headers?.['Per-Page'];
  if (total === undefined || pageSize === undefined) return null;
  const page = Number(query.get('page') ?? '1');
  return { page, pageSize: Number(pageSize), total: Number(total) };
}

/** The links of a list that ends at `lastPage`. */
function linkUpTo(header: string, page: number, lastPage: number): string {
  return header
    .split(', ')
    .filter((link) => page < lastPage || !/rel="(next|last)"$/.test(link))
    .map((link) =>
      link.endsWith('rel="last"') ? link.replace(/([?&]page=)\d+/, `$1${lastPage}`) : link,
    )
    .join(', ');
}

/** The sign-in answers as OAuth says, everything else as its version of the API does. */
export function procoreFault(status: number, { path }: SandboxRequest): Answer {
  const words = STATUS_CODES[status] ?? 'Error';
  if (path.startsWith('/oauth/')) {
    return { status, body: { error: 'server_error', error_description: words } };
  }
  return { status, body: refusalBody(path, new ProcoreRefusal(status, words)) };
}
