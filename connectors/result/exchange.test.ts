import { expect, test } from 'vitest';
import { httpExchange, outcomeOfStatus, recordingExchange, type TargetAnswer } from './exchange.ts';
import { endingsAsOutcomes } from './result-connector.ts';
import { startTargetServer } from './target-server.fake.ts';

const live = () => new AbortController().signal;
const answer = (status: number, headers: Record<string, string> = {}): TargetAnswer => ({
  status,
  header: (name) => headers[name] ?? null,
  text: '',
  json: undefined,
});

test('a target that never answers is a timeout', async () => {
  const server = await startTargetServer(() => ({}));
  server.failNext(['silence']);
  const exchange = httpExchange({ signal: live(), deadlineMs: 50 });
  expect(await endingsAsOutcomes(() => exchange({ method: 'GET', url: server.url }))).toEqual({
    kind: 'transient',
    reason: 'timeout',
  });
  await server.close();
});

test('an endless answer is not read to its end', async () => {
  const server = await startTargetServer(() => ({ text: 'x'.repeat(5 * 1024 * 1024) }));
  const exchange = httpExchange({ signal: live() });
  expect(await endingsAsOutcomes(() => exchange({ method: 'GET', url: server.url }))).toMatchObject({
    kind: 'transient',
  });
  await server.close();
});

test('a page of a network that wants a sign-in (511) is a stranger', async () => {
  const server = await startTargetServer(() => ({ status: 511 }));
  const exchange = httpExchange({ signal: live() });
  expect(await endingsAsOutcomes(() => exchange({ method: 'GET', url: server.url }))).toEqual({
    kind: 'transient',
    reason: 'stranger',
  });
  await server.close();
});

test.each([
  [401, 'refused'],
  [403, 'refused'],
  [404, 'misconfigured'],
  [410, 'gone'],
  [413, 'too_large'],
  [422, 'rejected'],
])('%d is fatal: %s', (status, reason) => {
  expect(outcomeOfStatus(answer(status), 'X', null)).toMatchObject({ kind: 'fatal', reason });
});

test('a wait of more than a day is the mistake of a clock', () => {
  expect(outcomeOfStatus(answer(503, { 'retry-after': '99999999' }), 'X', null)).toMatchObject({
    retryAfterMs: 86_400_000,
  });
});

test('a recording hides secrets in address, headers and body', async () => {
  const { exchange, requests } = recordingExchange(['geheim/1']);
  await exchange({
    method: 'POST',
    url: 'https://x.example/?k=geheim%2F1',
    headers: { authorization: 'token geheim/1' },
    body: '{"k":"geheim/1"}',
  });
  expect(requests).toEqual([
    {
      method: 'POST',
      url: 'https://x.example/?k=•••',
      headers: { authorization: 'token •••' },
      body: '{"k":"•••"}',
      isQuestion: false,
    },
  ]);
});

test('what is unforeseen stays an error', async () => {
  await expect(endingsAsOutcomes(() => Promise.reject(new TypeError('a mistake of ours')))).rejects.toThrow(
    'a mistake of ours',
  );
});
