import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { v7 } from 'uuid';
import type { App } from '#main/app.ts';
import { locate } from '#main/locations.ts';
import { type NodeAppOptions, openNodeApp } from '#main/node-app.ts';
import { nodeKeyring } from '#main/node-keyring.ts';
import { readJobs } from '#main/store/resource-files.ts';
import type { Store } from '#main/store/open-store.ts';
import type { IndicatorResult, WordAssessment } from '#shared/assessment.ts';
import type { SessionDetail } from '#shared/contract/review.ts';
import { type SessionId, StaffId } from '#shared/ids.ts';
import { planOf } from '#shared/plan.ts';
import type { Purpose } from '#shared/purpose.ts';
import type { Judgement, Rating } from '#shared/rating.ts';
import { present } from '#tests/fixtures/present.ts';
import { withKiosk } from '#tests/kiosk/finished-kiosk.ts';

const { resourcesDirectory, modelsDirectory } = locate();
export const job = present((await readJobs(`${resourcesDirectory}/jobs`))[0], 'no job is shipped');
/** Answered in words that the machine read; the role-play it did not. */
const worded = job.items.filter(({ kind }) => kind === 'spoken' || kind === 'typed');
const answerKeys = planOf(job).flatMap(({ item, answerKey }) =>
  item.kind === 'role_play' || worded.includes(item) ? [answerKey] : [],
);

/** What the machine made of every answer. Nobody who has not locked may see any of these. */
export const MACHINE = { level: 4, share: 0.731_641, score: 73.164_123, hit: 'canary-hit' } as const;

export const PEOPLE = {
  fang: { id: StaffId.parse('0195a3c0-0000-7000-8000-000000000011'), name: '王芳' },
  peter: { id: StaffId.parse('0195a3c0-0000-7000-8000-000000000012'), name: 'Peter Novak' },
} as const;
export type Person = keyof typeof PEOPLE;

const WORDS = '我先停了机器，再去找班长。';

function assessmentOf(itemId: string): WordAssessment {
  const item = present(
    job.items.find(({ id }) => id === itemId),
    itemId,
  );
  const clause = {
    answerKey: itemId,
    text: WORDS,
    startChar: 0,
    endChar: WORDS.length,
    recordingId: null,
    startMs: null,
    endMs: null,
    isCorrected: false,
  };
  const interval = { score: MACHINE.score, low: 60, high: 86, sem: 9 };
  return {
    engine: { version: 1, configHash: 'c'.repeat(64), embedding: null },
    itemId,
    locale: 'zh-CN',
    status: 'scored',
    score: MACHINE.share,
    level: MACHINE.level,
    isProvisional: false,
    interval,
    confidence: {
      value: 0.5,
      label: 'medium',
      reliability: 0.5,
      coverage: 1,
      meanTranscriptWeight: 1,
      routesAgree: 1,
    },
    transcriptWeight: 1,
    clauses: [clause],
    star: null,
    indicators: item.elicits.map(({ indicatorId, weight }): IndicatorResult => ({
      indicatorId,
      weight,
      state: 'observed',
      evidenceShare: MACHINE.share,
      level: MACHINE.level,
      evidence: [
        { clause, lexical: 1, hits: [MACHINE.hit], semantic: null, ownership: 'i', reality: 'done', value: 0.8 },
      ],
      counterCues: [],
      route: 'lexical',
      notFound: ['no_measurable_result'],
    })),
    acts: null,
    gates: {
      units: 60,
      minUnits: 40,
      speechMs: 9_000,
      rate: 4,
      rateRange: [1.5, 8],
      unknownRatio: 0,
      heardLanguage: 'zh',
      functionShare: null,
      repeatedShare: 0,
    },
    signals: [],
    probe: 'result_missing',
    probeOptions: ['result_missing'],
  };
}

function read(store: Store, sessionId: SessionId): void {
  for (const [index, { id: itemId }] of worded.entries()) {
    const at = new Date().toISOString();
    store.sessions.saveReading({
      answers: [
        {
          sessionId,
          itemId,
          number: index + 1,
          take: 1,
          body: { kind: 'typed', text: WORDS },
          status: 'scored',
          score: null,
          answeredAt: at,
        },
      ],
      assessment: {
        sessionId,
        itemId,
        input: {},
        bank: [],
        outcome: { state: 'assessed', assessment: assessmentOf(itemId) },
      },
      records: [],
      audit: { actor: 'kiosk', action: 'answer.assessed', subject: sessionId, detail: {} },
    });
  }
}

interface MadeInterviews {
  readonly isSent?: boolean;
  /** What they were held for; hiring where nothing is said. */
  readonly purpose?: Purpose;
}

