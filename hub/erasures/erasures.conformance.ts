import { generateKeyPairSync, sign } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { certificateText } from '#shared/wire/deletion-certificate.ts';
import { openFile, type Change } from '../candidates/candidate-file.ts';
import type { HubDatabase } from '../database/database.ts';
import { createPublicationStore } from '../publishing/publication-store.ts';
import { sampleRecord, soundLine } from '../store/sample-lines.fake.ts';
import { createHubStore } from '../store/sql-hub-store.ts';
import { requestCandidateErasure, requestSessionErasure } from './erasure-requests.ts';
import { certificatesOf, findErasure, listErasures } from './read-erasures.ts';

const at = '2026-11-28T08:00:00.000Z';
const later = '2026-11-28T09:00:00.000Z';
const hr = { kind: 'person', id: 'p1', name: '林晓' } as const;

/** A kiosk's certificate, signed by a key of its own. */
function certificateOf(sessionId: string, deviceId: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const certificate = {
    format: 'anteroom.deletion-certificate',
    version: 1,
    certificateId: uuidv7(),
    deviceId,
    sessionId,
    recordIds: ['a', 'b'],
    files: [{ recordingId: 'r1', sha256: 'a'.repeat(64), sizeBytes: 3 }],
    method: 'head_office',
    actor: 'head_office:1',
    deletedAt: later,
    keyEpochDestroyed: 3,
    previousAuditHead: { seq: 7, sha256: 'b'.repeat(64) },
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
  };
  const signature = sign(null, Buffer.from(certificateText(certificate)), privateKey).toString('base64url');
  return { ...certificate, signature };
}

