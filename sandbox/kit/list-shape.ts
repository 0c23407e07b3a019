// How a vendor's list answers are made: what a test needs to take an element out, or to move a page, without knowing the vendor.
import type { Answer, SandboxRequest } from './http.ts';

export type ListRead = {
  elements: readonly unknown[];
  /** Null where the whole list comes at once. `total` counts the elements of every page. */
  paging: { page: number; pageSize: number; total: number } | null;
};

export type ListShape = {
  /** Null where the answer is no list. */
  read(request: SandboxRequest, answer: Answer): ListRead | null;
  /** The same answer with these elements and, where it is paged, this many in all. */
  write(
    request: SandboxRequest,
    answer: Answer,
    elements: readonly unknown[],
    total: number,
  ): Answer;
};

/** The same request for another page; both vendors call the parameter `page`. */
export function atPage(request: SandboxRequest, page: number): SandboxRequest {
  const query = new URLSearchParams(request.query);
  query.set('page', String(page));
  return { ...request, query };
}
