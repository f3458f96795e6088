import { z } from 'zod';
import { Outcome } from '#shared/decision.ts';
import { type SessionId, StaffId } from '#shared/ids.ts';
import { CannotTell, ChangeReason, PickedQuote, RatingDraft, RatingRound, ReviewState } from '#shared/rating.ts';
import type { LocalRule } from '#shared/proposal.ts';
import type { ReviewSummary } from '#shared/review-sheet.ts';
import type { Database } from './database.native.ts';
import type { Cells } from './keys/cells.ts';
import type { Ledger } from './ledger.ts';
import { createOutboxState } from './outbox-state.ts';
import { HIRING_SESSIONS } from './plans-of-purpose.ts';
import { createProposalStore } from './proposal-store.ts';
import type { ReviewChange, StoredDecision, StoredRating, StoredReview } from './review-rows.ts';

const draftPlace = (rater: string) => `reviews.draft_json ${rater}`;
const detailPlace = (ratingId: string) => `ratings.detail_json ${ratingId}`;
const wordsPlace = (decisionId: string) => `decisions.words ${decisionId}`;

/** What is sealed of a judgement. */
const Detail = z.strictObject({ quotes: z.array(PickedQuote), words: z.string().nullable() });

interface ReviewSqlRow {
  rater: string;
  state: string;
  draft_json: string | null;
  opened_at: string;
  locked_at: string | null;
  revealed_at: string | null;
  levels_shown_at: string | null;
  done_at: string | null;
}

interface RatingSqlRow {
  rating_id: string;
  rater: string;
  item_id: string;
  indicator_id: string;
  round: string;
  level: number | null;
  cannot_tell: string | null;
  change_reason: string | null;
  detail_json: string;
  rated_at: string;
}

interface DecisionSqlRow {
  decision_id: string;
  outcome: string;
  reason: string;
  words: string;
  decided_by: string;
  decided_at: string;
  supersedes: string | null;
}

/**
 * What people make of interviews. Levels and codes stand in plain columns, so that agreement can be counted; what was quoted and
 * written in words is sealed under the interview's key. Each change is one transaction with its records and audit lines; erasing the
 * interview takes all of it along (deletion-store.ts).
 */
