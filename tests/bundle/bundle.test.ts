import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBundleWriter } from '#connectors/bundle/bundle-writer.ts';
import { createHash } from 'node:crypto';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { withKiosk } from '#tests/kiosk/finished-kiosk.ts';
import { filesIn, flipBit, key, noise, openPlaces, type Places, video } from './stick.ts';

let places: Places;
beforeEach(async () => {
  places = openPlaces();
  mkdirSync(places.stick);
  await places.openHub();
});
afterEach(() => places.close());

const RECORDS_EACH = 3;

test('there and back: everything arrives by stick, and the kiosk knows it by the receipts', async () => {
  const bytes = [noise(1, 700_000), noise(2, 90_000)];
  const hashOf = (each: Buffer) => createHash('sha256').update(each).digest('hex');
  const ids = [
    await places.interview({ ...video(0), bytes: bytes[0] ?? Buffer.alloc(0) }),
    await places.interview({ ...video(0), bytes: bytes[1] ?? Buffer.alloc(0), mimeType: 'audio/webm;codecs=opus' }),
  ];
  const exported = await places.export();
  expect(exported).toMatchObject({ records: 2 * RECORDS_EACH, files: 2, recordsLeft: 0, filesLeft: 0, problems: [] });
  // exporting is no sending
  expect(await places.outbox()).toEqual({ waiting: 6, sent: 0, mediaWaiting: 2, mediaSent: 0 });

  const imported = await places.import(exported.folder);
  expect(imported).toMatchObject({ accepted: 6, duplicates: 0, quarantined: 0, files: 2, recordsLeft: null });
  const held = await places.held();
  expect(held).toMatchObject({ records: 6, sessions: ids.toSorted(), mediaComplete: 2, quarantine: 0, alarms: [] });
  expect(held.files).toEqual(bytes.map(hashOf).toSorted());
  for (const each of bytes) {
    const sha256 = hashOf(each);
    expect(readFileSync(join(places.hub, 'media', sha256.slice(0, 2), sha256)).equals(each)).toBe(true);
  }

  expect(await places.receipts(exported.folder)).toMatchObject({ recordsSent: 6, recordsParked: 0, filesSent: 2 });
  expect(await places.outbox()).toEqual({ waiting: 0, sent: 6, mediaWaiting: 0, mediaSent: 2 });
  // a second time changes nothing
  expect(await places.receipts(exported.folder)).toMatchObject({ recordsSent: 0, filesSent: 0 });
});

test('nothing on the stick can be read without the key, neither words nor names nor hashes of files', async () => {
  const id = await places.interview(video(3));
  const { folder } = await places.export();
  const files = filesIn(folder);
  expect(files.length).toBeGreaterThan(4);
  const secrets: Buffer[] = ['flamingoflagpole', '王小红', '139 0000 0000', id, 'session.', 'video/webm'].map((text) =>
    Buffer.from(text),
  );
  secrets.push(noise(3, 300_000).subarray(1000, 1032), createHash('sha256').update(noise(3, 300_000)).digest());
  const sha = createHash('sha256').update(noise(3, 300_000)).digest('hex');
  secrets.push(Buffer.from(sha));
  for (const file of files)
    for (const secret of secrets) expect([file, readFileSync(file).includes(secret)]).toEqual([file, false]);
  // negative control: the search finds what is there
  const found = files.some((file) => readFileSync(file).includes(Buffer.from(key.recipient)));
  expect(found).toBe(true);
});

test('imported twice there is nothing twice, and lost receipts are made again', async () => {
  await places.interview(video(4));
  const { folder } = await places.export();
  await places.import(folder);
  const before = await places.held();
  rmSync(join(folder, 'receipts.json'));
  expect(await places.import(folder)).toMatchObject({ accepted: 0, duplicates: 3, files: 0, filesHeldBefore: 1 });
  expect(await places.held()).toEqual(before);
  expect(await places.receipts(folder)).toMatchObject({ recordsSent: 3, filesSent: 1 });
});

