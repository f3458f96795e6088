import type { Token } from './tagger.ts';

/** Words a dictionary glues to the pronoun in front of them. */
const GLUED = /^(我|你|他|她|咱|俺)(会|就|要|想|能|也|又|去|来|把|给|跟|说|问|用|先)$/u;
const ASPECT = new Set(['了', '过', '着']);
/** "一下", "一遍" and the like count how often something was done: what stands before them is a verb. */
const TIMES = /^(一|几|两|三|2|3)?(下|遍|趟|下子|下儿)$/u;

const LEADS_ON = /^(上去|上来|下去|下来|起来|进去|进来|出去|出来|回去|回来|过去|过来|住|好|掉)$/u;

function isAspect(token: Token | undefined): boolean {
  return token !== undefined && ASPECT.has(token.text);
}

/** 他选, 我拣: unknown two-character words that begin with a pronoun are a pronoun and a verb. */
const PRONOUN_FIRST = /^([我你他她])([^们人妈爸家俩])$/u;

/** 焊了: a verb that was taken with its particle for one word; 忘了 and 完了 are words. */
const WITH_ASPECT = /^(?![为除罢得算忘没完好行对极])\p{Script=Han}[了过]$/u;

function splitAspect(token: Token): Token[] {
  if (token.pos !== 'verb' || !WITH_ASPECT.test(token.text)) return [token];
  const [verb = '', aspect = ''] = token.text;
  const middle = token.start + verb.length;
  return [
    { ...token, text: verb, stem: verb, end: middle },
    { ...token, text: aspect, stem: aspect, start: middle, pos: 'particle' },
  ];
}

function splitGlued(token: Token): Token[] {
  const match = GLUED.exec(token.text) ?? PRONOUN_FIRST.exec(token.text);
  if (match === null || token.pos === 'pronoun') return [token];
  const [, pronoun = '', rest = ''] = match;
  const middle = token.start + pronoun.length;
  const pos = /[就也又先]/u.test(rest) ? 'adverb' : /[把给跟用]/u.test(rest) ? 'preposition' : 'verb';
  return [
    { ...token, text: pronoun, stem: pronoun, end: middle, pos: 'pronoun' },
    { ...token, text: rest, stem: rest, start: middle, pos },
  ];
}

/**
 * Puts right, from the place in the sentence, what a dictionary tagger gets wrong: 数了一遍 (counted) is tagged as a noun,
 * 检查 (to check, a check) as either. An aspect particle follows verbs only.
 */
export function repairChineseTags(tokens: readonly Token[]): Token[] {
  const split = tokens.flatMap(splitGlued).flatMap(splitAspect);
  return split.map((token, index) => {
    const before = split[index - 1];
    const next = split[index + 1];
    if (token.pos === 'verbal_noun') return { ...token, pos: isVerbHere(before, next) ? 'verb' : 'noun' };
    // 等着, 等师傅 (to wait); 等 after a list of things is "and so on"
    if (token.text === '等' && before?.pos !== 'noun' && next !== undefined && next.pos !== 'punctuation') {
      return { ...token, pos: 'verb' };
    }
    if (token.pos !== 'noun' && token.pos !== 'other') return token;
    // 换一根, 卡上去: one character in front of a count or a direction is what is done
    const leadsOn =
      next !== undefined && (LEADS_ON.test(next.text) || (next.pos === 'number' && /^[一几两\d]/u.test(next.text)));
    const isCounted = before?.pos === 'number' || before?.text === '的' || before?.pos === 'determiner';
    const isDone =
      (isAspect(next) || (next !== undefined && TIMES.test(next.text)) || (token.text.length === 1 && leadsOn)) &&
      !isCounted &&
      before?.pos !== 'preposition';
    // 钱了, 人了: a one-character noun before 了 ends a sentence more often than it is a verb, unless an adverb stands before it
    if (!isDone || token.text.length > 2) return token;
    return { ...token, pos: 'verb' };
  });
}

function isVerbHere(before: Token | undefined, next: Token | undefined): boolean {
  if (before?.text === '的' || before?.pos === 'number') return false;
  if (isAspect(next) || (next !== undefined && TIMES.test(next.text))) return true;
  if (next?.text === '的' || next?.text === '很' || next?.text === '是') return false;
  if (before?.pos === 'adverb' || before?.pos === 'pronoun' || before === undefined) return true;
  if (before.pos === 'verb' || before.pos === 'punctuation' || before.pos === 'conjunction') return true;
  return next?.pos === 'noun' || next?.pos === 'pronoun';
}
