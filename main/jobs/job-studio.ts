import type {
  BankEntry,
  DraftHead,
  JobEntry,
  JobOrigin,
  JobVersion,
  OpenDraft,
  YamlProblem,
} from '#shared/contract/jobs.ts';
import { Job } from '#shared/job.ts';
import { blankJob, freeId } from '#shared/job/blank-job.ts';
import { jobProblems } from '#shared/job/job-problems.ts';
import { Slug } from '#shared/job/parts.ts';
import { type Locale, LOCALES, localizedText } from '#shared/localized.ts';
import { isHiring, type Purpose, purposeOf } from '#shared/purpose.ts';
import type { Settings } from '#shared/settings.ts';
import { readJobYaml, writeJobYaml } from './job-yaml.ts';
import type { JobRows, StoredBankItem, StoredDraft } from './ports.ts';

/** Stands before the id of a post that is written here, so that it never meets one of head office. */
const LOCAL = 'local-';

/** What the studio needs of the rest of the kiosk. */
export interface JobStudioParts {
  readonly rows: JobRows;
  readonly resources: {
    /** Posts that can be interviewed for now, in their version in use. */
    jobs(): readonly Job[];
    originOf(id: string): JobOrigin | null;
  };
  readonly settings: { current(): Settings; save(next: Settings): Promise<boolean> };
  /** Whether the pack of the site has consents for such interviews. */
  readonly hasTerms: (purpose: Purpose) => boolean;
  readonly isInterviewRunning: () => boolean;
  /** Other posts, or others of them, can be chosen now. */
  readonly onChanged: () => void;
  readonly staffName: (staffId: string) => string | null;
  readonly newId: () => string;
}

export type JobStudio = ReturnType<typeof createJobStudio>;

