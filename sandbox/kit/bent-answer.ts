// What an answer says once the bends of its path are applied: fields set or taken out of one record, or the record gone.
import type { Answer, SandboxRequest } from './http.ts';
import type { Bend, BendPlan } from './bends.ts';
import type { Handler } from './router.ts';
import type { ListShape } from './list-shape.ts';
import type { SandboxSpec } from './sandbox-spec.ts';
import { atPage } from './list-shape.ts';

/**
 * The fields a record is known by, the first that is there counts: a line is its LineItemID and not its AccountID, a
 * payment of a batch its PaymentID, logged time its timeEntryId. A tax rate has nothing but its TaxType.
 */
const ID_FIELDS = [
  'id',
  'LineItemID',
  'PaymentID',
  'BatchPaymentID',
  'AllocationID',
  'InvoiceID',
  'CreditNoteID',
  'PrepaymentID',
  'OverpaymentID',
  'PurchaseOrderID',
  'TrackingOptionID',
  'TrackingCategoryID',
  'ContactGroupID',
  'BudgetID',
  'ContactID',
  'AccountID',
  'OrganisationID',
  'TaxType',
  'timeEntryId',
  'taskId',
  'projectId',
  'userId',
];

/** Only reads are bent: what the sandbox stores, and what it says of a write, stays as it is. */
export function bentHandler(
  bends: BendPlan,
  spec: SandboxSpec,
  routePath: string,
  handle: Handler,
): Handler {
  return (request) => {
    if (request.method !== 'GET') return handle(request);
    const here = bends.at(request.path);
    if (here.length === 0) return handle(request);
    const bending = new Bending(here);
    const isNamed = request.path.split('/').some((part) => bending.hides(part));
    if (isNamed) {
      bends.count(bending.applied);
      return spec.notFound(request, []);
    }
    const answer = shown(request, handle, spec.lists, bending);
    bends.count(bending.applied);
    const isSingle = /\/\{[^/]+\}$/.test(routePath);
    return isSingle && bending.hasEmptied ? spec.notFound(request, []) : answer;
  };
}

function shown(
  request: SandboxRequest,
  handle: Handler,
  lists: ListShape | undefined,
  bending: Bending,
): Answer {
  const answer = bending.canHide ? withoutHidden(request, handle, lists, bending) : handle(request);
  const isRead = answer.status >= 200 && answer.status <= 299 && typeof answer.body === 'object';
  return isRead ? { ...answer, body: bending.bent(answer.body) } : answer;
}

/** A hidden element makes every later page begin one element further on, as if it were not in the books. */
function withoutHidden(
  request: SandboxRequest,
  handle: Handler,
  lists: ListShape | undefined,
  bending: Bending,
): Answer {
  const answer = handle(request);
  const paging = lists?.read(request, answer)?.paging ?? null;
  if (lists === undefined || paging === null) return answer;
  const { page, pageSize, total } = paging;
  const all = Array.from({ length: Math.ceil(total / pageSize) }).flatMap((_, index) => {
    const other = index + 1 === page ? answer : handle(atPage(request, index + 1));
    return lists.read(request, other)?.elements ?? [];
  });
  const kept = all.filter((element) => !bending.isHidden(element));
  if (kept.length === all.length) return answer;
  const window = kept.slice((page - 1) * pageSize, page * pageSize);
  return lists.write(request, answer, window, kept.length);
}

type JsonObject = Record<string, unknown>;

class Bending {
  readonly #bends: readonly Bend[];
  readonly applied = new Set<Bend>();
  /** Whether the record the answer is about was left out: itself, or the only one in its envelope. */
  hasEmptied = false;

  constructor(bends: readonly Bend[]) {
    this.#bends = bends;
  }

  get canHide(): boolean {
    return this.#bends.some(({ hide }) => hide);
  }

  hides(segment: string): boolean {
    const named = decoded(segment).toLowerCase();
    const hiding = this.#bends.find(({ id, hide }) => hide && id.toLowerCase() === named);
    if (hiding !== undefined) this.applied.add(hiding);
    return hiding !== undefined;
  }

  isHidden(value: unknown): boolean {
    const hiding = this.#of(value).find(({ hide }) => hide);
    if (hiding !== undefined) this.applied.add(hiding);
    return hiding !== undefined;
  }

  /** A copy: what a handler gave may be the record the sandbox keeps. */
  bent(body: unknown): unknown {
    this.hasEmptied = this.#isAboutHidden(body);
    return this.#walked(body);
  }

  #walked(value: unknown): unknown {
    if (Array.isArray(value)) return this.#elements(value);
    if (!isObject(value)) return value;
    const copy: JsonObject = {};
    for (const [name, inner] of Object.entries(value)) {
      defineField(copy, name, this.#walked(inner));
    }
    for (const bend of this.#of(value)) {
      if (Object.keys(bend.set).length > 0 || bend.unset.length > 0) this.applied.add(bend);
      for (const [path, set] of Object.entries(bend.set)) setAt(copy, path.split('.'), set);
      for (const path of bend.unset) unsetAt(copy, path.split('.'));
    }
    return copy;
  }

  #elements(list: readonly unknown[]): unknown[] {
    const kept = list.filter((element) => !this.isHidden(element));
    return kept.map((element) => this.#walked(element));
  }

  #isAboutHidden(body: unknown): boolean {
    if (this.isHidden(body)) return true;
    // What a record of its own holds is not what the answer is about.
    if (!isObject(body) || identityOf(body) !== null) return false;
    return Object.values(body).some((inner) =>
      Array.isArray(inner)
        ? inner.length > 0 && inner.every((element) => this.isHidden(element))
        : this.isHidden(inner),
    );
  }

  #of(value: unknown): Bend[] {
    const id = identityOf(value);
    return id === null ? [] : this.#bends.filter((bend) => bend.id.toLowerCase() === id);
  }
}

function identityOf(value: unknown): string | null {
  if (!isObject(value)) return null;
  for (const field of ID_FIELDS) {
    const id = value[field];
    if (typeof id === 'string' || typeof id === 'number') return String(id).toLowerCase();
  }
  return null;
}

/** What is missing on the way is made; an array is entered by an index it has. */
function setAt(target: unknown, [name, ...rest]: readonly string[], value: unknown): void {
  if (name === undefined || typeof target !== 'object' || target === null) return;
  const holder = target as JsonObject;
  if (rest.length === 0) {
    defineField(holder, name, value);
    return;
  }
  const inner = holder[name];
  if (typeof inner !== 'object' || inner === null) defineField(holder, name, {});
  setAt(holder[name], rest, value);
}

function unsetAt(target: unknown, [name, ...rest]: readonly string[]): void {
  if (name === undefined || typeof target !== 'object' || target === null) return;
  if (rest.length > 0) unsetAt((target as JsonObject)[name], rest);
  else if (Array.isArray(target)) target.splice(Number(name), 1);
  else Reflect.deleteProperty(target, name);
}

/** Also a field called `__proto__` is a field. */
function defineField(holder: JsonObject, name: string, value: unknown): void {
  Object.defineProperty(holder, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
