// How a list of Xero's looks from outside: one array under the plural name, or `items`, and `pagination` where it is paged.
import type { Answer } from '../kit/http.ts';
import type { ListRead, ListShape } from '../kit/list-shape.ts';
import type { Bases } from './scopes.ts';
import { isObject } from './json-input.ts';

export function xeroLists({ accounting, projects }: Bases): ListShape {
  const isProjects = (path: string): boolean => path.startsWith(`${projects}/`);
  const pluralOf = (path: string): string =>
    isProjects(path) ? 'items' : path.slice(accounting.length + 1);
  return {
    read: (request, answer) => {
      const { body } = answer;
      if (Array.isArray(body)) return { elements: body, paging: null };
      const isServed = request.path.startsWith(`${accounting}/`) || isProjects(request.path);
      if (!isServed || !isObject(body)) return null;
      const elements = body[pluralOf(request.path)];
      if (!Array.isArray(elements)) return null;
      return { elements, paging: pagingOf(body['pagination']) };
    },
    write: (request, answer, elements, total): Answer => {
      const { body } = answer;
      if (!isObject(body)) return { ...answer, body: elements };
      const { pagination } = body;
      const paged = isObject(pagination)
        ? { pagination: { ...pagination, itemCount: total, pageCount: pagesOf(pagination, total) } }
        : {};
      return { ...answer, body: { ...body, ...paged, [pluralOf(request.path)]: elements } };
    },
  };
}

function pagingOf(pagination: unknown): ListRead['paging'] {
  if (!isObject(pagination)) return null;
  const { page, pageSize, itemCount } = pagination;
  return { page: Number(page), pageSize: Number(pageSize), total: Number(itemCount) };
}

function pagesOf(pagination: Record<string, unknown>, total: number): number {
  return Math.ceil(total / Number(pagination['pageSize']));
}
