import { parse } from 'yaml';
import { z } from 'zod';
import { scoreChoice } from '#assessment/choice/score-choice.ts';
import { scoreRanking } from '#assessment/choice/score-ranking.ts';
import { scoreRating } from '#assessment/choice/score-rating.ts';
import { scoreWorkSample } from '#assessment/choice/score-work-sample.ts';
import type { StoredAnswer, StoredAssessment, StoredInterview, StoredRecording } from '#main/review/ports.ts';
import { SpeechAnalysis } from '#shared/analysis.ts';
import { AnswerBody } from '#shared/answer.ts';
import { WordAssessment } from '#shared/assessment.ts';
import type { SessionPhase, SyncState } from '#shared/contract/review.ts';
import { RecordingId, SessionId } from '#shared/ids.ts';
import { Job } from '#shared/job.ts';
import type { WorkSampleResult, WorkSampleTask } from '#shared/job/work-sample.ts';
import { Locale } from '#shared/localized.ts';
import { countAnswered, planOf } from '#shared/plan.ts';
import { PresenceObservation } from '#shared/presence.ts';
import { Probes, ProbeTrigger } from '#shared/probe.ts';
import type { Retention } from '#shared/retention.ts';
import { TrainingFile } from '#shared/training.ts';
import { Transcript } from '#shared/transcript.ts';
import assembly from '../../../../resources/jobs/assembly-operator.yaml?raw';
import warehouse from '../../../../resources/jobs/warehouse-picker.yaml?raw';
import exit from '../../../../resources/staff-jobs/exit-interview.yaml?raw';
import service from '../../../../resources/staff-jobs/service-training-check.yaml?raw';
import leader from '../../../../resources/staff-jobs/team-leader.yaml?raw';
import training from '../../../../resources/training/suggestions.yaml?raw';
import probes from '../../../../resources/probes/probes.yaml?raw';

/** What the host's engine made of the interviews told in words (tell-interview.ts). */
const HeardSound = z.strictObject({
  answerKey: z.string(),
  transcript: Transcript.nullable(),
  transcriptionError: z.string().nullable(),
  analysis: SpeechAnalysis,
  presence: PresenceObservation.nullable(),
});
type HeardSound = z.infer<typeof HeardSound>;

export const ToldStories = z.strictObject({
  jobId: z.string(),
  locale: Locale,
  stories: z.array(
    z.strictObject({
      itemId: z.string(),
      probe: ProbeTrigger.nullable(),
      bodies: z.array(z.strictObject({ answerKey: z.string(), body: AnswerBody })),
      sounds: z.array(HeardSound),
      assessment: WordAssessment,
    }),
  ),
});
export type ToldStories = z.infer<typeof ToldStories>;

export const PROBES = Probes.parse(parse(probes));
export const JOBS = [assembly, warehouse].map((text) => Job.parse(parse(text)));
/** Held with people who work there already: promotion, training, exit. */
export const STAFF_JOBS = [leader, service, exit].map((text) => Job.parse(parse(text)));
export const TRAINING = TrainingFile.parse(parse(training));

const NAMES = [
  '王芳',
  'Maria Lopez',
  '李建国',
  '赵敏',
  'Ahmed Yusuf',
  '陈晓燕',
  'Olena Kovalenko',
  '刘洋',
  'John Baker',
  '孙丽',
];
const FIRST_MS = Date.parse('2026-03-02T09:41:00.000Z');

