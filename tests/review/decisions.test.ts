import ICAL from 'ical.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MIN_APART_MS } from '#main/review/pacing.ts';
import type { Verdict } from '#shared/decision.ts';
import { Action } from '#shared/hub/workflow.ts';
import type { SessionId } from '#shared/ids.ts';
import { isKnownRecord } from '#shared/wire/known-records.ts';
import { WireRecord } from '#shared/wire/record.ts';
import { sendingClassOf } from '#shared/wire/sending-order.ts';
import { present } from '#tests/fixtures/present.ts';
import {
  detailOf,
  lockAll,
  type ManagerPage,
  openReviewKiosk,
  refusal,
  type ReviewKiosk,
  reviewAll,
} from './review-kiosk.ts';

let kiosk: ReviewKiosk;
let fang: ManagerPage;
let peter: ManagerPage;
let one: SessionId;
let other: SessionId;

beforeEach(async () => {
  kiosk = await openReviewKiosk();
  [fang, peter] = [kiosk.page('fang'), kiosk.page('peter')];
  [one, other] = kiosk.ids as [SessionId, SessionId];
});
afterEach(() => kiosk.close());

const WORDS = 'Told one clear example of stopping the line.';
const ADVANCE: Verdict = { outcome: 'advance', reason: 'strong_example', words: WORDS };
const DECLINE: Verdict = { outcome: 'decline', reason: 'needs_not_met', words: WORDS };
const HOLD: Verdict = { outcome: 'hold', reason: 'second_opinion', words: WORDS };
const decide = (page: ManagerPage, id: SessionId, verdict: Verdict, supersedes: string | null = null) =>
  page.decision.make({ id, verdict, supersedes });

test('nobody is decided unseen: advance and decline need a review, hold needs that the person opened it', async () => {
  expect((await refusal(decide(fang, one, HOLD))).code).toBe('not_opened');
  await fang.rating.open({ id: one });
  expect((await refusal(decide(fang, one, DECLINE))).code).toBe('review_missing');
  expect((await refusal(decide(fang, one, ADVANCE))).code).toBe('review_missing');
  await decide(fang, one, HOLD);
  await lockAll(peter, one, 4);
  const [held] = present((await detailOf(fang, one)).review, 'sheet').decisions;
  await decide(fang, one, DECLINE, held?.id ?? null);
  expect((await detailOf(fang, one)).summary.review.decided).toBe('decline');
});

test('a decision needs ten characters of words and a reason of its outcome', async () => {
  await lockAll(fang, one, 3);
  const bad = [
    { ...ADVANCE, words: 'too short' },
    { ...ADVANCE, words: '          ' },
    { outcome: 'decline', reason: 'strong_example', words: WORDS },
    { outcome: 'reject', reason: 'other', words: WORDS },
  ];
  for (const verdict of bad) {
    expect((await refusal(decide(fang, one, verdict as Verdict))).code).toBe('BAD_REQUEST');
  }
  expect((await detailOf(fang, one)).review?.decisions).toEqual([]);
});

test('a decision is never overwritten: a later one names it, and one made on an old screen is refused', async () => {
  await lockAll(fang, one, 3);
  await decide(fang, one, HOLD);
  expect((await refusal(decide(fang, one, ADVANCE))).code).toBe('decision_newer');
  const [held] = present((await detailOf(fang, one)).review, 'sheet').decisions;
  await decide(fang, one, ADVANCE, held?.id ?? null);
  const { decisions } = present((await detailOf(fang, one)).review, 'sheet');
  expect(decisions.map(({ outcome, supersedes }) => [outcome, supersedes])).toEqual([
    ['advance', held?.id],
    ['hold', null],
  ]);
});

