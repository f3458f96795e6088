import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** The record of one answer as the kiosk's ledger is given it, before it is numbered and hashed. */
export interface SampleRecord {
  readonly id: string;
  readonly type: 'answer.assessed';
  readonly sessionId: string;
  readonly capturedAt: string;
  readonly body: Record<string, unknown>;
}

const PARTS = 4;
/** Records of one interview. */
export const PER_INTERVIEW = 30;
const MODEL = createHash('sha256').update('sense-voice-small').digest('hex');
const FIRST_AT_MS = 1_795_000_000_000;
const QUALITIES = ['communication', 'safety_awareness', 'teamwork', 'stability', 'attention', 'language_en'];
const LICENCES = ['GPL-3', 'Apache-2.0', 'MPL-2.0', 'Artistic'].map((name) => `/usr/share/common-licenses/${name}`);
const FEW_WORDS =
  'the of and to a in is it you that he was for on are with as his they be at one have this from or had';
const CHARACTERS =
  '的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部水像眼等体却加电主界门利海受听表德少克代员许先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认接告入笑内英军候民岁往何度山觉路带万男边风解叫任金快原吃变通师立象数四失满战远格士音轻目条呢';

/** An English vocabulary from texts every Debian has, so that words are as various as people's. */
function englishWords(): readonly string[] {
  const text = LICENCES.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
  return [
    ...new Set(
      [...text, FEW_WORDS]
        .join(' ')
        .toLowerCase()
        .match(/[a-z]{2,14}/g),
    ),
  ];
}
const english = englishWords();
const chinese = Array.from(CHARACTERS);

/** Mulberry32: the same seed gives the same records on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function hexFrom(random: () => number, digits: number): string {
  let text = '';
  while (text.length < digits)
    text += Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, digits);
}

/** A UUIDv7: 48 bits of time, the rest at random. */
function uuidFrom(random: () => number, atMs: number): string {
  const time = atMs.toString(16).padStart(12, '0');
  const digits = hexFrom(random, 18);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits.slice(0, 3)}-a${digits.slice(3, 6)}-${digits.slice(6)}`;
}

/**
 * Record number `index`, about 4 KB of JSON, always the same. Four recorded parts with words drawn by Zipf's law from real
 * vocabularies, zh and en, and with ids, hashes and measures that no compressor can shorten: one record alone gives gzip
 * about half, hundreds together about a third, which is what transcripts of interviews give.
 */
export function sampleRecord(index: number): SampleRecord {
  const random = randomFrom(1_000_000 + index);
  const zipf = (size: number) => Math.min(size - 1, Math.floor(size * random() ** 2.2));
  const say = (isEnglish: boolean): string => {
    if (isEnglish)
      return `${Array.from({ length: 12 + zipf(20) }, () => english[zipf(english.length)] ?? '').join(' ')}.`;
    const characters = Array.from(
      { length: 30 + zipf(60) },
      () => (chinese[zipf(chinese.length)] ?? '') + (random() < 0.07 ? '，' : ''),
    );
    return `${characters.join('')}。`;
  };
  const scores = (): Record<string, number> =>
    Object.fromEntries(QUALITIES.map((name) => [name, Number((random() * 5).toFixed(2))]));

  const startedAtMs = FIRST_AT_MS + index * 97_000;
  const id = uuidFrom(random, startedAtMs);
  const interview = Math.floor(index / PER_INTERVIEW);
  const transcripts = Array.from({ length: PARTS }, (_, part) => {
    const isEnglish = part % 3 === 1 || part === 3;
    const durationMs = 20_000 + Math.floor(random() * 60_000);
    return {
      recordingId: `q${part + 1}`,
      sha256: createHash('sha256').update(`${id}${part}`).digest('hex'),
      sizeBytes: 400_000 + Math.floor(random() * 2e6),
      scores: scores(),
      transcript: {
        transcriptVersion: 1,
        recogniser: {
          engine: 'sense_voice',
          model: { id: 'sense-voice-small-int8-2024-07-17', sha256: MODEL },
          isPunctuated: true,
        },
        locale: isEnglish ? 'en' : 'zh-CN',
        durationMs,
        speechMs: Math.floor(durationMs * (0.6 + random() * 0.4)),
        heardLanguage: isEnglish ? 'en' : 'zh',
        unknownRatio: Number(random().toFixed(4)),
        segments: [{ startMs: 0, endMs: durationMs, text: say(isEnglish), tokens: [] }],
      },
    };
  });
  return {
    id,
    type: 'answer.assessed',
    sessionId: uuidFrom(randomFrom(interview), FIRST_AT_MS + interview * PER_INTERVIEW * 97_000),
    capturedAt: new Date(startedAtMs).toISOString(),
    body: {
      itemId: `item-${index % 7}`,
      status: 'needs_review:human_only',
      assessment: null,
      errorCode: null,
      candidateHash: hexFrom(random, 64),
      overall: Number((random() * 100).toFixed(1)),
      qualities: scores(),
      transcripts,
      analyses: [],
    },
  };
}

/** The same record as a PouchDB document: with the fields that the kiosk's ledger adds, without the ledger's hash. */
export function sampleDocument(index: number): { _id: string } & Record<string, unknown> {
  const { id, ...record } = sampleRecord(index);
  const device = { deviceId: 'kiosk-01890000-0000-7000-8000-0000000000', bootId: 'boot-0189000000007000' };
  return { _id: id, ...device, seq: index + 1, schemaVersion: 1, ...record };
}
