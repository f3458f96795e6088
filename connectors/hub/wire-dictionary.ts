import { hash } from 'node:crypto';
import { canonicalText } from '#shared/wire/canonical.ts';

/** Words a compressor may refer to without their having been said before; both sides must have the very same. */
export type WireDictionary = { readonly id: string; readonly bytes: Buffer };

const ID = '01890000-0000-7000-8000-000000000000';
const AT = '2026-01-01T08:00:00.000Z';
const HASH = '\u0001';
const session = { jobId: 'store-associate', jobVersion: 1, locale: 'zh-CN' };
const model = { id: 'sense-voice-small-int8-2024-07-17', sha256: HASH };
const measure = { value: null, reason: 'too_little_speech' };
const clause = {
  answerKey: 'item-1',
  text: '',
  startChar: 0,
  endChar: 0,
  recordingId: ID,
  startMs: 0,
  endMs: 0,
  isCorrected: false,
};
const transcript = {
  transcriptVersion: 1,
  recogniser: { engine: 'sense_voice', model, isPunctuated: true },
  locale: 'zh-CN',
  durationMs: 0,
  speechMs: 0,
  heardLanguage: 'zh',
  unknownRatio: 0,
  segments: [{ startMs: 0, endMs: 0, text: '', tokens: [{ text: '的', startMs: 0, endMs: 0 }] }],
};

/**
 * One body of each kind that a kiosk writes, made up, the most frequent last: nearest is cheapest to refer to. **Never changed once
 * released**: another text is another dictionary, with a number of its own beside this one.
 */