export function createRatingStore(
  database: Database,
  ledger: Ledger,
  parts: { now: () => Date; cells: Pick<Cells, 'seal' | 'open' | 'sealForDevice' | 'openForDevice' | 'hasKey'> },
) {
  const { cells } = parts;
  const outboxState = createOutboxState(database);
  const { put: putProposal, ...proposals } = createProposalStore(database, parts);
  const at = (): string => parts.now().toISOString();

  const upsertReview = database.prepare(`
    insert into reviews (session_id, rater, state, draft_json, opened_at, locked_at, revealed_at, levels_shown_at, done_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (session_id, rater) do update set state = excluded.state, draft_json = excluded.draft_json,
      locked_at = excluded.locked_at, revealed_at = excluded.revealed_at, levels_shown_at = excluded.levels_shown_at,
      done_at = excluded.done_at`);
  const updateDraft = database.prepare(
    `update reviews set draft_json = ? where session_id = ? and rater = ? and state = 'open'`,
  );
  const selectReviews = database.prepare<[string], ReviewSqlRow>(
    'select * from reviews where session_id = ? order by opened_at, rater',
  );
  const insertRating = database.prepare(`
    insert into ratings (rating_id, session_id, rater, item_id, indicator_id, round, level, cannot_tell, change_reason, detail_json, rated_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const selectRatings = database.prepare<[string], RatingSqlRow>(
    'select * from ratings where session_id = ? order by rowid',
  );
  const insertDecision = database.prepare(`
    insert into decisions (decision_id, session_id, outcome, reason, words, decided_by, decided_at, supersedes)
    values (?, ?, ?, ?, ?, ?, ?, ?)`);
  const selectDecisions = database.prepare<[string], DecisionSqlRow>(
    'select * from decisions where session_id = ? order by rowid desc',
  );
  const insertWanted = database.prepare(
    'insert into wanted_reviews (session_id, wanted_at) values (?, ?) on conflict do nothing',
  );
  const selectWanted = database.prepare<[string], number>('select 1 from wanted_reviews where session_id = ?').pluck();
  const selectSummary = database.prepare<
    { id: string; rater: string },
    { mine: string | null; decided: string | null; wanted: number; locked: number }
  >(`
    select (select state from reviews where session_id = @id and rater = @rater) mine,
      (select outcome from decisions where rowid = (select max(rowid) from decisions where session_id = @id)) decided,
      exists (select 1 from wanted_reviews where session_id = @id) wanted,
      (select count(*) from reviews where session_id = @id and state <> 'open') locked`);
  // who locks second rates the very answers that the first rated
  const countSecond = database
    .prepare<[], number>(
      `select count(*) from (select distinct session_id, item_id from ratings
         where round = 'blind_second' and session_id in (${HIRING_SESSIONS}))`,
    )
    .pluck();

  const selectDouble = database
    .prepare<[number], SessionId>(
      `select distinct session_id from ratings
       where round = 'blind_second' and session_id in (${HIRING_SESSIONS}) order by session_id desc limit ?`,
    )
    .pluck();
  const selectRevealed = database
    .prepare<[number], SessionId>(
      `select distinct session_id from reviews where revealed_at is not null order by session_id desc limit ?`,
    )
    .pluck();

  const selectReviewed = database
    .prepare<[number], SessionId>(
      `select distinct session_id from reviews where state = 'done' order by session_id desc limit ?`,
    )
    .pluck();

  function reviewOf(id: SessionId, row: ReviewSqlRow): StoredReview {
    const draft = row.draft_json === null ? [] : JSON.parse(cells.open(id, draftPlace(row.rater), row.draft_json));
    return {
      rater: StaffId.parse(row.rater),
      state: ReviewState.parse(row.state),
      draft: RatingDraft.array().parse(draft),
      openedAt: row.opened_at,
      lockedAt: row.locked_at,
      revealedAt: row.revealed_at,
      levelsShownAt: row.levels_shown_at,
      doneAt: row.done_at,
    };
  }

  function ratingOf(id: SessionId, row: RatingSqlRow): StoredRating {
    const detail = Detail.parse(JSON.parse(cells.open(id, detailPlace(row.rating_id), row.detail_json)));
    return {
      id: row.rating_id,
      rater: StaffId.parse(row.rater),
      itemId: row.item_id,
      indicatorId: row.indicator_id,
      judgement:
        row.level === null
          ? { kind: 'cannot_tell', reason: CannotTell.parse(row.cannot_tell) }
          : { kind: 'level', level: row.level },
      quotes: detail.quotes,
      round: RatingRound.parse(row.round),
      ratedAt: row.rated_at,
      change:
        row.change_reason === null
          ? null
          : { reason: ChangeReason.parse(row.change_reason), words: detail.words ?? '' },
    };
  }

  function decisionOf(id: SessionId, row: DecisionSqlRow): StoredDecision {
    return {
      id: row.decision_id,
      outcome: Outcome.parse(row.outcome),
      reason: row.reason,
      words: cells.open(id, wordsPlace(row.decision_id), row.words),
      decidedBy: StaffId.parse(row.decided_by),
      decidedAt: row.decided_at,
      supersedes: row.supersedes,
    };
  }

  const sealedDraft = (id: SessionId, rater: string, draft: readonly RatingDraft[]): string =>
    cells.seal(id, draftPlace(rater), JSON.stringify(draft));

  function putReview(id: SessionId, review: StoredReview): void {
    const { rater, state, draft, openedAt, lockedAt, revealedAt, levelsShownAt, doneAt } = review;
    const draftJson = state === 'open' ? sealedDraft(id, rater, draft) : null;
    upsertReview.run(id, rater, state, draftJson, openedAt, lockedAt, revealedAt, levelsShownAt, doneAt);
  }

  function putRating(id: SessionId, rating: StoredRating): void {
    const { judgement, change, quotes } = rating;
    insertRating.run(
      rating.id,
      id,
      rating.rater,
      rating.itemId,
      rating.indicatorId,
      rating.round,
      judgement.kind === 'level' ? judgement.level : null,
      judgement.kind === 'level' ? null : judgement.reason,
      change?.reason ?? null,
      cells.seal(id, detailPlace(rating.id), JSON.stringify({ quotes, words: change?.words ?? null })),
      rating.ratedAt,
    );
  }

  function putDecision(sessionId: SessionId, decision: StoredDecision): void {
    const { id, outcome, reason, words, decidedBy, decidedAt, supersedes } = decision;
    const sealed = cells.seal(sessionId, wordsPlace(id), words);
    insertDecision.run(id, sessionId, outcome, reason, sealed, decidedBy, decidedAt, supersedes);
  }

  const commit = database.transaction((change: ReviewChange) => {
    const { sessionId } = change;
    if (change.review) putReview(sessionId, change.review);
    for (const rating of change.ratings ?? []) putRating(sessionId, rating);
    if (change.decision) putDecision(sessionId, change.decision);
    if (change.isSecondWanted) insertWanted.run(sessionId, at());
    const state = outboxState(sessionId);
    for (const record of change.records)
      ledger.append({ ...record, sessionId, capturedAt: at(), recordings: [] }, state);
    for (const proposal of change.proposals ?? []) putProposal(proposal);
    for (const entry of change.audit) ledger.audit({ ...entry, subject: sessionId });
  });

  return {
    ...proposals,
    /** All of it, or nothing. */
    commit: (change: ReviewChange): void => {
      commit(change);
    },
    /** Only while the review is open. */
    saveDraft: (id: SessionId, rater: StaffId, draft: readonly RatingDraft[]): void =>
      void updateDraft.run(sealedDraft(id, rater, draft), id, rater),
    reviews: (id: SessionId): StoredReview[] => selectReviews.all(id).map((row) => reviewOf(id, row)),
    /** In the order they were made. */
    ratings: (id: SessionId): StoredRating[] => selectRatings.all(id).map((row) => ratingOf(id, row)),
    /** The newest first. */
    decisions: (id: SessionId): StoredDecision[] => selectDecisions.all(id).map((row) => decisionOf(id, row)),
    isSecondWanted: (id: SessionId): boolean => selectWanted.get(id) !== undefined,
    summary(id: SessionId, rater: StaffId | null): ReviewSummary {
      const row = selectSummary.get({ id, rater: rater ?? '' });
      return {
        mine: ReviewState.safeParse(row?.mine).data ?? 'none',
        decided: Outcome.safeParse(row?.decided).data ?? null,
        secondNeeded: row?.wanted === 1 && row.locked < 2,
      };
    },
    /** Interviews for hiring that two people rated blind, the newest first. */
    doubleRated: (limit: number): SessionId[] => selectDouble.all(limit).filter((id) => cells.hasKey(id)),
    reviewed: (limit: number): SessionId[] => selectReviewed.all(limit).filter((id) => cells.hasKey(id)),
    revealed: (limit: number): SessionId[] => selectRevealed.all(limit).filter((id) => cells.hasKey(id)),
    countDoubleRated: (): number => countSecond.get() ?? 0,
    saveRule: (id: string, rule: LocalRule | null, by: string): void =>
      database.transaction(() => {
        const version = proposals.saveRule(id, rule, by);
        ledger.audit({
          actor: by,
          action: rule === null ? 'rule.removed' : 'rule.changed',
          subject: id,
          detail: { version },
        });
      })(),
  };
}