/** What the list of deletions promises, on either engine. */
export function erasuresConformance(name: string, open: () => Promise<HubDatabase>): void {
  describe(`${name}: deletions that were asked for`, () => {
    let database: HubDatabase;
    beforeEach(async () => {
      database = await open();
    });
    afterEach(() => database.close());
    const run = <T>(work: (change: Change) => Promise<T>, when = at): Promise<T> =>
      database.transaction((queries) => work({ queries, at: when, actor: hr }));
    const enrol = (deviceId: string, publicKey = 'key', revokedAt: string | null = null) =>
      database.run(
        `insert into devices (device_id, public_key, site, enrolled_at, revoked_at) values (?, ?, 'Gate 2', ?, ?)`,
        deviceId,
        publicKey,
        at,
        revokedAt,
      );
    let seq = 0;
    const send = async (
      deviceId: string,
      sessionId: string,
      type = 'answer.saved',
      body: unknown = { text: 'canary' },
    ) => {
      const record = sampleRecord({ deviceId, sessionId, type, body, seq: (seq += 1) });
      await createHubStore(database).putLines(deviceId, [soundLine(record)], later);
    };
    const ask = (sessionId: string, when = at) =>
      run((change) => requestSessionErasure(change, [], { kind: 'session', sessionId, reason: '本人来电要求' }), when);
    const held = async (sessionId: string) =>
      (await database.all(`select raw from records where session_id = ? and raw <> ''`, sessionId)).length;

    test('an interview: waiting until the kiosk asks, told, done with its certificate; held here until then', async () => {
      await send('gate-1', 's1');
      const certificate = certificateOf('s1', 'gate-1');
      await enrol('gate-1', certificate.publicKey);
      await database.run(
        'insert into device_keys (device_id, public_key, since) values (?, ?, ?)',
        'gate-1',
        certificate.publicKey,
        at,
      );
      const id = await ask('s1');
      const state = async () => (await findErasure(database, id))?.kiosks;
      expect(await findErasure(database, id)).toMatchObject({
        kind: 'session',
        subjectId: 's1',
        origin: 'head_office',
        reason: '本人来电要求',
        requestedBy: hr,
        requestedAt: at,
        isDoneHere: false,
      });
      expect(await state()).toEqual([{ sessionId: 's1', deviceId: 'gate-1', state: 'waiting', doneAt: null }]);
      const publications = createPublicationStore(database);
      const { changes, next } = await publications.changes(0, 'Gate 2', null);
      expect(changes).toMatchObject([{ kind: 'erasure', id: 's1', body: { sessionId: 's1', requestId: id } }]);
      await publications.noteCursor('gate-1', next, at);
      expect(await state()).toMatchObject([{ state: 'told' }]);
      expect(await held('s1')).toBe(1);
      await send('gate-1', 's1', 'session.erased', { certificate });
      expect(await state()).toMatchObject([{ state: 'done', doneAt: later }]);
      expect(await findErasure(database, id)).toMatchObject({ isDoneHere: true });
      expect(await certificatesOf(database, id)).toMatchObject({
        candidate: null,
        kiosks: [
          { certificate: { certificateId: certificate.certificateId }, isSignatureValid: true, isKeyKnown: true },
        ],
      });
    });

    test('a certificate that was changed or is signed with a strange key is shown as that', async () => {
      await send('gate-1', 's1');
      await enrol('gate-1');
      const id = await ask('s1');
      const certificate = { ...certificateOf('s1', 'gate-1'), recordIds: ['a'] };
      await send('gate-1', 's1', 'session.erased', { certificate });
      expect((await certificatesOf(database, id))?.kiosks).toMatchObject([
        { isSignatureValid: false, isKeyKnown: false },
      ]);
    });

    test('where no kiosk can be asked any more the interview goes at once', async () => {
      await send('gone', 's1');
      await enrol('gone', 'key', at);
      await send('never-enrolled', 's2');
      for (const sessionId of ['s1', 's2']) {
        const id = await ask(sessionId);
        expect(await findErasure(database, id)).toMatchObject({
          isDoneHere: true,
          kiosks: [{ state: 'unreachable' }],
        });
        expect(await held(sessionId)).toBe(0);
      }
    });

    test('nobody asks twice; an interview that nothing has arrived of waits for whichever kiosk has it', async () => {
      const id = await ask('s9');
      await expect(ask('s9')).rejects.toMatchObject({ code: 'conflict' });
      expect((await findErasure(database, id))?.kiosks).toEqual([
        { sessionId: 's9', deviceId: null, state: 'waiting', doneAt: null },
      ]);
      await send('gate-7', 's9', 'session.erased', {});
      expect((await findErasure(database, id))?.kiosks).toMatchObject([{ state: 'done' }]);
      await expect(ask('s9')).rejects.toMatchObject({ code: 'conflict' });
      // without a certificate there is none to show
      expect((await certificatesOf(database, id))?.kiosks).toEqual([]);
    });

    test('a person is deleted here at once, and the kiosks of the interviews are told', async () => {
      await send('gate-1', 's1');
      await enrol('gate-1');
      const candidateId = await run((change) => openFile(change));
      await database.run(
        `insert into candidate_sessions (device_id, session_id, candidate_id, state, revision) values ('gate-1', 's1', ?, 'started', 0)`,
        candidateId,
      );
      const { id } = await run((change) => requestCandidateErasure(change, [], { candidateId, reason: '' }));
      expect(await findErasure(database, id)).toMatchObject({
        kind: 'candidate',
        subjectId: candidateId,
        isDoneHere: true,
        kiosks: [{ sessionId: 's1', deviceId: 'gate-1', state: 'waiting' }],
      });
      expect(await certificatesOf(database, id)).toMatchObject({
        candidate: { candidateId, sessions: [{ sessionId: 's1' }] },
      });
      expect((await createPublicationStore(database).changes(0, 'x', null)).changes).toHaveLength(1);
    });

    test('what was asked for by a code at a kiosk and by publication stands in the list too, in pages without gaps', async () => {
      await send('gate-1', 's1', 'session.erased', {});
      const body = { sessionId: 's2', requestId: 'r' };
      const entry = { kind: 'erasure', id: 's2', sites: null, body, by: 'API', at: '2026-11-28T10:00:00.000Z' };
      const key = { kind: 'api_key', id: 'k', name: 'API' } as const;
      await createPublicationStore(database).putErasure(entry, key);
      await createPublicationStore(database).putErasure(entry, key);
      for (const index of [3, 4, 5]) await ask(`s${index}`, `2026-11-28T1${index}:00:00.000Z`);
      const all = await listErasures(database, { limit: 50, before: null });
      expect(all.map(({ subjectId, origin }) => `${subjectId} ${origin}`)).toEqual([
        's5 head_office',
        's4 head_office',
        's3 head_office',
        's2 head_office',
        's1 kiosk',
      ]);
      expect(all.at(-1)).toMatchObject({ requestedBy: { kind: 'device', id: 'gate-1' }, isDoneHere: true });
      expect(all.at(-1)?.kiosks).toMatchObject([{ deviceId: 'gate-1', state: 'done' }]);
      const seen: string[] = [];
      let before: readonly [string, string] | null = null;
      for (;;) {
        const page: Awaited<ReturnType<typeof listErasures>> = await listErasures(database, { limit: 2, before });
        const shown = page.slice(0, 2);
        seen.push(...shown.map(({ subjectId }) => subjectId));
        const last = shown.at(-1);
        if (page.length <= 2 || last === undefined) break;
        before = [last.requestedAt, last.id];
      }
      expect(seen).toEqual(['s5', 's4', 's3', 's2', 's1']);
      expect(await findErasure(database, 'nobody')).toBeNull();
    });
  });
}
