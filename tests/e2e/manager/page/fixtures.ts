import { parse } from 'yaml';
import { scoreChoice } from '#assessment/choice/score-choice.ts';
import { scoreRanking } from '#assessment/choice/score-ranking.ts';
import type { StoredAnswer, StoredRecording, StoredSession } from '#main/review/ports.ts';
import type { SpeechAnalysis } from '#shared/analysis.ts';
import type { SessionPhase, SyncState } from '#shared/contract/review.ts';
import { RecordingId, SessionId } from '#shared/ids.ts';
import { Job } from '#shared/job.ts';
import assembly from '../../../../resources/jobs/assembly-operator.yaml?raw';
import warehouse from '../../../../resources/jobs/warehouse-picker.yaml?raw';

export const JOBS = [assembly, warehouse].map((text) => Job.parse(parse(text)));

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

function analysis(durationMs: number, isNoisy: boolean): SpeechAnalysis {
  const speechSegments: SpeechAnalysis['speechSegments'] = [];
  for (let at = 900, index = 0; at < durationMs - 1500; index += 1) {
    const endMs = Math.min(durationMs - 700, at + 2200 + ((index * 1733) % 4100));
    speechSegments.push({ startMs: at, endMs });
    at = endMs + 300 + ((index * 977) % 1900);
  }
  const pauses = speechSegments.flatMap(({ endMs }, index) => {
    const next = speechSegments[index + 1];
    return next !== undefined && next.startMs - endMs >= 600 ? [{ startMs: endMs, endMs: next.startMs }] : [];
  });
  return {
    analysisVersion: 1,
    model: { id: 'silero_vad_v6', sha256: 'a'.repeat(64) },
    durationMs,
    speechMs: speechSegments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
    speechSegments,
    asrSegments: [],
    pauses,
    speechLevelDbfs: { value: -23.4 },
    snrDb: isNoisy ? { value: 6.1 } : { value: 21.7 },
    clippingPerMinute: isNoisy ? { value: null, reason: 'signal_too_small' } : { value: 0 },
    peakRatio: 0.42,
    dcOffsetRatio: 0,
    nonFiniteSamples: 0,
    flags: isNoisy ? [{ code: 'noisy', severity: 'warn' }] : [],
  };
}

export interface FixtureSession {
  session: StoredSession;
  answers: StoredAnswer[];
  recordings: StoredRecording[];
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

/** One interview with every kind of answer; `number` varies phase, person, post and sync. */
export function makeSession(number: number): FixtureSession {
  const job = JOBS[number % JOBS.length]!;
  const phase = PHASES[number % PHASES.length]!;
  const sync = SYNCS[number % SYNCS.length]!;
  const startedAt = new Date(FIRST_MS - number * 47 * 60_000).toISOString();
  const recordings: StoredRecording[] = [];
  const locale = number % 3 === 1 ? 'en' : 'zh-CN';
  const answers = job.items.map((item, index): StoredAnswer => {
    const base = { itemId: item.id, answeredAt: startedAt, score: null };
    if (index === job.items.length - 1 && number % 2 === 0)
      return { ...base, body: { kind: 'skipped' }, status: 'no_answer' };
    switch (item.kind) {
      case 'spoken': {
        const parts = index === 2 ? 2 : 1;
        for (let part = 1; part <= parts; part += 1) {
          const durationMs = 64_000;
          for (const kind of ['video', 'pcm'] as const) {
            recordings.push({
              id: RecordingId.parse(uuid(number * 100 + index * 10 + part * 2 + (kind === 'pcm' ? 1 : 0))),
              itemId: item.id,
              take: 1,
              part,
              kind,
              mimeType: kind === 'pcm' ? 'audio/l16' : 'video/webm',
              durationMs: kind === 'pcm' ? 64_000 : durationMs,
              sizeBytes: kind === 'pcm' ? 2_048_000 : 8_700_000,
              state: parts === 2 && part === 1 ? 'interrupted' : 'complete',
              sha256: 'b'.repeat(64),
              sync: kind === 'pcm' ? 'withheld' : sync,
              analysis: kind === 'pcm' ? analysis(64_000, index === 2) : null,
            });
          }
        }
        return { ...base, body: { kind: 'spoken' }, status: 'needs_review:no_transcript' };
      }
      case 'typed':
        return {
          ...base,
          body: {
            kind: 'typed',
            text:
              locale === 'en'
                ? 'I would stop the line first, tell the shift leader, and tag the part so that nobody uses it by mistake.\n\nThen I would look at the last ten pieces.'
                : '我会先停线，告诉班长，并把这个零件贴上标签，免得别人误用。\n\n然后检查前面十件。',
          },
          status: 'needs_review:no_transcript',
        };
      case 'choice': {
        const option = item.options[number % item.options.length]!;
        return {
          ...base,
          body: { kind: 'choice', optionId: option.id },
          status: 'scored',
          score: scoreChoice(item, option.id, locale),
        };
      }
      case 'ranking': {
        const order = item.correctOrder.toSpliced(1, 2, item.correctOrder[2]!, item.correctOrder[1]!);
        return {
          ...base,
          body: { kind: 'ranking', optionIds: order },
          status: 'scored',
          score: scoreRanking(item, order, locale),
        };
      }
    }
  });
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
      consents: isGone ? null : { recording: true, scoring: number % 5 !== 2, sending: true, talentPool: false },
      survey:
        phase === 'finalized'
          ? { ease: 5, clarity: 4, fairness: 5, comment: locale === 'en' ? 'The pictures helped.' : '图片很有帮助。' }
          : null,
      answered: isGone ? 0 : answers.filter(({ body }) => body?.kind !== 'skipped').length,
      needsReview:
        isGone || number % 4 === 1 ? 0 : answers.filter(({ status }) => status.startsWith('needs_review')).length,
      recordSync: sync,
      fileSync: null,
    },
    answers: isGone ? [] : answers,
    recordings: isGone ? [] : recordings,
  };
}
