import type { Answer } from './documents.ts';

const BASE = '/api/v1';

/** A refusal of the server, in its words: subject, what was expected, what came, what to do. */
export class Problem extends Error {
  readonly status: number;
  readonly hint: string;

  constructor(status: number, detail: string, hint: string) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.hint = hint;
  }
}

export type Query = Record<string, string | number | boolean | string[] | undefined>;

/** Returns the address of a question; what is undefined or empty is not asked. */
export function apiUrl(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((each) => each !== undefined && each !== '')
      .map((each) => `${name}=${encodeURIComponent(String(each))}`),
  );
  const search = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return `${BASE}/${path}${search}`;
}

/** Returns the same question asked for a file: "csv", "xlsx", "parquet", "jsonl", "md". */
export function fileUrl(url: string, ending: string): string {
  const [path = '', search] = url.split('?');
  return `${path}.${ending}${search === undefined ? '' : `?${search}`}`;
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const told = (body ?? {}) as { detail?: string; title?: string; hint?: string };
  const detail = told.detail ?? told.title ?? `the server answered ${response.status}`;
  return new Problem(response.status, detail, told.hint ?? '');
}

/** Asks the server. Throws `Problem` if it refuses or cannot be reached. */
export async function ask<T>(url: string, signal?: AbortSignal): Promise<Answer<T>> {
  const options: RequestInit = { headers: { Accept: 'application/json' } };
  if (signal) options.signal = signal;
  let response: Response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, 'the server does not answer', 'start it again: portolan serve');
  }
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Answer<T>;
}

/** Asks for all pages of an answer and returns them as one. */
export async function askAll<T>(url: string, signal?: AbortSignal): Promise<Answer<T>> {
  const whole = await ask<T>(url, signal);
  let next = whole.next_url;
  while (next !== undefined) {
    const page = await ask<T>(next, signal);
    whole.data.push(...page.data);
    next = page.next_url;
  }
  return { ...whole, truncated: false };
}

/** Asks the server to change something: a decision, a job, an upload. Throws `Problem` if it refuses. */
export async function send<T>(
  method: 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: Record<string, unknown> | File,
): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  const options: RequestInit = { method, headers };
  if (body !== undefined) {
    headers['Content-Type'] =
      body instanceof File ? 'application/octet-stream' : 'application/json';
    options.body = body instanceof File ? body : JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Problem(0, 'the server does not answer', 'start it again: portolan serve');
  }
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Answer<T>;
}
