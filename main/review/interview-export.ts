import type { SessionPhase } from '#shared/contract/review.ts';
import type { AnswerDraft } from '#shared/answer.ts';
import type { Clause } from '#shared/assessment.ts';
import { type ExportedRecording, INTERVIEW_EXPORT_SCHEMA, InterviewExport } from '#shared/interview-export.ts';
import type { Job } from '#shared/job.ts';
import { toCandidateItem } from '#shared/job.ts';
import { type Locale, localizedText } from '#shared/localized.ts';
import { type Pack, termsOf } from '#shared/pack.ts';
import type { Probes } from '#shared/probe.ts';
import { purposeOf } from '#shared/purpose.ts';
import { NOT_REVIEWED } from '#shared/review-sheet.ts';
import type { Accommodations, CheckReport, ConsentKind } from '#shared/session.ts';
import { toSessionDetail } from './session-detail.ts';
import type { StoredInterview } from './ports.ts';
import type { StoredDecision, StoredRating, StoredReview } from './review-ports.ts';

/** The words of a locale, by the path of their key; values stand for `{{name}}`. */
export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;

type Sending = ExportedRecording['sending'];

/** All that the kiosk holds of an interview, as its rooms keep it. */
export interface Holdings {
  stored: StoredInterview;
  packId: string;
  packVersion: number;
  consentVersions: Readonly<Record<ConsentKind, number>> | null;
  accommodations: Accommodations;
  deviceCheck: CheckReport | null;
  readBacks: readonly { itemId: string; of: 'answer' | 'probe'; clauses: Clause[] }[];
  drafts: readonly { answerKey: string; savedAt: string; draft: AnswerDraft }[];
  records: readonly { id: string; seq: number; type: string; isErased: boolean; json: string; sending: Sending }[];
  /** By recording id. */
  files: ReadonlyMap<string, Sending>;
  /** By recording id. */
  startedAt: ReadonlyMap<string, string>;
  reviews: readonly StoredReview[];
  ratings: readonly StoredRating[];
  decisions: readonly StoredDecision[];
  auditLines: readonly { line: number; at: string; actor: string; action: string; detail: unknown }[];
}

const CONSENT_KINDS: readonly ConsentKind[] = ['recording', 'scoring', 'sending', 'talentPool'];
const NOT_SENT: Sending = { state: 'held', sentAt: null, receipt: null, lastError: null };

/** A status as the locale files name it: colons cannot stand in a key. */
function statusKey(status: string): string {
  return status.replace(':', '_');
}

/** Question, hint and options exactly as the candidate's screen had them. */
function shownItem(job: Job, itemId: string, locale: Locale) {
  const item = job.items.find(({ id }) => id === itemId);
  if (item === undefined) throw new Error(`The post has no item "${itemId}".`);
  const shown = toCandidateItem(item, locale);
  if ('options' in shown) return { hint: shown.hint, options: shown.options.map(({ id, text }) => ({ id, text })) };
  const task = shown.kind === 'work_sample' ? shown.task : null;
  const steps = task !== null && 'steps' in task ? task.steps.map(({ id, label }) => ({ id, text: label })) : [];
  return { hint: shown.hint, options: steps };
}

function indicatorName(job: Job, indicatorId: string, locale: Locale): string {
  const indicators = job.competencyModel.dimensions.flatMap((dimension) => dimension.indicators);
  const found = indicators.find(({ id }) => id === indicatorId);
  return found === undefined ? indicatorId : localizedText(found.name, locale);
}

/**
 * Everything of one interview as the person it is about may have it: named in words, with the wording they were shown. Keys of
 * the questions (which option works how well) are the employer's and are not in it, but for what a score rests on.
 *
 * @param parts.files where each recording lies in the exported folder, or why it does not
 * @param parts.packs the rules installed now; a consent's wording is given where the version is the one agreed to
 */
