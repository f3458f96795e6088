import { CandidateItem } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';

/** Kinds of question with everything they can hold at once: the longest texts, the most options. What fits here fits everywhere. */
type Texts = Record<Locale, string>;
const say = (zh: string, en: string): Texts => ({ 'zh-CN': zh, en });

const shown = (id: string, prompt: Texts, hint: Texts, locale: Locale) => ({
  id,
  prompt: prompt[locale],
  hint: hint[locale],
});

const speaking = { thinkMs: 30_000, maxAnswerMs: 90_000, maxChars: 1000 };
const speakHint = say('先说您做了什么，再说结果怎么样。', 'Say first what you did, then how it turned out.');

export function followUpItem(locale: Locale): CandidateItem {
  const prompt = say(
    '后来结果怎么样？有没有数字，或者别人说过什么？',
    'How did it turn out? Was there a number, or did somebody say something about it?',
  );
  return CandidateItem.parse({
    ...shown('late-order', prompt, speakHint, locale),
    ...speaking,
    kind: 'spoken',
    turn: null,
    isFollowUp: true,
  });
}

export const FOLLOWED: Texts = say(
  '请说一次货赶不及、要加班的经历。当时您自己做了什么，怎么跟同事分工？',
  'Tell us about a time when an order was late and there was too much to do. What did you do yourself, and how did you share the work?',
);

const LINES = [
  say(
    '你们这菜里有根头发！我带孩子来吃饭的，这叫什么事？',
    'There is a hair in this dish! I came here with my child, what kind of place is this?',
  ),
  say(
    '光说对不起有什么用？我们等了四十分钟才上菜。',
    'What use is saying sorry? We waited forty minutes for this food.',
  ),
  say(
    '那你说怎么办？叫你们经理来，不然我就发到网上去，让大家都看看你们是怎么对待客人的。',
    'So what are you going to do? Get me your manager, or I put it on the internet so that everybody sees how you treat your guests.',
  ),
];

export function rolePlayItem(locale: Locale, turn: number): CandidateItem {
  const situation = say(
    '星期六中午，店里坐满了人。一位带孩子的客人站起来，把盘子推到您面前，声音很大，旁边几桌都在看。请像真的在店里一样，直接对这位客人说话。',
    'It is Saturday noon and every table is taken. A guest with a child stands up and pushes the plate towards you, so loudly that the tables around look over. Speak to the guest directly, as if you stood in the shop.',
  );
  return CandidateItem.parse({
    ...shown('hair-in-the-dish', situation, speakHint, locale),
    ...speaking,
    kind: 'spoken',
    turn: {
      partner: say('生气的客人', 'An upset guest')[locale],
      says: LINES[turn]?.[locale],
      before: LINES.slice(0, turn).map((line) => line[locale]),
      number: turn + 1,
      total: LINES.length,
    },
    isFollowUp: false,
  });
}

/** Clauses as a recogniser hands them out; `count` of them. */
export function heardClauses(locale: Locale, count: number): string[] {
  const clauses = [
    say('那天我们车间赶一批风扇', 'that day we had a late order of table fans'),
    say('到了下午发现有十几台电机装反了', 'and after lunch I saw that a dozen motors sat the wrong way round'),
    say('我先把流水县停下来', 'so first I stopped the lion'),
    say('跟班长讲了一下情况', 'and told my team leader about it'),
    say(
      '然后我把装反的那几台挑出来放在红色的框里面，免得跟好的混在一起，再一台一台重新装，一共装了十四台',
      'then I picked out the ones that were wrong and put them into the red crate so that they would not get mixed up with the good ones and did every one of them again fourteen altogether',
    ),
    say('最后六点半就做完了', 'and we were done at half past six'),
  ];
  return Array.from({ length: count }, (_, at) => clauses[at % clauses.length]![locale]);
}
