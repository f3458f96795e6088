import { Job } from '#shared/job.ts';

function say(zh: string, en: string) {
  return { 'zh-CN': zh, en };
}

function cues(zh: string[][], en: string[][], zhCounter: string[], enCounter: string[]) {
  const exemplar = (level: 1 | 3 | 5, text: ReturnType<typeof say>) => ({ level, text, paraphrase: text });
  return {
    concepts: { 'zh-CN': zh, en },
    exemplars: [
      exemplar(1, say('我没管它。', 'I left it.')),
      exemplar(3, say('我看了一眼。', 'I had a look.')),
      exemplar(5, say('我停下来检查，找到了原因。', 'I stopped, checked it and found the cause.')),
    ],
    counterCues: { 'zh-CN': zhCounter, en: enCounter },
    strength: say('您会停下来检查。', 'You stopped and checked.'),
  };
}

const anchors = { 1: say('一', 'one'), 3: say('三', 'three'), 5: say('五', 'five') };
const card = {
  illustration: 'assembly' as const,
  summary: say('活', 'work'),
  pay: say('钱', 'pay'),
  shift: say('班', 'shift'),
  hours: say('点', 'hours'),
  place: say('地', 'place'),
};
const spoken = { thinkMs: 15_000, maxAnswerMs: 90_000, maxChars: 800, hint: say('想想。', 'Think.') };
const referenceWords = {
  'zh-CN': ['机器', '检查', '毛病', '停', '修', '零件'],
  en: ['machine', 'check', 'fault', 'stop', 'part', 'repair'],
};
const indicator = (id: string, withCues: ReturnType<typeof cues>) => ({
  id,
  name: say(id, id),
  anchors,
  cues: withCues,
});
const CHECKS = cues(
  [
    ['检查', '看了看', '查了', '核对', '数了'],
    ['零件', '机器', '箱子', '毛病', '电源'],
  ],
  [
    ['check', 'inspect', 'count', 'look over'],
    ['part', 'machine', 'box', 'fault', 'belt'],
  ],
  ['懒得看', '管它呢'],
  ["didn't bother", 'not my problem'],
);
const TELLS = cues(
  [
    ['告诉', '报告', '通知', '说明'],
    ['班长', '师傅', '主管', '同事'],
  ],
  [
    ['tell', 'call', 'report', 'let know'],
    ['supervisor', 'boss', 'lead', 'colleague'],
  ],
  ['没跟人说', '瞒着'],
  ['told nobody', 'kept quiet'],
);

/** A small post for tests of the engine: every kind of question in words, two indicators with cues. */
export function sampleJob(): Job {
  return Job.parse({
    id: 'sample',
    version: 1,
    title: say('样板', 'Sample'),
    card,
    competencyModel: {
      dimensions: [
        {
          id: 'care',
          name: say('细心', 'Care'),
          description: say('细心', 'Care'),
          weight: 0.5,
          indicators: [indicator('checks', CHECKS), indicator('stops', CHECKS), indicator('finds', CHECKS)],
        },
        {
          id: 'talk',
          name: say('沟通', 'Talk'),
          description: say('沟通', 'Talk'),
          weight: 0.4,
          indicators: [indicator('tells', TELLS), indicator('asks', TELLS), indicator('listens', TELLS)],
        },
        {
          id: 'small',
          name: say('其他', 'Other'),
          description: say('其他', 'Other'),
          weight: 0.1,
          indicators: [indicator('one', CHECKS), indicator('two', CHECKS), indicator('three', CHECKS)],
        },
      ],
    },
    items: [
      {
        ...spoken,
        id: 'story',
        kind: 'spoken',
        asks: 'behavioural',
        referenceWords,
        prompt: say('讲一次您发现机器有毛病的经历。', 'Tell me about a time you found a fault in a machine.'),
        elicits: [
          { indicatorId: 'checks', weight: 1 },
          { indicatorId: 'tells', weight: 1 },
        ],
      },
      {
        ...spoken,
        id: 'plan',
        kind: 'spoken',
        asks: 'situational',
        referenceWords,
        prompt: say('机器停了您会怎么做？', 'The machine stops. What would you do?'),
        elicits: [
          { indicatorId: 'stops', weight: 1 },
          { indicatorId: 'asks', weight: 1 },
        ],
      },
      {
        id: 'note',
        kind: 'typed',
        asks: 'work_product',
        referenceWords,
        maxChars: 800,
        hint: say('写给下一班。', 'For the next shift.'),
        prompt: say('给下一班写一张条子。', 'Write a note to the next shift.'),
        elicits: [
          { indicatorId: 'finds', weight: 1 },
          { indicatorId: 'listens', weight: 1 },
        ],
      },
      ...(['customer_complaint', 'machine_stop'] as const).map((scenario, i) => ({
        id: `play-${i + 1}`,
        kind: 'role_play',
        scenario,
        partner: say('对方', 'The other'),
        prompt: say('想象一下。', 'Imagine.'),
        hint: say('随便说。', 'Just talk.'),
        thinkMs: 10_000,
        turns: ['one', 'two'].map((id) => ({ id, says: say('喂？', 'Hello?'), maxAnswerMs: 60_000, maxChars: 300 })),
        strength: say('您稳住了对方。', 'You calmed them down.'),
        elicits: [
          { indicatorId: 'one', weight: 1 },
          { indicatorId: 'two', weight: 0.5 },
          { indicatorId: 'three', weight: 0.5 },
        ],
      })),
      {
        id: 'pick',
        kind: 'choice',
        prompt: say('选一个。', 'Pick one.'),
        hint: say('没有陷阱。', 'No trick.'),
        elicits: [{ indicatorId: 'checks', weight: 1 }],
        key: { source: 'authored' },
        options: [
          {
            id: 'a',
            text: say('甲', 'a'),
            effectiveness: 1,
            why: say('好', 'good'),
            strength: say('您会看。', 'You look.'),
          },
          { id: 'b', text: say('乙', 'b'), effectiveness: 0.5, why: say('一般', 'fair') },
          { id: 'c', text: say('丙', 'c'), effectiveness: 0, why: say('差', 'poor') },
        ],
      },
    ],
    nextStep: { text: say('等电话。', 'We will call.'), withinDays: 3, phone: '010-1234567' },
  });
}
