import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportCommand } from '#main/export-command.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { readWavAs16kMono } from '#main/wav-file.ts';
import type { SessionId } from '#shared/ids.ts';
import { InterviewExport } from '#shared/interview-export.ts';
import { withKiosk } from '#tests/kiosk/finished-kiosk.ts';
import { recordedClips } from '#tests/playback/recorded-clips.ts';
import { probe } from '#tests/playback/probe.ts';

const clips = await recordedClips();
const clip = clips.find(({ name }) => name === 'vp9');
const PCM = 'audio/l16;rate=16000;channels=1';
const TYPED = 'I said <script>alert("no")</script> & called the foreman.';
const { job } = sampleInterview('' as SessionId);
const [first, second] = job.items;

let folder: string;
let data: string;
let out: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-export-'));
  [data, out] = [join(folder, 'data'), join(folder, 'out')];
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A kiosk with one interview: a typed answer, a spoken one with video and sound, a correction. */
async function kioskWith(locale: 'en' | 'zh-CN' = 'en'): Promise<SessionId> {
  if (!clip || !first || !second) throw new Error('no clip or no post');
  const video = readFileSync(clip.path);
  const sound = Buffer.alloc(32_001);
  for (let at = 0; at + 1 < sound.length; at += 2) sound.writeInt16LE(at % 20_000, at);
  return withKiosk(data, knownKeyring, async ({ store, save }) => {
    const id = await save({
      change: { locale, survey: { ease: 5, clarity: 4, fairness: 3, comment: 'All <b>clear</b>.' } },
      answers: { [first.id]: { kind: 'spoken' }, [second.id]: { kind: 'typed', text: TYPED } },
      recordings: [
        { itemId: first.id, kind: 'av', mimeType: clip.mimeType, bytes: video },
        { itemId: first.id, kind: 'pcm', mimeType: PCM, bytes: sound },
      ],
    });
    store.sessions.saveDraft(id, `${first.id}.probe`, { kind: 'typed', text: 'half a thought' });
    return id;
  });
}

function run(session: string, keyring = knownKeyring): Promise<number> {
  const say = (line: string): void => void said.push(line);
  return exportCommand({ session, data, out }, { keyring, print: say, complain: say });
}

const readExport = () => InterviewExport.parse(JSON.parse(readFileSync(join(out, 'interview.json'), 'utf8')));
const readPage = () => readFileSync(join(out, 'interview.html'), 'utf8');

test('everything the kiosk holds of an interview is written, readable, and the log says so', async () => {
  const id = await kioskWith();
  expect(await run(id)).toBe(0);
  expect(said.join('\n')).toContain('NOT encrypted');
  const found = readExport();
  expect(found.identity).toEqual({ by: 'name', name: '王小红', phone: '139 0000 0000' });
  expect(found.consents.map(({ kind, isGiven, version }) => [kind, isGiven, version])).toEqual([
    ['recording', true, 2],
    ['scoring', true, 2],
    ['sending', true, 2],
    ['talentPool', false, 2],
  ]);
  expect(found.consents.every(({ name, text }) => /\s/.test(name) && text !== null)).toBe(true);
  expect(found.answers.map(({ question }) => question)).toEqual(job.items.map(({ prompt }) => prompt.en));
  expect(found.answers[1]?.answer).toEqual({ kind: 'typed', text: TYPED });
  expect(found.drafts).toMatchObject([{ draft: { text: 'half a thought' } }]);
  expect(found.records.map(({ type, sending }) => [type, sending.state])).toContainEqual([
    'session.finalized',
    'waiting',
  ]);
  expect(found.audit.map(({ actor, action }) => [actor, action])).toContainEqual(['command line', 'session.exported']);
  expect(found.result?.dimensions.map(({ name }) => name)).toEqual(
    job.competencyModel.dimensions.map(({ name }) => name.en),
  );
  // what the employer's key says of each option is not in it
  expect(JSON.stringify(found)).not.toContain('effectiveness');
});

test('recordings play with a length, sound is a WAV, and every file is in the manifest', async () => {
  expect(await run(await kioskWith())).toBe(0);
  const { recordings } = readExport();
  const video = recordings.find(({ kind }) => kind === 'video');
  const sound = recordings.find(({ kind }) => kind === 'pcm');
  const seen = probe(join(out, video?.file ?? ''));
  expect(seen.durationSeconds).toBeGreaterThan(10);
  expect((await readWavAs16kMono(join(out, sound?.file ?? ''))).length).toBe(16_000);
  const lines = readFileSync(join(out, 'MANIFEST.sha256'), 'utf8').trim().split('\n');
  const listed = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  const there = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(there.length).toBe(listed.size + 1);
  for (const [name, sha256] of listed)
    expect(
      createHash('sha256')
        .update(readFileSync(join(out, name)))
        .digest('hex'),
    ).toBe(sha256);
});

