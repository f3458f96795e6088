import { afterAll, beforeAll, expect, test } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import type { SessionId } from '#shared/ids.ts';
import { present } from '#tests/fixtures/present.ts';
import {
  detailOf,
  lockAll,
  MACHINE,
  type ManagerPage,
  newId,
  openReviewKiosk,
  type ReviewKiosk,
  reviewAll,
} from './review-kiosk.ts';

let kiosk: ReviewKiosk;
let id: SessionId;

beforeAll(async () => {
  kiosk = await openReviewKiosk();
  id = present(kiosk.ids[0], 'no interview');
  const fang = kiosk.page('fang');
  await fang.proposal.saveRule({
    id: 'from-seventy',
    jobId: null,
    name: 'From seventy',
    when: [{ kind: 'total_at_least', score: 0, of: 'score' }],
    propose: { kind: 'remind' },
  });
  // another person is through with it: rated, revealed, a rule has spoken, and decided
  await reviewAll(fang, id, 5);
  await fang.rating.showLevels({ id });
});
afterAll(() => kiosk.close());

const first = async (feed: Promise<AsyncIterable<unknown>>) => {
  for await (const value of await feed) return value;
  return null;
};
const page = { phase: null, search: '', after: null, limit: 50, locale: 'en' } as const;

/** What a manager brings along; nothing of the kiosk is in it. */
const FILE = Buffer.from('reference,group,rating\nABC234,a,3\nDEF567,b,4\n').toString('base64');

async function jobOf(client: ManagerPage): Promise<{ jobId: string; last: number }> {
  const [job] = await client.review.listJobs({ locale: 'en' });
  return { jobId: present(job, 'no job').id, last: 500 };
}

/** Everything a manager's page can ask for. A new call of the contract has to be named here or among the writes. */
const READS: Readonly<Record<string, (client: ManagerPage) => Promise<unknown>>> = {
  'audit.list': (client) => client.audit.list({ reference: '', staffId: null, kind: null, before: null, limit: 200 }),
  'audit.verify': (client) => client.audit.verify(),
  'expected.list': (client) => client.expected.list({ locale: 'en' }),
  'expected.posts': (client) => client.expected.posts({ locale: 'en' }),
  'insights.overview': async (client) => client.insights.overview({ ...(await jobOf(client)), locale: 'en' }),
  'insights.agreement': (client) => client.insights.agreement(),
  'insights.threshold': async (client) =>
    client.insights.threshold({ jobId: (await jobOf(client)).jobId, locale: 'en' }),
  'insights.rehearse': async (client) => {
    const asked = await jobOf(client);
    const { current } = await client.insights.threshold({ jobId: asked.jobId, locale: 'en' });
    return client.insights.rehearse({ ...asked, after: { ...current, cutOff: 0.01 }, groups: null });
  },
  'insights.calibrate': async (client) =>
    client.insights.calibrate({
      file: FILE,
      jobId: (await jobOf(client)).jobId,
      reference: 'reference',
      criterion: 'rating',
      within: null,
      topFrom: null,
      locale: 'en',
    }),
  'insights.inspectFile': (client) => client.insights.inspectFile({ file: FILE }),
  'insights.auditFile': (client) =>
    client.insights.auditFile({
      file: FILE,
      groups: ['group'],
      by: { score: 'rating' },
      exclusionJustification: null,
    }),
  'proposal.list': async (client) => [
    await client.proposal.list({ isOpen: true, limit: 50, locale: 'en' }),
    await client.proposal.list({ isOpen: false, limit: 50, locale: 'en' }),
  ],
  'proposal.rules': (client) => client.proposal.rules({ locale: 'en' }),
  'readiness.run': (client) => client.readiness.run(),
  'review.getSession': (client) => detailOf(client, id),
  'review.listSessions': (client) => client.review.listSessions(page),
  'review.compare': (client) => client.review.compare({ ids: kiosk.ids.slice(0, 2), locale: 'en' }),
  'review.today': (client) => client.review.today(),
  'review.listJobs': (client) => client.review.listJobs({ locale: 'en' }),
  // of a training check alone; of any other it says nothing (tests/review/purposes.test.ts)
  'review.suggestTraining': (client) =>
    client.review.suggestTraining({ id, locale: 'en' }).catch((error: { code: string }) => error.code),
  'review.listDeletions': (client) => client.review.listDeletions({ limit: 50 }),
  'session.watch': (client) => first(client.session.watch()),
  'staff.list': (client) => client.staff.list(),
  'staff.watch': (client) => first(client.staff.watch()),
  'sync.watch': (client) => first(client.sync.watch()),
};

