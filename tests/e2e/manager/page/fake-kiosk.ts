import { createRouterClient, implement, ORPCError } from '@orpc/server';
import type { CallContext } from '#main/connection.ts';
import { compareCandidates, isSameJob } from '#main/review/compare-candidates.ts';
import { toSessionDetail, toSessionSummary } from '#main/review/session-detail.ts';
import { todayView } from '#main/review/today.ts';
import { visibleScores } from '#main/review/visible-scores.ts';
import type { PrintFailure } from '#shared/contract/receipt.ts';
import { reviewRoutes } from './fake-reviews.ts';
import type { EnrolmentState } from '#shared/contract/enrolment.ts';
import type { ManagerClient } from '#renderer/manager/manager-client.tsx';
import { expectedCalls } from '#main/expected-calls.ts';
import { jobCalls } from '#main/job-calls.ts';
import { jobRowsInMemory } from '#main/jobs/job-rows.fake.ts';
import { createJobStudio } from '#main/jobs/job-studio.ts';
import { contract } from '#shared/contract/index.ts';
import type { SessionSummary, Wait } from '#shared/contract/review.ts';
import type { ReadinessCheck } from '#shared/contract/readiness.ts';
import type { StaffStatus } from '#shared/contract/staff.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import { StaffId } from '#shared/ids.ts';
import { localizedText, type Locale } from '#shared/localized.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/settings.ts';
import { DELETIONS } from './deletions.ts';
import { auditRoutes } from './fake-audit.ts';
import { rosterRoutes } from './fake-roster.ts';
import { JOBS, makeSession, PROBES, type ToldStories } from './fixtures.ts';
import { fakeExpected } from './expected.ts';
import { fakeInsights } from './insights.ts';
import { writePosts } from './posts.ts';

/** What everybody's PIN is in this fake. */
const PIN = '482915';
const OK = { ok: true } as const;

const SYNC: SyncStatus = {
  state: 'idle',
  recordsWaiting: 0,
  recordsSent: 214,
  recordsParked: 0,
  filesWaiting: 0,
  filesSent: 131,
  bytesWaiting: 0,
  lastSentAt: '2026-03-02T09:40:12.000Z',
  nextAttemptAt: null,
  lastError: null,
  upload: null,
};

const CHECKS: readonly ReadinessCheck[] = [
  { id: 'database', result: 'pass', code: 'database_sound', values: {} },
  { id: 'disk', result: 'warn', code: 'disk_low', values: { freeBytes: 7_900_000_000, videoHours: 16 } },
  { id: 'clock', result: 'pass', code: 'clock_plausible', values: { now: '2026-03-02T09:41:00.000Z' } },
  { id: 'speech_model', result: 'pass', code: 'model_present', values: { model: 'silero_vad_v6' } },
  { id: 'recogniser_zh', result: 'warn', code: 'recogniser_missing', values: { locale: 'zh-CN' } },
  { id: 'recogniser_en', result: 'warn', code: 'recogniser_basic', values: { locale: 'en' } },
  { id: 'meaning', result: 'pass', code: 'meaning_missing', values: {} },
  { id: 'voice', result: 'pass', code: 'voice_ready', values: {} },
  { id: 'hub', result: 'fail', code: 'hub_silent', values: { waiting: 37, days: 9, reason: 'unreachable' } },
  { id: 'retention', result: 'warn', code: 'retention_unconfirmed', values: { count: 3 } },
];

/** The interview that nobody has rated yet, by its number. */
const UNRATED = 8;

/** A value with listeners, followed as an event iterator. */
function createCell<T>(first: T) {
  let value = first;
  const wakers = new Set<() => void>();
  return {
    get: () => value,
    set(next: T) {
      value = next;
      for (const wake of wakers) wake();
    },
    async *follow(signal: AbortSignal | undefined): AsyncGenerator<T, void, undefined> {
      let shown: T | undefined;
      const isOver = (): boolean => signal?.aborted === true;
      while (!isOver()) {
        if (shown !== value) {
          shown = value;
          yield value;
        }
        await new Promise<void>((resolve) => {
          wakers.add(resolve);
          signal?.addEventListener('abort', () => resolve(), { once: true });
        });
        wakers.clear();
      }
    },
  };
}