test('no call takes several interviews, and single ones in a row are refused', async () => {
  await lockAll(fang, one, 3);
  await lockAll(fang, other, 3);
  const many = { id: [one, other], verdict: DECLINE, supersedes: null } as unknown as Parameters<
    ManagerPage['decision']['make']
  >[0];
  expect((await refusal(fang.decision.make(many))).code).toBe('BAD_REQUEST');
  const list = [one, other].map((id) => ({ id, verdict: DECLINE, supersedes: null })) as unknown as typeof many;
  expect((await refusal(fang.decision.make(list))).code).toBe('BAD_REQUEST');
  await decide(fang, one, DECLINE);
  const refused = await refusal(decide(fang, other, DECLINE));
  expect(refused.code).toBe('too_fast');
  expect((refused.data as { retryAfterMs: number }).retryAfterMs).toBeLessThanOrEqual(MIN_APART_MS);
  // never opened: neither how fast nor how slow
  expect((await refusal(decide(peter, other, DECLINE))).code).toBe('not_opened');
  expect((await detailOf(fang, other)).review?.decisions).toEqual([]);
});

test('there is no action that declines, and no rule can be saved that has one', async () => {
  expect(Action.options.map(({ shape }) => shape.kind.value)).toEqual([
    'advance',
    'invite',
    'order_check',
    'hand_over',
    'remind',
  ]);
  const rule = {
    id: 'below-forty',
    jobId: null,
    name: 'Below forty',
    when: [{ kind: 'total_below', score: 40 }],
    propose: { kind: 'decline' },
  } as unknown as Parameters<ManagerPage['proposal']['saveRule']>[0];
  expect((await refusal(fang.proposal.saveRule(rule))).code).toBe('BAD_REQUEST');
});

const RULE = {
  id: 'second-from-80',
  jobId: null,
  name: '80 分以上建议复试',
  when: [{ kind: 'total_at_least' as const, score: 80, of: 'score' as const }],
  propose: { kind: 'invite' as const, to: 'second-interview', by: 'sms' as const },
};
const APPOINTMENT = {
  startsAt: '2026-12-01T06:00:00.000Z',
  endsAt: '2026-12-01T06:30:00.000Z',
  place: 'Gate 2, room 3',
};
const proposalsOf = (page: ManagerPage) => page.proposal.list({ isOpen: true, limit: 10, locale: 'en' });

test('a rule proposes what people made of it, a person approves, and head office is told how', async () => {
  await fang.proposal.saveRule(RULE);
  await reviewAll(fang, one, 5);
  await reviewAll(fang, other, 2);
  const open = await proposalsOf(fang);
  expect(open.map(({ sessionId, action }) => [sessionId, action.kind])).toEqual([[one, 'invite']]);
  expect(await proposalsOf(peter)).toEqual([]);
  const id = present(open[0], 'no proposal').id;
  const approve = (page: ManagerPage, appointment: typeof APPOINTMENT | null) =>
    page.proposal.approve({ id, reason: 'She should meet the foreman.', appointment });
  expect((await refusal(approve(peter, APPOINTMENT))).code).toBe('proposal_unknown');
  expect((await refusal(approve(fang, null))).code).toBe('appointment_missing');
  await approve(fang, APPOINTMENT);
  expect((await refusal(approve(fang, APPOINTMENT))).code).toBe('proposal_decided');
  expect(await proposalsOf(fang)).toEqual([]);
  const [done] = await fang.proposal.list({ isOpen: false, limit: 10, locale: 'en' });
  expect(done).toMatchObject({ state: 'approved', decidedBy: '王芳', sending: 'waiting' });

  const records = await kiosk.look((store) => store.holdings.records(one));
  const written = records.map(({ json }) => WireRecord.parse(JSON.parse(json)));
  const own = written.filter(({ type }) => /^(rating|review|decision|proposal|action)\./u.test(type));
  expect(own.map(({ type }) => type)).toEqual([
    'rating.locked',
    'review.revealed',
    'review.finished',
    'proposal.decided',
    'action.approved',
  ]);
  for (const record of own) {
    expect({ type: record.type, isKnown: isKnownRecord(record) }).toEqual({ type: record.type, isKnown: true });
    expect(sendingClassOf(record.type)).toBe('urgent');
  }
  const action = own.at(-1)?.body as { appointment: { calendar: string }; candidate: unknown };
  expect(action.candidate).toMatchObject({ by: 'name', phone: '139 0000 0000' });
  const event = new ICAL.Component(ICAL.parse(action.appointment.calendar)).getFirstSubcomponent('vevent');
  expect(event?.getFirstPropertyValue('uid')).toBe(id);
  expect(String(event?.getFirstPropertyValue('dtstart'))).toBe('2026-12-01T06:00:00Z');
});

