import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { backUpFolder } from '#hub/backup/back-up-folder.native.ts';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { interviewRecords } from '#hub/candidates/flow-bench.fake.ts';
import { type HttpReceiver, startHttpReceiver } from '#hub/http/http-receiver.fake.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { KeyScope } from '#shared/wire/api-key.ts';
import type { WireRecord } from '#shared/wire/record.ts';


const run = promisify(execFile);
const DOCUMENT = new URL('../../docs/integrators.md', import.meta.url);
const bytes = Buffer.from('what somebody said');
const media = createHash('sha256').update(bytes).digest('hex');
const record = sampleRecord({
  deviceId: 'kiosk-7',
  sessionId: '0199-docs',
  media: [
    { sha256: media, sizeBytes: bytes.length, mimeType: 'audio/webm', kind: 'audio', recordingId: 'r1', durationMs: 900 },
  ],
});

let folder = '';
let hub: RunningHub;
let key = '';
let erp: HttpReceiver;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-docs-'));
  hub = await startHub({ dataDir: join(folder, 'data') });
  erp = await startHttpReceiver();
  const body: unknown = parse(await readFile(new URL('../../resources/jobs/assembly-operator.yaml', import.meta.url), 'utf8'));
  await writeFile(join(folder, 'job.json'), JSON.stringify({ sites: null, body }));
  await sendAll([record]);
  await sendAll([sampleRecord({ deviceId: 'kiosk-7', sessionId: '0199-other', seq: 1 })]);
  const tus = { 'tus-resumable': '1.0.0' };
  const announced = await asHub(hub, '/v1/media', {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': `sha256 ${btoa(media)}` },
  });
  if (announced.status !== 201) throw new Error(`HTTP ${announced.status}`);
  const uploaded = await asHub(hub, `/v1/media/${media}`, {
    method: 'PATCH',
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: bytes,
  });
  if (uploaded.status !== 204) throw new Error(`HTTP ${uploaded.status}`);
  const made = await asHub(hub, '/v1/api-keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'docs', scopes: KeyScope.options }),
  });
  key = ((await made.json()) as { key: string }).key;
});
afterAll(async () => {
  await hub.close();
  await erp.close();
  await rm(folder, { recursive: true, force: true });
});

async function sendAll(records: readonly WireRecord[]): Promise<void> {
  const text = `${records.map((each) => JSON.stringify(each)).join('\n')}\n`;
  const sent = await asHub(hub, '/v1/batches', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      'idempotency-key': createHash('sha256').update(text).digest('hex').slice(0, 32),
      'anteroom-device-id': records[0]?.deviceId ?? '',
      'anteroom-record-count': String(records.length),
      'anteroom-content-sha256': createHash('sha256').update(text).digest('hex'),
    },
    body: text,
  });
  if (sent.status !== 200) throw new Error(`HTTP ${sent.status}`);
}

function asHub(of: RunningHub, path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }): Promise<Response> {
  return fetch(of.url + path, { ...init, headers: { authorization: `Bearer ${of.token}`, ...init.headers } });
}

/** What the document calls by a name in capitals: learnt from the answer to the block before, as a reader does. */
const names: Record<string, string> = { SESSION: '0199-docs', OTHER_SESSION: '0199-other', MEDIA: media, CHECKER: 'http://127.0.0.1:9/orders' };
const Ids = z.looseObject({ id: z.string() });
const proposalOf = (answer: unknown, kind: string) =>
  z
    .object({ items: z.array(z.object({ id: z.string(), action: z.object({ kind: z.string() }) })) })
    .parse(answer)
    .items.find(({ action }) => action.kind === kind)?.id ?? '';
