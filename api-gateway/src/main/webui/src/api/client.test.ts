import { afterEach, expect, it, vi } from 'vitest';

vi.mock('../auth/session', () => ({
  accessToken: () => Promise.resolve('old'),
  renewedToken: () => Promise.resolve('new'),
}));

const { all, answered, api, ApiProblem, idAt, keyed } = await import('./client');

function answering(...answers: Response[]) {
  const asked: Request[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request);
    const answer = answers.shift();
    return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('no network'));
  });
  return asked;
}

const propose = (key: string) =>
  answered(api.POST('/operator/v1/plans', { params: { header: keyed(key) }, body: { goal: 'BALANCE' } }));

afterEach(() => vi.unstubAllGlobals());

it('follows a list to its end', async () => {
  const asked = answering(
    Response.json({ items: [{ id: '1' }], next: '/operator/v1/hosts?limit=200&after=1' }),
    Response.json({ items: [{ id: '2' }] }),
  );
  const items = await all((query) => answered(api.GET('/operator/v1/hosts', { params: { query } })));
  expect(items).toEqual([{ id: '1' }, { id: '2' }]);
  expect(asked.map((request) => new URL(request.url).pathname + new URL(request.url).search)).toEqual([
    '/operator/v1/hosts?limit=200',
    '/operator/v1/hosts?limit=200&after=1',
  ]);
});

it('renews the token once when it is refused, and keeps the body and the idempotency key', async () => {
  const asked = answering(new Response('', { status: 401 }), Response.json({ id: '1' }, { status: 201 }));
  await propose('key-1');
  expect(asked.map((request) => request.headers.get('Authorization'))).toEqual(['Bearer old', 'Bearer new']);
  expect(asked.map((request) => request.headers.get('Idempotency-Key'))).toEqual(['key-1', 'key-1']);
  expect(await Promise.all(asked.map((request) => request.json()))).toEqual([{ goal: 'BALANCE' }, { goal: 'BALANCE' }]);
});

it('says what the gateway says', async () => {
  answering(Response.json({ code: 'plan-expired', detail: 'Too old.' }, { status: 409 }));
  const refused = await propose('k').catch((failure: unknown) => failure);
  expect(refused).toBeInstanceOf(ApiProblem);
  expect(refused).toMatchObject({ status: 409, code: 'plan-expired', message: 'Too old.' });
  answering(new Response('<html>', { status: 502 }));
  await expect(propose('k')).rejects.toMatchObject({ status: 502, message: 'The gateway answered 502.' });
  answering();
  await expect(propose('k')).rejects.toMatchObject({ status: 0, code: 'no-answer' });
});

it('makes the least id of a time', () => {
  expect(idAt(new Date(0x0198_0000_0001))).toBe('01980000-0001-7000-8000-000000000000');
});
