import { array, assert, asyncProperty, constantFrom, nat, record, shuffledSubarray } from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { sampleRecord, soundLine } from './sample-lines.fake.ts';
import type { BadLine, HubStore, IntakeLine } from './hub-store.ts';

const first = '2026-11-22T08:00:00.000Z';
const later = '2026-11-29T08:00:00.000Z';
/** Occurs in everything a candidate said here, and must occur nowhere once it is erased. */
export const CANARY = '金丝雀-canary';

const file = (letter: string) =>
  ({
    sha256: letter.repeat(64),
    sizeBytes: 3,
    mimeType: 'video/webm',
    kind: 'video',
    recordingId: `r-${letter}`,
    durationMs: 1000,
  }) as const;
const [own, shared, lateFile] = [file('a'), file('b'), file('c')];
const said = (seq: number, sessionId: string, media: ReturnType<typeof file>[] = []) =>
  sampleRecord({ seq, sessionId, body: { text: `${CANARY} ${seq}` }, ...(media.length > 0 ? { media } : {}) });
const erasureOf = (sessionId: string, seq = 90) => sampleRecord({ seq, sessionId, type: 'session.erased', body: {} });
const badLine = (raw: string, id: string | null = null): BadLine => ({
  verdict: 'bad',
  reason: 'hash_mismatch',
  id,
  sha256: null,
  rawSha256: `${raw.length}`.padStart(64, '0'),
  raw,
});

