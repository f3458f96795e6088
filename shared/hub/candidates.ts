import { z } from 'zod';
import { Instant, Sha256 } from '../ids.ts';
import { Slug } from '../job/parts.ts';
import { Actor, Reason } from './actor.ts';
import { PageQuery } from './page.ts';

const CandidateId = z.uuidv7();

/** What a candidate file holds of a person, beside a résumé. */
export const FactKind = z.enum(['name', 'phone', 'email', 'document_hash', 'external_id', 'invitation_code', 'skill']);
export type FactKind = z.infer<typeof FactKind>;

/** Where a fact comes from. What came from a session goes when the session is erased. */
export const FactSource = z.object({
  kind: z.enum(['session', 'import', 'channel', 'person', 'invitation']),
  id: z.string().max(200),
});
export type FactSource = z.infer<typeof FactSource>;

export const Fact = z.object({
  kind: FactKind,
  /** Phone E.164 where it can be read, e-mail lower-cased, external id `system:id`, document HMAC in hex. */
  value: z.string(),
  source: FactSource,
  addedAt: Instant,
});
export type Fact = z.infer<typeof Fact>;

export const ExternalId = z.strictObject({
  system: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{1,60}$/, 'must be letters, digits and . _ -'),
  id: z.string().trim().min(1).max(120),
});

/** One job a candidate is looked at for. */
export const ApplicationSummary = z.object({
  id: z.uuidv7(),
  candidateId: CandidateId,
  jobId: z.string(),
  stageId: z.string(),
  stageEnteredAt: Instant,
  /** `closed` by a person only (R6). */
  state: z.enum(['open', 'closed']),
  outcome: z.enum(['hired', 'declined', 'withdrawn']).nullable(),
  createdAt: Instant,
});
export type ApplicationSummary = z.infer<typeof ApplicationSummary>;

export const CandidateSummary = z.object({
  id: CandidateId,
  /** Null when only a code is known, and after erasure. */
  name: z.string().nullable(),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  skills: z.array(z.string()),
  createdAt: Instant,
  updatedAt: Instant,
  erasedAt: Instant.nullable(),
  applications: z.array(ApplicationSummary),
  sessionCount: z.int().nonnegative(),
  openMergeProposals: z.int().nonnegative(),
  openProposals: z.int().nonnegative(),
});
export type CandidateSummary = z.infer<typeof CandidateSummary>;

/** An interview at a kiosk, as the file shows it. Details: `GET /v1/sessions/:id`. */
export const CandidateSession = z.object({
  sessionId: z.string(),
  deviceId: z.string(),
  applicationId: z.string().nullable(),
  jobId: z.string().nullable(),
  jobVersion: z.int().nullable(),
  state: z.enum(['started', 'sealed', 'finalized', 'withdrawn', 'erased']),
  attachedBy: z.enum(['invitation_code', 'new_file', 'person']).nullable(),
  startedAt: Instant.nullable(),
  finalizedAt: Instant.nullable(),
  /** 0–100 with its interval; null: not scored, a person listens. */
  total: z.object({ score: z.number(), low: z.number(), high: z.number() }).nullable(),
  scoreStatus: z.enum(['scored', 'incomplete']).nullable(),
  dimensions: z.array(z.object({ dimensionId: z.string(), score: z.number().nullable(), status: z.string() })),
  /** Rises when it was scored again. */
  revision: z.int().nonnegative(),
});
export type CandidateSession = z.infer<typeof CandidateSession>;

/** What happened, in the past tense, newest first. `detail` holds codes and ids, and the reason a person gave. */
export const TimelineEntry = z.object({
  seq: z.int(),
  at: Instant,
  kind: z.string(),
  applicationId: z.string().nullable(),
  actor: Actor,
  detail: z.record(z.string(), z.unknown()),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const CandidateDetail = CandidateSummary.extend({
  facts: z.array(Fact),
  /** The newest résumé, a JSON Resume document; null for none. */
  resume: z.unknown().nullable(),
  sessions: z.array(CandidateSession),
  timeline: z.array(TimelineEntry),
  /** Files that were merged into this one. */
  mergedIds: z.array(z.string()),
});
export type CandidateDetail = z.infer<typeof CandidateDetail>;

/** Names that may be searched: part of a name, a phone or e-mail, an invitation code, an external id. */
export const CandidateQuery = PageQuery.extend({
  q: z.string().trim().min(1).max(100).optional(),
  jobId: Slug.optional(),
  stageId: Slug.optional(),
});

export type CandidateQuery = z.infer<typeof CandidateQuery>;

const contact = {
  name: z.string().trim().min(1).max(120),
  phones: z.array(z.string().trim().min(3).max(40)).max(10),
  emails: z.array(z.email().max(254)).max(10),
  skills: z.array(z.string().trim().min(1).max(80)).max(100),
  externalIds: z.array(ExternalId).max(20),
};

/** A new file typed in by a person or another system. */
export const NewCandidate = z.strictObject({
  name: contact.name,
  phones: contact.phones.default([]),
  emails: contact.emails.default([]),
  skills: contact.skills.default([]),
  externalIds: contact.externalIds.default([]),
  jobId: Slug.optional(),
});
export type NewCandidate = z.infer<typeof NewCandidate>;

/** What a person sets takes the place of what people set before; what came from elsewhere stays with its source. */
export const CandidateChange = z
  .strictObject({
    name: contact.name.optional(),
    phones: contact.phones.optional(),
    emails: contact.emails.optional(),
    skills: contact.skills.optional(),
    externalIds: contact.externalIds.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'must change something');
export type CandidateChange = z.infer<typeof CandidateChange>;

export const CandidateCreated = z.object({ candidate: CandidateDetail, mergeProposals: z.array(z.string()) });

/** Two files that share an exact key. Nothing is merged before a person says so. */
export const MergeProposal = z.object({
  id: z.uuidv7(),
  candidates: z.array(CandidateSummary).length(2),
  /** Kinds of the keys they share. */
  sharedKinds: z.array(FactKind),
  state: z.enum(['open', 'confirmed', 'dismissed', 'withdrawn', 'undone']),
  createdAt: Instant,
  decidedAt: Instant.nullable(),
  decidedBy: Actor.nullable(),
  reason: z.string().nullable(),
});
export type MergeProposal = z.infer<typeof MergeProposal>;

export const MergeProposalQuery = PageQuery.extend({ state: MergeProposal.shape.state.default('open') });

/** `keep`: whose file stays in front. */
export const MergeDecision = z.strictObject({ keep: CandidateId, reason: Reason });
export const MergeDismissal = z.strictObject({ reason: Reason });

/** What is left of a deleted file: no personal data. `auditSeq` and `auditSha256` name the line of the hub's audit log that says so. */
export const CandidateDeletionCertificate = z.object({
  format: z.literal('anteroom.candidate-deletion/1'),
  candidateId: CandidateId,
  mergedIds: z.array(z.string()),
  sessions: z.array(z.object({ deviceId: z.string(), sessionId: z.string() })),
  facts: z.int().nonnegative(),
  documents: z.int().nonnegative(),
  deletedAt: Instant,
  deletedBy: Actor,
  auditSeq: z.int().positive(),
  auditSha256: Sha256,
});
export type CandidateDeletionCertificate = z.infer<typeof CandidateDeletionCertificate>;
