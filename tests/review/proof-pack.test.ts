import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProofPack } from '#main/make-proof-pack.ts';
import { checkProofPack } from '#main/proof-pack-command.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { openStoppedKiosk } from '#main/stopped-kiosk.ts';
import { workspaceOf } from '#main/store/workspace.ts';
import type { SessionId } from '#shared/ids.ts';
import { present } from '#tests/fixtures/present.ts';
import { withKiosk } from '#tests/kiosk/finished-kiosk.ts';

const CANARY = 'canary: I called the foreman myself';
const { job } = sampleInterview('' as SessionId);
const item = present(job.items[0], 'the post has no question');
const NAME = '欧阳小证';
const PEOPLE = `sex,hired\n${'F,yes\n'.repeat(14)}${'F,no\n'.repeat(40)}${'M,yes\n'.repeat(31)}${'M,no\n'.repeat(30)}`;

let folder: string;
let data: string;
let pack: string;
let key: string;
let said: string[];
const terminal = { print: (text: string) => void said.push(text), complain: (text: string) => void said.push(text) };
const files = () => unzipSync(readFileSync(pack));
const textOf = (name: string) => Buffer.from(present(files()[name], name)).toString('utf8');
const read = (name: string): unknown => JSON.parse(textOf(name));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-proof-'));
  data = join(folder, 'data');
  pack = join(folder, 'proof.zip');
  said = [];
  await withKiosk(data, knownKeyring, async ({ save }) => {
    await save({
      change: { identity: { by: 'name', name: NAME, phone: '139 0000 0000' } },
      answers: { [item.id]: { kind: 'typed', text: CANARY } },
    });
  });
  const people = join(folder, 'people.csv');
  writeFileSync(people, PEOPLE);
  const options = { data, out: pack, groups: people, group: ['sex'], outcome: 'hired' };
  if ((await makeProofPack(options, knownKeyring, terminal)) !== 0) throw new Error(said.join('\n'));
  const kiosk = await openStoppedKiosk(data, knownKeyring);
  key = kiosk.signer.publicKey;
  kiosk.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The pack with something done to its files; its exit code and what was said. */
async function checked(change: (found: Record<string, Uint8Array>) => void, wantedKey: string | null = key) {
  const found = files();
  change(found);
  const file = join(folder, 'changed.zip');
  writeFileSync(file, zipSync(found));
  said = [];
  const code = await checkProofPack(file, wantedKey, false, terminal);
  return { code, said: said.join('\n') };
}

test('the pack holds rubric, models, consents, the log, figures and a restore test; only its owner reads it', () => {
  const names = Object.keys(files());
  expect(names).toEqual(
    expect.arrayContaining(['README.en.txt', 'README.zh-CN.txt', 'models.json', 'audit/log.ndjson']),
  );
  expect(names.some((name) => name.startsWith(`rubric/${job.id}-v`))).toBe(true);
  expect(names.some((name) => name.startsWith('consents/packs/strict-v'))).toBe(true);
  expect(read('restore-test.json')).toMatchObject({ isWhole: true, problems: [] });
  expect(read('verification.json')).toMatchObject({ isSound: true });
  expect(read('consents/given.json')).toMatchObject({ interviews: 1 });
  expect(read('figures/agreement.json')).toMatchObject({ doubleRated: 0, areGatesMet: false });
  const { audit } = read('figures/impact-ratios.json') as { audit: { people: number } };
  expect(audit.people).toBe(115);
  // 14 of 54 women, 31 of 61 men
  expect(textOf('figures/impact-ratios.csv')).toContain('0.510155');
  expect(textOf('audit/log.ndjson')).toContain('"action":"proof_pack.made"');
  expect(statSync(pack).mode & 0o777).toBe(0o600);
});

test('nothing that was said and nobody is in it, and no trace of the restore test stays', () => {
  const all = Object.values(files()).map((bytes) => Buffer.from(bytes).toString('utf8'));
  expect(all.filter((text) => text.includes('canary') || text.includes(NAME))).toEqual([]);
  expect(readdirSync(data).filter((each) => each.startsWith('restore-test'))).toEqual([]);
});

test('it is genuine as it was made', async () => {
  expect(await checked(() => undefined)).toMatchObject({ code: 0, said: expect.stringContaining('Genuine') as string });
  expect(await checked(() => undefined, null)).toMatchObject({ code: 0, said: expect.stringContaining(key) as string });
});

test('what was changed, taken out, added, or signed by another is found', async () => {
  const figures = 'figures/agreement.json';
  const cases: [string, Awaited<ReturnType<typeof checked>>][] = [
    [`${figures} was changed`, await checked((found) => void (found[figures] = strToU8('{"areGatesMet": true}')))],
    [
      `${figures} is missing`,
      await checked((found) => {
        delete found[figures];
      }),
    ],
    ['better.json was added', await checked((found) => void (found['better.json'] = strToU8('{}')))],
    [
      'signature does not fit',
      await checked((found) => {
        const text = Buffer.from(present(found['MANIFEST.json'], 'manifest')).toString('utf8');
        found['MANIFEST.json'] = strToU8(text.replace('"site"', '"site" '));
      }),
    ],
    ['another key', await checked(() => undefined, 'A'.repeat(43))],
  ];
  for (const [sentence, found] of cases) {
    expect(found.said).toContain(sentence);
    expect(found.code).toBe(1);
  }
});

test('a log whose end was cut before the pack was signed anew is found by its head', async () => {
  const cut = await checked((found) => {
    const lines = Buffer.from(present(found['audit/log.ndjson'], 'log')).toString('utf8').trimEnd().split('\n');
    found['audit/log.ndjson'] = strToU8(`${lines.slice(0, -1).join('\n')}\n`);
  });
  expect(cut.said).toContain('was cut off');
});

test('half a pack, another file, and a file that is there already are refused with a sentence', async () => {
  const half = join(folder, 'half.zip');
  writeFileSync(half, readFileSync(pack).subarray(0, 2000));
  said = [];
  expect(await checkProofPack(half, null, false, terminal)).toBe(2);
  expect(await checkProofPack(join(folder, 'people.csv'), null, false, terminal)).toBe(2);
  expect(said.every((line) => line.includes('is no proof pack'))).toBe(true);
  expect(await makeProofPack({ data, out: pack }, knownKeyring, terminal)).toBe(2);
  expect(said.at(-1)).toContain('is there already');
  expect(await makeProofPack({ data: folder, out: join(folder, 'b.zip') }, knownKeyring, terminal)).toBe(2);
  expect(said.at(-1)).toContain('holds no kiosk data');
});

test('a restore that loses rows is no restore: the test says so', async () => {
  const workspace = workspaceOf(data);
  const kiosk = await openStoppedKiosk(data, knownKeyring);
  const { testRestore } = await import('#main/store/restore-test.native.ts');
  try {
    const [newest] = readdirSync(workspace.journalDirectory).toSorted().toReversed();
    const file = join(workspace.journalDirectory, present(newest, 'no journal'));
    const bytes = readFileSync(file);
    // control: the last transactions are not in the journal any more
    writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length / 2)));
    const found = testRestore(workspace, kiosk.database, new Date());
    writeFileSync(file, bytes);
    expect(found.isWhole).toBe(false);
    expect(found.problems.join(' ')).toContain('is not what it is in the database');
  } finally {
    kiosk.close();
  }
});