/** What erasure promises of every {@link HubStore}; part of `hub-store.conformance.ts`. `open` gives an empty store; `orders`: how many are tried. */
export function erasureConformance(name: string, open: () => Promise<HubStore>, orders = 30): void {
  describe(`${name} keeps erased sessions erased`, () => {
    const opened: HubStore[] = [];
    const fresh = async (): Promise<HubStore> => {
      const store = await open();
      opened.push(store);
      return store;
    };
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((store) => store.close()));
    });

    test('before the erasure the content is there; after it the erasure alone is left, of this session only', async () => {
      const store = await fresh();
      const records = [said(1, 'gone', [own]), said(2, 'gone'), said(3, 'stays', [shared])];
      await store.putLines('kiosk-1', records.map(soundLine), first);
      expect(await shown(store)).toContain(`${CANARY} 1`);
      const erasure = erasureOf('gone');
      const [receipt] = await store.putLines('kiosk-1', [soundLine(erasure)], later);
      expect(receipt?.status).toBe('accepted');
      const gone = await store.findSession('gone');
      expect(gone).toMatchObject({ erasedAt: later, media: [] });
      expect(gone?.records.map((row) => row.record)).toEqual([erasure]);
      expect((await store.findSession('stays'))?.records.map((row) => row.record)).toEqual([records[2]]);
      expect(await store.listSessions(10)).toEqual([
        expect.objectContaining({ sessionId: 'gone', erasedAt: later, recordCount: 3, mediaCount: 0 }),
        expect.objectContaining({ sessionId: 'stays', erasedAt: null, recordCount: 1, mediaCount: 1 }),
      ]);
    });

    test('a replay after the erasure gets the original receipts and brings nothing back', async () => {
      const store = await fresh();
      const lines = [said(1, 'gone', [own]), said(2, 'gone')].map(soundLine);
      const originals = await store.putLines('kiosk-1', lines, first);
      await store.putLines('kiosk-1', [soundLine(erasureOf('gone'))], first);
      const again = await store.putLines('kiosk-1', lines, later);
      expect(again).toEqual(originals.map((receipt) => ({ ...receipt, status: 'duplicate' })));
      expect(await shown(store)).not.toContain(CANARY);
      expect(await store.countRecords()).toBe(3);
    });

    test('a record that comes only after the erasure is accepted once, without its content and its files', async () => {
      const store = await fresh();
      await store.putLines('kiosk-1', [soundLine(erasureOf('gone'))], first);
      const line = soundLine(said(1, 'gone', [lateFile]));
      const [receipt] = await store.putLines('kiosk-1', [line], later);
      const [again] = await store.putLines('kiosk-1', [line], '2027-01-01T00:00:00.000Z');
      expect(receipt).toMatchObject({ status: 'accepted', receivedAt: later });
      expect(again).toEqual({ ...receipt, status: 'duplicate' });
      expect(await shown(store)).not.toContain(CANARY);
      expect(await store.findMediaErasure(lateFile.sha256)).toBe('erased');
    });

    test('a second erasure is held and the first instant stays', async () => {
      const store = await fresh();
      await store.putLines('kiosk-1', [soundLine(erasureOf('gone'))], first);
      await store.putLines('kiosk-1', [soundLine(erasureOf('gone', 91))], later);
      expect(await store.findSession('gone')).toMatchObject({ erasedAt: first, records: [{}, {}] });
    });

    test('an erasure this release cannot read in full still erases; one that names no session erases nothing', async () => {
      const store = await fresh();
      await store.putLines('kiosk-1', [said(1, 'gone'), said(2, 'stays')].map(soundLine), first);
      const newer = sampleRecord({ seq: 8, sessionId: 'gone', type: 'session.erased', schemaVersion: 9 });
      const nameless = sampleRecord({ seq: 9, sessionId: null, type: 'session.erased', body: {} });
      await store.putLines('kiosk-1', [{ ...soundLine(newer), isParsed: false }, soundLine(nameless)], first);
      expect(JSON.stringify(await store.findSession('gone'))).not.toContain(CANARY);
      expect(JSON.stringify(await store.findSession('stays'))).toContain(CANARY);
    });

    test('another device cannot erase the session of this one', async () => {
      const store = await fresh();
      await store.putLines('kiosk-1', [soundLine(said(1, 'gone'))], first);
      await store.putLines('kiosk-2', [soundLine(sampleRecord({ ...erasureOf('gone'), deviceId: 'kiosk-2' }))], first);
      expect(JSON.stringify(await store.findSession('gone'))).toContain(CANARY);
    });

    test('lines put aside lose their content with the session, before the erasure and after it', async () => {
      const store = await fresh();
      const genuine = said(1, 'gone');
      const forged = sampleRecord({ ...genuine, body: { text: `${CANARY} forged` } });
      const torn = badLine(`{"body":"${CANARY}"`, genuine.id);
      const named = badLine(JSON.stringify({ ...said(2, 'gone'), extra: 1 }));
      const stranger = badLine('{"sessionId":"stays"}');
      for (const lines of [[soundLine(genuine)], [soundLine(forged), torn, named, stranger]])
        await store.putLines('kiosk-1', lines, first);
      expect(JSON.stringify(await store.listQuarantine(10))).toContain(CANARY);
      await store.putLines('kiosk-1', [soundLine(erasureOf('gone'))], first);
      const fresher = sampleRecord({ ...genuine, body: { text: `${CANARY} forged again` } });
      await store.putLines('kiosk-1', [soundLine(fresher), badLine(`${named.raw} `)], later);
      const rows = await store.listQuarantine(10);
      expect(rows.map((row) => row.raw).filter((raw) => raw !== '')).toEqual([stranger.raw]);
      expect(rows).toHaveLength(6);
    });

    test('only a file no other session refers to is erased, until that session is erased too', async () => {
      const store = await fresh();
      await store.putLines(
        'kiosk-1',
        [said(1, 'gone', [own, shared]), said(2, 'stays', [shared])].map(soundLine),
        first,
      );
      for (const { sha256 } of [own, shared]) {
        await store.putMedia({ sha256, sizeBytes: 3, metadata: {}, createdAt: first });
        await store.completeMedia(sha256, first);
      }
      await store.putLines('kiosk-1', [soundLine(erasureOf('gone'))], later);
      expect(await store.listMediaToRemove()).toEqual([own.sha256]);
      expect(await store.findMediaErasure(own.sha256)).toBe('erased');
      expect(await store.findMedia(own.sha256)).toBeNull();
      expect(await store.findMediaErasure(shared.sha256)).toBeNull();
      expect(await store.findMedia(shared.sha256)).toMatchObject({ completedAt: first });
      await store.noteMediaRemoved(own.sha256, later);
      expect(await store.listMediaToRemove()).toEqual([]);
      expect(await store.findMediaErasure(own.sha256)).toBe('erased');
      await store.putLines('kiosk-1', [soundLine(erasureOf('stays'))], later);
      expect(await store.listMediaToRemove()).toEqual([shared.sha256]);
    });

    test('a session that refers to an erased file gets it anew, once the old bytes are gone', async () => {
      const store = await fresh();
      await store.putLines('kiosk-1', [said(1, 'gone', [shared]), erasureOf('gone')].map(soundLine), first);
      await store.putLines('kiosk-1', [soundLine(said(2, 'stays', [shared]))], first);
      expect(await store.findMediaErasure(shared.sha256)).toBe('removing');
      expect((await store.findSession('stays'))?.media).toEqual([{ ...shared, isComplete: false }]);
      await store.noteMediaRemoved(shared.sha256, later);
      expect(await store.findMediaErasure(shared.sha256)).toBeNull();
    });

    test('any order and repetition of batches with an erasure ends in the same state without content', async () => {
      const lines: IntakeLine[] = [
        ...[said(1, 'gone', [own]), said(2, 'gone', [shared]), said(3, 'stays', [shared]), erasureOf('gone')].map(
          soundLine,
        ),
        soundLine(sampleRecord({ seq: 4, sessionId: 'stays', body: { text: 'kept' } })),
        badLine(JSON.stringify({ body: CANARY, sessionId: 'gone' })),
      ];
      const kept = lines.filter((line) => !line.raw.includes('"gone"') && line.raw.includes(CANARY));
      const runs = async (batches: readonly (readonly IntakeLine[])[]) => {
        const store = await open();
        for (const batch of batches) await store.putLines('kiosk-1', batch, first);
        const state = await settledState(store);
        await store.close();
        return state;
      };
      const expected = await runs([lines]);
      expect(expected.split(CANARY)).toHaveLength(kept.length + 1);
      const repeated = record({ line: constantFrom(...lines), at: nat(20) });
      await assert(
        asyncProperty(
          shuffledSubarray(lines, { minLength: lines.length }),
          array(repeated, { maxLength: 10 }),
          array(nat(15), { maxLength: 5 }),
          async (order, repeats, cuts) => {
            const sent = [...order];
            for (const { line, at } of repeats) sent.splice(at % (sent.length + 1), 0, line);
            const bounds = [0, ...cuts.filter((cut) => cut < sent.length).toSorted((a, b) => a - b), sent.length];
            const batches = bounds.slice(1).map((end, index) => sent.slice(bounds[index], end));
            expect(await runs(batches)).toBe(expected);
          },
        ),
        { seed: 19, numRuns: orders },
      );
    });
  });
}

/** Everything a reader can see. */
async function shown(store: HubStore): Promise<string> {
  const sessions = await store.listSessions(100);
  const details = await Promise.all(sessions.map((session) => store.findSession(session.sessionId)));
  return JSON.stringify([sessions, details, await store.listQuarantine(100)]);
}

/** Everything a reader can see once all removals are done, but for the numbers that tell the order of arrival. */
async function settledState(store: HubStore): Promise<string> {
  for (const sha256 of await store.listMediaToRemove()) await store.noteMediaRemoved(sha256, later);
  const sessions = (await store.listSessions(100)).toSorted((a, b) => a.sessionId.localeCompare(b.sessionId));
  const details = await Promise.all(sessions.map((session) => store.findSession(session.sessionId)));
  const fates = await Promise.all([own, shared].map(({ sha256 }) => store.findMediaErasure(sha256)));
  return JSON.stringify([
    sessions,
    details.map((detail) => ({ ...detail, records: detail?.records.map(({ record }) => record) })),
    await store.listQuarantine(100),
    await store.countRecords(),
    fates,
  ]);
}
