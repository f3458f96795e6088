import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { repairChineseTags } from '#assessment/words/chinese-tags.ts';
import type { PartOfSpeech, Tagger, Token } from '#assessment/words/tagger.ts';

/** Words of factory and store that the dictionary cuts apart or takes for something else. Word, frequency, tag. */
const USER_WORDS = `盘点 90000 v
换货 3000 v
补货 3000 v
理货 3000 v
退货 3000 v
退款 3000 v
收银 3000 v
停机 3000 v
断电 3000 v
急停 3000 vn
质检 3000 vn
返工 3000 v
点检 3000 v
上报 3000 v
交接班 3000 vn
班组长 3000 n
线长 3000 n
废品率 3000 n
投诉率 3000 n
电商 3000 n
一家 3000 m
做客服 3000 v
抗压能力 3000 n
`;

/** Words the dictionary takes for nouns though they are verbs in speech; loading them anew does not change their tag. */
const VERBS = new Set(
  '问 换 数 核 夹 学 记 报 压实 出库 入库 补货 盘点 停机 断电 点数 清点 理货 装箱 交班 清理 汇报 换货 买药 返工 搞定 开机 关机 下班 交货 排队'.split(
    ' ',
  ),
);
/** And the other way round. */
const NOUNS = new Set('超市 组长 线长 班组长 店长'.split(' '));
const DEGREE = new Set(['很', '太', '极', '挺', '更', '最', '颇', '蛮']);

/** 检查一下 is guessed to be one noun. */
const TIMES = /^(\p{Script=Han}{2,})(一下|一遍|一趟|一次)$/u;
const PUNCTUATION = /^[\p{P}\p{S}\s]+$/u;

/** ICTCLAS tags as jieba gives them, by their first letter; exceptions come first. */
function posOf(word: string, tag: string): PartOfSpeech {
  if (PUNCTUATION.test(word)) return 'punctuation';
  if (/^[\d.%]+$/u.test(word)) return 'number';
  if (VERBS.has(word)) return 'verb';
  if (NOUNS.has(word)) return 'noun';
  // the dictionary's rest: a few adverbs of degree among verbs of one character (扛, 丢, 绑)
  if (tag === 'zg') return DEGREE.has(word) ? 'adverb' : word.length === 1 ? 'verb' : 'noun';
  if (word === '报告') return 'verbal_noun';
  if (tag === 'vn' || tag === 'vi') return tag === 'vn' ? 'verbal_noun' : 'verb';
  if (tag === 'ad') return 'adverb';
  if (tag === 'an' || tag === 'ag') return 'adjective';
  switch (tag[0]) {
    case 'n':
    case 'j':
      return 'noun';
    case 'v':
      return 'verb';
    case 'r':
      return 'pronoun';
    case 'd':
      return 'adverb';
    case 'a':
    case 'b':
    case 'z':
      return 'adjective';
    case 'm':
    case 'q':
      return 'number';
    case 't':
      return 'time';
    case 'f':
    case 's':
      return 'place';
    case 'p':
      return 'preposition';
    case 'c':
      return 'conjunction';
    case 'u':
    case 'y':
      return 'particle';
    case 'e':
    case 'o':
      return 'interjection';
    default:
      return 'other';
  }
}

/** Jieba with its own dictionary and ours. Loads in about half a second, so once per process. */
export function loadJiebaTagger(): Tagger {
  const jieba = Jieba.withDict(dict);
  jieba.loadDict(Buffer.from(USER_WORDS));
  /** Unknown words are guessed together (推回来, 先问) and get no tag: their known parts say more. */
  const knownWords = (guess: { word: string; tag: string }): { word: string; tag: string }[] => {
    if (guess.tag === 'x' && /^\p{Script=Han}{2,}$/u.test(guess.word)) return jieba.tag(guess.word, false);
    const [, done, times] = TIMES.exec(guess.word) ?? [];
    return done === undefined || times === undefined ? [guess] : [...jieba.tag(done, false), { word: times, tag: 'm' }];
  };
  return {
    id: `@node-rs/jieba 2.0.3 user words 1`,
    tag: (text) => {
      let at = 0;
      const tokens = jieba
        .tag(text, true)
        .flatMap(knownWords)
        .map(({ word, tag }): Token => {
          const start = at;
          at += word.length;
          return { text: word, start, end: at, pos: posOf(word, tag), form: 'none', stem: word };
        });
      return repairChineseTags(tokens);
    },
  };
}
