import { expect, test } from 'vitest';
import type { RolePlayItem } from './job/role-play.ts';
import type { WorkSampleItem } from './job/work-sample.ts';
import {
  CandidateItem,
  Job,
  toCandidateItem,
  type ChoiceItem,
  type Indicator,
  type Item,
  type PracticeItem,
  type RankingItem,
  type RatingItem,
  StoredJob,
} from './job.ts';

function say(text: string) {
  return { 'zh-CN': `${text}(中)`, en: text };
}

const anchors = { 1: say('level one'), 3: say('level three'), 5: say('level five') };

const words = (...list: string[]) => ({ 'zh-CN': list, en: list });
const cues: NonNullable<Indicator['cues']> = {
  concepts: { 'zh-CN': [['SECRET'], ['SECRET']], en: [['SECRET'], ['SECRET']] },
  exemplars: ([1, 3, 5] as const).map((level) => ({ level, text: say('SECRET'), paraphrase: say('SECRET') })),
  counterCues: words('SECRET'),
  strength: say('SECRET strength'),
};

function dimension(id: string, weight: number) {
  return {
    id,
    name: say(id),
    description: say(id),
    weight,
    indicators: [1, 2, 3].map((number) => ({ id: `${id}-${number}`, name: say(id), anchors, cues })),
  };
}

const elicitsAllOf = (id: string) => [1, 2, 3].map((number) => ({ indicatorId: `${id}-${number}`, weight: 1 }));
const question = (id: string) => ({ id, prompt: say(`prompt ${id}`), hint: say(`hint ${id}`) });

const reading = { asks: 'behavioural' as const, referenceWords: words('SECRET') };

const spoken: Item = {
  ...question('story'),
  kind: 'spoken',
  elicits: elicitsAllOf('a'),
  ...reading,
  thinkMs: 30_000,
  maxAnswerMs: 90_000,
  maxChars: 600,
};
const typed: Item = { ...question('note'), ...reading, kind: 'typed', elicits: elicitsAllOf('b'), maxChars: 300 };
const choice: ChoiceItem = {
  ...question('press'),
  kind: 'choice',
  elicits: elicitsAllOf('c'),
  options: [
    { id: 'pull', text: say('Pull it'), effectiveness: 0.137, why: say('SECRET rationale') },
    {
      id: 'stop',
      text: say('Stop it'),
      effectiveness: 1,
      why: say('SECRET rationale'),
      strength: say('SECRET strength'),
    },
    { id: 'wait', text: say('Wait'), effectiveness: 0.4, why: say('SECRET rationale') },
  ],
  key: { source: 'expert_panel', experts: 9137 },
};
const ranking: RankingItem = {
  ...question('order'),
  kind: 'ranking',
  elicits: elicitsAllOf('a'),
  options: ['third', 'first', 'fourth', 'second'].map((id) => ({ id, text: say(id) })),
  correctOrder: ['first', 'second', 'third', 'fourth'],
  key: { source: 'authored' },
  strength: say('SECRET strength'),
};
const rating: RatingItem = {
  ...question('rate'),
  kind: 'rating',
  elicits: elicitsAllOf('c'),
  options: [6, 2, 5, 1].map((keyMean, index) => ({ id: `way-${index}`, text: say('A way'), keyMean })),
  key: { source: 'authored' },
  strength: say('SECRET strength'),
};
const rolePlay: RolePlayItem = {
  ...question('talk'),
  kind: 'role_play',
  elicits: elicitsAllOf('a'),
  scenario: 'machine_stop',
  partner: say('The lead'),
  thinkMs: 20_000,
  turns: ['one', 'two'].map((id) => ({ id, says: say(`says ${id}`), maxAnswerMs: 60_000, maxChars: 300 })),
  strength: say('SECRET strength'),
};
const till: WorkSampleItem = {
  ...question('till'),
  kind: 'work_sample',
  elicits: elicitsAllOf('c'),
  task: { type: 'count_change', denominations: [1000, 500, 100, 50], rounds: [{ priceFen: 650, paidFen: 1000 }] },
  strength: say('SECRET strength'),
};
const shelf: WorkSampleItem = {
  ...till,
  id: 'shelf',
  task: {
    type: 'spot_defect',
    drawing: 'shelf',
    label: say('A shelf'),
    defects: [
      { id: 'leak', x: 137, y: 137, radius: 50, name: say('SECRET leak') },
      { id: 'gap', x: 600, y: 300, radius: 60, name: say('SECRET gap') },
    ],
  },
};
const practice: PracticeItem = {
  ...question('practice'),
  kind: 'spoken',
  thinkMs: 10_000,
  maxAnswerMs: 30_000,
  maxChars: 300,
};

