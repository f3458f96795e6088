import { interviewResult } from '#assessment/interview-result.ts';
import type { AnswerBody } from '#shared/answer.ts';
import type {
  AnswerDetail,
  DeletionEntry,
  RecordingDetail,
  SessionDetail,
  SessionSummary,
  SyncState,
} from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Item, Job } from '#shared/job.ts';
import type { WorkSampleTask } from '#shared/job/work-sample.ts';
import { type Localized, localizedText, type Locale } from '#shared/localized.ts';
import { recordingPath } from '#shared/media-routes.ts';
import { planOf, probeKey } from '#shared/plan.ts';
import type { Probes } from '#shared/probe.ts';
import { purposeOf } from '#shared/purpose.ts';
import type { AnswerStatus } from '#shared/score.ts';
import type { MachineView, ReviewSheet } from '#shared/review-sheet.ts';
import { asSeen, quotesOf } from './as-seen.ts';
import type {
  ListedSession,
  StoredAnswer,
  StoredDeletion,
  StoredInterview,
  StoredRecording,
  StoredSession,
} from './ports.ts';

/** From "a person must act" to "done". */
const WORST_FIRST: readonly SyncState[] = ['parked', 'waiting', 'held', 'withheld', 'sent'];

function worstSync(states: readonly SyncState[]): SyncState {
  return WORST_FIRST.find((state) => states.includes(state)) ?? 'held';
}

