import type { Job } from '#shared/job.ts';
import type { JobRows, LocalVersion, StoredBankItem, StoredDraft } from './ports.ts';

/**
 * Posts written at a kiosk, in memory.
 *
 * @param options.used interviews that were held, by post and version
 */
export function jobRowsInMemory(options: {
  readonly now: () => Date;
  readonly used?: () => ReturnType<JobRows['usage']>;
}): JobRows {
  const drafts = new Map<string, StoredDraft>();
  const versions: { readonly row: LocalVersion; readonly job: Job }[] = [];
  const bank = new Map<string, StoredBankItem>();
  const at = () => options.now().toISOString();
  const newestFirst = () => versions.toSorted((a, b) => b.row.version - a.row.version);
  return {
    versions: () => newestFirst().map(({ row }) => row),
    newest: () =>
      newestFirst()
        .filter(({ row }, index, all) => all.findIndex((other) => other.row.jobId === row.jobId) === index)
        .map(({ job }) => job),
    find: (jobId, version) => versions.find(({ row }) => row.jobId === jobId && row.version === version)?.job ?? null,
    findUsed: () => null,
    usage: () => options.used?.() ?? [],
    drafts: () => [...drafts.values()].toReversed(),
    draft: (id) => drafts.get(id) ?? null,
    begin(draft) {
      if ([...drafts.values()].some(({ jobId }) => jobId === draft.jobId)) throw new Error('UNIQUE job_id');
      const stored = { ...draft, revision: 1, savedAt: at() };
      drafts.set(draft.id, stored);
      return stored;
    },
    save(id, revision, job) {
      const draft = drafts.get(id);
      if (draft === undefined || draft.revision !== revision) return null;
      const saved = { ...draft, job, revision: revision + 1, savedAt: at() };
      drafts.set(id, saved);
      return { revision: saved.revision, savedAt: saved.savedAt };
    },
    discard: (id) => void drafts.delete(id),
    publish(draft, job, by) {
      const version = (draft.baseVersion ?? 0) + 1;
      if (versions.some(({ row }) => row.jobId === draft.jobId && row.version === version)) throw new Error('UNIQUE');
      const row = { jobId: draft.jobId, version, publishedAt: at(), publishedBy: by, sha256: 'a'.repeat(64) };
      versions.push({ row, job: { ...job, version } });
      drafts.delete(draft.id);
      return row;
    },
    bank: () => [...bank.values()].toReversed(),
    addToBank: (item) => void bank.set(item.id, { ...item, addedAt: at() }),
    tagBankItem(id, tags) {
      const item = bank.get(id);
      if (item !== undefined) bank.set(id, { ...item, tags });
      return item !== undefined;
    },
    removeFromBank: (id) => bank.delete(id),
  };
}
