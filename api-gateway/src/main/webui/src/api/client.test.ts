import { afterEach, expect, it, vi } from 'vitest';

vi.mock('../auth/session', () => ({
  accessToken: () => Promise.resolve('old'),
  renewedToken: () => Promise.resolve('new'),
}));

const { all, ApiProblem, change, idAt } = await import('./client');

function answering(...answers: Response[]) {
  const asked: { url: string; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url, init });
    const answer = answers.shift();
    return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('no network'));
  });
  return asked;
}

const header = (init: RequestInit, name: string) => (init.headers as Record<string, string>)[name];

afterEach(() => vi.unstubAllGlobals());

it('follows a list to its end', async () => {
  const asked = answering(
    Response.json({ items: [{ id: '1' }], next: '/operator/v1/hosts?limit=200&after=1' }),
    Response.json({ items: [{ id: '2' }] }),
  );
  expect(await all('/hosts', {})).toEqual([{ id: '1' }, { id: '2' }]);
  expect(asked.map((call) => call.url)).toEqual([
    '/operator/v1/hosts?limit=200',
    '/operator/v1/hosts?limit=200&after=1',
  ]);
});

it('renews the token once when it is refused, and keeps the idempotency key', async () => {
  const asked = answering(new Response('', { status: 401 }), Response.json({ ok: true }));
  await change('POST', '/plans', {}, 'key-1');
  expect(asked.map((call) => header(call.init, 'Authorization'))).toEqual(['Bearer old', 'Bearer new']);
  expect(asked.map((call) => header(call.init, 'Idempotency-Key'))).toEqual(['key-1', 'key-1']);
});

it('says what the gateway says', async () => {
  answering(Response.json({ code: 'plan-expired', detail: 'Too old.' }, { status: 409 }));
  const refused = await change('POST', '/plans/1/approve', {}, 'k').catch((failure: unknown) => failure);
  expect(refused).toBeInstanceOf(ApiProblem);
  expect(refused).toMatchObject({ status: 409, code: 'plan-expired', message: 'Too old.' });
  answering();
  await expect(change('POST', '/plans', {}, 'k')).rejects.toMatchObject({ status: 0, code: 'no-answer' });
});

it('makes the least id of a time', () => {
  expect(idAt(new Date(0x0198_0000_0001))).toBe('01980000-0001-7000-8000-000000000000');
});
