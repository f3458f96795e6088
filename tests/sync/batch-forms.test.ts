import { afterEach, expect, test } from 'vitest';
import { createHubTarget } from '#connectors/hub/hub-target.ts';
import { problemBody } from '#hub/http/problem.ts';
import { BATCH_HEADERS } from '#shared/wire/batch.ts';
import { startScriptedFront } from './scripted-front.ts';
import { createBench, heldRecords, sampleRecords } from './sync-bench.ts';

const bench = createBench();
afterEach(bench.close);

const signal = AbortSignal.timeout(20_000);

/** Sends to a hub behind a front that refuses some forms, twice; resolves with the forms that were tried. */
async function sendPast(
  refuses: (form: string) => 'unknown_dictionary' | 'unsupported_encoding' | null,
  count: number,
) {
  const hub = await bench.hub();
  const tried: string[] = [];
  const front = await startScriptedFront(hub.url, ({ headers }) => {
    const form = [headers['content-encoding'], headers[BATCH_HEADERS.dictionary] === undefined ? '' : '+dictionary'];
    tried.push(form.join(''));
    const code = refuses(form.join(''));
    if (code === null) return null;
    const headersOut = { 'content-type': 'application/problem+json' };
    return { status: 415, headers: headersOut, body: JSON.stringify(problemBody(code)) };
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

test('few records go with the dictionary, many without', async () => {
  expect(await sendPast(() => null, 1)).toEqual(['lean-zstd+dictionary', 'lean-zstd+dictionary']);
  expect(await sendPast(() => null, 40)).toEqual(['lean-zstd', 'lean-zstd']);
});

test('a hub that does not know the dictionary is sent lean lines without one, from then on', async () => {
  const tried = await sendPast((form) => (form.endsWith('+dictionary') ? 'unknown_dictionary' : null), 2);
  expect(tried).toEqual(['lean-zstd+dictionary', 'lean-zstd', 'lean-zstd']);
});

test('a hub of before lean lines is sent zstd, one of before zstd gzip', async () => {
  expect(await sendPast((form) => (form.startsWith('lean') ? 'unsupported_encoding' : null), 2)).toEqual([
    'lean-zstd+dictionary',
    'zstd',
    'zstd',
  ]);
  expect(await sendPast((form) => (form === 'gzip' ? null : 'unsupported_encoding'), 2)).toEqual([
    'lean-zstd+dictionary',
    'zstd',
    'gzip',
    'gzip',
  ]);
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
