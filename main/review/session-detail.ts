import type { SpeechAnalysis } from '#shared/analysis.ts';
import type { AnswerBody } from '#shared/answer.ts';
import type {
  AnswerDetail,
  RecordingDetail,
  SessionDetail,
  SessionSummary,
  SyncState,
} from '#shared/contract/review.ts';
import type { Item, Job } from '#shared/job.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import { recordingPath } from '#shared/media-routes.ts';
import type { AnswerStatus } from '#shared/score.ts';
import type { StoredAnswer, StoredRecording, StoredSession } from './ports.ts';

/** From "a person must act" to "done". */
const WORST_FIRST: readonly SyncState[] = ['parked', 'waiting', 'held', 'withheld', 'sent'];

function worstSync(states: readonly SyncState[]): SyncState {
  return WORST_FIRST.find((state) => states.includes(state)) ?? 'held';
}

function candidateName({ identity }: StoredSession): string | null {
  switch (identity?.by) {
    case 'name':
      return identity.name;
    case 'invitation':
      return identity.code;
    case undefined:
      return null;
  }
}

/** One row of the list, with the job's title in the reader's language. */
export function toSessionSummary(session: StoredSession, locale: Locale): SessionSummary {
  return {
    id: session.id,
    reference: session.reference,
    jobTitle: localizedText(session.job.title, locale),
    candidate: candidateName(session),
    phase: session.phase,
    locale: session.locale,
    startedAt: session.startedAt,
    finalizedAt: session.finalizedAt,
    answered: session.answered,
    total: session.job.items.length,
    needsReview: session.needsReview,
    sync: worstSync([session.recordSync, ...(session.fileSync === null ? [] : [session.fileSync])]),
  };
}

function toRecordingDetail({ itemId: _itemId, analysis: _analysis, ...recording }: StoredRecording): RecordingDetail {
  return { ...recording, url: recordingPath(recording.id) };
}

function inPlayingOrder(a: StoredRecording, b: StoredRecording): number {
  return a.take - b.take || a.part - b.part || a.kind.localeCompare(b.kind);
}

/** The analysis of the take that counts: the last one. A take in several parts has one per part; the longest stands for it. */
function analysisOf(recordings: readonly StoredRecording[]): SpeechAnalysis | null {
  const lastTake = Math.max(...recordings.map(({ take }) => take));
  const analysed = recordings.filter(({ take }) => take === lastTake).map(({ analysis }) => analysis);
  return analysed.reduce<SpeechAnalysis | null>(
    (longest, next) => (next !== null && next.durationMs > (longest?.durationMs ?? -1) ? next : longest),
    null,
  );
}

function toOptions(item: Item, locale: Locale): AnswerDetail['options'] {
  switch (item.kind) {
    case 'spoken':
    case 'typed':
      return [];
    case 'choice':
      return item.options.map(({ id, text, why }) => ({
        id,
        text: localizedText(text, locale),
        why: localizedText(why, locale),
      }));
    case 'ranking':
      // the key's order, so that the reader can hold the candidate's against it
      return item.correctOrder.flatMap((id) => {
        const option = item.options.find((candidate) => candidate.id === id);
        return option === undefined ? [] : [{ id, text: localizedText(option.text, locale), why: null }];
      });
  }
}

function toIndicators(item: Item, job: Job, locale: Locale): AnswerDetail['indicators'] {
  return item.elicits.flatMap(({ indicatorId }) =>
    job.competencyModel.dimensions.flatMap((dimension) =>
      dimension.indicators
        .filter(({ id }) => id === indicatorId)
        .map(({ id, name }) => ({
          id,
          name: localizedText(name, locale),
          dimension: localizedText(dimension.name, locale),
        })),
    ),
  );
}

/** What an item without a row says: nothing yet while the interview may go on, no answer once it is over. */
function unansweredStatus(session: StoredSession): AnswerStatus {
  return session.phase === 'draft' || session.phase === 'sealed' ? 'pending' : 'no_answer';
}

function isGiven(body: AnswerBody | null): boolean {
  return body !== null && body.kind !== 'skipped';
}

/**
 * Everything a manager reads about one interview, question by question in the order of the job it was held with.
 *
 * @param locale the reader's language: prompts, options and indicators come in it; the candidate's own words stay as they are
 */
export function toSessionDetail(
  stored: { session: StoredSession; answers: readonly StoredAnswer[]; recordings: readonly StoredRecording[] },
  locale: Locale,
): SessionDetail {
  const { session, answers, recordings } = stored;
  const { job } = session;
  return {
    summary: toSessionSummary(session, locale),
    phone: session.identity?.by === 'name' ? session.identity.phone : null,
    consents: session.consents,
    answers: job.items.map((item, index): AnswerDetail => {
      const answer = answers.find(({ itemId }) => itemId === item.id);
      const ofItem = recordings.filter(({ itemId }) => itemId === item.id).toSorted(inPlayingOrder);
      return {
        itemId: item.id,
        number: index + 1,
        itemKind: item.kind,
        prompt: localizedText(item.prompt, locale),
        options: toOptions(item, locale),
        indicators: toIndicators(item, job, locale),
        body: answer?.body ?? null,
        status: answer?.status ?? unansweredStatus(session),
        score: answer !== undefined && isGiven(answer.body) ? answer.score : null,
        answeredAt: answer?.answeredAt ?? null,
        recordings: ofItem.map(toRecordingDetail),
        analysis: ofItem.length === 0 ? null : analysisOf(ofItem),
      };
    }),
    survey: session.survey,
  };
}
