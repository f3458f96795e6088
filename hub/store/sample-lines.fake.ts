import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { canonicalRecordText } from '#shared/wire/canonical.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import type { SoundLine } from './hub-store.ts';

/** A sound record with a right hash; `overrides` are hashed too. */
export function sampleRecord(overrides: Partial<WireRecord> = {}): WireRecord {
  const { sha256: _stale, ...rest } = {
    id: uuidv7(),
    deviceId: 'kiosk-1',
    bootId: 'boot-1',
    seq: 0,
    type: 'answer.saved',
    schemaVersion: 1,
    sessionId: 'session-1',
    capturedAt: '2026-11-22T07:00:00.000Z',
    body: {
      itemId: 'item-1',
      itemKind: 'typed',
      number: 1,
      take: 1,
      body: { kind: 'typed', text: '你好' },
      status: 'needs_review:human_only',
      score: null,
    },
    sha256: '',
    ...overrides,
  };
  return { ...rest, sha256: createHash('sha256').update(canonicalRecordText(rest)).digest('hex') };
}

/** The record as a line that passed the intake. */
export function soundLine(record: WireRecord): SoundLine {
  return { verdict: 'sound', record, isParsed: true, raw: Buffer.from(JSON.stringify(record)) };
}