const job: Job = {
  id: 'sample',
  version: 1,
  title: say('Sample'),
  card: {
    illustration: 'assembly',
    summary: say('s'),
    pay: say('p'),
    shift: say('s'),
    hours: say('h'),
    place: say('p'),
  },
  competencyModel: { dimensions: [dimension('a', 0.4), dimension('b', 0.3), dimension('c', 0.3)] },
  items: [
    spoken,
    typed,
    choice,
    ranking,
    { ...spoken, id: 'story-2' },
    { ...spoken, id: 'story-3' },
    rating,
    rolePlay,
    till,
    shelf,
  ],
  nextStep: { text: say('We call you.'), withinDays: 3, phone: '000-5550-0100' },
};

/** Path and message of everything wrong with a job. */
function problems(value: unknown): string[] {
  const result = Job.safeParse(value);
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** The sample job with one item replaced. */
const withItem = (index: number, item: object) => ({
  ...job,
  items: [...job.items.slice(0, index), item, ...job.items.slice(index + 1)],
});

test('a complete job is accepted as it is', () => {
  expect(Job.parse(job)).toEqual(job);
});

test('weights that do not sum to 1 are refused with their sum, ±.001 is let through', () => {
  const weights = (a: number) => ({
    ...job,
    competencyModel: { dimensions: [dimension('a', a), dimension('b', 0.3), dimension('c', 0.3)] },
  });
  expect(problems(weights(0.5))).toEqual(['competencyModel.dimensions: weights must sum to 1, they sum to 1.100']);
  expect(problems(weights(0.4009))).toEqual([]);
});

test('an id used twice is refused: dimension, indicator, item, option', () => {
  const [a, , c] = job.competencyModel.dimensions;
  const twice = { ...job, competencyModel: { dimensions: [a, { ...a, weight: 0.3 }, c] } };
  expect(problems(twice)).toContain('competencyModel.dimensions: dimension id "a" is used twice');
  expect(problems(twice)).toContain('competencyModel.dimensions: indicator id "a-1" is used twice');
  expect(problems(withItem(5, { ...spoken, id: 'story-2' }))).toEqual(['items: item id "story-2" is used twice']);
  const options = choice.options.map((option) => (option.id === 'wait' ? { ...option, id: 'pull' } : option));
  expect(problems(withItem(2, { ...choice, options }))).toEqual(['items.2.options: option id "pull" is used twice']);
});

test('an item that elicits an unknown indicator, or one twice, is refused', () => {
  const elicits = [...spoken.elicits, { indicatorId: 'smile', weight: 1 }, { indicatorId: 'a-1', weight: 1 }];
  expect(problems(withItem(0, { ...spoken, elicits }))).toEqual([
    'items.0.elicits.3.indicatorId: no indicator "smile" in the competency model',
    'items.0.elicits.4.indicatorId: indicator "a-1" is listed twice',
  ]);
});

test('an indicator that no item elicits is refused by name', () => {
  expect(problems(withItem(1, { ...typed, elicits: typed.elicits.slice(0, 2) }))).toEqual([
    'items: no item elicits the indicator "b-3"',
  ]);
});

test('a correct order must be a permutation of the options and not the order shown', () => {
  for (const correctOrder of [
    ['first', 'second', 'third'],
    ['first', 'first', 'third', 'fourth'],
    ['first', 'second', 'third', 'fifth'],
  ]) {
    expect(problems(withItem(3, { ...ranking, correctOrder }))).toEqual([
      'items.3.correctOrder: must name every option exactly once',
    ]);
  }
  const shown = ranking.options.map(({ id }) => id);
  expect(problems(withItem(3, { ...ranking, correctOrder: shown }))).toEqual([
    'items.3.options: options must not be listed in the correct order: the list is shown as it stands',
  ]);
});

test('a choice needs a best option and one that is worse', () => {
  const rate = (effectiveness: number) => ({
    ...choice,
    options: choice.options.map((option) => ({ ...option, effectiveness })),
  });
  expect(problems(withItem(2, rate(0.9)))).toEqual(['items.2.options: at least one option must have effectiveness 1']);
  expect(problems(withItem(2, rate(1)))).toEqual([
    'items.2.options: options that all work equally well measure nothing',
  ]);
});

test('an expert panel without the number of experts is refused', () => {
  expect(problems(withItem(2, { ...choice, key: { source: 'expert_panel' } }))).toEqual([
    'items.2.key.experts: an expert panel needs the number of experts',
  ]);
});

test('a text in one language only, an empty text and an unknown field are refused', () => {
  expect(problems({ ...job, title: { en: 'Sample' } })[0]).toMatch(/^title\.zh-CN: /);
  expect(problems({ ...job, title: { 'zh-CN': '　', en: 'Sample' } })).toEqual(['title.zh-CN: must not be empty']);
  expect(problems({ ...job, expression: true })[0]).toContain('expression');
});

test('the candidate’s item has what the screen needs, in one language', () => {
  expect(toCandidateItem(spoken, 'zh-CN')).toEqual({
    id: 'story',
    kind: 'spoken',
    prompt: 'prompt story(中)',
    hint: 'hint story(中)',
    thinkMs: 30_000,
    maxAnswerMs: 90_000,
    maxChars: 600,
    turn: null,
    isFollowUp: false,
  });
  expect(toCandidateItem(practice, 'en')).toMatchObject({ kind: 'spoken', prompt: 'prompt practice', maxChars: 300 });
  expect(toCandidateItem(typed, 'en')).toEqual({
    id: 'note',
    kind: 'typed',
    prompt: 'prompt note',
    hint: 'hint note',
    maxChars: 300,
    isFollowUp: false,
  });
});

test('options keep the order of the file, with id and text only', () => {
  expect(toCandidateItem(choice, 'en')).toEqual({
    id: 'press',
    kind: 'choice',
    prompt: 'prompt press',
    hint: 'hint press',
    options: [
      { id: 'pull', text: 'Pull it' },
      { id: 'stop', text: 'Stop it' },
      { id: 'wait', text: 'Wait' },
    ],
  });
});

test('no key, worth, rationale or measured indicator reaches the candidate’s screen', () => {
  for (const item of job.items) {
    for (const locale of ['zh-CN', 'en'] as const) {
      const shown = toCandidateItem(item, locale);
      expect(CandidateItem.parse(shown)).toEqual(shown);
      expect(JSON.stringify(shown)).not.toMatch(
        /SECRET|effectiveness|correctOrder|key|why|strength|elicits|indicator|137|expert|defects|isRight|scenario|asks/,
      );
    }
  }
});

test('the leak check sees a leak: the item itself does not pass as a candidate’s item', () => {
  for (const item of job.items) expect(CandidateItem.safeParse(item).success).toBe(false);
  expect(CandidateItem.safeParse({ ...toCandidateItem(choice, 'en'), key: choice.key }).success).toBe(false);
});

test('a turn of a role-play shows its own line, the ones before, and how many there are', () => {
  expect(toCandidateItem(rolePlay, 'en', 1)).toMatchObject({
    kind: 'spoken',
    prompt: 'prompt talk',
    maxAnswerMs: 60_000,
    turn: { partner: 'The lead', says: 'says two', before: ['says one'], number: 2, total: 2 },
  });
  expect(() => toCandidateItem(rolePlay, 'en', 2)).toThrow('has no turn 2');
});

test('a worded item whose indicator has no cues is refused: its answers could not be read', () => {
  const [a, ...others] = job.competencyModel.dimensions;
  const bare = { ...a, indicators: a?.indicators.map(({ cues: _cues, ...rest }) => rest) };
  expect(problems({ ...job, competencyModel: { dimensions: [bare, ...others] } })).toContain(
    'items.0.elicits: indicator "a-1" needs cues: its answer is read word by word',
  );
});

test('a work sample that cannot be solved or shows its solution is refused', () => {
  const rounds = [{ priceFen: 625, paidFen: 1000 }];
  const unpayable = { ...till, task: { ...till.task, rounds } };
  expect(problems(withItem(8, unpayable))).toEqual([
    'items.8.task.rounds.0: the change cannot be given with these notes and coins',
  ]);
  const steps = ['a', 'b', 'c', 'd'].map((id) => ({ id, drawing: id, label: say(id) }));
  const shown = { ...till, task: { type: 'assembly_order', steps, correctOrder: ['a', 'b', 'c', 'd'] } };
  expect(problems(withItem(8, shown))).toEqual([
    'items.8.task.steps: steps must not be listed in the correct order: the list is shown as it stands',
  ]);
});

test('a post as step 1 stored it can still be read, and its words are marked as never scored', () => {
  const { asks: _asks, referenceWords: _words, ...old } = spoken as unknown as Record<string, unknown>;
  const stored = StoredJob.parse({ ...job, items: [old, ...job.items.slice(1)] });
  expect(stored.items[0]).toMatchObject({ id: 'story', asks: 'behavioural', referenceWords: { en: ['prompt story'] } });
  expect(problems({ ...job, items: [old, ...job.items.slice(1)] })).not.toEqual([]);
});
