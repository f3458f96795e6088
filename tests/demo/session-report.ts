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
  answers: Record<string, unknown>[];
  survey: unknown;
  files: ArrivedFile[];
  receipt: { records: number; ids: string[]; firstHubSeq: number; lastHubSeq: number; receivedAt: string };
}

type Body = Record<string, unknown>;

function bodiesOf(detail: HubSessionDetail, type: string): Body[] {
  return detail.records.filter(({ record }) => record.type === type).map(({ record }) => record.body as Body);
}

/** Builds the report out of what the hub answers, and plays every file that arrived. */
export async function sessionReport(hub: HubClient, sessionId: string): Promise<SessionReport> {
  const detail = await hub.session(sessionId);
  const [started] = bodiesOf(detail, 'session.started');
  const [consent] = bodiesOf(detail, 'consent.given');
  const [finalized] = bodiesOf(detail, 'session.finalized');
  const analysed = new Map(bodiesOf(detail, 'answer.analysed').map((body) => [body['itemId'], body]));
  const answers = bodiesOf(detail, 'answer.saved').map((saved) => {
    const later = analysed.get(saved['itemId']);
    return { ...saved, status: later?.['status'] ?? saved['status'], analyses: later?.['analyses'] ?? [] };
  });
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
