import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchAnswer } from '#shared/wire/receipt.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { startHub, type RunningHub } from '../hub.ts';
import { sampleRecord } from '../store/sample-lines.fake.ts';

export type FlowBench = {
  readonly hub: RunningHub;
  readonly dataDir: string;
  /** One request with the token of the folder; the answer's status and JSON. */
  readonly ask: (method: string, path: string, body?: unknown) => Promise<{ status: number; json: unknown }>;
  /** Sends records as a kiosk does; every one must be held. */
  readonly send: (records: readonly WireRecord[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A real hub over a folder of its own, with what tests of candidates and flow ask of it. */
export async function startFlowBench(
  databaseUrl?: string,
  options: Pick<Parameters<typeof startHub>[0], 'publicUrl' | 'phoneRegion'> = {},
): Promise<FlowBench> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-flow-'));
  const hub = await startHub({ dataDir, databaseUrl, ...options });
  const headers = { authorization: `Bearer ${hub.token}` };
  return {
    hub,
    dataDir,
    ask: async (method, path, body) => {
      const response = await fetch(hub.url + path, {
        method,
        headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, json: await response.json() };
    },
    send: async (records) => {
      const text = `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
      const response = await fetch(`${hub.url}/v1/batches`, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/x-ndjson',
          'idempotency-key': sha256(text).slice(0, 32),
          'anteroom-device-id': records[0]?.deviceId ?? 'kiosk-1',
          'anteroom-record-count': String(records.length),
          'anteroom-content-sha256': sha256(text),
        },
        body: text,
      });
      const { receipts } = BatchAnswer.parse(await response.json());
      for (const receipt of receipts)
        if (receipt.status !== 'accepted' && receipt.status !== 'duplicate') throw new Error(JSON.stringify(receipt));
    },
    close: async () => {
      await hub.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The records of one interview, as a kiosk writes them; `scores` are those of three dimensions, none for one that was not scored. */
export function interviewRecords(options: {
  readonly sessionId: string;
  readonly identity: Readonly<Record<string, unknown>>;
  readonly jobId?: string;
  readonly scores?: readonly number[];
}): WireRecord[] {
  const { sessionId, identity, jobId = 'assembly-operator', scores } = options;
  let seq = Number.parseInt(sha256(sessionId).slice(0, 6), 16) * 10;
  const record = (type: string, body: unknown): WireRecord => sampleRecord({ sessionId, type, body, seq: (seq += 1) });
  const at = '2026-11-22T07:10:00.000Z';
  return [
    record('session.started', { jobId, jobVersion: 2, packId: 'strict', packVersion: 1, locale: 'zh-CN' }),
    record('identity.given', { identity }),
    record('session.finalized', {
      reference: 'A-7',
      deletionCodeHash: sha256('code'),
      jobId,
      jobVersion: 2,
      locale: 'zh-CN',
      startedAt: '2026-11-22T07:00:00.000Z',
      finalizedAt: at,
      answered: 7,
      total: 7,
      survey: null,
    }),
    ...(scores === undefined ? [] : [record('session.scored', { result: resultOf(scores) })]),
  ];
}

/** `session.scored` of the same interview again, with other numbers. */
export function rescoredRecord(sessionId: string, scores: readonly number[], seq: number): WireRecord {
  return sampleRecord({ sessionId, type: 'session.scored', body: { result: resultOf(scores) }, seq });
}

function resultOf(scores: readonly number[]): Record<string, unknown> {
  const interval = (score: number) => ({ score, low: Math.max(0, score - 6), high: Math.min(100, score + 6), sem: 3 });
  const total = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return {
    engine: null,
    dimensions: ['safety', 'care', 'teamwork'].map((dimensionId, index) => {
      const score = scores[index];
      return {
        dimensionId,
        weight: 1 / 3,
        status: score === undefined ? 'insufficient_evidence' : 'scored',
        interval: score === undefined ? null : interval(score),
        level: score === undefined ? null : Math.max(1, Math.round(score / 20)),
        confidence: null,
        coverage: score === undefined ? 0 : 1,
        itemIds: [],
      };
    }),
    status: scores.length === 3 ? 'scored' : 'incomplete',
    total: scores.length === 3 ? interval(total) : null,
    missingDimensions: [],
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