function uuid(number: number): string {
  return `0195a3c0-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

const PHASES: readonly SessionPhase[] = [
  'finalized',
  'finalized',
  'finalized',
  'draft',
  'sealed',
  'finalized',
  'withdrawn',
  'erased',
];
const SYNCS: readonly SyncState[] = ['waiting', 'sent', 'sent', 'held', 'held', 'parked', 'withheld', 'sent'];

/** What the candidate did at one question that has a key, and what it is worth; null for one that is answered in words. */
function answerWithKey(
  item: Job['items'][number],
  number: number,
  locale: Locale,
): Pick<StoredAnswer, 'body' | 'score'> | null {
  switch (item.kind) {
    case 'choice': {
      const option = item.options[number % item.options.length]!;
      return { body: { kind: 'choice', optionId: option.id }, score: scoreChoice(item, option.id, locale) };
    }
    case 'ranking': {
      const optionIds = item.correctOrder.toSpliced(1, 2, item.correctOrder[2]!, item.correctOrder[1]!);
      return { body: { kind: 'ranking', optionIds }, score: scoreRanking(item, optionIds, locale) };
    }
    case 'rating': {
      const ratings = Object.fromEntries(
        item.options.map(({ id, keyMean }, index) => [
          id,
          Math.min(7, Math.max(1, Math.round(keyMean) + (index % 3) - 1)),
        ]),
      );
      return { body: { kind: 'rating', ratings }, score: scoreRating(item, ratings, locale) };
    }
    case 'work_sample': {
      const result = resultOf(item.task);
      return { body: { kind: 'work_sample', result }, score: scoreWorkSample(item, result, locale) };
    }
    case 'spoken':
    case 'typed':
    case 'role_play':
      return null;
  }
}

/** Nearly right: one thing is missed. */
function resultOf(task: WorkSampleTask): WorkSampleResult {
  switch (task.type) {
    case 'assembly_order':
      return {
        type: task.type,
        stepIds: task.correctOrder.toSpliced(1, 2, task.correctOrder[2]!, task.correctOrder[1]!),
      };
    case 'spot_defect':
      return {
        type: task.type,
        touches: task.defects.map(({ x, y }, index) => (index === 1 ? { x: 20, y: 20 } : { x, y })),
      };
    case 'safety_sign':
      return { type: task.type, optionId: task.options.find(({ isRight }) => isRight)!.id };
    case 'count_change':
      return { type: task.type, given: task.rounds.map(() => []) };
  }
}

/** Picture and sound of one answer, as files. A long one was interrupted half way and goes on in a second part. */
function filesOf(sound: HeardSound, firstId: number, sync: SyncState, isInterrupted: boolean): StoredRecording[] {
  const { answerKey, transcript, transcriptionError, analysis, presence } = sound;
  return [1, 2].slice(0, isInterrupted ? 2 : 1).flatMap((part) =>
    (['video', 'pcm'] as const).map((kind, at): StoredRecording => {
      const isSound = kind === 'pcm' && part === 1;
      return {
        id: RecordingId.parse(uuid(firstId + part * 2 + at)),
        answerKey,
        take: 1,
        part,
        kind,
        mimeType: kind === 'pcm' ? 'audio/l16' : 'video/webm',
        durationMs: 64_000,
        sizeBytes: kind === 'pcm' ? 2_048_000 : 8_700_000,
        state: isInterrupted && part === 1 ? 'interrupted' : 'complete',
        sha256: 'b'.repeat(64),
        sync: kind === 'pcm' ? 'withheld' : sync,
        transcript: isSound ? transcript : null,
        transcriptionError: isSound ? transcriptionError : null,
        analysis: isSound ? analysis : null,
        presence: isSound ? presence : null,
      };
    }),
  );
}

/** The engine's evidence names the answer; the kiosk's names the recording it was heard in. */
function withRecordings<T>(value: T, recordings: readonly StoredRecording[]): T {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    key === 'recordingId' && inner !== null
      ? recordings.find(({ answerKey, kind }) => answerKey === inner && kind === 'pcm')?.id
      : inner,
  ) as T;
}

/** One interview with every kind of answer; `number` varies phase, person, post and sync. */
export function makeSession(number: number, told: readonly ToldStories[]): StoredInterview {
  return makeInterview(JOBS[number % JOBS.length]!, number, told);
}

/** One finished interview with a colleague for each purpose that is not hiring; the numbers stand for people of their own. */
export function makeStaffSessions(told: readonly ToldStories[]): StoredInterview[] {
  return [89, 73, 105].map((number, at) => makeInterview(STAFF_JOBS[at]!, number, told));
}

function makeInterview(job: Job, number: number, told: readonly ToldStories[]): StoredInterview {
  const phase = PHASES[number % PHASES.length]!;
  const sync = SYNCS[number % SYNCS.length]!;
  const locale = number % 3 === 1 ? 'en' : 'zh-CN';
  const startedAt = new Date(FIRST_MS - number * 47 * 60_000).toISOString();
  const isScored = number % 5 !== 2;
  const stories = told.find((each) => each.jobId === job.id && each.locale === locale)?.stories ?? [];
  const recordings: StoredRecording[] = [];
  const answers: StoredAnswer[] = [];
  const assessments = new Map<string, StoredAssessment>();
  for (const [index, item] of job.items.entries()) {
    const base = { itemId: item.id, answeredAt: startedAt };
    const keyed = answerWithKey(item, number, locale);
    const story = stories.find(({ itemId }) => itemId === item.id);
    if (keyed !== null) {
      answers.push({
        ...base,
        body: keyed.body,
        status: isScored ? 'scored' : 'needs_review:human_only',
        score: isScored ? keyed.score : null,
      });
    } else if (story === undefined) {
      for (const { answerKey } of planOf(job).filter((step) => step.item.id === item.id)) {
        answers.push({ ...base, itemId: answerKey, body: { kind: 'skipped' }, status: 'no_answer', score: null });
      }
    } else {
      const files = story.sounds.flatMap((sound, at) =>
        filesOf(sound, (number * 20 + index) * 40 + at * 8, sync, index === 2),
      );
      recordings.push(...files);
      const status = isScored ? story.assessment.status : 'needs_review:human_only';
      for (const { answerKey, body } of story.bodies)
        answers.push({ ...base, itemId: answerKey, body, status, score: null });
      if (isScored)
        assessments.set(item.id, { state: 'assessed', assessment: withRecordings(story.assessment, files) });
    }
  }
  const probesAsked = stories.flatMap(({ itemId, probe }) => (probe === null ? [] : [{ itemId, trigger: probe }]));
  const isGone = phase === 'erased' || phase === 'withdrawn';
  return {
    session: {
      id: SessionId.parse(uuid(9_000 - number)),
      reference: `K7-${String(204 - number).padStart(3, '0')}`,
      job,
      identity: isGone
        ? null
        : number % 4 === 3
          ? { by: 'invitation', code: 'GATE-2-7741' }
          : { by: 'name', name: NAMES[number % NAMES.length]!, phone: '13800000000' },
      phase,
      locale,
      startedAt,
      finalizedAt: phase === 'finalized' ? new Date(Date.parse(startedAt) + 1_260_000).toISOString() : null,
      consents: isGone ? null : { recording: true, scoring: isScored, sending: true, talentPool: false },
      survey:
        phase === 'finalized'
          ? { ease: 5, clarity: 4, fairness: 5, comment: locale === 'en' ? 'The pictures helped.' : '图片很有帮助。' }
          : null,
      personal: null,
      probesAsked,
      answered: isGone ? 0 : countAnswered(job, answers),
      needsReview:
        isGone || number % 4 === 1 ? 0 : answers.filter(({ status }) => status.startsWith('needs_review')).length,
      isHeld: false,
      recordSync: sync,
      fileSync: null,
      hold:
        number === 5
          ? {
              reason: 'complaint',
              caseNumber: 'HR-2026-014',
              placedBy: '0195a3c0-0000-7000-8000-000000000001',
              placedAt: '2026-03-01T09:10:00.000Z',
            }
          : null,
      retention: keptFor(phase, sync, startedAt),
    },
    isDeletionWanted: number === 5,
    deletion: null,
    answers: isGone ? [] : answers,
    recordings: isGone ? [] : recordings,
    assessments: isGone ? new Map() : assessments,
  };
}

/** As the kiosk says it: counting once head office has everything. */
function keptFor(phase: SessionPhase, sync: SyncState, startedAt: string): Retention {
  if (phase !== 'finalized' && phase !== 'sealed') return { state: 'not_kept' };
  if (phase === 'finalized' && sync !== 'sent') return { state: 'awaiting_receipts', days: 90, records: 3, files: 2 };
  const dueAt = new Date(Date.parse(startedAt) + 90 * 86_400_000).toISOString();
  return { state: 'counting', days: 90, from: phase === 'finalized' ? 'receipt' : 'interview', dueAt };
}