/** What the contract promises of posts that are written at the kiosk. A foreseen refusal is a value. */
export function createJobStudio(parts: JobStudioParts) {
  const { rows, resources, settings } = parts;

  /** In another language while it is not written in this one. */
  const titleOf = ({ id, title }: Job, locale: Locale): string =>
    [locale, ...LOCALES].map((each) => localizedText(title, each).trim()).find((each) => each !== '') ?? id;

  const headOf = (draft: StoredDraft, locale: Locale): DraftHead => ({
    id: draft.id,
    jobId: draft.jobId,
    title: titleOf(draft.job, locale),
    baseVersion: draft.baseVersion,
    savedAt: draft.savedAt,
  });

  /** Posts and drafts of this kiosk, by id. */
  const takenIds = (): string[] => [...resources.jobs(), ...rows.newest()].map(({ id }) => id).concat(draftIds());
  const draftIds = (): string[] => rows.drafts().map(({ jobId }) => jobId);
  const localId = (id: string): string => freeId(id.startsWith(LOCAL) ? id : `${LOCAL}${id}`.slice(0, 64), takenIds());

  function versionsOf(job: Job, usage: ReturnType<JobRows['usage']>): JobVersion[] {
    const counted = new Map(usage.flatMap((each) => (each.jobId === job.id ? [[each.version, each.interviews]] : [])));
    const local = rows.versions().filter(({ jobId }) => jobId === job.id);
    const known = new Map(local.map((each) => [each.version, each]));
    // of posts from elsewhere only the one in use is kept whole, and what interviews were held with
    const numbers = new Set([job.version, ...known.keys(), ...counted.keys()]);
    return [...numbers]
      .toSorted((a, b) => b - a)
      .map((version) => {
        const published = known.get(version);
        return {
          version,
          publishedAt: published?.publishedAt ?? null,
          publishedBy: published === undefined ? null : parts.staffName(published.publishedBy),
          interviews: counted.get(version) ?? 0,
        };
      });
  }

  /** Where the settings name no post, those for hiring are offered. */
  function isOffered(id: string): boolean {
    const { jobIds } = settings.current();
    if (jobIds.length > 0) return jobIds.includes(id);
    const job = resources.jobs().find((each) => each.id === id);
    return job === undefined || isHiring(job);
  }

  function find(id: string, version: number | null): Job | null {
    const current = resources.jobs().find((job) => job.id === id) ?? null;
    if (version === null || current?.version === version) return current;
    return rows.find(id, version) ?? rows.findUsed(id, version);
  }

  function begin(job: Job, baseVersion: number | null, by: string): string {
    return rows.begin({ id: parts.newId(), jobId: job.id, baseVersion, job }, by).id;
  }

  return {
    list(locale: Locale): { jobs: JobEntry[]; drafts: DraftHead[]; offersAll: boolean } {
      const usage = rows.usage();
      const drafts = rows.drafts();
      const entries = resources.jobs().map((job): JobEntry => {
        const versions = versionsOf(job, usage);
        const draft = drafts.find(({ jobId }) => jobId === job.id);
        return {
          id: job.id,
          title: titleOf(job, locale),
          origin: resources.originOf(job.id) ?? 'shipped',
          version: job.version,
          versions,
          questions: job.items.length,
          interviews: versions.reduce((sum, { interviews }) => sum + interviews, 0),
          purpose: purposeOf(job),
          isOffered: isOffered(job.id),
          lacksTerms: !parts.hasTerms(purposeOf(job)),
          draft: draft === undefined ? null : headOf(draft, locale),
        };
      });
      const open = drafts.filter(({ jobId }) => !entries.some(({ id }) => id === jobId));
      return {
        jobs: entries,
        drafts: open.map((draft) => headOf(draft, locale)),
        offersAll: settings.current().jobIds.length === 0,
      };
    },

    read(id: string, version: number | null): { job: Job; origin: JobOrigin; interviews: number } | null {
      const job = find(id, version);
      if (job === null) return null;
      const used = rows.usage().find((each) => each.jobId === id && each.version === job.version);
      return { job, origin: resources.originOf(id) ?? 'shipped', interviews: used?.interviews ?? 0 };
    },

    create: (by: string): string => begin(blankJob(freeId(`${LOCAL}post`, takenIds())), null, by),

    copy(id: string, version: number | null, by: string): string | null {
      const job = find(id, version);
      return job === null ? null : begin({ ...job, id: localId(job.id), version: 1 }, null, by);
    },

    edit(id: string, by: string): { draftId: string } | { refused: 'job_unknown' | 'job_read_only' } {
      const job = find(id, null);
      if (job === null) return { refused: 'job_unknown' };
      if (resources.originOf(id) !== 'local') return { refused: 'job_read_only' };
      const going = rows.drafts().find(({ jobId }) => jobId === id);
      return { draftId: going?.id ?? begin({ ...job, version: job.version + 1 }, job.version, by) };
    },

    openDraft(id: string): OpenDraft | null {
      const draft = rows.draft(id);
      if (draft === null) return null;
      const { baseVersion, revision, savedAt, job } = draft;
      return { id, baseVersion, revision, savedAt, job };
    },

    /** A draft keeps the id and number it began with, whatever the page sends. */
    saveDraft(id: string, revision: number, job: Job) {
      const draft = rows.draft(id);
      if (draft === null) return { refused: 'draft_unknown' as const };
      const own = { ...job, id: draft.jobId, version: (draft.baseVersion ?? 0) + 1 };
      const saved = rows.save(id, revision, own);
      if (saved !== null) return saved;
      // the answer to the same save was lost on its way
      const isSame = JSON.stringify(draft.job) === JSON.stringify(own);
      return isSame ? { revision: draft.revision, savedAt: draft.savedAt } : { refused: 'draft_changed' as const };
    },

    discardDraft(id: string, by: string): boolean {
      if (rows.draft(id) === null) return false;
      rows.discard(id, by);
      return true;
    },

    /** Settings that name the posts on the attract screen name the new one too. */
    async publish(id: string, revision: number, by: string) {
      const draft = rows.draft(id);
      if (draft === null) return { refused: 'draft_unknown' as const };
      if (draft.revision !== revision) return { refused: 'draft_changed' as const };
      const problems = jobProblems(draft.job);
      if (problems.length > 0) return { refused: 'job_invalid' as const, count: problems.length };
      const { version, sha256 } = rows.publish(draft, Job.parse(draft.job), by);
      const { jobIds } = settings.current();
      if (draft.baseVersion === null && jobIds.length > 0 && !jobIds.includes(draft.jobId))
        await settings.save({ ...settings.current(), jobIds: [...jobIds, draft.jobId] });
      parts.onChanged();
      return { id: draft.jobId, version, sha256, isOffered: isOffered(draft.jobId) };
    },

    async offer(id: string, isWanted: boolean): Promise<'done' | 'job_unknown' | 'last_offered' | 'interview_running'> {
      if (find(id, null) === null) return 'job_unknown';
      if (parts.isInterviewRunning()) return 'interview_running';
      if (isOffered(id) === isWanted) return 'done';
      const before = settings.current();
      const offered = resources
        .jobs()
        .map((job) => job.id)
        .filter(isOffered);
      // in the order in which they stand there
      const ordered = before.jobIds.length === 0 ? offered : before.jobIds;
      const jobIds = isWanted ? [...ordered, id] : ordered.filter((each) => each !== id);
      if (!offered.some((each) => jobIds.includes(each))) return 'last_offered';
      await settings.save({ ...before, jobIds });
      parts.onChanged();
      return 'done';
    },

    exportJob(id: string, version: number | null): { name: string; yaml: string } | null {
      const job = find(id, version);
      return job === null ? null : { name: `${job.id}.yaml`, yaml: writeJobYaml(job) };
    },
    exportDraft(id: string): { name: string; yaml: string } | null {
      const draft = rows.draft(id);
      return draft === null ? null : { name: `${draft.jobId}.yaml`, yaml: writeJobYaml(draft.job) };
    },

    /** A file with the id of a post of this kiosk is its next version; of one from elsewhere, the text of a new post. */
    importYaml(
      yaml: string,
      by: string,
    ):
      | { draftId: string; problems: readonly YamlProblem[] }
      | { refused: 'yaml_refused'; problems: readonly YamlProblem[] }
      | { refused: 'draft_exists' } {
      const read = readJobYaml(yaml);
      if (read.kind === 'refused') return { refused: 'yaml_refused', problems: read.problems };
      const origin = resources.originOf(read.job.id);
      if (draftIds().includes(read.job.id)) return { refused: 'draft_exists' };
      const base = origin === 'local' ? (find(read.job.id, null)?.version ?? null) : null;
      const isOwn = origin === 'local' || (origin === null && Slug.safeParse(read.job.id).success);
      const id = isOwn ? read.job.id : localId(read.job.id || 'post');
      const draftId = begin({ ...read.job, id, version: (base ?? 0) + 1 }, base, by);
      return { draftId, problems: read.problems };
    },

    bank(locale: Locale): BankEntry[] {
      const posts = [
        ...resources.jobs().map((job) => ({ job, isDraft: false })),
        ...rows.drafts().map(({ job }) => ({ job, isDraft: true })),
      ];
      return rows.bank().map((entry) => ({
        id: entry.id,
        item: entry.item,
        tags: [...entry.tags],
        from: entry.from,
        addedAt: entry.addedAt,
        addedBy: parts.staffName(entry.addedBy),
        usedIn: posts
          .filter(({ job }) => job.items.some(({ bankId }) => bankId === entry.id))
          .map(({ job, isDraft }) => ({ jobId: job.id, title: titleOf(job, locale), isDraft })),
      }));
    },

    addToBank(entry: Pick<StoredBankItem, 'item' | 'tags' | 'from'>, by: string): string {
      const id = parts.newId();
      // a copy of a copy is a question of its own
      const { bankId: _, ...item } = entry.item;
      rows.addToBank({ id, item, tags: entry.tags, from: entry.from, addedBy: by });
      return id;
    },
    tagBankItem: rows.tagBankItem,
    removeFromBank: rows.removeFromBank,
  };
}
