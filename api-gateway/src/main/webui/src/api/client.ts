import { accessToken, renewedToken } from '../auth/session';
import type { Page } from './types';

/** A refusal of the gateway (RFC 9457), or no answer at all (status 0). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static async of(response: Response): Promise<ApiProblem> {
    const text = await response.text();
    try {
      const body = JSON.parse(text) as {
        code?: string;
        detail?: string;
        title?: string;
        errors?: { field: string; message: string }[];
      };
      const fields = body.errors?.map((error) => `${error.field}: ${error.message}`).join('; ');
      const words = [body.detail ?? body.title, fields].filter(Boolean).join(' ');
      return new ApiProblem(response.status, body.code ?? 'unknown', words || response.statusText);
    } catch {
      return new ApiProblem(response.status, 'unknown', `The gateway answered ${response.status}.`);
    }
  }
}

const BASE = '/operator/v1';
const PAGE = 200;
/** Lists longer than this are cut; the pages say so. */
export const ITEMS_MAX = 5_000;

interface Wish {
  method?: string;
  body?: unknown;
  /** One key, one effect: a repeated click with the same key does nothing twice. */
  key?: string;
  accept?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** The raw answer; with a renewed token when the first one was refused. */
export async function request(path: string, wish: Wish = {}): Promise<Response> {
  const first = await send(path, wish, await accessToken());
  const response = first.status === 401 ? await send(path, wish, await renewedToken()) : first;
  if (!response.ok) {
    throw await ApiProblem.of(response);
  }
  return response;
}

async function send(path: string, wish: Wish, token: string): Promise<Response> {
  const headers: Record<string, string> = {
    Authorization: `Bearer ${token}`,
    Accept: wish.accept ?? 'application/json',
    ...wish.headers,
  };
  if (wish.body !== undefined) headers['Content-Type'] = 'application/json';
  if (wish.key) headers['Idempotency-Key'] = wish.key;
  try {
    return await fetch(BASE + path, {
      method: wish.method ?? 'GET',
      headers,
      ...(wish.body === undefined ? {} : { body: JSON.stringify(wish.body) }),
      ...(wish.signal ? { signal: wish.signal } : {}),
    });
  } catch (failure) {
    if (wish.signal?.aborted) throw failure;
    throw new ApiProblem(0, 'no-answer', 'The gateway does not answer. Check the network, then try again.');
  }
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await request(path, signal ? { signal } : {})).json() as Promise<T>;
}

export async function change<T>(method: 'POST' | 'PUT', path: string, body: unknown, key: string): Promise<T> {
  return (await request(path, { method, body, key })).json() as Promise<T>;
}

export function query(values: Record<string, string | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value) parameters.set(name, value);
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}

/** All pages of a list, oldest first, up to ITEMS_MAX. */
export async function all<T extends { id: string }>(
  path: string,
  filter: Record<string, string | undefined>,
  signal?: AbortSignal,
): Promise<T[]> {
  const items: T[] = [];
  let after = filter.after;
  do {
    const page: Page<T> = await get(path + query({ ...filter, limit: String(PAGE), after }), signal);
    items.push(...page.items);
    after = page.next ? (new URL(page.next, location.origin).searchParams.get('after') ?? undefined) : undefined;
  } while (after && items.length < ITEMS_MAX);
  return items;
}

/** The least id that could have been made at that time: ids are UUIDv7, so a list can begin there. */
export function idAt(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`;
}