const LEARNT: readonly (readonly [part: string, (answer: unknown) => Record<string, string>])[] = [
  [
    '"name":"林娜"',
    (answer) => ({ CANDIDATE: z.object({ candidate: Ids }).parse(answer).candidate.id }),
  ],
  [
    '"name":"林 娜"',
    (answer) => ({ MERGE: z.object({ mergeProposals: z.tuple([z.string()]) }).parse(answer).mergeProposals[0] }),
  ],
  ['name=people.csv', (answer) => ({ IMPORT: Ids.parse(answer).id })],
  ['"id":"board"', (answer) => ({ SECRET: z.object({ secret: z.string() }).parse(answer).secret })],
  ['Asked by phone', (answer) => ({ APPLICATION: Ids.parse(answer).id })],
  [
    '/v1/proposals?',
    (answer) => ({ PROPOSAL: proposalOf(answer, 'advance'), OTHER_PROPOSAL: proposalOf(answer, 'remind') }),
  ],
  [
    '"siteId":"gate-2","capacity"',
    (answer) => {
      const [first, second, third] = z.object({ slots: z.tuple([Ids, Ids, Ids]) }).parse(answer).slots;
      return { SLOT: first.id, OTHER_SLOT: second.id, UNUSED_SLOT: third.id };
    },
  ],
  [
    'interview-invitations?',
    (answer) => {
      const { items } = z.object({ items: z.tuple([Ids.extend({ code: z.string() })]) }).parse(answer);
      return { INVITATION: items[0].id, CODE: items[0].code };
    },
  ],
  [
    'curl -sS --fail-with-body "$HUB/v1/applications/$APPLICATION" -H "Authorization: Bearer $KEY"\n',
    (answer) => ({ CHECK: z.object({ checks: z.tuple([Ids]) }).parse(answer).checks[0].id }),
  ],
  [
    'results?jobId=night-guard',
    (answer) => ({
      RESULT: z.object({ items: z.tuple([z.object({ result: Ids })]) }).parse(answer).items[0].result.id,
    }),
  ],
  [
    'queue?state=dead',
    (answer) => ({ JOB: String(z.object({ items: z.array(z.object({ id: z.int() })).min(1) }).parse(answer).items[0]?.id) }),
  ],
  ['Asked in writing', (answer) => ({ ERASURE: Ids.parse(answer).id })],
  ['"system":"greenhouse"', (answer) => ({ VENDOR_KEY: z.object({ key: z.string() }).parse(answer).key })],
  ['"system":"ashby"', (answer) => ({ VENDOR_KEY: z.object({ key: z.string() }).parse(answer).key })],
  [
    '/send_test',
    (answer) => ({ ORDER: z.object({ partner_interview_id: z.string() }).parse(answer).partner_interview_id }),
  ],
  [
    '/assessment.start',
    (answer) => ({
      ORDER: z.object({ results: z.object({ assessment_id: z.string() }) }).parse(answer).results.assessment_id,
    }),
  ],
];

/** What happens elsewhere before a block: the invited person comes to a kiosk; the report of a hand-over is drawn. */
async function meanwhile(block: string): Promise<void> {
  const found = async (path: string, part: string) => {
    const text = async () => (await asHub(hub, path, {})).text();
    await expect.poll(text, { timeout: 20_000 }).toContain(part);
  };
  if (block.includes('/dry-run')) {
    const records = interviewRecords({
      sessionId: '0199-interview',
      identity: { by: 'invitation', code: names['CODE'] ?? '' },
      jobId: 'night-guard',
      scores: [80, 82, 84],
    });
    await sendAll(records);
    await found(`/v1/candidates/${names['CANDIDATE']}`, '"scoreStatus":"scored"');
  }
  if (block.includes('results?jobId=night-guard')) await found('/v1/results?jobId=night-guard', '"kind":"result"');
  if (block.includes('queue?state=dead')) await found('/v1/queue?state=dead', '"invitation.email"');
}

/** Runs a block as a reader would, in a folder of its own. @throws with what curl said when it fails */
function shell(block: string): Promise<{ stdout: string }> {
  return run('bash', ['-euc', block], {
    cwd: folder,
    env: { ...process.env, ...names, HUB: hub.url, KEY: key, ERP: erp.url, no_proxy: '127.0.0.1' },
  });
}

