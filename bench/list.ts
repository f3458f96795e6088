import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toSessionSummary } from '#main/review/session-detail.ts';
import { SessionPhase, SessionSummary, Wait } from '#shared/contract/review.ts';
import type { SessionQuery } from '#main/store/session-index.ts';
import { listBefore } from './list/before.ts';
import { aName, manyInterviews, openUnguarded, pick, seeded } from './list/many-interviews.ts';

const INTERVIEWS = Number(process.env['BENCH_INTERVIEWS'] ?? 100_000);
const REPEATS = 300;
/** The way before took seconds each. */
const REPEATS_BEFORE = 8;
/** As the screen asks for it: two screens full. */
const PAGE = 30;
const FRAME_MS = 16;

const ALL: SessionQuery = {
  phase: null,
  search: '',
  jobId: null,
  wait: null,
  from: null,
  to: null,
  after: null,
  limit: PAGE,
};

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}

interface Took {
  ms: number;
  /** What this process computed meanwhile: on a busy machine it waits, which `ms` counts too. */
  cpuMs: number;
}

function times(count: number, work: (round: number) => void): Took[] {
  return Array.from({ length: count }, (_, round) => {
    const begun = performance.now();
    const used = process.cpuUsage();
    work(round);
    const { user, system } = process.cpuUsage(used);
    return { ms: performance.now() - begun, cpuMs: (user + system) / 1000 };
  });
}

/**
 * The list of 100,000 interviews as the contract's call makes it, rows checked against their schema: pages from the first on,
 * searches typed letter by letter (names, references, posts), filters, and the first page after an interview has changed.
 *
 * @returns ms, and `…_cpu_ms` what of it was computed; `…_frame_share` is the p95 of a frame of 16 ms, `…_ratio` how many times more the
 *   way before computed at the median;
 *   `read_ms` the index being read, once at the start of the program
 */
export async function benchList(): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-list-'));
  try {
    const madeBegun = performance.now();
    const database = openUnguarded(join(folder, 'list.db'));
    const { store, jobs, search } = await manyInterviews(database, INTERVIEWS);
    const figures: Record<string, number> = { interviews: INTERVIEWS, made_s: (performance.now() - madeBegun) / 1000 };
    const heapBefore = process.memoryUsage().heapUsed;
    const [read] = times(1, () => store.review.prepareLists());
    figures['read_ms'] = read?.ms ?? Number.NaN;
    figures['read_cpu_ms'] = read?.cpuMs ?? Number.NaN;
    figures['index_mb'] = (process.memoryUsage().heapUsed - heapBefore) / 1e6;

    const list = (query: Partial<SessionQuery>) => {
      const found = store.review.listSessions({ ...ALL, ...query });
      SessionSummary.array().parse(
        found.sessions.map((each) => toSessionSummary(each, 'zh-CN', store.ratings.summary(each.id, null))),
      );
      return found;
    };
    const random = seeded(11);
    const ids = database.prepare<[], string>('select session_id from sessions').pluck().all();
    const references = database.prepare<[], string>('select reference from sessions limit 5000').pluck().all();
    const typed = (text: string) => text.slice(0, 1 + Math.floor(random() * text.length));
    const day = () =>
      new Date(Date.UTC(2026, 10, 22) - Math.floor(random() * 500) * 86_400_000).toISOString().slice(0, 10);

    let after: string | null = null;
    const touch = database.prepare('update sessions set locale = locale where session_id = ?');
    const measured: Record<string, Took[]> = {
      list: times(REPEATS, () => {
        after = list({ after }).next;
      }),
      search_name: times(REPEATS, () => list({ search: typed(aName(random)) })),
      search_code: times(REPEATS, () => list({ search: typed(pick(references, random)) })),
      search_post: times(REPEATS, () => list({ search: typed(pick(jobs, random).title['zh-CN']) })),
      filter: times(REPEATS, () => {
        const [from, to] = [day(), day()].toSorted();
        list({
          phase: random() < 0.3 ? pick(SessionPhase.options, random) : null,
          jobId: random() < 0.4 ? pick(jobs, random).id : null,
          wait: random() < 0.5 ? pick(Wait.options, random) : null,
          ...(random() < 0.5 ? { from: from ?? null, to: to ?? null } : {}),
        });
      }),
      after_change: times(REPEATS, () => {
        touch.run(pick(ids, random));
        list({});
      }),
    };
    const before = listBefore(database, store, search);
    const measuredBefore: Record<string, Took[]> = {
      list: times(REPEATS_BEFORE, () => before({ phase: null, search: '', limit: PAGE })),
      search_name: times(REPEATS_BEFORE, () => before({ phase: null, search: typed(aName(random)), limit: PAGE })),
      search_code: times(REPEATS_BEFORE, () =>
        before({ phase: null, search: typed(pick(references, random)), limit: PAGE }),
      ),
      // first pages only: it compared every row with all others to find where a later one begins
      filter: times(REPEATS_BEFORE, () =>
        before({ phase: pick(SessionPhase.options, random), search: '', limit: PAGE }),
      ),
    };
    for (const [name, took] of Object.entries(measured)) {
      const values = took.map(({ ms }) => ms);
      figures[`${name}_p50_ms`] = quantile(values, 0.5);
      figures[`${name}_p95_ms`] = quantile(values, 0.95);
      figures[`${name}_max_ms`] = Math.max(...values);
      const computed = took.map(({ cpuMs }) => cpuMs);
      figures[`${name}_p95_cpu_ms`] = quantile(computed, 0.95);
      figures[`${name}_frame_share`] = quantile(values, 0.95) / FRAME_MS;
      const earlier = measuredBefore[name]?.map(({ cpuMs }) => cpuMs);
      if (earlier) figures[`${name}_ratio`] = quantile(earlier, 0.5) / quantile(computed, 0.5);
    }
    database.close();
    if (Object.keys(measured).some((name) => (figures[`${name}_frame_share`] ?? 0) > 1)) process.exitCode = 1;
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
