import { createRouterClient, implement } from '@orpc/server';
import type { CallContext } from '#main/connection.ts';
import { expectedCalls } from '#main/expected-calls.ts';
import { jobCalls } from '#main/job-calls.ts';
import { jobRowsInMemory } from '#main/jobs/job-rows.fake.ts';
import { createJobStudio } from '#main/jobs/job-studio.ts';
import type { ManagerClient } from '#renderer/manager/manager-client.tsx';
import { contract } from '#shared/contract/index.ts';
import { fakeExpected } from './expected.ts';
import { auditRoutes } from './fake-audit.ts';
import { deviceRoutes } from './fake-device.ts';
import { interviewRoutes } from './fake-interviews.ts';
import { reviewRoutes } from './fake-reviews.ts';
import { MANAGER, staffRoutes, TECHNICIAN } from './fake-staff.ts';
import { JOBS, makeSession, makeStaffSessions, STAFF_JOBS, type ToldStories } from './fixtures.ts';
import { fakeInsights } from './insights.ts';
import { writePosts } from './posts.ts';

/** The interview that nobody has rated yet, by its number. */
const UNRATED = 8;

/** A kiosk in the page: the real contract with its validation over fixtures, and knobs for the tests. */
export function createFakeKiosk(start: { isNew: boolean; isEmpty: boolean; told: readonly ToldStories[] }) {
  const hired = start.isEmpty ? [] : Array.from({ length: 64 }, (_, number) => makeSession(number, start.told));
  const held = start.isEmpty ? [] : makeStaffSessions(start.told);
  const sessions = [...hired, ...held];
  const os = implement(contract).$context<CallContext>();
  const staff = staffRoutes(os, start);
  const device = deviceRoutes(os, JOBS);

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
  const studio = createJobStudio({
    rows,
    resources: {
      jobs: () => [...JOBS, ...rows.newest()],
      originOf: (id) =>
        id === 'warehouse-picker'
          ? 'head_office'
          : id.startsWith('local-')
            ? 'local'
            : JOBS.some((job) => job.id === id)
              ? 'shipped'
              : null,
    },
    settings: device.settings,
    hasTerms: () => true,
    isInterviewRunning: device.isInterviewRunning,
    onChanged: () => undefined,
    staffName: () => MANAGER.name,
    newId: () => crypto.randomUUID(),
  });
  if (!start.isEmpty) writePosts(rows);

  const reviews = reviewRoutes(os, {
    find: (id) => sessions.find(({ session }) => session.id === id),
    reader: MANAGER.id,
    names: { [MANAGER.id]: MANAGER.name, [TECHNICIAN.id]: TECHNICIAN.name },
    reviewed: hired.flatMap(({ session: { id, phase } }, number) =>
      phase === 'finalized' && number !== UNRATED ? [id] : [],
    ),
    site: () => device.settings.current().site.name,
    jobs: [...JOBS, ...STAFF_JOBS],
  });
  const { proposedByOther, ...insights } = fakeInsights(JOBS, start.isEmpty, staff.nameOfSignedIn);
  const router = {
    ...reviews.routes,
    ...device.routes,
    insights,
    // a stub: papers are drawn by the real kiosk (tests/review/papers.test.ts, review.spec.ts)
    paper: {
      make: os.paper.make.handler(({ input }) => ({ name: `${input.kind}.pdf`, pdf: btoa('%PDF-1.7') })),
      print: os.paper.print.handler(({ errors }) => {
        const failure = device.pageFailure();
        if (failure !== null) throw errors[failure]();
        return { ok: true as const };
      }),
    },
    staff: staff.routes,
    audit: auditRoutes(os),
    expected: expectedCalls(os.expected, fakeExpected(start.isEmpty)),
    jobs: jobCalls(os.jobs, studio),
    review: interviewRoutes(os, { sessions, isEmpty: start.isEmpty, reviews, mayLook: staff.mayLook }),
  };
  const client = createRouterClient(router, {
    context: { connection: { id: 'page', shell: 'in_process', role: 'manager', staffId: MANAGER.id } },
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
          const follow = staff.person.follow(options?.signal);
          return (async function* () {
            for await (const isPersonAsked of follow) yield { isPersonAsked };
          })();
        },
      },
    } as unknown as ManagerClient,
    /** The candidate at the kiosk has come to the end. */
    complete() {
      const going = sessions.find(({ session }) => session.phase === 'draft');
      if (going) Object.assign(going.session, { phase: 'finalized', finalizedAt: '2026-03-02T10:04:00.000Z' });
    },
    proposedByOther,
    /** Whatever the review of the site does; see fake-reviews.ts. */
    reviews: reviews.knobs,
    ...staff.knobs,
    ...device.knobs,
  };
}
export type FakeKiosk = ReturnType<typeof createFakeKiosk>;