test('a second export keeps what is whole, and brings what is new; the receipts of the first may still be missing', async () => {
  await places.interview(video(5));
  const first = await places.export();
  const media = filesIn(first.folder).filter((file) => statSync(file).size > 300_000);
  expect(media).toHaveLength(1);
  const writtenAt = statSync(media[0] ?? '').mtimeMs;
  await places.import(first.folder);
  await places.interview(video(6));
  const second = await places.export();
  expect(second).toMatchObject({ files: 2, records: 6 });
  expect(second.kept).toBeGreaterThanOrEqual(1);
  expect(statSync(media[0] ?? '').mtimeMs).toBe(writtenAt);
  expect(await places.import(second.folder)).toMatchObject({
    accepted: 3,
    duplicates: 3,
    files: 1,
    filesHeldBefore: 1,
  });
  await places.receipts(second.folder);
  expect(await places.outbox()).toEqual({ waiting: 0, sent: 6, mediaWaiting: 0, mediaSent: 2 });
  // and the third begins at the acknowledged line
  await places.interview();
  const third = await places.export();
  expect(await places.import(third.folder)).toMatchObject({ accepted: 3, duplicates: 0, recordsLeft: null });
});

test('a part that was changed on the stick is written anew by the next export', async () => {
  await places.interview(video(7));
  const { folder } = await places.export();
  const media = filesIn(folder).find((file) => statSync(file).size > 300_000) ?? '';
  flipBit(media, 1000);
  await expect(places.import(folder)).rejects.toMatchObject({ code: 'damaged' });
  await places.export();
  expect(await places.import(folder)).toMatchObject({ accepted: 3, files: 1 });
});

test('no more than the limit is put on the stick; records go first, and the rest goes with the next', async () => {
  await places.interview(video(8, 200_000), { ...video(9, 200_000), itemId: 'hand-over' });
  const first = await places.export({ limitBytes: 250_000 });
  expect(first).toMatchObject({ records: 3, files: 1, filesLeft: 1 });
  const size = filesIn(join(first.folder, 'parts')).reduce((sum, file) => sum + statSync(file).size, 0);
  expect(size).toBeLessThan(260_000);
  await places.import(first.folder);
  await places.receipts(first.folder);
  const second = await places.export({ limitBytes: 250_000 });
  expect(second).toMatchObject({ records: 0, files: 1, filesLeft: 0 });
  expect(await places.import(second.folder)).toMatchObject({ files: 1, recordsLeft: null });
  expect((await places.held()).mediaComplete).toBe(2);
});

test('what a candidate refused to have sent is not on the stick', async () => {
  await withKiosk(places.data, knownKeyring, ({ save }) => save({ isSent: false, recordings: [video(11)] }));
  expect(await places.export()).toMatchObject({ records: 0, files: 0, recordsLeft: 0, filesLeft: 0 });
});

test('without a key of head office nothing is written', async () => {
  await places.interview();
  await expect(places.export({ recipient: '' })).rejects.toThrow(/recovery key/);
  await expect(places.export({ recipient: 'age1nonsense' })).rejects.toThrow(/recovery key/);
  expect(filesIn(places.stick)).toEqual([]);
});

test('a file that is not the one its record names is not put on a stick', async () => {
  mkdirSync(join(places.stick, 'b'));
  const writer = await openBundleWriter({
    folder: join(places.stick, 'b'),
    deviceId: 'kiosk',
    recipient: key.recipient,
    markKey: noise(1, 32),
    receiptKey: () => noise(2, 32),
    signer: { publicKey: '', sign: () => '' },
    limitBytes: 1e9,
    freeBytes: async () => 1e9,
  });
  const bytes = noise(10, 100_000);
  const source = {
    sizeBytes: bytes.length,
    read: async (start: number, end: number) => bytes.subarray(start, end),
    close: async () => undefined,
  };
  const file = { sha256: 'a'.repeat(64), sizeBytes: bytes.length, mimeType: 'video/webm', kind: 'video' } as const;
  await expect(writer.putMedia(file, source)).rejects.toThrow(/not those its record names/);
  expect(filesIn(join(places.stick, 'b'))).toEqual([]);
});
