import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterEach, expect, test } from 'vitest';
import type { PaperKind } from '#shared/contract/paper.ts';
import type { Verdict } from '#shared/decision.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Purpose } from '#shared/purpose.ts';
import {
  detailOf,
  job,
  lockAll,
  type ManagerPage,
  openReviewKiosk,
  refusal,
  type ReviewKiosk,
  reviewAll,
} from './review-kiosk.ts';

let kiosk: ReviewKiosk;
let fang: ManagerPage;
let one: SessionId;
afterEach(() => kiosk.close());

async function open(purpose: Purpose): Promise<void> {
  kiosk = await openReviewKiosk(1, { purpose });
  fang = kiosk.page('fang');
  [one] = kiosk.ids as [SessionId];
}

/** What stands on a paper, as it is read. */
async function textOf(kind: PaperKind): Promise<string> {
  const { pdf } = await fang.paper.make({ id: one, kind, locale: 'en' });
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(Buffer.from(pdf, 'base64'))), {
    mergePages: true,
  });
  return text.replaceAll(/\s+/g, ' ');
}

const words = 'Read with two colleagues from the shift.';
const ADVANCE: Verdict = { outcome: 'advance', reason: 'meets_needs', words };
const DECLINE: Verdict = { outcome: 'decline', reason: 'needs_not_met', words };
const HOLD: Verdict = { outcome: 'hold', reason: 'talk_first', words };
const PLAN: Verdict = { outcome: 'plan', reason: 'suggestions_agreed', words };
const NOTED: Verdict = { outcome: 'noted', reason: 'passed_on', words };
const decide = (verdict: Verdict) => fang.decision.make({ id: one, verdict, supersedes: null });
const RULE = {
  id: 'all-scored',
  jobId: null,
  name: 'Scored',
  when: [{ kind: 'all_dimensions_scored' as const }],
  propose: { kind: 'remind' as const },
};
const list = (purpose?: Purpose) =>
  fang.review.listSessions({
    phase: null,
    search: '',
    after: null,
    limit: 10,
    locale: 'en',
    ...(purpose === undefined ? {} : { purpose }),
  });

test('nobody is advanced, held or declined by what they said on leaving; it is noted', async () => {
  await open('exit');
  expect((await fang.review.today()).staff).toEqual({ promotion: 0, training: 0, exit: 1 });
  expect((await fang.review.today()).waits.undecided).toBe(0);
  await fang.rating.open({ id: one });
  for (const verdict of [ADVANCE, DECLINE, HOLD, PLAN])
    expect((await refusal(decide(verdict))).code).toBe('outcome_refused');
  expect((await detailOf(fang, one)).review?.decisions).toEqual([]);
  // it judges nobody: no rating has to be locked first
  await decide(NOTED);
  expect((await detailOf(fang, one)).summary).toMatchObject({ purpose: 'exit', review: { decided: 'noted' } });
  expect((await fang.review.today()).staff.exit).toBe(0);
});

test('training ends in a plan, and in no verdict', async () => {
  await open('training');
  await fang.rating.open({ id: one });
  for (const verdict of [ADVANCE, DECLINE, NOTED])
    expect((await refusal(decide(verdict))).code).toBe('outcome_refused');
  await decide(PLAN);
  expect((await detailOf(fang, one)).summary.review.decided).toBe('plan');
});

test('a training check suggests what to learn, by people’s ratings, to who has locked their own', async () => {
  await open('training');
  const suggest = () => fang.review.suggestTraining({ id: one, locale: 'en' });
  expect((await refusal(suggest())).code).toBe('not_rated');
  await lockAll(fang, one, 2);
  const { lines, problem } = await suggest();
  expect(problem).toBeNull();
  expect(lines.map(({ dimension }) => dimension)).toEqual(['safety', 'quality', 'teamwork', 'learning']);
  // the shipped file knows nothing about the competencies of this post
  expect(new Set(lines.map(({ state }) => state))).toEqual(new Set(['fine']));

  const own = join(kiosk.directory, 'training');
  await mkdir(own, { recursive: true });
  const write = (text: string) => writeFile(join(own, 'suggestions.yaml'), text);
  await write(
    'version: 1\nsuggestions:\n  - dimension: safety\n    belowLevel: 4\n    text: { en: Ask the safety officer, zh-CN: 请教安全员 }\n    course: S-1\n',
  );
  expect((await suggest()).lines[0]).toMatchObject({
    state: 'weak',
    suggestions: [{ text: 'Ask the safety officer', course: 'S-1', link: null }],
  });
  await write('version: 1\nsuggestions:\n  - dimension: safety\n    belowLevel: 9\n');
  const bad = await suggest();
  expect(bad.problem).toMatch(/suggestions\.yaml: suggestions\[0\]\.belowLevel: .*\(line 4\)/);
  expect(bad.lines[0]?.state).toBe('fine');
});

