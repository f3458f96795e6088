import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backUpFolder } from '#hub/backup/back-up-folder.native.ts';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';


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
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-docs-'));
  hub = await startHub({ dataDir: join(folder, 'data') });
  const text = `${JSON.stringify(record)}\n`;
  const sent = await asHub(hub, '/v1/batches', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      'idempotency-key': 'a'.repeat(32),
      'anteroom-device-id': record.deviceId,
      'anteroom-record-count': '1',
      'anteroom-content-sha256': createHash('sha256').update(text).digest('hex'),
    },
    body: text,
  });
  if (sent.status !== 200) throw new Error(`HTTP ${sent.status}`);
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
    body: JSON.stringify({ name: 'docs', scopes: ['records:read', 'devices:read', 'devices:write', 'audit:read'] }),
  });
  key = ((await made.json()) as { key: string }).key;
});
afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

function asHub(of: RunningHub, path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }): Promise<Response> {
  return fetch(of.url + path, { ...init, headers: { authorization: `Bearer ${of.token}`, ...init.headers } });
}

/** Runs a block as a reader would, in a folder of its own. @throws with what curl said when it fails */
function shell(block: string): Promise<{ stdout: string }> {
  return run('bash', ['-euc', block], {
    cwd: folder,
    env: { ...process.env, HUB: hub.url, KEY: key, SESSION: '0199-docs', MEDIA: media, no_proxy: '127.0.0.1' },
  });
}

test('every block of the document for integrators works as it stands', async () => {
  const blocks = [...(await readFile(DOCUMENT, 'utf8')).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  expect(blocks.length).toBeGreaterThan(9);
  const answers: string[] = [];
  for (const block of blocks) answers.push((await shell(block)).stdout);
  const all = answers.join('\n');
  for (const part of ['"name":"docs"', '"sessionId":"0199-docs"', '"type":"answer.saved"', '"site":"Gate 2"', '"isSound":true', '"code":"forbidden"']) {
    expect(all).toContain(part);
  }
  expect(await readFile(join(folder, 'recording'))).toEqual(bytes);
  expect(await readFile(join(folder, 'part'))).toEqual(bytes.subarray(0, 4));
  expect(JSON.parse(await readFile(join(folder, 'openapi.json'), 'utf8'))).toMatchObject({ openapi: '3.1.0' });
  // a block that fails is seen to fail
  await expect(shell('curl -sS --fail-with-body "$HUB/v1/nothing" -H "Authorization: Bearer $KEY"')).rejects.toThrow(/404/);
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
