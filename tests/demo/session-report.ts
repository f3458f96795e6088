import { z } from 'zod';
import { AnswerBody } from '#shared/answer.ts';
import { WordAssessment } from '#shared/assessment.ts';
import { AnswerScore, AnswerStatus } from '#shared/score.ts';
import { Transcript } from '#shared/transcript.ts';
import type { HubSessionDetail } from '#shared/wire/hub-session.ts';
import type { HubClient } from '#tests/kiosk/hub-client.ts';
import { readRecording } from '#tests/capture/recorded-file.ts';

interface ArrivedFile {
  recordingId: string;
  sha256: string;
  sizeBytes: number;
  mimeType: string;
  /** What the kiosk said, and what a player finds. */
  saidMs: number;
  playsMs: number;
  videoCodec: string | null;
  audioCodec: string | null;
  videoFrames: number;
}

/** The session as head office has it: answers with statuses, scores or why not, evidence, files. */
export interface SessionReport {
  sessionId: string;
  job: { id: unknown; version: unknown };
  locale: unknown;
  consents: unknown;
  answers: ReportedAnswer[];
  /** What the candidate put right on the read-back screen. */
  readBacks: Body[];
  /** Dimensions and total; null when they did not arrive. */
  result: unknown;
  survey: unknown;
  files: ArrivedFile[];
  receipt: { records: number; ids: string[]; firstHubSeq: number; lastHubSeq: number; receivedAt: string };
}

type Body = Record<string, unknown>;

const Saved = z.looseObject({
  itemId: z.string(),
  itemKind: z.string(),
  number: z.int(),
  body: AnswerBody,
  status: AnswerStatus,
  score: AnswerScore.nullable(),
});
const Assessed = z.looseObject({
  status: AnswerStatus,
  assessment: WordAssessment.nullable(),
  transcripts: z.array(z.looseObject({ recordingId: z.string(), transcript: Transcript })),
  analyses: z.array(z.unknown()),
});

/** An answer with what became of it. */
export type ReportedAnswer = z.infer<typeof Saved> &
  Pick<z.infer<typeof Assessed>, 'assessment' | 'transcripts' | 'analyses'>;

function bodiesOf(detail: HubSessionDetail, type: string): Body[] {
  return detail.records.filter(({ record }) => record.type === type).map(({ record }) => record.body as Body);
}

/** Builds the report out of what the hub answers, and plays every file that arrived. */
export async function sessionReport(hub: HubClient, sessionId: string): Promise<SessionReport> {
  const detail = await hub.session(sessionId);
  const [started] = bodiesOf(detail, 'session.started');
  const [consent] = bodiesOf(detail, 'consent.given');
  const [finalized] = bodiesOf(detail, 'session.finalized');
  // the newest of an item counts; an answer key is the item's id, `item.turn` or `item.probe`
  const assessed = new Map(bodiesOf(detail, 'answer.assessed').map((body) => [body['itemId'], Assessed.parse(body)]));
  const saved = new Map(bodiesOf(detail, 'answer.saved').map((body) => [body['itemId'], Saved.parse(body)]));
  const answers = [...saved.values()].map((body): ReportedAnswer => {
    const later = body.status === 'pending' ? assessed.get(body.itemId.split('.')[0]) : undefined;
    return {
      ...body,
      status: later?.status ?? body.status,
      assessment: later?.assessment ?? null,
      transcripts: later?.transcripts ?? [],
      analyses: later?.analyses ?? [],
    };
  });
  const [scored] = bodiesOf(detail, 'session.scored').slice(-1);
  const files: ArrivedFile[] = [];
  for (const { recordingId, sha256, sizeBytes, mimeType, durationMs } of detail.media) {
    const plays = readRecording(await hub.media(sha256));
    files.push({
      recordingId,
      sha256,
      sizeBytes,
      mimeType,
      saidMs: durationMs,
      playsMs: Math.round(plays.durationSeconds * 1000),
      videoCodec: plays.videoCodec ?? null,
      audioCodec: plays.audioCodec ?? null,
      videoFrames: plays.videoFrames,
    });
  }
  const seqs = detail.records.map(({ hubSeq }) => hubSeq);
  return {
    sessionId,
    job: { id: started?.['jobId'], version: started?.['jobVersion'] },
    locale: finalized?.['locale'],
    consents: consent?.['consents'],
    answers,
    readBacks: bodiesOf(detail, 'answer.read_back'),
    result: scored?.['result'] ?? null,
    survey: finalized?.['survey'],
    files,
    receipt: {
      records: detail.records.length,
      ids: detail.records.map(({ record }) => record.id),
      firstHubSeq: Math.min(...seqs),
      lastHubSeq: Math.max(...seqs),
      receivedAt: detail.records.at(-1)?.receivedAt ?? '',
    },
  };
}