/** Writes finished interviews, read by the machine, into a kiosk's folder; nothing may run over it. */
export async function makeInterviews(
  directory: string,
  count: number,
  { isSent = true, purpose }: MadeInterviews = {},
): Promise<SessionId[]> {
  return withKiosk(directory, nodeKeyring(process.env), async ({ store, save }) => {
    const ids: SessionId[] = [];
    for (let made = 0; made < count; made += 1) {
      const id = await save({
        isSent,
        ...(purpose === undefined ? {} : { change: { job: { ...job, purpose } } }),
        answers: Object.fromEntries(answerKeys.map((key) => [key, { kind: 'typed', text: WORDS }])),
      });
      read(store, id);
      // its candidate has gone: the next start seals nothing
      const interview = present(store.sessions.find(id), 'not saved');
      store.sessions.commit({ interview: { ...interview, state: { kind: 'wiped' } }, records: [], audit: [] });
      ids.push(id);
    }
    return ids;
  });
}

/** Opens the store of a kiosk that is not running. */
export const lookInto = <T>(directory: string, work: (store: Store) => T): Promise<T> =>
  withKiosk(directory, nodeKeyring(process.env), async ({ store }) => work(store));

/** A kiosk with finished interviews and two managers, driven through the real contract. */
export async function openReviewKiosk(
  interviews = 2,
  made: MadeInterviews = {},
  around: Pick<NodeAppOptions, 'systemPrinter'> = {},
) {
  const directory = mkdtempSync(join(tmpdir(), 'anteroom-review-'));
  const ids = await makeInterviews(directory, interviews, made);
  await lookInto(directory, (store) => {
    for (const { id, name } of Object.values(PEOPLE)) {
      const pin = { salt: new Uint8Array(16), hash: new Uint8Array(32), n: 2, r: 8, p: 1 };
      const attempts = { failures: 0, lockMs: 0, atMonotonicMs: 0, bootId: 'none' };
      store.staff.insert(
        { id, name, role: 'manager', state: 'active', createdAt: new Date().toISOString(), pin, attempts },
        { actor: id, action: 'staff.added', detail: { role: 'manager' } },
      );
    }
  });

  let app: App;
  const start = async () => {
    const places = { dataDirectory: directory, resourcesDirectory, modelsDirectory };
    app = await openNodeApp({ ...places, ...around, log: () => undefined });
  };
  await start();

  /** A page on which this person has signed in. */
  function page(person: Person) {
    const connection = app.openConnection('in_process');
    connection.role = 'manager';
    connection.staffId = PEOPLE[person].id;
    return createRouterClient(app.router, { context: { connection } });
  }

  return {
    directory,
    ids,
    page,
    async restart() {
      await app.close();
      await start();
    },
    /** The store beside the app, which is closed meanwhile. */
    async look<T>(work: (store: Store) => T): Promise<T> {
      await app.close();
      const seen = await lookInto(directory, work);
      await start();
      return seen;
    },
    async close() {
      await app.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
export type ReviewKiosk = Awaited<ReturnType<typeof openReviewKiosk>>;
export type ManagerPage = ReturnType<ReviewKiosk['page']>;

export const level = (value: number): Judgement => ({ kind: 'level', level: value });

/** One judgement for everything there is to judge. */
export function ratingsOf({ review }: SessionDetail, judgement: Judgement): Rating[] {
  return present(review, 'there is nothing to judge').toRate.map((key) => ({
    ...key,
    judgement,
    quotes: worded.some(({ id }) => id === key.itemId)
      ? [{ kind: 'words', answerKey: key.itemId, startChar: 0, endChar: 6, text: WORDS.slice(0, 6) }]
      : [],
  }));
}

export const detailOf = (page: ManagerPage, id: SessionId) => page.review.getSession({ id, locale: 'en' });

/** Rates everything alike and locks; of some behaviours nobody can tell. */
export async function lockAll(
  page: ManagerPage,
  id: SessionId,
  value: number,
  unseen: ReadonlySet<string> = new Set(),
): Promise<void> {
  await page.rating.open({ id });
  const ratings = ratingsOf(await detailOf(page, id), level(value)).map((rating) =>
    unseen.has(rating.indicatorId)
      ? { ...rating, judgement: { kind: 'cannot_tell' as const, reason: 'not_shown' as const }, quotes: [] }
      : rating,
  );
  await page.rating.lock({ id, ratings });
}

/** Rates, locks, reveals and finishes without changing anything. */
export async function reviewAll(page: ManagerPage, id: SessionId, value: number): Promise<void> {
  await lockAll(page, id, value);
  await page.rating.reveal({ id });
  await page.rating.finish({ id });
}

/** The error of a call that is refused. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; data?: unknown }> {
  return call.then(
    () => {
      throw new Error('The call was not refused.');
    },
    (error: { code: string; data?: unknown }) => error,
  );
}

export const newId = () => v7();
