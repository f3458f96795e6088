import { expect, test } from 'vitest';
import { assess, inputOf, tools, typed } from './engine.ts';
import { sampleJob } from './sample-job.ts';
import { assessWords, textsToEmbed } from '#assessment/words/assess-words.ts';

const of = (result: ReturnType<typeof assess>, id: string) => {
  const found = result.indicators.find(({ indicatorId }) => indicatorId === id);
  if (found === undefined) throw new Error(`no indicator ${id}`);
  return found;
};
const checks = (locale: 'zh-CN' | 'en', text: string, question = {}) => of(assess(locale, text, question), 'checks');

const ZH = '去年有一次机器停了，我检查了零件，告诉了班长，后来修好了。';
const EN = 'One night the belt stopped. I checked every part and told my supervisor. In the end it worked.';

test('evidence is the candidate’s own words, with their place', () => {
  for (const [locale, text] of [
    ['zh-CN', ZH],
    ['en', EN],
  ] as const) {
    const [first] = checks(locale, text).evidence;
    expect(first).toMatchObject({ lexical: 1, ownership: 'i', reality: 'done', value: 1 });
    expect(text.slice(first?.clause.startChar, first?.clause.endChar)).toBe(first?.clause.text);
  }
});

test('a clause that denies the deed is no evidence for it', () => {
  for (const [locale, text] of [
    ['zh-CN', '去年有一次机器停了，我没有检查零件就走了，后来也没事。'],
    ['zh-CN', '去年有一次机器停了，我忘了检查零件，后来停了一天。'],
    ['en', 'One night the belt stopped. I did not check the part, I just went home. It was fine later.'],
    ['en', "One night the belt stopped and I didn't check any part before I left. In the end it broke."],
    ['en', 'One night the belt stopped. I left without checking the machine. In the end it broke.'],
  ] as const) {
    expect([text, checks(locale, text).evidence]).toEqual([text, []]);
  }
});

test('idioms that begin with a negator deny nothing', () => {
  expect(checks('zh-CN', '去年有一次机器停了，我没办法只好自己检查了零件，后来修好了。').evidence).toHaveLength(1);
  expect(checks('zh-CN', '去年有一次机器停了，我不但检查了零件，还告诉了班长。').evidence).toHaveLength(1);
  expect(
    checks('en', 'One night the belt stopped. I not only checked the part but told my boss.').evidence,
  ).toHaveLength(1);
});

test('what somebody else did is no evidence', () => {
  expect(checks('zh-CN', '去年有一次机器停了，师傅来了，他检查了零件，他修好了。').evidence).toEqual([]);
  expect(
    checks('en', 'One night the belt stopped. My boss came and he checked every part and he fixed it.').evidence,
  ).toEqual([]);
});

test('one concept that is only spoken of is not taken for a weak answer: nothing is concluded', () => {
  expect(
    checks('en', 'One night the machine was loud. I waited with the others. In the end all was well.'),
  ).toMatchObject({
    state: 'unobserved',
    evidenceShare: null,
    level: null,
  });
});

test('one concept that is the teller’s own deed is half of the match, and a guess where another is whole', () => {
  const half = 'One night something broke. I checked twice and waited. In the end all was well.';
  expect(checks('en', half)).toMatchObject({ state: 'observed', evidenceShare: 0.5 });
  const beside = assess('en', `${half} I told my supervisor.`);
  expect(of(beside, 'tells')).toMatchObject({ state: 'observed', evidenceShare: 1 });
  expect(of(beside, 'checks')).toMatchObject({ state: 'unobserved', evidenceShare: null });
  expect(of(beside, 'checks').evidence).toHaveLength(1);
});

test('the same words are evidence once: a second indicator needs a word of its own, a third one another', () => {
  const job = sampleJob();
  const items = job.items.map((item) =>
    item.id === 'story'
      ? { ...item, elicits: ['checks', 'stops', 'finds', 'tells'].map((indicatorId) => ({ indicatorId, weight: 1 })) }
      : item,
  );
  const states = (text: string) => assess('en', text, { job: { ...job, items } }).indicators.map(({ state }) => state);
  // checks, stops and finds look for the same words
  expect(states('One night something broke. I checked the belt and waited. In the end all was well.')).toEqual([
    'observed',
    'unobserved',
    'unobserved',
    'unobserved',
  ]);
  expect(states('One night something broke. I checked the belt and called my boss. In the end all was well.')).toEqual([
    'observed',
    'unobserved',
    'unobserved',
    'observed',
  ]);
});

