import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { WordAssessment, WordAssessmentInput, type AnswerPart } from '#shared/assessment.ts';
import { assess, heard, inputOf, tools, typed } from './engine.ts';
import { assessWords, NotWordedError } from '#assessment/words/assess-words.ts';

const STORY =
  'Last year at the plant one night the belt stopped. I turned off the power and checked every part. Then I called my supervisor. She thanked me and we ran again in 20 minutes.';
const HEARD = STORY.toLowerCase().replaceAll(/[.]/gu, '');

function recorded(over: Partial<AnswerPart['recordings'][number]>): AnswerPart {
  const part = heard(HEARD, 'en');
  return { ...part, recordings: part.recordings.map((recording) => ({ ...recording, ...over })) };
}

test('a story that was heard is scored, with times for every quote and less weight than a typed one', () => {
  const result = assess('en', [heard(HEARD, 'en')]);
  expect(result).toMatchObject({ status: 'scored', transcriptWeight: 0.8, isProvisional: false });
  expect(WordAssessment.parse(result)).toEqual(result);
  for (const { evidence } of result.indicators) {
    for (const { clause } of evidence) {
      expect(clause.recordingId).toBe('r1');
      expect(clause.endMs ?? 0).toBeGreaterThan(clause.startMs ?? Infinity);
      expect(HEARD.slice(clause.startChar, clause.endChar)).toBe(clause.text);
    }
  }
  const read = assess('en', STORY);
  expect(read).toMatchObject({ status: 'scored', transcriptWeight: 1 });
  expect(read.confidence?.value ?? 0).toBeGreaterThan(result.confidence?.value ?? 1);
});

test('each reason without a number', () => {
  const none = { transcript: null, transcriptionError: 'no_recogniser' as const };
  const known: [string, AnswerPart[], string][] = [
    ['skipped', [typed('', { by: 'skipped', typedText: null })], 'no_answer'],
    ['blank', [typed(' \n')], 'no_answer'],
    ['silence', [recorded({ ...none, speechMs: 1_000 })], 'no_answer'],
    ['no recogniser', [recorded(none)], 'needs_review:no_transcript'],
    ['no analysis', [recorded({ ...none, speechMs: null })], 'needs_review:analysis_failed'],
    ['too fast', [heard(HEARD, 'en', { speechMs: 4_000 })], 'needs_review:asr_quality'],
    ['too slow', [heard(HEARD, 'en', { speechMs: 90_000 })], 'needs_review:asr_quality'],
    ['short', [typed('I checked the machine and told my boss.')], 'needs_review:short'],
    ['said twice', [typed(`${STORY}\n${STORY}`)], 'needs_review:integrity'],
  ];
  for (const [name, parts, status] of known) {
    const result = assess('en', parts);
    expect([name, result.status]).toEqual([name, status]);
    expect(WordAssessment.parse(result)).toEqual(result);
    const hasNumber = status === 'needs_review:integrity';
    expect([name, result.score !== null, result.interval !== null]).toEqual([name, hasNumber, hasNumber]);
  }
});

test('another language than the asked one, or too many unknown words, is for a person', () => {
  const said = (over: object) => {
    const part = heard(HEARD, 'en');
    const [recording] = part.recordings;
    if (recording?.transcript == null) throw new Error('no transcript');
    return assess('en', [{ ...part, recordings: [{ ...recording, transcript: { ...recording.transcript, ...over } }] }])
      .status;
  };
  expect(said({ heardLanguage: 'zh' })).toBe('needs_review:asr_quality');
  expect(said({ unknownRatio: 0.31 })).toBe('needs_review:asr_quality');
  expect(said({ unknownRatio: 0.3, heardLanguage: null })).toBe('scored');
});

test('words that were read back count as typed, however fast they were heard', () => {
  const fast = heard(HEARD, 'en', { speechMs: 4_000 });
  const { clauses } = assess('en', [fast]);
  const result = assess('en', [{ ...fast, readBack: clauses.map((clause) => ({ ...clause, isCorrected: true })) }]);
  expect(result).toMatchObject({ status: 'scored', transcriptWeight: 1 });
  expect(result.clauses.every(({ isCorrected }) => isCorrected)).toBe(true);
});

test('a flagged answer keeps its number back as provisional', () => {
  const result = assess('en', `${STORY}\n${STORY}`);
  expect(result).toMatchObject({ isProvisional: true, score: assess('en', STORY).score });
  expect(result.signals).toMatchObject([{ code: 'repetition', severity: 'review' }]);
});

