import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { withKiosk } from '#tests/kiosk/finished-kiosk.ts';

/** What a kiosk that was dark has to send. */
export type Backlog = {
  readonly records: number;
  readonly media: number;
  /** Average bytes of a file. */
  readonly mediaBytes: number;
};

const RECORDS_OF_A_SESSION = 50;
/** As many as a hub lists at once. */
const MAX_SESSIONS = 500;
/** Records that every finished interview brings by itself. */
const OWN_RECORDS = 2;
/** In the shares of a real interview: words are most of the bytes, scores and decisions are few. */
const TYPES = ['answer.assessed', 'answer.saved', 'answer.read_back', 'session.scored', 'decision.made'];
const WORDS = [
  '泵站',
  '我检查了',
  'pressure',
  'the valve',
  '然后',
  'shift lead',
  '记录',
  'because',
  '停机',
  'reported',
];

/** Fills a kiosk's folder with finished interviews: its real database, its real sealed recordings. */
export async function fillKiosk(directory: string, backlog: Backlog, random: () => number): Promise<void> {
  const sessions = Math.min(MAX_SESSIONS, Math.max(1, Math.ceil(backlog.records / RECORDS_OF_A_SESSION)));
  if (backlog.records < sessions * OWN_RECORDS) throw new RangeError('Too few records for that many interviews.');
  const share = (total: number, index: number): number =>
    Math.floor(((index + 1) * total) / sessions) - Math.floor((index * total) / sessions);
  await withKiosk(directory, knownKeyring, async ({ store, save }) => {
    for (let index = 0; index < sessions; index += 1) {
      const recordings = Array.from({ length: share(backlog.media, index) }, (_, file) => ({
        itemId: 'practice',
        kind: 'av' as const,
        mimeType: (index + file) % 3 === 0 ? 'audio/webm' : 'video/webm',
        bytes: noise(Math.ceil(backlog.mediaBytes * (0.5 + random())), `${index} ${file} ${random()}`),
      }));
      const sessionId = await save({ recordings });
      const interview = store.sessions.find(sessionId);
      if (interview === null) throw new Error('The interview that was just saved is not there.');
      const capturedAt = new Date().toISOString();
      const records = Array.from({ length: share(backlog.records, index) - OWN_RECORDS }, (_, place) => ({
        id: v7(),
        type: TYPES[place % TYPES.length] ?? 'answer.saved',
        sessionId,
        capturedAt,
        body: { itemId: `item-${place}`, text: prose(random) },
        recordings: [],
      }));
      store.sessions.commit({
        interview,
        records,
        audit: [{ actor: 'candidate', action: 'answer.saved', subject: sessionId, detail: {} }],
        outbox: 'release',
      });
    }
  });
}

/** Bytes that do not compress, from a name: made from hashes, so that a seed makes the same file anywhere. */
function noise(sizeBytes: number, name: string): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  let block = createHash('sha512').update(name).digest();
  for (let at = 0; at < sizeBytes; at += block.length) {
    block.copy(bytes, at);
    block = createHash('sha512').update(block).digest();
  }
  return bytes;
}

function prose(random: () => number): string {
  return Array.from({ length: 150 }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
}
