// How a start asks what it has started: one HTTP call, whatever the status of its answer.
import { StartProblem, messageOf } from '../../launcher/start-problem.ts';

export interface Answer {
  status: number;
  body: unknown;
}

export async function askJson(
  method: string,
  url: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    return { status: response.status, body: parseJson(text) };
  } catch (error) {
    throw new StartProblem(`${method} ${url} got no answer: ${messageOf(error)}`);
  }
}

/** An error page is shown as it is. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