test('suggestions stand in the report and on a sheet for the colleague; of what was not observed nothing is suggested', async () => {
  await open('training');
  const own = join(kiosk.directory, 'training');
  await mkdir(own, { recursive: true });
  const suggestion = (dimension: string, en: string) =>
    `  - dimension: ${dimension}\n    belowLevel: 5\n    text: { en: ${en}, zh-CN: 请教同事 }\n    course: S-1\n`;
  await writeFile(
    join(own, 'suggestions.yaml'),
    `version: 1\nsuggestions:\n${suggestion('safety', 'Ask the safety officer')}${suggestion('learning', 'Ask the trainer')}`,
  );
  expect((await refusal(fang.paper.make({ id: one, kind: 'training', locale: 'en' }))).code).toBe('not_rated');
  const learning = job.competencyModel.dimensions.find(({ id }) => id === 'learning');
  const unseen = new Set(learning?.indicators.map(({ id }) => id));
  await lockAll(fang, one, 2, unseen);
  const { lines } = await fang.review.suggestTraining({ id: one, locale: 'en' });
  expect(lines.find(({ dimension }) => dimension === 'learning')).toMatchObject({
    state: 'not_enough',
    suggestions: [],
  });

  const [report, sheet] = [await textOf('report'), await textOf('training')];
  for (const text of [report, sheet]) {
    expect(text).toContain('Ask the safety officer');
    expect(text).toContain('S-1');
    expect(text).toContain('Not enough evidence');
    expect(text).not.toContain('Ask the trainer');
  }
  expect(report).toMatch(/Level 2 of 5/);
  // whoever took the check reads no number of it
  expect(sheet).not.toMatch(/Level \d|\d+ \(\d+–\d+\)/);
  expect(sheet).toContain('no bearing on your pay');
  expect((await refusal(fang.paper.make({ id: one, kind: 'explanation', locale: 'en' }))).code).toBe(
    'paper_not_offered',
  );
});

test('the control: the same ratings of an interview for hiring suggest nothing on any paper', async () => {
  await open('hiring');
  await lockAll(fang, one, 2);
  expect(await textOf('report')).not.toContain('What could be learned next');
  expect((await refusal(fang.paper.make({ id: one, kind: 'training', locale: 'en' }))).code).toBe('paper_not_offered');
});

test('nothing is suggested of any other interview', async () => {
  await open('hiring');
  await lockAll(fang, one, 2);
  expect((await refusal(fang.review.suggestTraining({ id: one, locale: 'en' }))).code).toBe('not_training');
});

test('a promotion is decided like hiring: on somebody’s locked ratings', async () => {
  await open('promotion');
  await fang.rating.open({ id: one });
  expect((await refusal(decide(ADVANCE))).code).toBe('review_missing');
  for (const verdict of [PLAN, NOTED]) expect((await refusal(decide(verdict))).code).toBe('outcome_refused');
  await lockAll(fang, one, 4);
  await decide(ADVANCE);
});

test('rules of hiring say nothing about them, and the list of hiring does not hold them', async () => {
  await open('exit');
  await fang.proposal.saveRule(RULE);
  await reviewAll(fang, one, 4);
  expect(await fang.proposal.list({ isOpen: true, limit: 10, locale: 'en' })).toEqual([]);
  expect((await list()).sessions).toEqual([]);
  expect((await list('exit')).sessions.map(({ id }) => id)).toEqual([one]);
  expect((await fang.insights.overview({ jobId: null, last: 50, locale: 'en' })).interviews).toBe(0);
  await expect(refusal(fang.paper.make({ id: one, kind: 'explanation', locale: 'en' }))).resolves.toMatchObject({
    code: 'paper_not_offered',
  });
});

test('the control: the same rule speaks about the same interview where it is for hiring', async () => {
  await open('hiring');
  await fang.proposal.saveRule(RULE);
  await reviewAll(fang, one, 4);
  expect(await fang.proposal.list({ isOpen: true, limit: 10, locale: 'en' })).toHaveLength(1);
  expect((await list()).sessions.map(({ id }) => id)).toEqual([one]);
  expect((await fang.insights.overview({ jobId: null, last: 50, locale: 'en' })).interviews).toBe(1);
});
