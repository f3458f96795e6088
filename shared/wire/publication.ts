import { z } from 'zod';
import { Sha256 } from '../ids.ts';
import { InvitationNotice } from '../invitation.ts';
import { Job } from '../job.ts';
import { Localized } from '../localized.ts';
import { Pack } from '../pack.ts';
import { Slug } from '../job/parts.ts';
import { Rule } from '../hub/workflow.ts';
import { WireName } from './record.ts';
import { PublicKey, Signature } from './signature.ts';

/** Paths of what head office publishes. */
export const PUBLICATION_PATHS = {
  /** `/:kind/:id` */
  publications: '/v1/publications',
  changes: '/v1/changes',
} as const;

/** Changes in one answer at most. */
export const MAX_CHANGES = 50;

/** A deletion that was asked for at head office; its id is that of the interview. */
export const ErasureRequest = z.strictObject({
  sessionId: WireName,
  /** Of the request at head office; no personal data. */
  requestId: z.string().min(1).max(64),
});
export type ErasureRequest = z.infer<typeof ErasureRequest>;

/** Rules of a post's flow for its kiosks; the id is that of the post. Where there are any, those of a site are not in force for it. */
export const PublishedRules = z.strictObject({ id: Slug, version: z.int().positive(), rules: z.array(Rule).max(50) });
export type PublishedRules = z.infer<typeof PublishedRules>;

/** What is published, by kind, and the schema of each in this release: the one a kiosk reads its own files with. */
export const PUBLISHED = {
  job: Job,
  pack: Pack,
  rules: PublishedRules,
  erasure: ErasureRequest,
  invitation: InvitationNotice,
} as const;
export type PublishedKind = keyof typeof PUBLISHED;
/** Version of those schemas. A kiosk keeps what has another one, and does not use it. */
export const PUBLISHED_SCHEMA_VERSION = 1;

export function isPublishedKind(kind: string): kind is PublishedKind {
  return kind in PUBLISHED;
}

const Kind = z
  .string()
  .max(40)
  .regex(/^[a-z]+(_[a-z]+)*$/);
const PublicationId = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);

/** One version of something published, or its withdrawal. Kinds that are not known yet are carried all the same. */
export const Change = z.object({
  /** Place in the order of everything published at this hub; rises. */
  cursor: z.int().positive(),
  kind: Kind,
  id: PublicationId,
  /** Of this kind and id, from 1 without gaps. */
  version: z.int().positive(),
  schemaVersion: z.int().positive(),
  publishedAt: z.iso.datetime(),
  /** Null: withdrawn, or not for the site of this kiosk any more. */
  body: z.unknown(),
  /** Of the canonical JSON of `body`. */
  sha256: Sha256,
  /** Of {@link changeText}, by the hub's key. */
  signature: Signature,
});
export type Change = z.infer<typeof Change>;

/** What the hub signs of each change. */
export function changeText(change: Omit<Change, 'body' | 'signature'>): string {
  const { cursor, kind, id, version, schemaVersion, publishedAt, sha256 } = change;
  return `anteroom change v1 ${kind} ${id}\n${version}\n${schemaVersion}\n${publishedAt}\n${sha256}\n${cursor}\n`;
}

/** Answer of `GET /v1/changes?after=CURSOR`. */
export const ChangePage = z.object({
  service: z.literal('anteroom-hub'),
  /** Checked one by one: one that cannot be read stops no other. */
  changes: z.array(z.unknown()).max(MAX_CHANGES),
  /** To ask from next time. */
  next: z.int().nonnegative(),
  hasMore: z.boolean(),
  hubKey: PublicKey,
  /** Of {@link changePageText}: a stranger must not move the cursor. */
  signature: Signature,
});
export type ChangePage = z.infer<typeof ChangePage>;

/** What the hub signs of an answer. */
export function changePageText(page: {
  readonly deviceId: string;
  readonly after: number;
  readonly next: number;
  readonly hasMore: boolean;
  readonly count: number;
}): string {
  return `anteroom changes v1 ${page.deviceId}\n${page.after}\n${page.next}\n${page.hasMore ? 'more' : 'all'}\n${page.count}\n`;
}

/** Body of `PUT /v1/publications/:kind/:id`. */
export const PublicationRequest = z.object({
  /** Null: all. */
  sites: z.array(z.string().min(1).max(80)).min(1).nullable(),
  body: z.unknown(),
});

/** One published thing in its newest version, as head office lists it. */
export const Publication = z.object({
  /** Of this version, in the order of everything published. */
  cursor: z.int().positive(),
  kind: Kind,
  id: PublicationId,
  version: z.int().positive(),
  sites: z.array(z.string()).nullable(),
  publishedAt: z.iso.datetime(),
  publishedBy: z.string(),
  isWithdrawn: z.boolean(),
  /** What people call it; null for what has no title. */
  title: Localized.nullable(),
  sha256: Sha256,
});
export type Publication = z.infer<typeof Publication>;

/** Answer of `GET /v1/publications/:kind/:id`: the newest version with what it says; null: withdrawn. */
export const PublicationWithBody = Publication.extend({ body: z.unknown() });
export type PublicationWithBody = z.infer<typeof PublicationWithBody>;

/**
 * How far a kiosk in use has come: it keeps everything up to `cursor` that is for its site, and uses it between interviews. Null: it
 * has not asked yet.
 */
export const PublicationKiosk = z.object({
  deviceId: z.string(),
  site: z.string(),
  cursor: z.int().nonnegative().nullable(),
  /** When it first asked from there. */
  since: z.iso.datetime().nullable(),
});
export type PublicationKiosk = z.infer<typeof PublicationKiosk>;

/** Body of `GET /v1/publications`. */
export const PublicationList = z.object({
  publications: z.array(Publication),
  kiosks: z.array(PublicationKiosk),
});
export type PublicationList = z.infer<typeof PublicationList>;