const BODIES_1: readonly (readonly [type: string, body: Readonly<Record<string, unknown>>])[] = [
  ['session.withdrawn', {}],
  [
    'session.erased',
    {
      certificate: {
        certificateId: ID,
        deviceId: ID,
        sessionId: ID,
        method: 'withdrawal',
        actor: 'candidate',
        erasedAt: AT,
        publicKey: '',
        signature: '',
      },
    },
  ],
  ['capture.lost', { itemId: 'item-1', reason: 'interrupted' }],
  ['picture.lost', { itemId: 'item-1', reason: 'disk_full' }],
  ['session.started', { ...session, packId: 'strict', packVersion: 1 }],
  [
    'consent.given',
    {
      consents: { recording: true, scoring: true, sending: true, talentPool: false },
      versions: { recording: 1, scoring: 1, sending: 1, talentPool: 1 },
    },
  ],
  ['identity.given', { identity: { by: 'name', name: '', phone: '' } }],
  ['check.finished', { report: { camera: 'ok', microphone: 'ok', speechDbfs: -20, noiseDbfs: -50 } }],
  ['session.sealed', { reason: 'idle' }],
  [
    'session.finalized',
    {
      ...session,
      reference: '',
      deletionCodeHash: HASH,
      startedAt: AT,
      finalizedAt: AT,
      answered: 8,
      total: 8,
      survey: null,
    },
  ],
  [
    'session.scored',
    {
      result: {
        engine: { engineVersion: 1, rubricHash: HASH },
        status: 'scored',
        total: { value: 0, low: 0, high: 0 },
        missingDimensions: [],
        dimensions: [
          {
            dimensionId: 'communication',
            weight: 0,
            status: 'insufficient_evidence',
            interval: null,
            level: 3,
            confidence: 'medium',
            coverage: 1,
            itemIds: ['item-1'],
          },
        ],
      },
    },
  ],
  ['answer.read_back', { itemId: 'item-1', of: 'answer', heard: [''], clauses: [clause] }],
  [
    'answer.saved',
    {
      itemId: 'item-1',
      itemKind: 'spoken',
      number: 1,
      take: 1,
      body: { kind: 'spoken' },
      status: 'pending',
      score: null,
    },
  ],
  [
    'answer.saved',
    {
      itemId: 'item-1',
      itemKind: 'choice',
      number: 1,
      take: 1,
      body: { kind: 'choice', optionId: 'a' },
      status: 'scored',
      score: {
        score: 1,
        level: 5,
        evidence: [{ kind: 'option', optionId: 'a', text: '' }],
        keySource: 'expert',
        rule: { id: 'choice', version: 1 },
      },
    },
  ],
  [
    'answer.saved',
    {
      itemId: 'item-1',
      itemKind: 'typed',
      number: 1,
      take: 1,
      body: { kind: 'typed', text: '' },
      status: 'needs_review:human_only',
      score: null,
    },
  ],
  [
    'answer.assessed',
    {
      itemId: 'item-1',
      status: 'needs_review:no_transcript',
      errorCode: null,
      assessment: {
        engine: { engineVersion: 1, rubricHash: HASH },
        status: 'scored',
        isProvisional: false,
        interval: { value: 0, low: 0, high: 0 },
        confidence: 'high',
        transcriptWeight: 0.8,
        clauses: [clause],
        star: {
          situation: 0,
          task: 0,
          action: 0,
          result: 0,
          depth: 0,
          verbs: [],
          ownShare: null,
          hasNumber: false,
          isGeneric: false,
          clauses: { situation: [], task: [], action: [], result: [] },
        },
        indicators: [
          {
            indicatorId: '',
            weight: 1,
            state: 'observed',
            evidenceShare: 0,
            level: 3,
            evidence: [{ clause, lexical: 1, hits: [''], semantic: null, ownership: 'i', reality: 'done', value: 0 }],
            counterCues: [],
            route: 'lexical',
            notFound: ['no_result'],
          },
        ],
        acts: null,
        gates: {
          units: 0,
          minUnits: 20,
          speechMs: 0,
          rate: 0,
          rateRange: [1, 8],
          unknownRatio: 0,
          heardLanguage: 'zh',
          functionShare: 0,
          repeatedShare: 0,
        },
        signals: [],
        probe: null,
        probeOptions: [],
      },
      transcripts: [
        { recordingId: ID, transcript: { ...transcript, locale: 'en', heardLanguage: 'en' } },
        { recordingId: ID, transcript },
      ],
      analyses: [
        {
          recordingId: ID,
          presence: { samples: 0, events: [{ kind: 'absent', startMs: 0, endMs: 0 }] },
          analysis: {
            analysisVersion: 2,
            durationMs: 0,
            speechMs: 0,
            flags: [],
            medianF0Hz: measure,
            pauses: [{ startMs: 0, endMs: 0 }],
          },
        },
      ],
    },
  ],
];

const head = { deviceId: ID, seq: 1, sha256: HASH, signedAt: AT, publicKey: '', signature: '' };

function dictionaryOf(bodies: typeof BODIES_1): WireDictionary {
  const lines = bodies.map(([type, body], place) =>
    canonicalText({
      id: ID,
      deviceId: ID,
      bootId: ID,
      seq: place + 1,
      type,
      schemaVersion: 1,
      sessionId: ID,
      capturedAt: AT,
      body,
      media:
        type === 'answer.saved'
          ? [{ sha256: HASH, sizeBytes: 0, mimeType: 'video/webm', kind: 'video', recordingId: ID, durationMs: 0 }]
          : undefined,
      sha256: '\u0002',
    }),
  );
  const claim = canonicalText({ head, heldSeq: 1, atHeld: head });
  // as lean lines have them: marks in the clear, not escaped
  const text = `${lines.join('\n')}\n${claim}\0{"body":`.replaceAll('\\u0001', HASH).replaceAll('\\u0002', '\u0002');
  const bytes = Buffer.from(text);
  return { id: hash('sha256', bytes).slice(0, 16), bytes };
}

/** The newest, which a kiosk sends with. */
export const WIRE_DICTIONARY = dictionaryOf(BODIES_1);

/** All that a hub reads, by id. */
export const WIRE_DICTIONARIES: ReadonlyMap<string, WireDictionary> = new Map(
  [WIRE_DICTIONARY].map((each) => [each.id, each]),
);
