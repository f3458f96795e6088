import { CandidateItem } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';

/**
 * Kinds of question with everything they can hold at once. No text of a shipped job is longer and none has more options
 * (sample-items.test.ts): what fits here fits everywhere.
 */
type Texts = Record<Locale, string>;
const say = (zh: string, en: string): Texts => ({ 'zh-CN': zh, en });

const shown = (id: string, prompt: Texts, hint: Texts, locale: Locale) => ({
  id,
  prompt: prompt[locale],
  hint: hint[locale],
});

const speaking = { thinkMs: 30_000, maxAnswerMs: 90_000, maxChars: 1000 };
const speakHint = say(
  '先说您当时做了什么、为什么这样做，再说结果怎么样。小事也可以，慢慢说。',
  'Say first what you did and why you did it that way, then how it turned out. A small thing is fine, take your time.',
);

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
    '你们这菜里有根头发！我带孩子来吃饭的，大老远跑过来，这叫什么事？还让不让人吃了？',
    'There is a hair in this dish! I came all this way with my child because people said it was good. What kind of place is this?',
  ),
  say(
    '光说对不起有什么用？我们等了四十分钟才上菜，孩子早就饿坏了。',
    'What use is saying sorry? We waited forty minutes for this food, and by now my child is too tired to eat anything.',
  ),
  say(
    '那你说怎么办？叫你们经理来，不然我就发到网上去，让大家都看看你们是怎么对待客人的。',
    'So what are you going to do? Get me your manager, or I put it on the internet so that everybody sees how you treat your guests.',
  ),
];

