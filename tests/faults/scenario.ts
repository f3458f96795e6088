// scenario.ts --data DIR --recording ID
//
// One interview from its first save to its erasure, once: saved, recorded, finished, taken by head office, erased. What a call
// returned for is printed at once. Killed at each of its syscalls by syscalls.ts.
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { v7 } from 'uuid';
import { createOutboxStore } from '#main/store/outbox-store.ts';
import { sampleInterview } from '#main/store/sample-interview.fake.ts';
import { sha256 } from '#main/store/sha256.ts';
import { createWorkspace } from '#main/store/workspace.ts';
import type { RecordingId, SessionId } from '#shared/ids.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { type Ack, ackLine } from './acks.ts';
import { openKiosk } from './kiosk.ts';
import { PCM, SLICE_BYTES } from './work.ts';

const { values } = parseArgs({ options: { data: { type: 'string' }, recording: { type: 'string' } } });
if (values.data === undefined || values.recording === undefined) throw new Error('Give --data DIR --recording ID');

const AT = '2026-11-28T08:00:00.000Z';
const say = (said: Ack['said'], kind: Ack['kind'], id: string, hash: string) =>
  writeSync(1, `${ackLine({ said, kind, id, sha256: hash })}\n`);

const kiosk = await openKiosk(await createWorkspace(values.data), { hasJournal: true });
const { store, files } = kiosk;
const id = v7() as SessionId;
const recording = values.recording as RecordingId;
const audit = (action: string) => [{ actor: 'candidate', action, subject: id, detail: {} }];
const record = (type: string, recordings: readonly string[] = []) => ({
  id: v7(),
  type,
  sessionId: id,
  capturedAt: AT,
  body: { said: type },
  recordings,
});

// save
const named = { ...sampleInterview(id), identity: { by: 'name', name: 'Anna', phone: '13800000000' } as const };
const saved = record('answer.saved');
const row = { sessionId: id, itemId: 'q', take: 1, part: 1, kind: 'pcm', mimeType: PCM, state: 'recording' } as const;
await files.create(recording);
store.sessions.commit({
  interview: named,
  newRecordings: [{ ...row, id: recording, slices: 0, sizeBytes: 0, sha256: null, durationMs: 0, startedAt: AT }],
  records: [saved],
  audit: audit('answer.saved'),
});
say('ack', 'record', saved.id, sha256(canonicalText(saved.body)));
for (const sequence of [0, 1]) {
  const bytes = Buffer.alloc(SLICE_BYTES, sequence + 1);
  const hash = sha256(bytes);
  say('begin', 'slice', `${recording}/${sequence}`, hash);
  const { outcome } = await files.appendSlice(recording, sequence, bytes, hash, PCM);
  if (outcome !== 'stored') throw new Error(outcome);
  say('ack', 'slice', `${recording}/${sequence}`, hash);
}

// finalise
await files.finish(recording, 2);
const whole = Buffer.concat([Buffer.alloc(SLICE_BYTES, 1), Buffer.alloc(SLICE_BYTES, 2)]);
say('ack', 'recording', recording, sha256(whole));
const finalised = { ...named, phase: 'finalized' as const, finalizedAt: AT };
const done = record('session.finalized', [recording]);
store.sessions.commit({
  interview: finalised,
  records: [done],
  audit: audit('session.finalized'),
  outbox: 'release',
});
say('ack', 'interview', id, sha256(canonicalText(finalised)));

// receipt
const outbox = createOutboxStore(kiosk.database, { path: (each) => each, cells: store.cells, maxWaitMs: 1000 });
for (const [index, each] of [saved, done].entries()) {
  const receipt = {
    status: 'accepted',
    id: each.id,
    sha256: '0'.repeat(64),
    hubSeq: index + 1,
    receivedAt: AT,
  } as const;
  outbox.markSent([receipt], AT);
  say('ack', 'sent', each.id, sha256(each.id));
}
// delete
say('begin', 'erased', id, sha256(id));
const outcome = await kiosk.deletion.byCode(id, kiosk.codes.deletionCode(id), 'staff');
if (outcome !== 'erased') throw new Error(outcome);
say('ack', 'erased', id, sha256(id));
flushCompileCache();
kiosk.database.close();