test('plans count half and talk in general a quarter where a story was asked for', () => {
  const plan = 'If that happened I would check the machine. I would tell my boss.';
  expect(checks('en', plan).evidence[0]).toMatchObject({ reality: 'hypothetical', value: 0.5 });
  const general = 'I usually check the machine. I always tell my boss. I am a careful person.';
  expect(checks('en', general).evidence[0]).toMatchObject({ reality: 'generic', value: 0.25 });
  const asked = assess('en', plan, { itemId: 'plan' });
  expect(of(asked, 'stops').evidence[0]).toMatchObject({ reality: 'hypothetical', value: 1 });
});

test('two clauses at most: the third time the same thing is said adds nothing', () => {
  const one = 'Last week we checked the machine.';
  const two = `${one} After lunch we counted the boxes.`;
  const three = `${two} Later we inspected the belt.`;
  const share = (text: string) => checks('en', text).evidenceShare;
  expect(share(one)).toBe(0.8);
  expect(share(two)).toBe(1);
  expect(checks('en', three).evidence).toHaveLength(2);
  expect(share(three)).toBe(share(two));
});

test('words that show the opposite lower the level, and stand beside it', () => {
  const found = checks(
    'en',
    "One night the belt stopped. It was not my problem. I didn't bother. In the end it broke.",
  );
  expect(found).toMatchObject({ state: 'observed', evidenceShare: 0, level: 1, evidence: [] });
  expect(found.counterCues.length).toBeGreaterThan(0);
  expect(found.notFound).toContain('counter_cue');
  const quoted = checks('en', 'One night the belt stopped. He said it is not my problem. I checked every part.');
  expect(quoted).toMatchObject({ counterCues: [], evidenceShare: 1 });
});

test('nothing found counts as nothing shown only after the follow-up was answered', () => {
  const story =
    'Last year at the shop a lady lost her keys. I looked around, lifted the mat, found them and gave them back. She thanked me.';
  const before = assess('en', story);
  expect(before.status).toBe('insufficient_evidence');
  expect(before.indicators.map(({ state }) => state)).toEqual(['unobserved', 'unobserved']);
  const probe = typed('She gave me 5 dollars for it and came back the next week.', {
    answerKey: 'q.probe',
    role: 'probe',
  });
  const after = assess('en', [typed(story), probe], { probe: 'result_without_proof' });
  expect(after.indicators.map(({ state }) => state)).toEqual(['zero', 'zero']);
  expect(after).toMatchObject({ status: 'scored', level: 2 });
  expect(of(after, 'checks').notFound).toContain('probe_drew_nothing');
  const skipped = typed('', { answerKey: 'q.probe', role: 'probe', by: 'skipped', typedText: null });
  expect(assess('en', [typed(story), skipped], { probe: 'result_missing' }).indicators).toEqual(before.indicators);
});

test('a follow-up can only raise what was shown', () => {
  const probe = typed('After that I checked every part of the machine twice.', { answerKey: 'q.probe', role: 'probe' });
  const before = assess(
    'en',
    'One night something broke and I told my boss. I waited with him. He fixed it. It ran again in ten minutes.',
  );
  const after = assess(
    'en',
    [
      typed(
        'One night something broke and I told my boss. I waited with him. He fixed it. It ran again in ten minutes.',
      ),
      probe,
    ],
    { probe: 'action_missing' },
  );
  expect(of(before, 'checks').state).toBe('unobserved');
  expect(of(after, 'checks').state).toBe('observed');
  expect(after.score ?? 0).toBeGreaterThanOrEqual(before.score ?? 0);
});

test('with an embedding model the nearer route counts, and the result names the model', () => {
  const input = inputOf('en', [
    typed(
      'Last week the line went down. I had a good look at everything, took it apart, cleaned it and got it going within the hour. My boss was happy with that.',
    ),
  ]);
  const { clauses, exemplars } = textsToEmbed(input, tools());
  expect(clauses).toContain('I had a good look at everything');
  expect(exemplars).toEqual(['I stopped, checked it and found the cause.']);
  const vectors = new Map([
    ...clauses.map((text): [string, number[]] => [text, text.includes('good look') ? [1, 0] : [0, 1]]),
    ...exemplars.map((text): [string, number[]] => [text, [1, 0]]),
  ]);
  const identity = { id: 'model', sha256: 'c'.repeat(64), c0: 0.4, c1: 0.9 };
  const result = assessWords(input, { ...tools(), embedding: { identity, vectors } });
  expect(result.engine.embedding).toEqual(identity);
  expect(of(result, 'checks')).toMatchObject({ state: 'observed', route: 'semantic', evidenceShare: 1 });
  expect(of(result, 'checks').evidence[0]).toMatchObject({ semantic: 1, lexical: 0 });
  // the routes are more than one level apart
  expect(result.confidence?.routesAgree).toBe(0.8);
});