export function rolePlayItem(locale: Locale, turn: number): CandidateItem {
  const situation = say(
    '星期六中午，店里坐满了人。一位带孩子的客人站起来，把盘子推到您面前，声音很大，旁边几桌都在看。请像真的在店里一样，直接对这位客人说话。',
    'It is Saturday noon, every table is taken, and you are alone at the tables. A guest with a small child stands up and pushes the plate towards you, so loudly that all the tables around look over. Speak to the guest directly, just as you would if you stood there.',
  );
  return CandidateItem.parse({
    ...shown('hair-in-the-dish', situation, speakHint, locale),
    ...speaking,
    kind: 'spoken',
    turn: {
      partner: say('带着孩子的客人', 'An upset guest with her child')[locale],
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

const WAYS = [
  say(
    '先把客人请到旁边坐下，给大人孩子都倒杯水，听他把心里的话全部说完',
    'Take the guest aside, offer a seat and a glass of water to both of them, and listen quietly to the very end',
  ),
  say(
    '告诉客人这不是您这一班的事，让他等下一班的人来',
    'Tell the guest that it was not your shift and that the next shift will see to it',
  ),
  say(
    '马上道歉，换一份新的，再告诉店长这件事',
    'Say sorry at once, bring a new dish, and tell the manager what happened',
  ),
  say('跟客人讲道理，说明头发不一定是厨房的', 'Explain to the guest that the hair need not have come from the kitchen'),
  say('把账单全免了，免得客人再闹下去', 'Take everything off the bill so that the guest makes no more noise'),
  say(
    '请同事帮忙照看别的桌，自己专心处理这一桌',
    'Ask a colleague to look after the other tables and give this one your whole attention',
  ),
  say('等客人自己消了气再过去', 'Wait until the guest has calmed down before going over'),
];

export function ratingItem(locale: Locale): CandidateItem {
  return CandidateItem.parse({
    ...shown(
      'upset-guest',
      say(
        '星期六中午最忙的时候，一位带孩子的客人说菜里有根头发，声音很大，旁边几桌都看过来，等位的人也在听。下面几种做法，您觉得每一种管不管用？请一种一种打分。',
        'It is the busiest hour on a Saturday. A guest with a child says loudly that there is a hair in the dish, and the people at the tables around begin to look over. How well does each of these ways to act work?',
      ),
      say(
        '想想在店里真的这样做，客人会怎么样，别的桌会怎么样，店里以后会怎么样。',
        'Think of what would really happen in the shop: with this guest, with the other tables, and after that.',
      ),
      locale,
    ),
    kind: 'rating',
    options: WAYS.map((way, at) => ({ id: `way-${at + 1}`, text: way[locale] })),
  });
}

const workHint = say(
  '不用急，慢慢看，没有时间限制，想改就改，改几次都行。',
  'There is no hurry and no time limit. Look at it calmly; you can change it as often as you like.',
);

/** Six cards are the most there can be; the sixth names a drawing that no version knows. */
export function assemblyItem(locale: Locale): CandidateItem {
  const steps = [
    ['fan-blade', say('装上扇叶', 'The blade is put on')],
    ['fan-pole', say('把立杆插进底座', 'The pole is set into the base')],
    ['fan-front-guard', say('扣上前网罩', 'The front guard is put on')],
    ['no-such-drawing', say('插上电源试一下', 'The fan is plugged in and tried')],
    ['fan-rear-guard', say('装上后网罩', 'The rear guard is put on')],
    ['fan-motor', say('装上电机', 'The motor is put on')],
  ] as const;
  return CandidateItem.parse({
    ...shown(
      'build-the-fan',
      say(
        '这台风扇要一步一步装起来，每张图里橙色的是这一步要装上的零件。请把图片按先后排好，先做的在前。',
        'This fan is put together step by step. In each picture the orange part is the one being put on. Put the pictures in the order of the work.',
      ),
      workHint,
      locale,
    ),
    kind: 'work_sample',
    task: {
      type: 'assembly_order',
      steps: steps.map(([drawing, label]) => ({ id: drawing, drawing, label: label[locale] })),
    },
  });
}

export function spotItem(locale: Locale, drawing = 'warehouse-aisle'): CandidateItem {
  return CandidateItem.parse({
    ...shown(
      'look-round-the-aisle',
      say(
        '开工以前，您先到仓库这条过道里走一圈。图里有四处地方不安全，请一处一处点出来，点错了可以取消。',
        'Before the shift you walk once through this aisle of the warehouse. Four things in the picture are not as they should be. Touch each of them.',
      ),
      workHint,
      locale,
    ),
    kind: 'work_sample',
    task: {
      type: 'spot_defect',
      drawing,
      label: say(
        '仓库的一条过道，有货架、托盘、油桶和一扇门。',
        'An aisle of a warehouse with a rack, a pallet, a drum and a door.',
      )[locale],
      touches: 4,
    },
  });
}

export function signItem(locale: Locale): CandidateItem {
  const options = [
    ['repair-gloves', say('戴着厚手套，把手伸进机器', 'Thick gloves on, a hand inside the machine')],
    ['repair-rod', say('拿长棍子捅机器', 'A long rod poked into the machine')],
    ['repair-unplugged', say('插头拔掉，放在地上，再动螺丝刀', 'The plug on the floor, then a screwdriver')],
    ['repair-with-watcher', say('动螺丝刀，旁边有人看着', 'A screwdriver, while somebody looks on')],
  ] as const;
  return CandidateItem.parse({
    ...shown(
      'sign-at-the-machine',
      say(
        '机器旁边挂着这块牌子，现在机器要修。下面四张图里，哪一张图里的人是照着这块牌子上说的去做的？',
        'This sign hangs beside a machine, and the machine has to be repaired now. In which of the four pictures does the person do what it says?',
      ),
      workHint,
      locale,
    ),
    kind: 'work_sample',
    task: {
      type: 'safety_sign',
      sign: 'sign-pull-the-plug',
      signLabel: say('蓝色圆牌，上面是拔下来的插头', 'Blue round sign with a plug pulled out of its socket')[locale],
      options: options.map(([drawing, label]) => ({ id: drawing, drawing, label: label[locale] })),
    },
  });
}

export function changeItem(locale: Locale): CandidateItem {
  return CandidateItem.parse({
    ...shown(
      'give-change',
      say(
        '您在收银台收钱。顾客一位一位来付钱，请您从钱箱里拿出该找的钱，放到盘子上，要找得刚刚好。',
        'You are at the till. The customers pay one after the other. Take the change from the till and put exactly the right amount on the tray.',
      ),
      workHint,
      locale,
    ),
    kind: 'work_sample',
    task: {
      type: 'count_change',
      denominations: [10_000, 5000, 2000, 1000, 500, 100, 50, 10],
      rounds: [
        { priceFen: 3650, paidFen: 5000 },
        { priceFen: 6340, paidFen: 10_040 },
      ],
    },
  });
}