/** Nouns that have nothing to do with anybody's interview. */
const OF_THE_SITE = ['app', 'enrolment', 'jobs', 'readAloud', 'settings'];

/** Calls whose answer is an acknowledgement. */
const WRITES = [
  'decision.make',
  'expected.sendPart',
  // what a file that the manager brought says
  'expected.readResume',
  'expected.add',
  'expected.remove',
  'insights.proposeThreshold',
  'insights.approveThreshold',
  'insights.withdrawThreshold',
  'paper.make',
  'paper.print',
  'proposal.approve',
  'proposal.dismiss',
  'proposal.saveRule',
  'proposal.removeRule',
  'rating.open',
  'rating.saveDraft',
  'rating.lock',
  'rating.reveal',
  'rating.showLevels',
  'rating.change',
  'rating.finish',
  'review.eraseSession',
  'review.holdSession',
  'review.releaseSession',
  'session.watchHandset',
  'session.send',
  'session.saveDraft',
  'session.lookUpInvitation',
  'session.noteActivity',
  'staff.setUp',
  'staff.signIn',
  'staff.signOut',
  'staff.noteActivity',
  'staff.clearPersonAsked',
  'staff.add',
  'staff.setPin',
  'staff.setRole',
  'staff.setState',
  'receipt.print',
  'receipt.printTest',
  'sync.wake',
];

const CANARIES = [String(MACHINE.score), String(MACHINE.share), MACHINE.hit];
/** Levels and scores as they stand in an answer: none of them may be a number. */
const LEVEL = /"(level|score|evidenceShare|interval|confidence)":(\d|\{)/u;

async function leaks(client: ManagerPage): Promise<string[]> {
  const found: string[] = [];
  for (const [name, read] of Object.entries(READS)) {
    const text = JSON.stringify(await read(client));
    // rules are numbers of the site, not of a person
    const isLevel = name !== 'proposal.rules' && LEVEL.test(text);
    if (isLevel || CANARIES.some((canary) => text.includes(canary))) found.push(name);
  }
  return found;
}

test('every call of the contract is known to this test', () => {
  const all = Object.entries(contract)
    .filter(([noun]) => !OF_THE_SITE.includes(noun))
    .flatMap(([noun, calls]) => Object.keys(calls).map((verb) => `${noun}.${verb}`));
  expect([...Object.keys(READS), ...WRITES].toSorted()).toEqual(all.toSorted());
});

test('no level of the machine or of another person reaches a page before its own judgements are locked and revealed', async () => {
  const peter = kiosk.page('peter');
  expect(await leaks(peter)).toEqual([]);
  await peter.rating.open({ id });
  expect(await leaks(peter)).toEqual([]);
  await peter.rating.saveDraft({ id, draft: [] });
  expect(await leaks(peter)).toEqual([]);
});

test('the audit log tells nobody that a rule has spoken before they have judged for themselves', async () => {
  const reviewed = async (person: 'fang' | 'peter') => {
    const query = { reference: id, staffId: null, kind: 'reviews', before: null, limit: 200 } as const;
    return (await kiosk.page(person).audit.list(query)).lines.map(({ action }) => action);
  };
  expect(await reviewed('fang')).toContain('proposal.opened');
  const seen = await reviewed('peter');
  expect(seen).toContain('review.withheld');
  expect(seen.filter((action) => action.startsWith('proposal.'))).toEqual([]);
});

test('the detector sees them once they are shown', async () => {
  const fang = kiosk.page('fang');
  expect(await leaks(fang)).toEqual(['proposal.list', 'review.getSession', 'review.compare']);
  const peter = kiosk.page('peter');
  await lockAll(peter, id, 4);
  await peter.rating.reveal({ id });
  // people's own levels, and not yet the machine's
  const text = JSON.stringify(await detailOf(peter, id));
  expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
  await peter.rating.showLevels({ id });
  const shown = JSON.stringify(await detailOf(peter, id));
  expect(CANARIES.filter((canary) => !shown.includes(canary))).toEqual([]);
});

test('a stranger id tells nothing', async () => {
  const peter = kiosk.page('peter');
  await expect(detailOf(peter, newId() as SessionId)).rejects.toMatchObject({ code: 'session_unknown' });
});
