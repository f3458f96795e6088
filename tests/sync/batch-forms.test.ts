import { afterEach, expect, test } from 'vitest';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { problemBody } from '#hub/http/problem.ts';
import { BATCH_HEADERS, PACKED_TYPE } from '#shared/wire/batch.ts';
import { startScriptedFront } from './scripted-front.ts';
import { createBench, heldRecords, sampleRecords } from './sync-bench.ts';

const bench = createBench();
afterEach(bench.close);

// each test has its own limit: one clock for all of them would run from the first to the last
const { signal } = new AbortController();

/** Sends to a hub behind a front that refuses some forms, twice; resolves with the forms that were tried. */
async function sendPast(
  refuses: (form: string) => 'unknown_dictionary' | 'unsupported_encoding' | 'bad_request' | null,
  count: number,
) {
  const hub = await bench.hub();
  const tried: string[] = [];
  const front = await startScriptedFront(hub.url, ({ headers }) => {
    const encoding = headers['content-type'] === PACKED_TYPE ? 'packed' : headers['content-encoding'];
    const form = [encoding, headers[BATCH_HEADERS.dictionary] === undefined ? '' : '+dictionary'];
    tried.push(form.join(''));
    const code = refuses(form.join(''));
    if (code === null) return null;
    const headersOut = { 'content-type': 'application/problem+json' };
    const problem = problemBody(code);
    return { status: problem.status, headers: headersOut, body: JSON.stringify(problem) };
  });
  bench.onEnd(front.close);
  const target = createHubTarget({ url: front.url, token: hub.token });
  const records = sampleRecords(count);
  for (const status of ['accepted_unparsed', 'duplicate']) {
    const outcome = await target.sendBatch({ records, audit: null, signal });
    if (outcome.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`);
    expect(outcome.receipts.map(({ id, sha256 }) => ({ id, sha256 }))).toEqual(
      records.map(({ id, sha256 }) => ({ id, sha256 })),
    );
    expect(outcome.receipts.map((receipt) => [receipt.status, receipt.hubSeq])).toEqual(
      records.map((_, place) => [status, place + 1]),
    );
  }
  expect(await heldRecords(hub)).toEqual(records);
  return tried;
}

/** What a hub of before packed batches says of their type. */
const isBeforePacked = (form: string) => (form === 'packed' ? 'bad_request' : null);

test('few records go packed, many as lean lines', async () => {
  expect(await sendPast(() => null, 1)).toEqual(['packed', 'packed']);
  expect(await sendPast(() => null, 40)).toEqual(['lean-zstd', 'lean-zstd']);
});

test('a hub of before packed batches is sent lean lines with the dictionary, from then on', async () => {
  expect(await sendPast(isBeforePacked, 2)).toEqual(['packed', 'lean-zstd+dictionary', 'lean-zstd+dictionary']);
});

test('a hub that does not know the dictionary is sent lean lines without one, from then on', async () => {
  const tried = await sendPast(
    (form) => (form.endsWith('+dictionary') ? 'unknown_dictionary' : isBeforePacked(form)),
    2,
  );
  expect(tried).toEqual(['packed', 'lean-zstd+dictionary', 'lean-zstd', 'lean-zstd']);
});

test('a hub of before lean lines is sent zstd, one of before zstd gzip', async () => {
  expect(
    await sendPast((form) => (form.startsWith('lean') ? 'unsupported_encoding' : isBeforePacked(form)), 2),
  ).toEqual(['packed', 'lean-zstd+dictionary', 'zstd', 'zstd']);
  expect(
    await sendPast((form) => (form === 'gzip' ? null : (isBeforePacked(form) ?? 'unsupported_encoding')), 2),
  ).toEqual(['packed', 'lean-zstd+dictionary', 'zstd', 'gzip', 'gzip']);
});

test('a hub refuses a dictionary it does not know, and one that was named wrongly, and keeps nothing', async () => {
  const hub = await bench.hub();
  const answers: [string, string][] = [];
  for (const change of [{ [BATCH_HEADERS.dictionary]: '0000000000000000' }, { [BATCH_HEADERS.dictionary]: null }]) {
    const target = createHubTarget({
      url: hub.url,
      token: hub.token,
      fetch: async (url, init) => {
        const headers = new Headers(init?.headers);
        if (headers.get('content-type') === PACKED_TYPE)
          return Response.json(problemBody('bad_request'), { status: 400 });
        for (const [name, value] of Object.entries(change)) {
          if (!headers.has(name)) continue;
          if (value === null) headers.delete(name);
          else headers.set(name, value);
        }
        const response = await fetch(url, { ...init, headers });
        if (response.status !== 200) answers.push([String(response.status), await response.clone().text()]);
        return response;
      },
    });
    await target.sendBatch({ records: sampleRecords(1), audit: null, signal });
  }
  expect(answers[0]).toEqual(['415', expect.stringContaining('unknown_dictionary')]);
  expect(answers[1]).toEqual(['400', expect.stringContaining('bad_encoding')]);
});
