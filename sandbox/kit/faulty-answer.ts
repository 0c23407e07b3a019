// What an answer becomes when a fault falls on its request: late in time, shifted, emptied, a page of HTML, an error.
import type { Answer, SandboxRequest } from './http.ts';
import type { FaultSpec } from './faults.ts';
import type { Handler } from './router.ts';
import type { SandboxSpec } from './sandbox-spec.ts';
import type { StaleReads } from './stale-reads.ts';
import { atPage } from './list-shape.ts';

/** The answer of a fault that keeps the vendor from working at all; null for every other one. */
export function answerInstead(
  fault: FaultSpec | null,
  spec: SandboxSpec,
  request: SandboxRequest,
): Answer | null {
  if (fault?.kind === 'refuse') return spec.faultAnswer(fault.status ?? 503, request);
  if (fault?.kind === 'html' && fault.done !== true) return htmlPage(fault);
  return null;
}

export function faultyHandler(
  fault: FaultSpec | null,
  spec: SandboxSpec,
  stale: StaleReads,
  handle: Handler,
): Handler {
  switch (fault?.kind) {
    case 'errorAfter':
      return (request) => (handle(request), spec.faultAnswer(fault.status ?? 500, request));
    case 'html':
      return (request) => (handle(request), htmlPage(fault));
    case 'empty':
      return (request) => emptied(spec, request, handle(request));
    case 'pageShift':
      return (request) => shifted(spec, request, handle);
    case 'stale':
      return (request) => stale.answer(request, handle);
    default:
      return handle;
  }
}

function htmlPage({ status = 200 }: FaultSpec): Answer {
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    body: '<!DOCTYPE html>\n<html><head><title>Just a moment</title></head><body><h1>Just a moment</h1></body></html>\n',
  };
}

function emptied({ lists }: SandboxSpec, request: SandboxRequest, answer: Answer): Answer {
  if (lists === undefined || request.method !== 'GET') return answer;
  return lists.read(request, answer) === null ? answer : lists.write(request, answer, [], 0);
}

/** The first page has no page before it, so nothing can come in ahead of it. */
function shifted({ lists }: SandboxSpec, request: SandboxRequest, handle: Handler): Answer {
  const answer = handle(request);
  const list = lists?.read(request, answer) ?? null;
  if (lists === undefined || list === null || list.paging === null) return answer;
  const { page, pageSize, total } = list.paging;
  if (page < 2) return answer;
  const before = lists.read(request, handle(atPage(request, page - 1)))?.elements ?? [];
  const elements = [...before.slice(-1), ...list.elements].slice(0, pageSize);
  return lists.write(request, answer, elements, total + 1);
}