test('every block of the document for integrators works as it stands', async () => {
  const blocks = [...(await readFile(DOCUMENT, 'utf8')).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  expect(blocks.length).toBeGreaterThan(50);
  const answers: string[] = [];
  for (const block of blocks) {
    await meanwhile(block);
    const { stdout } = await shell(block);
    answers.push(stdout);
    for (const [part, read] of LEARNT)
      if (block.includes(part) && block.match(/curl /g)?.length === 1) Object.assign(names, read(JSON.parse(stdout)));
  }
  const all = answers.join('\n');
  for (const part of ['"name":"docs"', '"sessionId":"0199-docs"', '"type":"answer.saved"', '"site":"Gate 2"', '"isSound":true', '"code":"forbidden"', '"partner_test_id":"assembly-operator"', '"code":"result_erased"']) {
    expect(all).toContain(part);
  }
  expect(await readFile(join(folder, 'recording'))).toEqual(bytes);
  expect(await readFile(join(folder, 'part'))).toEqual(bytes.subarray(0, 4));
  expect(JSON.parse(await readFile(join(folder, 'openapi.json'), 'utf8'))).toMatchObject({ openapi: '3.1.0' });
  expect((await readFile(join(folder, 'report.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
  expect(erp.received.some(({ body }) => body.includes('anteroom.interview.result'))).toBe(true);
  // a block that fails is seen to fail
  await expect(shell('curl -sS --fail-with-body "$HUB/v1/nothing" -H "Authorization: Bearer $KEY"')).rejects.toThrow(/404/);
}, 120_000);

/** Kiosks and people at the console use these, or the text beside a block tells of them. */
const NOT_FOR_PROGRAMS = [
  'delete /v1/api-keys/{id}', 'get /v1/api-keys', 'post /v1/api-keys', 'get /v1/audit-heads/{deviceId}', 'get /v1/changes', 'post /v1/batches', 'post /v1/media',
  'post /v1/device-keys', 'post /v1/devices/{deviceId}/revoke', 'post /v1/enrolments', 'post /v1/checks/{id}/result', 'get /v1/report-links/{place}/{signature}',
  'post /v1/queue/{id}/cancel', 'post /v1/merge-proposals/{id}/dismiss',
];
const PEOPLE = /^\/v1\/(people|me\/|sign-|invitations)/;

test('every call that programs may make stands in a block', async () => {
  const text = await readFile(DOCUMENT, 'utf8');
  const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(
    await (await fetch(`${hub.url}/v1/openapi.json`)).json(),
  );
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block.replaceAll('\\\n', ' ')).join('\n');
  const lines = blocks.split('\n').filter((line) => line.includes('curl '));
  const missing = (among: readonly string[]) =>
    Object.entries(paths).flatMap(([path, operations]) => {
      const address = new RegExp(`\\$HUB${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/"?]+')}["?]`);
      return Object.keys(operations)
        .filter((method) => !['head', 'patch', 'options'].includes(method) || path.includes('candidates') || path.includes('settings'))
        .filter((method) => !among.some((line) => address.test(line) && isOf(method, line)))
        .map((method) => `${method} ${path}`);
    });
  const isOf = (method: string, line: string) =>
    method === 'get' ? !/-X|--json|--data| -d /.test(line) : method === 'post' ? /-X POST|--json|--data| -d /.test(line) && !/-X (PUT|PATCH)/.test(line) : line.includes(`-X ${method.toUpperCase()}`);
  expect(missing(lines).filter((name) => !PEOPLE.test(name.split(' ')[1] ?? '') && !NOT_FOR_PROGRAMS.includes(name))).toEqual([]);
  // the look finds what is not there
  expect(missing(lines.filter((line) => !line.includes('/v1/queue')))).toContain('get /v1/queue');
});

test('a backup of a running hub starts as that hub: same token, same key, records, recordings, unbroken log', async () => {
  const backup = join(folder, 'backup');
  expect(await backUpFolder(join(folder, 'data'), backup)).toBe('done');
  await expect(stat(`${backup}.unfinished`)).rejects.toThrow(/ENOENT/);
  expect(await backUpFolder(join(folder, 'data'), backup)).toBe('target_exists');
  expect(await backUpFolder(join(folder, 'nothing'), join(folder, 'other'))).toBe('no_hub');
  const restored = join(folder, 'restored');
  await cp(backup, restored, { recursive: true });
  const again = await startHub({ dataDir: restored });
  try {
    expect(again.token).toBe(hub.token);
    const proofOf = async (one: RunningHub) =>
      (await (await asHub(one, '/v1/sessions/0199-docs', {})).json()) as { records: unknown[] };
    const [before, after] = [await proofOf(hub), await proofOf(again)];
    expect(after.records).toHaveLength(1);
    expect(after).toEqual(before);
    const recording = await asHub(again, `/v1/media/${media}`, {});
    expect(Buffer.from(await recording.arrayBuffer())).toEqual(bytes);
    expect(await (await asHub(again, '/v1/audit-log/verification', {})).json()).toMatchObject({ isSound: true });
    const withKey = await fetch(`${again.url}/v1/me`, { headers: { authorization: `Bearer ${key}` } });
    expect(withKey.status).toBe(200);
  } finally {
    await again.close();
  }
});
