import { createHash } from 'node:crypto';
import { canonicalText } from '#shared/wire/canonical.ts';
import { HubSessionDetail, HubSessionList } from '#shared/wire/hub-session.ts';
import { getFrom } from './sync-bench.ts';

/** What a hub holds, read through its API; see {@link readState}. */
export type HubState = {
  /** Hex SHA-256 over every record, in the order of devices, and every file with whether it is whole. */
  readonly hash: string;
  readonly records: number;
  readonly distinctRecords: number;
  /** Files that records name, and those of them that are whole. */
  readonly files: number;
  readonly wholeFiles: number;
};

/**
 * The state of a hub without what depends on when things arrived (its numbers, its clock): the same for every order and repetition of the same
 * records and files (I15).
 */
export async function readState(hub: { url: string; token: string }): Promise<HubState> {
  const { sessions } = HubSessionList.parse(await (await getFrom(hub, '/v1/sessions?limit=500')).json());
  const hash = createHash('sha256');
  const ids = new Set<string>();
  const files = new Map<string, boolean>();
  let records = 0;
  for (const { sessionId } of sessions.toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1))) {
    const answer = await getFrom(hub, `/v1/sessions/${encodeURIComponent(sessionId)}`);
    const detail = HubSessionDetail.parse(await answer.json());
    const held = detail.records.map(({ record, isParsed }) => ({ record, isParsed }));
    for (const { record } of held) ids.add(`${record.deviceId} ${record.id}`);
    for (const { sha256, isComplete } of detail.media) files.set(sha256, isComplete);
    records += held.length;
    const media = detail.media.map(({ sha256, isComplete }) => ({ sha256, isComplete }));
    media.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
    hash.update(`${canonicalText({ sessionId, erased: detail.erasedAt !== null, held, media })}\n`);
  }
  return {
    hash: hash.digest('hex'),
    records,
    distinctRecords: ids.size,
    files: files.size,
    wholeFiles: [...files.values()].filter(Boolean).length,
  };
}
