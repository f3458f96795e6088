import type { InterviewResult, WordAssessment } from '#shared/assessment.ts';
import type { AnswerBody } from '#shared/answer.ts';
import type { AnswerScore, AnswerStatus } from '#shared/score.ts';
import type { Transcript } from '#shared/transcript.ts';
import type { Localized } from '#shared/localized.ts';
import { probeKey } from '#shared/plan.ts';
import type { HubSessionDetail, ItemNames } from '#shared/wire/hub-session.ts';
import { AssessedAnswer, SavedAnswer, ScoredSession } from '#shared/wire/known-records.ts';

/** A recording of an answer, wherever its bytes are by now. */
export interface HeldRecording {
  readonly sha256: string;
  readonly recordingId: string;
  readonly kind: 'video' | 'audio';
  readonly durationMs: number;
  readonly sizeBytes: number;
  /** Whether its bytes are here, whole and verified. */
  readonly isComplete: boolean;
  readonly url: string;
}

/** One answer as it arrived, with what was made of it. */
export interface HeldAnswer {
  /** The item's id, `item.turn` or `item.probe`. */
  readonly key: string;
  readonly number: number;
  readonly itemKind: SavedAnswer['itemKind'];
  readonly take: number;
  readonly body: AnswerBody;
  /** The reading's, once there is one. */
  readonly status: AnswerStatus;
  readonly score: AnswerScore | null;
  /** Pictures first. */
  readonly recordings: readonly HeldRecording[];
  /** Of the whole item; it stands with the first of its answers. */
  readonly assessment: WordAssessment | null;
  /** What was said: as the candidate left it, else as it was recognised. Null: there are no words. */
  readonly words: string | null;
}

/** Whether it answers a follow-up question. */
export function isFollowUp(key: string): boolean {
  return key === probeKey(itemOf(key));
}

/** What was asked, in the version of the job it was held with; of a follow-up, what it followed. Undefined where that is not known. */
export function questionOf(key: string, names: ItemNames | null): Localized | undefined {
  return names?.questions[key] ?? (isFollowUp(key) ? names?.questions[itemOf(key)] : undefined);
}

/** Of `item.turn` and `item.probe` the item. */
function itemOf(key: string): string {
  return key.split('.')[0] ?? key;
}

function wordsOf(
  key: string,
  assessment: WordAssessment | null,
  recordings: readonly HeldRecording[],
  transcripts: ReadonlyMap<string, Transcript>,
): string | null {
  const clauses = (assessment?.clauses ?? []).filter(({ answerKey }) => answerKey === key);
  // Chinese clauses follow each other without a space
  const join = (parts: readonly string[], locale: string) => parts.join(locale === 'en' ? ' ' : '').trim();
  if (assessment !== null && clauses.length > 0)
    return join(
      clauses.map(({ text }) => text),
      assessment.locale,
    );
  const heard = recordings.flatMap(({ recordingId }) => transcripts.get(recordingId) ?? []);
  const said = heard.flatMap(({ segments }) => segments.map(({ text }) => text));
  return said.length === 0 ? null : join(said, heard[0]?.locale ?? 'en') || null;
}

/** What the records of an interview say, in the order it was asked; what cannot be read is left to the list of records. */
export function readHeld(detail: Pick<HubSessionDetail, 'records' | 'media'>): {
  readonly answers: readonly HeldAnswer[];
  readonly result: InterviewResult | null;
} {
  const media = new Map(detail.media.map((file) => [file.sha256, file]));
  const saved = new Map<string, SavedAnswer>();
  const files = new Map<string, Map<string, HeldRecording>>();
  const assessed = new Map<string, AssessedAnswer>();
  const transcripts = new Map<string, Transcript>();
  let result: InterviewResult | null = null;

  for (const { record } of detail.records) {
    if (record.type === 'answer.saved') {
      const answer = SavedAnswer.safeParse(record.body);
      if (!answer.success) continue;
      const { itemId } = answer.data;
      saved.set(itemId, answer.data);
      const own = files.get(itemId) ?? new Map<string, HeldRecording>();
      files.set(itemId, own);
      for (const { sha256, recordingId, kind, durationMs, sizeBytes, mimeType } of record.media ?? [])
        own.set(sha256, {
          sha256,
          recordingId,
          kind,
          durationMs,
          sizeBytes,
          isComplete: media.get(sha256)?.isComplete ?? false,
          url: `/v1/media/${sha256}${mimeType.startsWith('audio/l16') ? '?as=wav' : ''}`,
        });
    } else if (record.type === 'answer.assessed') {
      const reading = AssessedAnswer.safeParse(record.body);
      if (!reading.success) continue;
      assessed.set(reading.data.itemId, reading.data);
      for (const { recordingId, transcript } of reading.data.transcripts) transcripts.set(recordingId, transcript);
    } else if (record.type === 'session.scored') {
      result = ScoredSession.safeParse(record.body).data?.result ?? result;
    }
  }

  const withReading = new Set<string>();
  const answers = [...saved.values()].map((answer): HeldAnswer => {
    const { itemId: key, number, itemKind, take, body, score } = answer;
    const reading = assessed.get(itemOf(key));
    const isFirst = !withReading.has(itemOf(key));
    withReading.add(itemOf(key));
    const recordings = [...(files.get(key)?.values() ?? [])].sort((a, b) => b.kind.localeCompare(a.kind));
    return {
      key,
      number,
      itemKind,
      take,
      body,
      score,
      recordings,
      status: isFirst ? (reading?.status ?? answer.status) : answer.status,
      assessment: isFirst ? (reading?.assessment ?? null) : null,
      words: wordsOf(key, reading?.assessment ?? null, recordings, transcripts),
    };
  });
  return { answers, result };
}
