import type { AnswerPart } from '#shared/assessment.ts';
import type { Locale } from '#shared/localized.ts';
import type { ProbeTrigger } from '#shared/probe.ts';

/** What somebody said or wrote to one thing they were asked. */
export interface Told {
  /** The part of the answer key behind the item's id: a turn's id, or `probe`. Null for the answer to the item itself. */
  readonly suffix: string | null;
  readonly text: string;
  readonly by: 'spoken' | 'typed';
  /** Words the recogniser got wrong and the candidate put right on the read-back screen. */
  readonly corrected?: readonly [heard: string, meant: string];
  /** Why there is no transcript of what was said. */
  readonly error?: NonNullable<AnswerPart['recordings'][number]['transcriptionError']>;
  readonly heardLanguage?: string;
}

/** The answer to one item in words, as far as it differs from the others. */
export interface Story {
  readonly itemId: string;
  readonly told: readonly Told[];
  readonly probe?: ProbeTrigger;
  readonly isPasted?: boolean;
  readonly sharedOverlap?: number;
}

export interface ToldInterview {
  readonly jobId: string;
  readonly locale: Locale;
  readonly stories: readonly Story[];
}

const one = (text: string, over: Partial<Told> = {}): Told[] => [{ suffix: null, text, by: 'spoken', ...over }];
const said = (suffix: string, text: string): Told => ({ suffix, text, by: 'spoken' });

const REPEATED =
  '上个月我在食堂帮忙，我的同事切菜忙不过来，我就过去帮他切了一个小时，还跟他说你先炒菜，我来切。后来我们十二点准时开了饭，大家都说很好。';

const assembler: ToldInterview = {
  jobId: 'assembly-operator',
  locale: 'zh-CN',
  stories: [
    {
      itemId: 'found-a-fault',
      told: one(
        '前年我在服装厂踩机子。有一天下午，我摸着袖口那个线有点松，对着灯一看，跳针了。我马上停下来，把前头做的二十来件一件一件检查，有四件也是这样。我都夹了红夹子，放到边上的筐里。后来我检查机针，针尖弯了，我换了一根。那四件我自己拆了重做，一件也没流到后面去。',
        { corrected: ['有四件也是这样', '有五件也是这样'] },
      ),
    },
    {
      itemId: 'learned-with-hands',
      probe: 'result_missing',
      told: [
        {
          suffix: null,
          by: 'spoken',
          text: '去年我跟表哥学电焊。一开始我看不明白，我就问他到底看光还是看水。他焊了一道给我看，我们照着他的样子练，下了班拿废料练。',
        },
        said('probe', '后来厂门口那个铁栏杆就是我焊的，现在还好好的。'),
      ],
    },
    // told twice over: a flag for a person, and a number that waits for it
    { itemId: 'worked-with-others', told: one(`${REPEATED}${REPEATED}`), sharedOverlap: 0.71 },
    {
      itemId: 'machine-stops',
      told: [
        said('what-is-going-on', '班长，三号机突然停了，有焦味，零件卡在中间。我已经按了急停，把电断了，人都没碰它。'),
        said('start-it-again', '不行，现在不能开，太危险了。先叫维修来看，看完没问题了再开，您看行吗？'),
        said('ten-minutes', '我在这里守着，不让人碰机器，先给维修打电话。您放心，今天保证一定能赶完两百件。'),
      ],
    },
    {
      itemId: 'note-for-next-shift',
      isPasted: true,
      told: one(
        '接班的同事：传送带有异响，在三号位那头，我已经告诉维修了，他们说晚上来看。还有40件没装完，放在左边架子上。3号螺丝只剩一盒，请先去仓库领，别等用完。有事打我电话。',
        { by: 'typed' },
      ),
    },
  ],
};

const picker: ToldInterview = {
  jobId: 'warehouse-picker',
  locale: 'en',
  stories: [
    {
      itemId: 'close-call',
      told: one(
        'Last winter I worked in a supermarket warehouse at night. I saw that a pallet of water on the top rack was leaning over the aisle. I shouted to the two people below and stopped them from walking through. I put a cone at each end of the aisle and told the shift lead right away. He got the forklift and we took the pallet down. Nobody was hurt, and after that we wrapped every pallet twice.',
      ),
    },
    {
      itemId: 'numbers-did-not-match',
      told: one(
        'You know how it is with stock, there are people who like the paper and people who like the screen, and there are mornings that are long and mornings that are short. The building was old and the roof was green. My cousin has one like it near the river, with a garden.',
      ),
    },
    {
      itemId: 'ride-on-the-forks',
      told: [
        said('two-minutes', 'No, hold on. I am not going to lift you on the forks.'),
        said(
          'always-done-it',
          'I know the truck is waiting. But it only takes one slip. It is your own fault if you get hurt then.',
        ),
        said(
          'what-about-the-driver',
          'Shall I go and tell the driver that it will be fifteen minutes? Then we use the platform.',
        ),
      ],
    },
    {
      itemId: 'longest-day',
      told: one(
        'On a long day we had a lot to do and the plan changed at noon. I wrote down what was due first and did that first, and then I told the others.',
        { heardLanguage: 'de' },
      ),
    },
    { itemId: 'missing-cartons', told: one('Three cartons are missing.', { by: 'typed' }) },
  ],
};