export function toInterviewExport(
  holdings: Holdings,
  parts: {
    words: Words;
    packs: readonly Pack[];
    probes: Probes;
    kiosk: InterviewExport['kiosk'];
    staffName: (staffId: string) => string | null;
    files: ReadonlyMap<string, { file: string | null; problem: string | null }>;
    exportedAt: string;
  },
): InterviewExport {
  const { stored } = holdings;
  const { session } = stored;
  const { locale, job } = session;
  const { words } = parts;
  // the person it is about may know everything
  const detail = toSessionDetail(stored, parts.probes, locale, {
    machine: 'levels',
    sheet: null,
    summary: NOT_REVIEWED,
    staffName: parts.staffName,
  });
  const pack = parts.packs.find(({ id }) => id === holdings.packId);
  const terms = pack === undefined ? null : termsOf(pack, purposeOf(job));
  const phase: SessionPhase = session.phase;

  function consent(kind: ConsentKind): InterviewExport['consents'][number] | null {
    if (session.consents === null) return null;
    const version = holdings.consentVersions?.[kind] ?? null;
    // never asked of interviews that are not for hiring
    if (version === 0) return null;
    const asked = terms?.consents[kind];
    return {
      kind,
      name: words(`consents.${kind}`),
      isGiven: session.consents[kind],
      version,
      text: asked !== undefined && asked.version === version ? localizedText(asked.text, locale) : null,
    };
  }

  function answer(each: (typeof detail.answers)[number]): InterviewExport['answers'][number] {
    const { itemId } = each;
    const status = each.status;
    return {
      itemId,
      number: each.number,
      kind: each.itemKind,
      question: each.prompt,
      ...shownItem(job, itemId, locale),
      turns: each.turns.map(({ answerKey, says, body }) => ({ answerKey, says, answer: body })),
      followUp: each.followUp && {
        answerKey: each.followUp.answerKey,
        asked: each.followUp.asked,
        reason: words(`follow_up.because.${each.followUp.trigger}`),
        answer: each.followUp.body,
      },
      answer: each.body,
      answeredAt: each.answeredAt,
      status,
      statusInWords:
        status === 'scored' ? words('statuses_short.scored') : words(`statuses.${statusKey(status)}.title`),
      score: each.score,
      assessment: each.assessment,
      assessmentError: each.assessmentError,
      corrections: holdings.readBacks
        .filter((readBack) => readBack.itemId === itemId)
        .map(({ of, clauses }) => ({ of, clauses })),
    };
  }

  function recording(row: StoredInterview['recordings'][number]): ExportedRecording {
    const { id, answerKey, take, part, kind, durationMs, sizeBytes, sha256, transcript, transcriptionError } = row;
    return {
      id,
      answerKey,
      take,
      part,
      kind,
      startedAt: holdings.startedAt.get(id) ?? '',
      durationMs,
      sizeBytes,
      sha256,
      ...(parts.files.get(id) ?? { file: null, problem: 'not exported' }),
      transcript,
      transcriptionError,
      sending: holdings.files.get(id) ?? NOT_SENT,
    };
  }

  const { result } = detail;
  const built: InterviewExport = {
    schema: INTERVIEW_EXPORT_SCHEMA,
    exportedAt: parts.exportedAt,
    kiosk: parts.kiosk,
    interview: {
      id: session.id,
      reference: session.reference,
      phase,
      phaseInWords: words(`phases.${phase}`),
      locale,
      startedAt: session.startedAt,
      finalizedAt: session.finalizedAt,
      post: { id: job.id, version: job.version, title: localizedText(job.title, locale) },
      pack: {
        id: holdings.packId,
        version: holdings.packVersion,
        title: pack === undefined ? null : localizedText(pack.title, locale),
      },
      retention: session.retention,
      hold: session.hold && { ...session.hold, placedBy: parts.staffName(session.hold.placedBy) },
      deletion: stored.deletion && {
        method: stored.deletion.method,
        deletedAt: stored.deletion.deletedAt,
        certificate: stored.deletion.certificate,
      },
    },
    identity: session.identity,
    accommodations: holdings.accommodations,
    deviceCheck: holdings.deviceCheck,
    consents: CONSENT_KINDS.flatMap((kind) => consent(kind) ?? []),
    answers: detail.answers.map(answer),
    drafts: [...holdings.drafts],
    result: result && {
      status: result.status,
      total: result.total,
      dimensions: job.competencyModel.dimensions.map(({ id, name, description }) => ({
        id,
        name: localizedText(name, locale),
        description: localizedText(description, locale),
        result: result.dimensions.find(({ dimensionId }) => dimensionId === id) ?? null,
      })),
    },
    observations: stored.recordings.flatMap(({ id, answerKey, analysis, presence }) =>
      analysis === null && presence === null ? [] : [{ recordingId: id, answerKey, voice: analysis, presence }],
    ),
    ratings: holdings.ratings.map(({ itemId, indicatorId, judgement, quotes, round, ratedAt, change, rater }) => ({
      itemId,
      indicatorId,
      judgement,
      quotes,
      round,
      ratedAt,
      change,
      rater: parts.staffName(rater),
      indicator: indicatorName(job, indicatorId, locale),
    })),
    openReviews: holdings.reviews
      .filter(({ state }) => state === 'open')
      .map(({ rater, openedAt, draft }) => ({ rater: parts.staffName(rater), openedAt, draft: [...draft] })),
    decisions: holdings.decisions.map((each) => ({ ...each, decidedBy: parts.staffName(each.decidedBy) })),
    survey: session.survey,
    recordings: stored.recordings.map(recording),
    records: holdings.records.map(({ id, seq, type, isErased, json, sending }) => {
      const wire = JSON.parse(json) as { capturedAt?: string; body?: unknown };
      return { id, seq, type, capturedAt: wire.capturedAt ?? null, body: isErased ? null : wire.body, sending };
    }),
    audit: holdings.auditLines.map(({ actor, ...line }) => ({ ...line, actor: parts.staffName(actor) ?? actor })),
  };
  // a promise of shape is kept or broken here, not at a reader's
  return InterviewExport.parse(built);
}
