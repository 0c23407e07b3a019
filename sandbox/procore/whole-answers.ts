// What open rules do to an answer as a whole, whatever it is about: how it writes amounts, empty text and times, and whether it is repeated.
import type { SandboxRequest } from '../kit/http.ts';
import { inOwnDecimals } from './currency-decimals.ts';
import { ruleOf } from './open-rules.ts';
import type { ProcoreAnswer } from './procore-call.ts';
import type { ProcoreState } from './procore-state.ts';

const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

export function asShown(state: ProcoreState, body: unknown): unknown {
  const isOwn = ruleOf(state, 'currencyDecimals') === 'of the currency';
  return withOpenTexts(state, isOwn ? inOwnDecimals(body) : body);
}

function withOpenTexts(state: ProcoreState, body: unknown): unknown {
  const emptyIsNull = ruleOf(state, 'emptyText') === 'null';
  const inSeconds = ruleOf(state, 'stampPrecision') === 'seconds';
  if (!emptyIsNull && !inSeconds) return body;
  const shown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shown);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shown(one)]));
    }
    if (value === '' && emptyIsNull) return null;
    return inSeconds && typeof value === 'string' ? toTheSecond(value) : value;
  };
  return shown(body);
}

/** "…:09.123Z" → "…:09Z"; any other text stays. */
export function toTheSecond(text: string): string {
  return STAMP.test(text) ? text.replace(/\.\d{3}Z$/, 'Z') : text;
}

/** A write that succeeded answers its Idempotency-Token again without working, where the rules say so. */
export function replayed(
  state: ProcoreState,
  request: SandboxRequest,
  work: () => ProcoreAnswer,
): ProcoreAnswer {
  const token = request.headers['idempotency-token'] ?? '';
  const counts = request.method !== 'GET' && token !== '';
  if (!counts || ruleOf(state, 'idempotencyToken') === 'ignored') return work();
  const key = `${request.app}/${token}`;
  const earlier = state.replays.get(key);
  if (earlier !== undefined) return earlier;
  const answer = work();
  state.replays.set(key, answer);
  return answer;
}