test('only its owner can read what was written', async () => {
  const id = await kioskWith();
  mkdirSync(out, { mode: 0o755 });
  chmodSync(out, 0o755);
  expect(await run(id)).toBe(0);
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
    expect([entry.name, mode]).toEqual([entry.name, entry.isDirectory() ? 0o700 : 0o600]);
  }
  expect(statSync(out).mode & 0o777).toBe(0o700);
});

test.each(['en', 'zh-CN'] as const)(
  'the page in %s is whole, obeys nothing in it and points nowhere else',
  async (locale) => {
    expect(await run(await kioskWith(locale))).toBe(0);
    const page = readPage();
    expect(page).toContain('I said &lt;script&gt;alert(&quot;no&quot;)&lt;/script&gt; &amp; called the foreman.');
    expect(page).not.toMatch(/<script|<b>clear|https?:|\{\{/);
    expect(page).toContain(`<html lang="${locale}">`);
    expect(page).toContain(locale === 'en' ? 'Observations of voice and presence' : '对声音和在场情况的观察');
    // a text that no file has would stand as its key
    expect(page).not.toMatch(/>[a-z_]+\.[a-z_]+(\.[a-z_]+)*</);
    for (const { file } of readExport().recordings) expect(page).toContain(`src="${file}"`);
  },
);

test('the short reference names an interview too, as people type it', async () => {
  const id = await kioskWith();
  const reference = await withKiosk(
    data,
    knownKeyring,
    async ({ store }) => store.review.getSession(id)?.session.reference,
  );
  expect(await run((reference ?? '').toLowerCase())).toBe(0);
  expect(readExport().interview.id).toBe(id);
});

test('a folder with something in it is refused, and nothing in it is touched', async () => {
  const id = await kioskWith();
  mkdirSync(out);
  writeFileSync(join(out, 'mine.txt'), 'mine');
  expect(await run(id)).toBe(2);
  expect(said.join()).toContain('not empty');
  expect(readdirSync(out)).toEqual(['mine.txt']);
});

test('a running kiosk, an unknown interview and a folder without a kiosk are said, and nothing is made', async () => {
  const id = await kioskWith();
  await withKiosk(data, knownKeyring, async () => {
    expect(await run(id)).toBe(2);
  });
  expect(said.pop()).toMatch(/A kiosk is running/);
  expect(await run('ZZZZZZ')).toBe(2);
  expect(said.pop()).toMatch(/no interview "ZZZZZZ"/);
  data = join(folder, 'nothing');
  expect(await run(id)).toBe(2);
  expect(said.pop()).toMatch(/holds no kiosk data/);
  expect([existsSync(out), existsSync(data)]).toEqual([false, false]);
});

test('a recording that is gone is named, and the rest is still given', async () => {
  const id = await kioskWith();
  const [gone] = await withKiosk(data, knownKeyring, async ({ store }) => store.sessions.recordings(id));
  rmSync(join(data, 'media', gone?.id ?? '', '0.seg'), { force: true });
  for (const name of readdirSync(join(data, 'media', gone?.id ?? '')))
    rmSync(join(data, 'media', gone?.id ?? '', name));
  expect(await run(id)).toBe(0);
  const missing = readExport().recordings.find((row) => row.id === gone?.id);
  expect(missing).toMatchObject({ file: null });
  expect(missing?.problem).toMatch(/cannot be read|changed/);
  expect(readExport().recordings.filter(({ file }) => file !== null)).toHaveLength(1);
});

test('of a deleted interview only what is left is given: no name, no answer, no recording', async () => {
  const id = await kioskWith();
  await withKiosk(data, knownKeyring, async ({ store }) => {
    const interview = store.sessions.find(id);
    if (!interview) throw new Error('gone');
    store.sessions.eraseContents({
      interview: { ...interview, identity: null, survey: null, phase: 'erased', state: { kind: 'wiped' } },
      records: [],
      audit: [{ actor: 'candidate', action: 'session.erased', subject: id, detail: {} }],
    });
  });
  expect(await run(id)).toBe(0);
  const text = readFileSync(join(out, 'interview.json'), 'utf8') + readPage();
  for (const personal of ['王小红', '139 0000 0000', 'foreman', 'half a thought', 'All '])
    expect(text).not.toContain(personal);
  expect(readExport().records.every(({ body }) => body === null)).toBe(true);
});