function isWaitingFor({ phase, needsReview, sync, review }: SessionSummary, wait: Wait | null): boolean {
  if (wait === null) return true;
  if (wait === 'parked') return sync === 'parked';
  if (phase !== 'finalized' || review.decided !== null) return false;
  return wait === 'undecided' || (wait === 'second_rater' ? review.secondNeeded : needsReview > 0);
}

function titleOf(jobId: string, locale: Locale): string | null {
  const job = JOBS.find(({ id }) => id === jobId);
  return job ? localizedText(job.title, locale) : null;
}

/** A kiosk in the page: the real contract with its validation over fixtures, and knobs for the tests. */
export function createFakeKiosk(start: { isNew: boolean; isEmpty: boolean; told: readonly ToldStories[] }) {
  const sessions = start.isEmpty ? [] : Array.from({ length: 64 }, (_, number) => makeSession(number, start.told));
  const account = {
    id: StaffId.parse('0195a3c0-0000-7000-8000-000000000001'),
    name: '周敏 Zhou Min',
    role: 'manager' as const,
    lockedForMs: 0,
  };
  const second = {
    ...account,
    id: StaffId.parse('0195a3c0-0000-7000-8000-000000000002'),
    name: 'Peter Novak',
    role: 'technician' as const,
  };
  const staff = createCell<StaffStatus>({
    needsSetup: start.isNew,
    role: start.isNew ? 'technician' : 'candidate',
    signedIn: null,
    accounts: start.isNew ? [] : [account, second],
  });
  const sync = createCell(SYNC);
  const person = createCell(false);
  let enrolmentState: EnrolmentState = { enrolment: null, deviceId: 'kiosk-1', deviceKey: 'k'.repeat(43) };
  let settings: Settings = {
    ...DEFAULT_SETTINGS,
    site: { name: 'Riverside Works, Gate 2', phone: '+86 512 5555 0123' },
    packId: 'strict',
  };
  let failures = 0;
  let isInterviewRunning = false;
  let refusedSetting: string | null = null;
  let printFailure: PrintFailure | null = null;
  let lockMs = 300_000;

  const signedIn = (name: string) => ({ id: account.id, name, locksAt: new Date(Date.now() + lockMs).toISOString() });
  const os = implement(contract).$context<CallContext>();
  const guard = (): void => {
    if (staff.get().signedIn === null && !staff.get().needsSetup) throw new ORPCError('FORBIDDEN');
  };

  const rows = jobRowsInMemory({
    now: () => new Date('2026-03-02T09:41:00.000Z'),
    used: () =>
      start.isEmpty
        ? []
        : [
            { jobId: 'assembly-operator', version: 3, interviews: 32 },
            { jobId: 'assembly-operator', version: 2, interviews: 118 },
            { jobId: 'warehouse-picker', version: 3, interviews: 32 },
            { jobId: 'local-night-shift', version: 1, interviews: 7 },
          ],
  });
  const posts = () => [...JOBS, ...rows.newest()];
  const studio = createJobStudio({
    rows,
    resources: {
      jobs: posts,
      originOf: (id) =>
        id === 'warehouse-picker'
          ? 'head_office'
          : id.startsWith('local-')
            ? 'local'
            : JOBS.some((job) => job.id === id)
              ? 'shipped'
              : null,
    },
    settings: {
      current: () => settings,
      save: async (next) => {
        settings = next;
        return true;
      },
    },
    hasTerms: () => true,
    isInterviewRunning: () => isInterviewRunning,
    onChanged: () => undefined,
    staffName: () => account.name,
    newId: () => crypto.randomUUID(),
  });
  if (!start.isEmpty) writePosts(rows);

  /** What is left of an interview that was deleted. */
  function empty(stored: (typeof sessions)[number]): void {
    Object.assign(stored.session, {
      phase: 'erased',
      identity: null,
      consents: null,
      survey: null,
      answered: 0,
      needsReview: 0,
      hold: null,
      isHeld: false,
      retention: { state: 'not_kept' },
    });
    stored.answers = [];
    stored.recordings = [];
    Object.assign(stored, { assessments: new Map(), isDeletionWanted: false });
  }

  const reviews = reviewRoutes(os, {
    find: (id) => sessions.find(({ session }) => session.id === id),
    reader: account.id,
    names: { [account.id]: account.name, [second.id]: second.name },
    reviewed: sessions.flatMap(({ session: { id, phase } }, number) =>
      phase === 'finalized' && number !== UNRATED ? [id] : [],
    ),
    site: () => settings.site.name,
    jobs: JOBS,
  });

  const { proposedByOther, ...insights } = fakeInsights(
    JOBS,
    start.isEmpty,
    () => staff.get().signedIn?.name ?? account.name,
  );
  const router = {
    ...reviews.routes,
    insights,
    // a stub: papers are drawn by the real kiosk (tests/review/papers.test.ts, review.spec.ts)
    paper: {
      make: os.paper.make.handler(({ input }) => ({ name: `${input.kind}.pdf`, pdf: btoa('%PDF-1.7') })),
      print: os.paper.print.handler(({ errors }) => {
        if (settings.printer === null) throw errors.not_configured();
        if (settings.printer.kind === 'thermal') throw errors.receipts_only();
        if (printFailure !== null) throw errors[printFailure]();
        return { ok: true as const };
      }),
    },
    staff: {
      watch: os.staff.watch.handler(({ signal }) => staff.follow(signal)),
      setUp: os.staff.setUp.handler(({ input, errors }) => {
        if (new Set(input.pin).size < 3) throw errors.pin_too_simple();
        staff.set({
          needsSetup: false,
          role: 'manager',
          signedIn: signedIn(input.name),
          accounts: [{ ...account, name: input.name }],
        });
        return OK;
      }),
      signIn: os.staff.signIn.handler(({ input, errors }) => {
        const chosen = staff.get().accounts.find(({ id }) => id === input.staffId) ?? account;
        if (input.pin === PIN) {
          failures = 0;
          staff.set({ ...staff.get(), role: chosen.role, signedIn: signedIn(chosen.name) });
          return OK;
        }
        failures += 1;
        if (failures < 5) throw errors.pin_wrong({ data: { attemptsLeft: 5 - failures } });
        staff.set({
          ...staff.get(),
          accounts: staff
            .get()
            .accounts.map((each) => (each.id === chosen.id ? { ...each, lockedForMs: 30_000 } : each)),
        });
        throw errors.locked_out({ data: { retryAfterMs: 30_000 } });
      }),
      signOut: os.staff.signOut.handler(() => {
        staff.set({ ...staff.get(), role: 'candidate', signedIn: null });
        return OK;
      }),
      noteActivity: os.staff.noteActivity.handler(() => {
        const now = staff.get();
        if (now.signedIn !== null) staff.set({ ...now, signedIn: signedIn(now.signedIn.name) });
        return OK;
      }),
      clearPersonAsked: os.staff.clearPersonAsked.handler(() => {
        person.set(false);
        return OK;
      }),
      ...rosterRoutes(os, { pin: PIN, isEmpty: start.isEmpty }),
    },
    audit: auditRoutes(os),
    expected: expectedCalls(os.expected, fakeExpected(start.isEmpty)),
    jobs: jobCalls(os.jobs, studio),
    review: {
      listSessions: os.review.listSessions.handler(({ input }) => {
        guard();
        const all = sessions
          .map(({ session }) => toSessionSummary(session, input.locale, reviews.summary(session.id)))
          .filter(({ phase }) => input.phase === null || phase === input.phase)
          .filter((each) => isWaitingFor(each, input.wait))
          .filter(({ jobTitle }) => input.jobId === null || jobTitle === titleOf(input.jobId, input.locale))
          .filter(({ startedAt }) => input.from === null || startedAt.slice(0, 10) >= input.from)
          .filter((each) =>
            `${each.candidate} ${each.reference} ${each.jobTitle}`.toLowerCase().includes(input.search.toLowerCase()),
          );
        // as the store does: who needs a person's ear first
        const rankOf = (each: SessionSummary) => (each.phase !== 'finalized' ? 2 : each.needsReview > 0 ? 0 : 1);
        all.sort((a, b) => rankOf(a) - rankOf(b));
        const from = all.findIndex(({ id }) => id === input.after?.slice(-36)) + 1;
        const page = all.slice(from, from + input.limit);
        const last = page.at(-1);
        return {
          sessions: page,
          next: last && from + input.limit < all.length ? `0.0.${last.id}` : null,
          total: all.length,
        };
      }),
      today: os.review.today.handler(() =>
        todayView(
          ({ phase, wait, from, to }) =>
            sessions
              .map(({ session }) => toSessionSummary(session, 'en', reviews.summary(session.id)))
              .filter((each) => phase === null || each.phase === phase)
              .filter((each) => isWaitingFor(each, wait))
              .filter(({ startedAt }) => from === null || startedAt.slice(0, 10) >= from)
              .filter(({ startedAt }) => to === null || startedAt.slice(0, 10) <= to).length,
          new Date('2026-03-02T10:05:00.000Z'),
        ),
      ),
      compare: os.review.compare.handler(({ input, errors }) => {
        const candidates = input.ids.map((id) => {
          const found = sessions.find(({ session }) => session.id === id);
          if (found === undefined) throw errors.session_unknown();
          if (found.session.phase !== 'finalized') throw errors.not_finished();
          return { session: found.session, scores: visibleScores(reviews.readerOf(found, input.locale).sheet) };
        });
        const [first] = candidates;
        if (!first || !isSameJob(candidates)) throw errors.jobs_differ();
        return compareCandidates(first.session.job, candidates, input.locale);
      }),
      listJobs: os.review.listJobs.handler(({ input }) =>
        start.isEmpty
          ? []
          : JOBS.map(({ id, title }) => ({
              id,
              title: localizedText(title, input.locale),
              purpose: 'hiring' as const,
              interviews: sessions.filter(({ session }) => session.job.id === id).length,
            })),
      ),
      getSession: os.review.getSession.handler(({ input, errors }) => {
        const found = sessions.find(({ session }) => session.id === input.id);
        if (found === undefined) throw errors.session_unknown();
        return toSessionDetail(found, PROBES, input.locale, reviews.readerOf(found, input.locale));
      }),
      eraseSession: os.review.eraseSession.handler(({ input, errors }) => {
        const found = sessions.find(({ session }) => session.id === input.id);
        if (found === undefined) throw errors.session_unknown();
        if (input.deletionCode !== 'MOSS-4471') throw errors.deletion_code_wrong();
        if (found.session.hold !== null) {
          found.isDeletionWanted = true;
          throw errors.session_held();
        }
        empty(found);
        return OK;
      }),
      holdSession: os.review.holdSession.handler(({ input, errors }) => {
        const found = sessions.find(({ session }) => session.id === input.id);
        if (found === undefined) throw errors.session_unknown();
        if (found.session.hold !== null) throw errors.already_held();
        const { reason, caseNumber } = input;
        found.session.hold = { reason, caseNumber, placedBy: account.id, placedAt: new Date().toISOString() };
        found.session.isHeld = true;
        return OK;
      }),
      releaseSession: os.review.releaseSession.handler(({ input, errors }) => {
        const found = sessions.find(({ session }) => session.id === input.id);
        if (found === undefined) throw errors.session_unknown();
        if (found.session.hold === null) throw errors.not_held();
        found.session.hold = null;
        found.session.isHeld = false;
        if (found.isDeletionWanted) empty(found);
        return OK;
      }),
      listDeletions: os.review.listDeletions.handler(() => (start.isEmpty ? [] : [...DELETIONS])),
    },
    enrolment: {
      state: os.enrolment.state.handler(() => enrolmentState),
      enrol: os.enrolment.enrol.handler(({ input, errors }) => {
        if (input.code.replace('-', '') !== 'ACDEFGHJ') throw errors.code_wrong();
        settings = { ...settings, hub: { url: input.url, token: null } };
        enrolmentState = {
          ...enrolmentState,
          enrolment: {
            hubUrl: input.url,
            hubKey: 'h'.repeat(43),
            site: '苏州',
            enrolledAt: '2026-11-22T08:00:00.000Z',
          },
        };
        return enrolmentState;
      }),
      changeKey: os.enrolment.changeKey.handler(({ errors }) => {
        if (enrolmentState.enrolment === null) throw errors.not_enrolled();
        enrolmentState = { ...enrolmentState, deviceKey: 'n'.repeat(43) };
        return enrolmentState;
      }),
    },
    receipt: {
      print: os.receipt.print.handler(() => ({ ok: true as const })),
      printTest: os.receipt.printTest.handler(({ errors }) => {
        if (settings.printer === null) throw errors.not_configured();
        if (printFailure !== null) throw errors[printFailure]();
        return { ok: true as const };
      }),
    },
    settings: {
      get: os.settings.get.handler(() => settings),
      update: os.settings.update.handler(({ input, errors }) => {
        if (isInterviewRunning) throw errors.interview_running();
        if (refusedSetting !== null) {
          throw errors.setting_invalid({ data: { field: refusedSetting, reason: 'as the test says' } });
        }
        settings = input;
        return settings;
      }),
      options: os.settings.options.handler(({ input: { locale } }) => ({
        jobs: JOBS.map(({ id, title }) => ({ id, title: localizedText(title, locale) })),
        packs: [
          { id: 'strict', title: '最严格' },
          { id: 'cn', title: '中国大陆' },
          { id: 'eu', title: '欧盟' },
        ],
      })),
    },
    sync: {
      watch: os.sync.watch.handler(({ signal }) => sync.follow(signal)),
      wake: os.sync.wake.handler(() => {
        sync.set({
          ...sync.get(),
          state: 'sending',
          recordsWaiting: 3,
          filesWaiting: 2,
          bytesWaiting: 17_400_000,
          upload: { sentBytes: 3_100_000, totalBytes: 8_700_000 },
        });
        return OK;
      }),
    },
    readiness: { run: os.readiness.run.handler(() => [...CHECKS]) },
  };
  const client = createRouterClient(router, {
    context: { connection: { id: 'page', shell: 'in_process', role: 'manager', staffId: account.id } },
  });

  return {
    client: {
      audit: client.audit,
      decision: client.decision,
      enrolment: client.enrolment,
      paper: client.paper,
      proposal: client.proposal,
      rating: client.rating,
      insights: client.insights,
      expected: client.expected,
      jobs: client.jobs,
      readiness: client.readiness,
      receipt: client.receipt,
      review: client.review,
      settings: client.settings,
      staff: client.staff,
      sync: client.sync,
      session: {
        /** Only what the console looks at: whether a person was asked for. */
        watch: async (_input: undefined, options?: { signal?: AbortSignal }) => {
          const follow = person.follow(options?.signal);
          return (async function* () {
            for await (const isPersonAsked of follow) yield { isPersonAsked };
          })();
        },
      },
    } as unknown as ManagerClient,
    askPerson: () => person.set(true),
    /** The candidate at the kiosk has come to the end. */
    complete() {
      const going = sessions.find(({ session }) => session.phase === 'draft');
      if (going) Object.assign(going.session, { phase: 'finalized', finalizedAt: '2026-03-02T10:04:00.000Z' });
    },
    proposedByOther,
    setSync: (part: Partial<SyncStatus>) => sync.set({ ...SYNC, ...part }),
    setInterviewRunning: (isRunning: boolean) => {
      isInterviewRunning = isRunning;
    },
    setPrinter: (printer: Settings['printer']) => {
      settings = { ...settings, printer };
    },
    failPrinting: (failure: PrintFailure | null) => {
      printFailure = failure;
    },
    refuseSetting: (field: string | null) => {
      refusedSetting = field;
    },
    /** The time until auto-lock, from now on. */
    setLock(ms: number) {
      lockMs = ms;
      const now = staff.get();
      if (now.signedIn !== null) staff.set({ ...now, signedIn: signedIn(now.signedIn.name) });
    },
    /** Whatever the review of the site does; see fake-reviews.ts. */
    reviews: reviews.knobs,
    lock: () => staff.set({ ...staff.get(), role: 'candidate', signedIn: null }),
    settings: () => settings,
  };
}
export type FakeKiosk = ReturnType<typeof createFakeKiosk>;
