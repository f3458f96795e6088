import type { Instant, Sha256 } from '#shared/ids.ts';
import type { Item, Job } from '#shared/job.ts';
import type { z } from 'zod';

/** A draft as it is kept. */
export interface StoredDraft {
  readonly id: string;
  readonly jobId: string;
  /** The version it changes; null for a post that was never published. */
  readonly baseVersion: number | null;
  /** 1 on a new draft. */
  readonly revision: number;
  readonly savedAt: Instant;
  readonly job: Job;
}

/** One published version of a post of this kiosk. */
export interface LocalVersion {
  readonly jobId: string;
  readonly version: number;
  readonly publishedAt: Instant;
  /** A staff id. */
  readonly publishedBy: string;
  readonly sha256: z.infer<typeof Sha256>;
}

export interface StoredBankItem {
  readonly id: string;
  readonly item: Item;
  readonly tags: readonly string[];
  readonly from: { readonly jobId: string; readonly jobTitle: string; readonly version: number | null };
  readonly addedAt: Instant;
  readonly addedBy: string;
}

/** The kiosk's durable memory of what was written here. Each call is one transaction with its audit line. */
export interface JobRows {
  /** Every published version, the newest of a post first. */
  versions(): LocalVersion[];
  /** Posts in their newest version, by id. What this release cannot read any more is left out. */
  newest(): Job[];
  find(jobId: string, version: number): Job | null;
  /** The text an interview was held with, wherever it came from. */
  findUsed(jobId: string, version: number): Job | null;
  /** Interviews that were held with a post, by version. */
  usage(): { readonly jobId: string; readonly version: number; readonly interviews: number }[];

  /** The newest first. */
  drafts(): StoredDraft[];
  draft(id: string): StoredDraft | null;
  begin(draft: Omit<StoredDraft, 'revision' | 'savedAt'>, by: string): StoredDraft;
  /** @returns null when the draft is not at this revision any more; nothing changed */
  save(id: string, revision: number, job: Job): Pick<StoredDraft, 'revision' | 'savedAt'> | null;
  discard(id: string, by: string): void;
  /** The draft becomes a version, and is gone. @throws when there is such a version already: a version never changes */
  publish(draft: StoredDraft, job: Job, by: string): LocalVersion;

  bank(): StoredBankItem[];
  addToBank(item: Omit<StoredBankItem, 'addedAt'>): void;
  /** @returns false when there is no such question */
  tagBankItem(id: string, tags: readonly string[], by: string): boolean;
  removeFromBank(id: string, by: string): boolean;
}