test('a shared script, even pauses and pasted text are notes: nothing is kept back', () => {
  const clean = assess('en', STORY);
  const noted = assess('en', STORY, { sharedOverlap: 0.7, isPasted: true });
  expect(noted.signals.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
    'shared_script note',
    'pasted note',
  ]);
  expect(noted).toMatchObject({ status: 'scored', score: clean.score, isProvisional: false });
  expect(assess('en', STORY, { sharedOverlap: 0.59 }).signals).toEqual([]);
  const read = heard(HEARD, 'en', { pausesAfter: ['stopped', 'power', 'part', 'supervisor', 'me', 'again'] });
  expect(assess('en', [read]).signals.map(({ code }) => code)).toEqual(['even_pauses']);
});

test('an answer about something else is asked again, not marked down', () => {
  const bank = ['story', 'other', 'third'].map((itemId, i) => ({
    itemId,
    prompt: { 'zh-CN': '问', en: 'Question?' },
    referenceWords: {
      'zh-CN': ['机', '客', '学'],
      en:
        [
          ['machine', 'fault'],
          ['customer', 'angry', 'refund'],
          ['learn', 'teacher'],
        ][i] ?? [],
    },
  }));
  const result = assess(
    'en',
    'Last week a customer was angry at the shop. I said sorry to the customer and gave her a refund. She smiled and left. The next day the angry customer came back to thank me.',
    { bank },
  );
  expect(result).toMatchObject({ status: 'needs_review:integrity', score: null, probe: 'off_topic' });
});

test('a conversation is read turn by turn, and one that was not understood has no number', () => {
  const turn = (id: string, text: string): AnswerPart => typed(text, { answerKey: `play-1.${id}`, role: 'turn' });
  const result = assess(
    'en',
    [
      turn('one', 'Hello, I am so sorry. I understand you are upset.'),
      turn('two', 'I will replace it right away, is that okay?'),
    ],
    { itemId: 'play-1' },
  );
  expect(result).toMatchObject({ status: 'scored', star: null, indicators: [] });
  expect(result.acts?.acts.map(({ clause }) => clause.answerKey)).toContain('play-1.two');
  expect(assess('en', [turn('one', 'Whatever works.')], { itemId: 'play-1' })).toMatchObject({
    status: 'needs_review:unrecognised',
    score: null,
  });
});

test('an item that is not answered in words is an error, never a number', () => {
  expect(() => assessWords(inputOf('en', [typed('x')], { itemId: 'pick' }), tools())).toThrow(NotWordedError);
  expect(() => assessWords(inputOf('en', [typed('x')], { itemId: 'nowhere' }), tools())).toThrow(NotWordedError);
});

test('what is stored for a recomputation is a valid input after a round trip through JSON', () => {
  const input = inputOf('en', [heard(HEARD, 'en')]);
  const stored = WordAssessmentInput.parse(JSON.parse(JSON.stringify(input)));
  expect(JSON.stringify(assessWords(stored, tools()))).toBe(JSON.stringify(assessWords(input, tools())));
});

test('nothing of voice or face can reach the engine: it imports no analysis, and its input has no place for one', () => {
  const room = resolve(import.meta.dirname, '..', '..', 'assessment');
  const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  expect(files.length).toBeGreaterThan(30);
  const imports = files.flatMap((name) =>
    [...readFileSync(join(room, name), 'utf8').matchAll(/from '([^']+)'/gu)].map(([, from]) => `${name}: ${from}`),
  );
  expect(
    imports.filter((each) =>
      /analysis|prosody|observation|vision|face|voice|capture|node:/u.test(each.split(': ')[1] ?? ''),
    ),
  ).toEqual([]);
  // a negative control: the pattern does find what it forbids
  expect(/analysis/u.test("import { SpeechAnalysis } from '#shared/analysis.ts'")).toBe(true);
  for (const smuggled of [{ medianF0: 120 }, { intensityDb: 60 }, { facePresent: true }, { articulationRate: 5 }]) {
    const [part] = inputOf('en', [heard(HEARD, 'en')]).parts;
    const recordings = part?.recordings.map((recording) => ({ ...recording, ...smuggled }));
    expect(WordAssessmentInput.safeParse({ ...inputOf('en', []), parts: [{ ...part, recordings }] }).success).toBe(
      false,
    );
    expect(WordAssessmentInput.safeParse({ ...inputOf('en', [heard(HEARD, 'en')]), ...smuggled }).success).toBe(false);
  }
});
