import type { Locale } from '#shared/localized.ts';
import type { Strength } from '#tests/pages/candidate-page.ts';
import type { SessionReport } from './session-report.ts';
import type { FollowUpsSeen, GivenAnswer } from './walk.ts';

/** MediaRecorder starts and stops within a slice of the person's touch. */
const LENGTH_TOLERANCE_MS = 1000;

export function assertHeld(claim: string, holds: boolean): void {
  if (!holds) throw new Error(`Not so: ${claim}`);
}

type Answer = SessionReport['answers'][number];

/** Levels with the words they rest on; spoken words also have the time they were said at. */
function quotesOf({ assessment }: Answer) {
  return (assessment?.indicators ?? []).flatMap(({ level, evidence }) =>
    level === null ? [] : evidence.map(({ clause }) => clause),
  );
}

function judgeAnswer(answer: Answer): void {
  const { itemId, status, score, assessment } = answer;
  assertHeld(`${itemId} is read`, status !== 'pending');
  if (assessment === null) {
    assertHeld(`${itemId}: a score only with evidence, no score without`, (status === 'scored') === (score !== null));
    return;
  }
  const isNumber = assessment.score !== null;
  assertHeld(
    `${itemId}: a number only when scored or provisional`,
    isNumber === (status === 'scored') || assessment.isProvisional,
  );
  const acts = assessment.acts?.acts ?? [];
  assertHeld(`${itemId}: no number without a quote`, !isNumber || quotesOf(answer).length + acts.length > 0);
}

/** What the report must show, or the demo has failed. */
export function judge(parts: {
  report: SessionReport;
  given: readonly GivenAnswer[];
  followUps: FollowUpsSeen;
  strengths: readonly Strength[];
  locale: Locale;
}): void {
  const { report, given, followUps, strengths, locale } = parts;
  const { answers } = report;
  for (const { answerKey } of given) {
    assertHeld(`${answerKey} arrived once`, answers.filter(({ itemId }) => itemId === answerKey).length === 1);
  }
  const spoken = given.filter(({ kind }) => kind === 'spoken');
  assertHeld('every spoken answer has its file', report.files.length === spoken.length);
  for (const file of report.files) {
    assertHeld(`${file.recordingId} has picture and sound`, file.videoCodec !== null && file.audioCodec !== null);
    const differenceMs = Math.abs(file.playsMs - file.saidMs);
    assertHeld(
      `${file.recordingId} has the right length (off by ${differenceMs} ms)`,
      differenceMs <= LENGTH_TOLERANCE_MS,
    );
  }
  for (const answer of answers) judgeAnswer(answer);

  const heard = answers.flatMap(({ transcripts }) => transcripts);
  const timed = answers.flatMap(quotesOf).filter(({ startMs }) => startMs !== null);
  if (locale === 'en') {
    assertHeld('what was said became words', heard.length > 0);
    assertHeld('a level has a quote with its time', timed.length > 0);
    assertHeld('what was heard was read back', followUps.readBacks > 0);
  } else {
    // no Chinese recogniser is on a bare machine, and that is said
    const said = answers.filter(({ itemId }) => spoken.some(({ answerKey }) => answerKey === itemId));
    assertHeld(
      'spoken answers without a recogniser are for a person',
      said.every(({ status }) => status === 'needs_review:no_transcript'),
    );
  }
  assertHeld(
    'a level has a quote',
    answers.some((answer) => quotesOf(answer).length > 0),
  );
  assertHeld(
    'an answer is left to a person',
    answers.some(({ status }) => status.startsWith('needs_review')),
  );
  assertHeld(`one follow-up question was asked (${followUps.probes})`, followUps.probes >= 1);
  assertHeld(`the receipt shows two strengths (${strengths.length})`, strengths.length === 2);
}
