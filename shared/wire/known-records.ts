import { z } from 'zod';
import { SpeechAnalysis } from '../analysis.ts';
import { AnswerBody } from '../answer.ts';
import { Clause, InterviewResult, WordAssessment } from '../assessment.ts';
import { Instant, Sha256 } from '../ids.ts';
import { Job } from '../job.ts';
import { Locale } from '../localized.ts';
import { Action } from '../hub/workflow.ts';
import { Outcome } from '../decision.ts';
import { Judgement, PickedQuote, Rating, RatingRound } from '../rating.ts';
import { Purpose } from '../purpose.ts';
import { MachineView } from '../review-sheet.ts';
import { AnswerScore, AnswerStatus } from '../score.ts';
import { SealedSelfIdentification, SELF_IDENTIFICATION_TYPE } from '../self-identification.ts';
import { PresenceObservation } from '../presence.ts';
import { Transcript } from '../transcript.ts';
import { CaptureLossReason, PictureLossReason, CheckReport, Consents, Identity, Survey } from '../session.ts';
import { DeletionCertificate } from './deletion-certificate.ts';
import type { WireRecord } from './record.ts';

/** The type of the record that takes back everything else its device said of the same session. */
export const ERASURE_TYPE = 'session.erased';

const nothing = z.looseObject({});
const deletion = z.looseObject({ certificate: DeletionCertificate.optional() });
const take = z.int().min(1).max(3);
/** What an interview was held for; left out for hiring, and by kiosks that knew nothing else. */
const purpose = Purpose.optional();

/** Body of `answer.saved`. `itemId` is that of the answer: an item, `item.turn` or `item.probe`. */
export const SavedAnswer = z.looseObject({
  itemId: z.string(),
  itemKind: z.enum(['spoken', 'typed', 'choice', 'ranking', 'rating', 'role_play', 'work_sample']),
  number: z.int().positive(),
  take,
  body: AnswerBody,
  status: AnswerStatus,
  score: AnswerScore.nullable(),
});
export type SavedAnswer = z.infer<typeof SavedAnswer>;

/** Body of `answer.assessed`: what the words of an item's answers show, with the transcripts it rests on; the newest of an item counts. */
export const AssessedAnswer = z.looseObject({
  itemId: z.string(),
  status: AnswerStatus,
  assessment: WordAssessment.nullable(),
  errorCode: z.string().nullable(),
  transcripts: z.array(z.looseObject({ recordingId: z.string(), transcript: Transcript })),
  analyses: z.array(
    z.looseObject({
      recordingId: z.string(),
      analysis: SpeechAnalysis,
      presence: PresenceObservation.nullable(),
    }),
  ),
});
export type AssessedAnswer = z.infer<typeof AssessedAnswer>;

/** Body of `job.published`. */
export const PublishedJob = z.looseObject({ jobId: z.string(), version: z.int().positive(), sha256: Sha256, job: Job });

/** Body of `session.scored`: dimensions and total, once every answer was read; the newest counts. */
export const ScoredSession = z.looseObject({ result: InterviewResult });

/** A member of the site's staff; the name is null where the account is gone. */
const StaffMember = z.looseObject({ id: z.string(), name: z.string().nullable() });

/** What people make of an interview at the kiosk (scoring.md §6). Nothing in it is ever taken back, only followed by something newer. */
const reviewBodies = {
  'rating.locked': { 1: z.looseObject({ rater: StaffMember, round: RatingRound, ratings: z.array(Rating) }) },
  'review.revealed': { 1: z.looseObject({ rater: StaffMember, machine: MachineView }) },
  /** Somebody asked for the machine's levels while they are hidden by default. */
  'review.levels_shown': { 1: z.looseObject({ rater: StaffMember }) },
  'rating.changed': {
    1: z.looseObject({
      rater: StaffMember,
      itemId: z.string(),
      indicatorId: z.string(),
      from: Judgement,
      to: Judgement,
      quotes: z.array(PickedQuote),
      reason: z.string(),
      words: z.string(),
      /** What of the machine the person saw meanwhile. */
      machine: MachineView,
    }),
  },
  'review.finished': {
    1: z.looseObject({ rater: StaffMember, changed: z.int().nonnegative(), kept: z.int().nonnegative() }),
  },
  /** Judgements are more than one level apart: a second person is asked to rate blind. */
  'review.second_wanted': { 1: z.looseObject({ behaviours: z.int().positive() }) },
  'decision.made': {
    1: z.looseObject({
      decisionId: z.string(),
      outcome: Outcome,
      reason: z.string(),
      words: z.string(),
      by: StaffMember,
      supersedes: z.string().nullable(),
      /** Locked reviews it could rest on. */
      reviews: z.int().nonnegative(),
    }),
  },
  'proposal.decided': {
    1: z.looseObject({
      proposalId: z.string(),
      state: z.enum(['approved', 'dismissed']),
      ruleId: z.string(),
      ruleVersion: z.int(),
      action: Action,
      by: StaffMember,
      reason: z.string(),
    }),
  },
  /** To be carried out at head office: the kiosk has no way to. */
  'action.approved': {
    1: z.looseObject({
      proposalId: z.string(),
      action: Action,
      by: StaffMember,
      reference: z.string(),
      jobId: z.string(),
      candidate: Identity.nullable(),
      locale: Locale,
      appointment: z
        .looseObject({
          startsAt: Instant,
          endsAt: Instant,
          place: z.string(),
          /** RFC 5545, to be sent along. */
          calendar: z.string(),
        })
        .nullable(),
    }),
  },
} as const;