/** What the candidate is called in lists: their name, or the code they came with. */
export function candidateName({ identity }: ListedSession): string | null {
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
export function toSessionSummary(
  session: ListedSession,
  locale: Locale,
  review: SessionSummary['review'],
): SessionSummary {
  return {
    id: session.id,
    reference: session.reference,
    jobTitle: localizedText(session.job.title, locale),
    purpose: purposeOf(session.job),
    candidate: candidateName(session),
    phase: session.phase,
    locale: session.locale,
    startedAt: session.startedAt,
    finalizedAt: session.finalizedAt,
    answered: session.answered,
    total: session.job.items.length,
    needsReview: session.needsReview,
    sync: worstSync([session.recordSync, ...(session.fileSync === null ? [] : [session.fileSync])]),
    isHeld: session.isHeld,
    review,
  };
}

/** One line of the list of what was deleted. */
export function toDeletionEntry(
  { id, sessionId, method, actor, deletedAt, finishedAt, certificate }: StoredDeletion,
  names: { reference: (id: SessionId) => string; staffName: (staffId: string) => string | null },
): DeletionEntry {
  const others: Readonly<Record<string, DeletionEntry['by']>> = {
    candidate: 'candidate',
    retention: 'rule',
    kiosk: 'kiosk',
  };
  const by = others[actor] ?? 'staff';
  return {
    id,
    sessionId,
    reference: names.reference(sessionId),
    method,
    by,
    staffName: by === 'staff' ? names.staffName(actor) : null,
    deletedAt,
    isFinished: finishedAt !== null,
    certificate,
  };
}

function toHold(
  { session: { hold }, isDeletionWanted }: StoredInterview,
  staffName: (staffId: string) => string | null,
): SessionDetail['hold'] {
  return hold && { ...hold, placedBy: staffName(hold.placedBy), isDeletionWanted };
}

function toRecordingDetail(recording: StoredRecording): RecordingDetail {
  return { ...recording, url: recordingPath(recording.id) };
}

function inPlayingOrder(a: StoredRecording, b: StoredRecording): number {
  return a.answerKey.localeCompare(b.answerKey) || a.take - b.take || a.part - b.part || a.kind.localeCompare(b.kind);
}

/** What the pieces of a work sample are called, so that a reader without the picture can follow. */
function taskOptions(task: WorkSampleTask, locale: Locale): AnswerDetail['options'] {
  const named = (id: string, text: Localized) => ({ id, text: localizedText(text, locale), why: null, keyMean: null });
  switch (task.type) {
    case 'assembly_order':
      return task.correctOrder.flatMap((id) => {
        const step = task.steps.find((candidate) => candidate.id === id);
        return step === undefined ? [] : [named(id, step.label)];
      });
    case 'spot_defect':
      return task.defects.map(({ id, name }) => named(id, name));
    case 'safety_sign':
      return task.options.map(({ id, label }) => named(id, label));
    case 'count_change':
      return [];
  }
}

function toOptions(item: Item, locale: Locale): AnswerDetail['options'] {
  switch (item.kind) {
    case 'spoken':
    case 'typed':
    case 'role_play':
      return [];
    case 'rating':
      return item.options.map(({ id, text, keyMean }) => ({
        id,
        text: localizedText(text, locale),
        why: null,
        keyMean,
      }));
    case 'work_sample':
      return taskOptions(item.task, locale);
    case 'choice':
      return item.options.map(({ id, text, why }) => ({
        id,
        text: localizedText(text, locale),
        why: localizedText(why, locale),
        keyMean: null,
      }));
    case 'ranking':
      // the key's order, so that the reader can hold the candidate's against it
      return item.correctOrder.flatMap((id) => {
        const option = item.options.find((candidate) => candidate.id === id);
        return option === undefined ? [] : [{ id, text: localizedText(option.text, locale), why: null, keyMean: null }];
      });
  }
}

function toIndicators(item: Item, job: Job, locale: Locale): AnswerDetail['indicators'] {
  return item.elicits.flatMap(({ indicatorId }) =>
    job.competencyModel.dimensions.flatMap((dimension) =>
      dimension.indicators
        .filter(({ id }) => id === indicatorId)
        .map(({ id, name, anchors }) => ({
          id,
          name: localizedText(name, locale),
          dimension: localizedText(dimension.name, locale),
          anchors: {
            1: localizedText(anchors[1], locale),
            3: localizedText(anchors[3], locale),
            5: localizedText(anchors[5], locale),
          },
        })),
    ),
  );
}

/** What an item without a row says: nothing yet while the interview may go on, no answer once it is over. */
function unansweredStatus(session: StoredSession): AnswerStatus {
  return session.phase === 'draft' || session.phase === 'sealed' ? 'pending' : 'no_answer';
}

/** The options as they were shown: which of them works well tells what the answer is worth. In the order of their ids, which says nothing. */
function withoutKey(options: AnswerDetail['options']): AnswerDetail['options'] {
  return options.map((each) => ({ ...each, why: null, keyMean: null })).toSorted((a, b) => a.id.localeCompare(b.id));
}

function isGiven(body: AnswerBody | null): boolean {
  return body !== null && body.kind !== 'skipped';
}

function toTurns(item: Item, answers: readonly StoredAnswer[], job: Job, locale: Locale): AnswerDetail['turns'] {
  if (item.kind !== 'role_play') return [];
  const steps = planOf(job).filter((step) => step.item.id === item.id);
  return steps.map(({ answerKey }, turn) => ({
    answerKey,
    says: localizedText(item.turns[turn]?.says ?? item.prompt, locale),
    body: answers.find(({ itemId }) => itemId === answerKey)?.body ?? null,
  }));
}

function toFollowUp(
  item: Item,
  { session, answers }: StoredInterview,
  probes: Probes,
  locale: Locale,
): AnswerDetail['followUp'] {
  const asked = session.probesAsked.find(({ itemId }) => itemId === item.id);
  if (!asked) return null;
  const answerKey = probeKey(item.id);
  return {
    answerKey,
    trigger: asked.trigger,
    asked: localizedText(probes.texts[asked.trigger], locale),
    body: answers.find(({ itemId }) => itemId === answerKey)?.body ?? null,
  };
}

/** Dimensions and total of a finished interview; null without consent to computer scoring, and before the end. */
function resultOf({ session, answers, assessments }: StoredInterview): SessionDetail['result'] {
  if (session.phase !== 'finalized' || session.consents?.scoring !== true) return null;
  return interviewResult(session.job, { answers, assessments: assessments.values() });
}

/** What one reader may know of an interview beside its words. */
export interface Reader {
  /** Of the machine. */
  readonly machine: MachineView;
  /** Of reviews, their own and others'; null where there is nothing to review. */
  readonly sheet: ReviewSheet | null;
  readonly summary: SessionSummary['review'];
  /** Name of a member of staff; null when the account is gone. */
  readonly staffName: (staffId: string) => string | null;
}

/**
 * Everything a manager reads about one interview, question by question in the order of the job it was held with. What the reader may
 * not see of the machine is taken out first, so that nothing made from it can hold it.
 *
 * @param probes the follow-up questions this kiosk asks
 * @param locale the reader's language: prompts, options and indicators come in it; the candidate's own words stay as they are
 */
export function toSessionDetail(whole: StoredInterview, probes: Probes, locale: Locale, reader: Reader): SessionDetail {
  const { machine, staffName } = reader;
  const stored = asSeen(whole, machine);
  const { session, answers, recordings } = stored;
  const { job } = session;
  const plan = planOf(job);
  return {
    summary: toSessionSummary(session, locale, reader.summary),
    phone: session.identity?.by === 'name' ? session.identity.phone : null,
    consents: session.consents,
    personal: (session.personal ?? []).map(({ itemId, skills }) => ({
      number: job.items.findIndex(({ id }) => id === itemId) + 1,
      skills: [...skills],
    })),
    answers: job.items.map((item, index): AnswerDetail => {
      const keys = plan.filter((step) => step.item.id === item.id).map(({ answerKey }) => answerKey);
      const answer = answers.find(({ itemId, body }) => keys.includes(itemId) && isGiven(body));
      const first = answer ?? answers.find(({ itemId }) => keys.includes(itemId));
      const ofItem = recordings.filter(({ answerKey }) => [...keys, probeKey(item.id)].includes(answerKey));
      const read = stored.assessments.get(item.id);
      const isKeyHidden = machine === 'hidden' && session.consents?.scoring === true;
      return {
        itemId: item.id,
        number: index + 1,
        itemKind: item.kind,
        prompt: localizedText(item.prompt, locale),
        turns: toTurns(item, answers, job, locale),
        followUp: toFollowUp(item, stored, probes, locale),
        options: isKeyHidden ? withoutKey(toOptions(item, locale)) : toOptions(item, locale),
        keySource: 'key' in item && !isKeyHidden ? item.key.source : null,
        indicators: toIndicators(item, job, locale),
        body: item.kind === 'role_play' ? null : (first?.body ?? null),
        status: first?.status ?? unansweredStatus(session),
        score: first !== undefined && isGiven(first.body) ? first.score : null,
        answeredAt: first?.answeredAt ?? null,
        recordings: ofItem.toSorted(inPlayingOrder).map(toRecordingDetail),
        assessment: read?.state === 'assessed' ? read.assessment : null,
        machineQuotes: quotesOf(whole.assessments.get(item.id), machine),
        assessmentError: read?.state === 'failed' ? read.errorCode : null,
      };
    }),
    dimensions: job.competencyModel.dimensions.map(({ id, name }) => ({ id, name: localizedText(name, locale) })),
    result: machine === 'levels' ? resultOf(stored) : null,
    review: reader.sheet,
    survey: session.survey,
    retention: session.retention,
    hold: toHold(stored, staffName),
    deletion: stored.deletion && { method: stored.deletion.method, deletedAt: stored.deletion.deletedAt },
  };
}
