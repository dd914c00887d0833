import createClient from 'openapi-fetch';
import type { paths } from '../../generated/api';
import { accessToken, renewedToken } from '../auth/session';

/** A refusal of the gateway (RFC 9457), or no answer at all (status 0). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static of(response: Response, body: unknown): ApiProblem {
    if (typeof body !== 'object' || body === null) {
      return new ApiProblem(response.status, 'unknown', `The gateway answered ${response.status}.`);
    }
    const { code, detail, title, errors } = body as {
      code?: string;
      detail?: string;
      title?: string;
      errors?: { field: string; message: string }[];
    };
    const fields = errors?.map((error) => `${error.field}: ${error.message}`).join('; ');
    const words = [detail ?? title, fields].filter(Boolean).join(' ');
    return new ApiProblem(response.status, code ?? 'unknown', words || response.statusText);
  }
}

/** Lists longer than this are cut; the pages say so. */
export const ITEMS_MAX = 5_000;
const PAGE = 200;

/** The operator API by its own document: a path, parameter or field that it does not know does not compile. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: authorised });

/** With a renewed token when the first one was refused. */
async function authorised(request: Request): Promise<Response> {
  const again = request.clone();
  const first = await send(request, await accessToken());
  return first.status === 401 ? send(again, await renewedToken()) : first;
}

async function send(request: Request, token: string): Promise<Response> {
  request.headers.set('Authorization', `Bearer ${token}`);
  try {
    return await fetch(request);
  } catch (failure) {
    if (request.signal.aborted) throw failure;
    throw new ApiProblem(0, 'no-answer', 'The gateway does not answer. Check the network, then try again.');
  }
}

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** What the gateway answers; a refusal is thrown. */
export async function answered<A extends Answer>(call: Promise<A>): Promise<Exclude<A['data'], undefined>> {
  const { data, error, response } = await call;
  if (!response.ok) throw ApiProblem.of(response, error);
  return data as Exclude<A['data'], undefined>;
}

/** One key, one effect: what is sent again under the same key does nothing twice. */
export const keyed = (key: string) => ({ 'Idempotency-Key': key });

interface PageQuery {
  limit: number;
  after?: string;
}

/** All pages of a list, oldest first, up to ITEMS_MAX. */
export async function all<T>(
  read: (query: PageQuery) => Promise<{ items: T[]; next?: string }>,
  from?: string,
): Promise<T[]> {
  const items: T[] = [];
  let after = from;
  do {
    const page = await read({ limit: PAGE, ...(after ? { after } : {}) });
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