test('what a rule proposed is taken back when its ground is gone, and when a person declines', async () => {
  await fang.proposal.saveRule(RULE);
  await reviewAll(fang, one, 5);
  expect(await proposalsOf(fang)).toHaveLength(1);
  await reviewAll(peter, one, 1);
  expect(await proposalsOf(fang)).toEqual([]);
  await reviewAll(fang, other, 5);
  expect(await proposalsOf(fang)).toHaveLength(1);
  await decide(fang, other, DECLINE);
  const gone = await fang.proposal.list({ isOpen: false, limit: 10, locale: 'en' });
  expect(gone.map(({ state, reason }) => `${state} ${reason}`).toSorted()).toEqual([
    'withdrawn declined',
    'withdrawn ground_changed',
  ]);
});

test('a rule that is written, changed or removed looks again at what people were through with before', async () => {
  await reviewAll(fang, one, 5);
  await reviewAll(fang, other, 1);
  expect(await proposalsOf(fang)).toEqual([]);
  await fang.proposal.saveRule(RULE);
  expect((await proposalsOf(fang)).map(({ sessionId }) => sessionId)).toEqual([one]);
  // everybody reaches it now
  await fang.proposal.saveRule({ ...RULE, when: [{ kind: 'total_at_least', score: 0, of: 'score' }] });
  expect((await proposalsOf(fang)).map(({ sessionId }) => sessionId).toSorted()).toEqual([one, other].toSorted());
  await fang.proposal.removeRule({ id: RULE.id });
  expect(await proposalsOf(fang)).toEqual([]);
  const gone = await fang.proposal.list({ isOpen: false, limit: 10, locale: 'en' });
  expect(new Set(gone.map(({ state, reason }) => `${state} ${reason}`))).toEqual(new Set(['withdrawn ground_changed']));
});

test('a rule that was removed proposes nothing, and dismissing says why', async () => {
  await fang.proposal.saveRule(RULE);
  await reviewAll(fang, one, 5);
  const [open] = await proposalsOf(fang);
  await fang.proposal.dismiss({ id: present(open, 'none').id, reason: 'No places left this week.' });
  await fang.proposal.removeRule({ id: RULE.id });
  expect((await refusal(fang.proposal.removeRule({ id: RULE.id }))).code).toBe('rule_unknown');
  await reviewAll(fang, other, 5);
  expect(await proposalsOf(fang)).toEqual([]);
  expect((await fang.proposal.rules({ locale: 'en' })).rules).toEqual([]);
});

test('an action of a candidate who refused sending is not sent, and says so', async () => {
  const quiet = await openReviewKiosk(1, { isSent: false });
  try {
    const page = quiet.page('fang');
    const id = present(quiet.ids[0], 'no interview');
    await page.proposal.saveRule({ ...RULE, propose: { kind: 'hand_over' } });
    await reviewAll(page, id, 5);
    const [open] = await proposalsOf(page);
    await page.proposal.approve({ id: present(open, 'none').id, reason: 'Good fit for the line.', appointment: null });
    const [done] = await page.proposal.list({ isOpen: false, limit: 10, locale: 'en' });
    expect(done?.sending).toBe('withheld');
  } finally {
    await quiet.close();
  }
});
