import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decryptPieces, encryptPieces, joinPieces } from '#connectors/bundle/age-pieces.ts';
import { writeDurably } from '#connectors/bundle/write-durably.ts';
import { deviceSigner } from '#main/store/device-signer.ts';
import { makeRecoveryKey } from '#main/store/keys/recovery-key.ts';
import { BundleContents, BundleIndex, bundleIndexText, BundleReceipts } from '#shared/wire/bundle.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { flipBit, key, openPlaces, type Places, video } from './stick.ts';

const MAX_BYTES = 1e8;
let places: Places;
/** A bundle nobody touches; every test works on a copy. */
let sound: string;
let folder: string;
let contents: BundleContents;
let count = 0;

beforeAll(async () => {
  places = openPlaces();
  mkdirSync(places.stick);
  await places.openHub();
  await places.interview(video(21, 200_000));
  // a first export, so that the second has older heads with it
  await places.export();
  sound = (await places.export()).folder;
  contents = await contentsOf(sound);
});
afterAll(() => places.close());

beforeEach(() => {
  count += 1;
  folder = join(places.folder, `copy-${count}`);
  cpSync(sound, folder, { recursive: true });
});

const readIndex = (of: string) => BundleIndex.parse(JSON.parse(readFileSync(join(of, 'bundle.json'), 'utf8')));
const partFile = (sha256: string) => join(folder, 'parts', `${sha256}.age`);

async function contentsOf(of: string): Promise<BundleContents> {
  const file = join(of, 'parts', `${readIndex(of).contents.sha256}.age`);
  const bytes = await joinPieces(await decryptPieces(key.identity, [readFileSync(file)]), MAX_BYTES);
  return BundleContents.parse(JSON.parse(bytes.toString('utf8')));
}

/** One file of each kind a bundle has. */
const FILES: readonly (readonly [string, () => string])[] = [
  ['the contents', () => partFile(readIndex(folder).contents.sha256)],
  ['a batch of records', () => partFile(contents.batches[0]?.part ?? '')],
  ['a video', () => partFile(contents.media[0]?.part ?? '')],
  ['the older heads', () => partFile(contents.olderHeads ?? '')],
];

async function expectNothingTaken(code: string, identity?: string): Promise<void> {
  await expect(places.import(folder, identity)).rejects.toMatchObject({
    name: 'BundleRefusedError',
    code,
    message: /\.$/,
  });
  expect(await places.held()).toMatchObject({ records: 0, files: [], alarms: [] });
}

test.each(FILES)('%s with a flipped bit, in every region of the file', async (_what, file) => {
  const { size } = statSync(file());
  for (const at of [0, 30, Math.floor(size / 2), size - 1]) {
    flipBit(file(), at);
    await expectNothingTaken('damaged');
    flipBit(file(), at);
  }
});

test.each(FILES)('%s cut short, by one byte and wholly', async (_what, file) => {
  truncateSync(file(), statSync(file()).size - 1);
  await expectNothingTaken('damaged');
  truncateSync(file(), 0);
  await expectNothingTaken('damaged');
});

test.each(FILES)('%s missing, or another one under its name', async (_what, file) => {
  const other = FILES.map(([, each]) => each()).find((each) => each !== file()) ?? '';
  renameSync(file(), `${file()}.aside`);
  await expectNothingTaken('damaged');
  cpSync(other, file());
  await expectNothingTaken('damaged');
});

test.each([
  ['another kiosk', (index: BundleIndex) => ({ ...index, deviceId: 'kiosk-of-another' })],
  ['another time', (index: BundleIndex) => ({ ...index, exportedAt: '2020-01-01T00:00:00.000Z' })],
  [
    'another number',
    (index: BundleIndex) => ({
      ...index,
      bundleId: index.bundleId.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
    }),
  ],
  ['another recipient', (index: BundleIndex) => ({ ...index, recipient: `${index.recipient.slice(0, -1)}q` })],
  ['a part less', (index: BundleIndex) => ({ ...index, parts: index.parts.slice(1) })],
  ['parts in another order', (index: BundleIndex) => ({ ...index, parts: index.parts.toReversed() })],
  ['another key', (index: BundleIndex) => ({ ...index, publicKey: deviceSigner(Buffer.alloc(32, 9)).publicKey })],
] as const)('an index that names %s', async (_what, change) => {
  writeFileSync(join(folder, 'bundle.json'), JSON.stringify(change(readIndex(folder))));
  await expectNothingTaken('signature');
});