/** A kiosk without a recogniser, and one whose recogniser broke. */
const unheard: ToldInterview = {
  jobId: 'warehouse-picker',
  locale: 'zh-CN',
  stories: [
    { itemId: 'close-call', told: one('', { error: 'no_recogniser' }) },
    { itemId: 'numbers-did-not-match', told: one('', { error: 'transcriber_timed_out' }) },
    {
      itemId: 'ride-on-the-forks',
      told: [
        { suffix: 'two-minutes', text: '', by: 'spoken', error: 'no_recogniser' },
        { suffix: 'always-done-it', text: '', by: 'spoken', error: 'no_recogniser' },
        { suffix: 'what-about-the-driver', text: '', by: 'spoken', error: 'no_recogniser' },
      ],
    },
    { itemId: 'longest-day', told: one('', { error: 'no_recogniser' }) },
    {
      itemId: 'missing-cartons',
      told: one(
        '主管您好：B-07 货位的洗衣液只有 9 箱，单子上要 12 箱，还差 3 箱。我已经查了旁边的货位，没有。车 16 点走，请您决定是先发 9 箱还是等补货，我在月台等您回话。',
        {
          by: 'typed',
        },
      ),
    },
  ],
};

/** Of people who work there already: one who wants to lead a team, one who wants to learn, one who leaves. */
const leader: ToldInterview = {
  jobId: 'team-leader',
  locale: 'zh-CN',
  stories: [
    {
      itemId: 'taught-somebody',
      told: one(
        '去年车间来了个新人，不会开贴标机。我先示范了一遍，再一步一步讲给他听，让他自己操作，我在旁边看着。第三天我让他独立做了一百件，检查都合格，后来他自己带了别人。',
      ),
    },
    {
      itemId: 'solved-at-work',
      told: one(
        '今年三月二号线老是堵料，一个班停五六次。我查了两天的记录，又问了夜班，一样一样排查，发现是导轨松了。我换了螺丝，又跟机修约好每周检查一次，之后就没再堵过。',
      ),
    },
  ],
};

const learner: ToldInterview = {
  jobId: 'service-training-check',
  locale: 'en',
  stories: [
    {
      itemId: 'could-not-say',
      told: one(
        'Last month a man came in and did not know which paint he needed. I asked what it was for and when he needed it, and how much he wanted to spend. I said it back to be sure. He took two small cans and came back the next week to say that it was right.',
      ),
    },
    {
      itemId: 'went-wrong',
      told: one('Once somebody got the wrong size. I told them to come back another day, it was not my fault.'),
    },
  ],
};

const leaver: ToldInterview = {
  jobId: 'exit-interview',
  locale: 'zh-CN',
  stories: [
    {
      itemId: 'why-leaving',
      told: one('我离开主要是因为家里远，孩子要上学。在这里干了三年，一直没有晋升的机会，前途看不到。'),
    },
    {
      itemId: 'work-and-promise',
      told: one('来之前说是两班倒，来了以后每天都缺人，经常十二个小时，中间休息也没有。跟说好的不一样。'),
    },
    {
      itemId: 'the-leader',
      told: one('班长人还可以，对谁都一样。去年我提过灯太暗，开会说了两次，过了一个月换了新的，也跟我说了一声。'),
    },
    {
      itemId: 'the-team',
      told: one('班组的人都愿意帮忙，新人来了有师傅教。我在这里学会了开叉车，也考了证。'),
    },
    {
      itemId: 'safety-and-tools',
      told: one('手套经常不够，机器坏了要等好几天才有人修。有一次皮带断了差点打到人。'),
    },
    {
      itemId: 'pay-and-one-wish',
      told: one('工资每月都按时发，加班费算得清楚。希望能多招两个人。', { by: 'typed' }),
    },
  ],
};

export const INTERVIEWS: readonly ToldInterview[] = [assembler, picker, unheard, leader, learner, leaver];
