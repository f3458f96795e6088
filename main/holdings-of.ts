import type { SessionId } from '#shared/ids.ts';
import type { Holdings } from './review/interview-export.ts';
import type { Store } from './store/open-store.ts';

/** All that the store holds of one interview; null when there is none. @throws {KeyGoneError} when it was deleted since */
export function holdingsOf(store: Store, id: SessionId): Holdings | null {
  const interview = store.sessions.find(id);
  const stored = store.review.getSession(id);
  if (!interview || !stored) return null;
  return {
    stored,
    packId: interview.packId,
    packVersion: interview.packVersion,
    consentVersions: interview.consentVersions,
    accommodations: interview.accommodations,
    deviceCheck: interview.check,
    readBacks: store.assessments.readBacks(id),
    drafts: store.holdings.drafts(id),
    records: store.holdings.records(id),
    files: store.holdings.files(id),
    startedAt: new Map(store.sessions.recordings(id).map((row) => [row.id, row.startedAt])),
    reviews: store.ratings.reviews(id),
    ratings: store.ratings.ratings(id),
    decisions: store.ratings.decisions(id),
    auditLines: store.holdings.auditLines(id),
  };
}
