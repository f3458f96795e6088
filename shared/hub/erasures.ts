import { z } from 'zod';
import { Instant } from '../ids.ts';
import { DeletionCertificate } from '../wire/deletion-certificate.ts';
import { WireName } from '../wire/record.ts';
import { Actor, Reason } from './actor.ts';
import { CandidateDeletionCertificate } from './candidates.ts';

/** Body of `POST /v1/erasures`: one interview, or everything of a person. */
export const NewErasure = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('session'), sessionId: WireName, reason: Reason }),
  z.strictObject({ kind: z.literal('candidate'), candidateId: z.uuidv7(), reason: Reason }),
]);
export type NewErasure = z.infer<typeof NewErasure>;

/**
 * How far a deletion has come at a kiosk. `waiting`: it has not asked since. `told`: it knows, and deletes between interviews unless a
 * hold forbids it. `done`: it said so. `unreachable`: it was ended or never enrolled, nobody can tell it.
 */
export const ErasureState = z.enum(['waiting', 'told', 'done', 'unreachable']);
export type ErasureState = z.infer<typeof ErasureState>;

export const ErasureKiosk = z.object({
  sessionId: z.string(),
  /** Null: it is not known which kiosk has it. */
  deviceId: z.string().nullable(),
  state: ErasureState,
  /** When its word arrived. */
  doneAt: Instant.nullable(),
});
export type ErasureKiosk = z.infer<typeof ErasureKiosk>;

/** One deletion that was asked for. It names ids, no person. */
export const Erasure = z.object({
  id: z.string(),
  kind: z.enum(['session', 'candidate']),
  /** The interview or the candidate. */
  subjectId: z.string(),
  /** `kiosk`: its candidate asked for it there, with the deletion code. */
  origin: z.enum(['head_office', 'kiosk']),
  /** Empty where none was given. */
  reason: z.string(),
  requestedAt: Instant,
  requestedBy: Actor,
  kiosks: z.array(ErasureKiosk),
  /** Whether nothing of it is held at head office any more. */
  isDoneHere: z.boolean(),
});
export type Erasure = z.infer<typeof Erasure>;

/** What was deleted, in the words of those who did it. */
export const ErasureCertificates = z.object({
  erasure: Erasure,
  /** Of head office; null for a single interview. */
  candidate: CandidateDeletionCertificate.nullable(),
  /** Of kiosks, as they signed it. */
  kiosks: z.array(
    z.object({
      certificate: DeletionCertificate,
      isSignatureValid: z.boolean(),
      /** Whether the key is one that the hub knows to be the kiosk's. */
      isKeyKnown: z.boolean(),
    }),
  ),
});
export type ErasureCertificates = z.infer<typeof ErasureCertificates>;