/**
 * Body schemas this release understands, by type and version: what the kiosk writes (main/session), no more.
 *
 * A newer kiosk may add fields. A type, version or shape missing here is still stored and acknowledged
 * (`accepted_unparsed`), never refused.
 */
const knownBodies: Readonly<Record<string, Readonly<Record<number, z.ZodType>>>> = {
  'session.started': {
    1: z.looseObject({
      jobId: z.string(),
      jobVersion: z.int(),
      packId: z.string(),
      packVersion: z.int(),
      locale: Locale,
      purpose,
    }),
  },
  'session.resumed': { 1: nothing },
  'session.sealed': { 1: z.looseObject({ reason: z.enum(['idle', 'interrupted', 'candidate']) }) },
  'session.withdrawn': { 1: nothing },
  /** Kiosks of the first releases signed nothing. */
  [ERASURE_TYPE]: { 1: deletion },
  /** The kiosk's own period is over. Erases nothing here: the target keeps its records by its own rule. */
  'session.expired': { 1: deletion },
  'session.finalized': {
    1: z.looseObject({
      reference: z.string(),
      deletionCodeHash: z.string(),
      jobId: z.string(),
      jobVersion: z.int(),
      purpose,
      locale: Locale,
      startedAt: Instant,
      finalizedAt: Instant,
      answered: z.int().nonnegative(),
      total: z.int().nonnegative(),
      survey: Survey.nullable(),
    }),
  },
  /** Only the private half of head office's key reads it: no hub, no kiosk, nobody at the site. */
  [SELF_IDENTIFICATION_TYPE]: { 1: SealedSelfIdentification },
  'consent.given': {
    1: z.looseObject({
      consents: Consents,
      versions: z.looseObject({ recording: z.int(), scoring: z.int(), sending: z.int(), talentPool: z.int() }),
    }),
  },
  'identity.given': { 1: z.looseObject({ identity: Identity, purpose }) },
  /** Which questions of groups of equals were chosen for this person, and for which skills; before the first is asked. */
  'session.planned': {
    1: z.looseObject({
      choices: z.array(z.looseObject({ group: z.string(), itemId: z.string(), skills: z.array(z.string()) })),
    }),
  },
  'check.finished': { 1: z.looseObject({ report: CheckReport }) },
  'capture.lost': { 1: z.looseObject({ itemId: z.string(), reason: CaptureLossReason }) },
  /** The picture of an answer stopped; its sound went on. */
  'picture.lost': { 1: z.looseObject({ itemId: z.string(), reason: PictureLossReason }) },
  'answer.saved': { 1: SavedAnswer },
  /** What the candidate put right on the read-back screen: as it was heard, and as it was left. */
  'answer.read_back': {
    1: z.looseObject({
      itemId: z.string(),
      of: z.enum(['answer', 'probe']),
      heard: z.array(z.string()),
      clauses: z.array(Clause),
    }),
  },
  'answer.assessed': { 1: AssessedAnswer },
  ...reviewBodies,
  'session.scored': { 1: ScoredSession },
  /** A post was written at the kiosk, and this is the text its interviews are held with. Of no session. */
  'job.published': { 1: PublishedJob },
  /** Written by kiosks of the first release. */
  'answer.analysed': {
    1: z.looseObject({ itemId: z.string(), take, status: AnswerStatus, analyses: z.array(SpeechAnalysis) }),
  },
};

/** What the body of a record has to look like; undefined for a type or version this release does not know. */
export function knownBodyOf(type: string, schemaVersion: number): z.ZodType | undefined {
  return Object.hasOwn(knownBodies, type) ? knownBodies[type]?.[schemaVersion] : undefined;
}

/** Whether this release understands the record: known type, known version, body of the expected shape. */
export function isKnownRecord(record: WireRecord): boolean {
  return knownBodyOf(record.type, record.schemaVersion)?.safeParse(record.body).success === true;
}