test('an index that is torn, empty, or not there: the export was not finished', async () => {
  const file = join(folder, 'bundle.json');
  truncateSync(file, statSync(file).size - 20);
  await expectNothingTaken('unreadable');
  truncateSync(file, 0);
  await expectNothingTaken('unreadable');
  rmSync(file);
  await expectNothingTaken('unfinished');
  rmSync(folder, { recursive: true });
  await expectNothingTaken('unfinished');
});

test('another identity opens nothing', async () => {
  await expectNothingTaken('identity', (await makeRecoveryKey()).identity);
});

/** Whoever knows the recipient can encrypt to it and sign with a key of their own. */
async function forge(change: (contents: BundleContents) => BundleContents, secret = 9): Promise<void> {
  const signer = deviceSigner(Buffer.alloc(32, secret));
  const plain = Buffer.from(canonicalText(change(contents)));
  const part = await writeDurably(
    join(folder, 'parts'),
    await encryptPieces(key.recipient, [plain]),
    ({ sha256 }) => `${sha256}.age`,
  );
  const { publicKey: _key, signature: _signature, ...index } = { ...readIndex(folder), contents: part };
  const signature = signer.sign(Buffer.from(bundleIndexText(index)));
  writeFileSync(join(folder, 'bundle.json'), JSON.stringify({ ...index, publicKey: signer.publicKey, signature }));
}

test('a bundle that somebody else signed does not pass for the kiosk’s: its audit head is not theirs', async () => {
  await forge((found) => found);
  await expectNothingTaken('foreign');
  await forge((found) => ({
    ...found,
    batches: [],
    auditHead: { ...found.auditHead, publicKey: deviceSigner(Buffer.alloc(32, 9)).publicKey },
  }));
  // without a record there is nothing to judge the head by; the file is one the kiosk sent
  expect(await contentsOf(folder)).toMatchObject({ batches: [] });
});

test('contents that name a part of another bundle', async () => {
  await forge((found) => ({ ...found, media: found.media.map((file) => ({ ...file, part: 'a'.repeat(64) })) }));
  await expectNothingTaken('foreign');
});

// from here on head office has taken the sound one: the control that the refusals were for the right reason
test('the untouched bundle is taken; the same under a foreign key afterwards is an alarm and changes nothing', async () => {
  expect(await places.import(folder)).toMatchObject({ accepted: 3, files: 1, recordsLeft: null });
  const before = await places.held();
  expect(before).toMatchObject({ records: 3, mediaComplete: 1, alarms: [] });
  const signer = deviceSigner(Buffer.alloc(32, 9));
  await forge((found) => ({ ...found, auditHead: { ...found.auditHead, publicKey: signer.publicKey } }));
  await expect(places.import(folder)).rejects.toMatchObject({ code: 'foreign' });
  expect(await places.held()).toMatchObject({ records: 3, files: before.files });
  expect((await places.held()).alarms.length).toBe(1);
});

test('receipts that were changed, torn, or made without the key of head office mark nothing as sent', async () => {
  await places.import(folder);
  const file = join(folder, 'receipts.json');
  const receipts = BundleReceipts.parse(JSON.parse(readFileSync(file, 'utf8')));
  const before = await places.outbox();
  expect(before.waiting).toBe(3);
  const forgeries: readonly object[] = [
    { ...receipts, mac: 'a'.repeat(64) },
    { ...receipts, at: '2026-01-01T00:00:00.000Z' },
    { ...receipts, media: [{ sha256: 'b'.repeat(64), state: 'held' }] },
    { ...receipts, receipts: receipts.receipts.slice(1) },
    { ...receipts, bundleId: receipts.bundleId.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) },
  ];
  for (const forgery of forgeries) {
    writeFileSync(file, JSON.stringify(forgery));
    await expect(places.receipts(folder)).rejects.toMatchObject({ code: 'mac' });
  }
  writeFileSync(file, JSON.stringify({ ...receipts, deviceId: 'kiosk-of-another' }));
  await expect(places.receipts(file)).rejects.toMatchObject({ code: 'foreign' });
  truncateSync(file, 100);
  await expect(places.receipts(file)).rejects.toMatchObject({ code: 'unreadable' });
  rmSync(file);
  await expect(places.receipts(file)).rejects.toMatchObject({ code: 'unreadable' });
  expect(await places.outbox()).toEqual(before);
  // the control: as they were written they count
  writeFileSync(file, JSON.stringify(receipts));
  expect(await places.receipts(file)).toMatchObject({ recordsSent: 3, filesSent: 1 });
});
