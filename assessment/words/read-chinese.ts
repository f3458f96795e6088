import { CHINESE, CHINESE_QUANTITY } from './chinese-lexicon.ts';
import type { ClauseUnit } from './clauses.ts';
import type { Agent, Carry, Deed, Reading } from './reading.ts';
import type { Token } from './tagger.ts';

const I = new Set<string>(CHINESE.pronouns.i);
const WE = new Set<string>(CHINESE.pronouns.we);
const OTHER = new Set<string>(CHINESE.pronouns.other);
const PREPOSITIONS = new Set<string>(CHINESE.prepositions);
const PASSIVE = new Set<string>(CHINESE.passive);
const CAUSATIVE = new Set<string>(CHINESE.causative);
const MODALS = new Set<string>(CHINESE.modals);
const STATIVES = new Set<string>(CHINESE.statives);
const NEGATORS = new Set<string>(CHINESE.negators);
const AGENTIVE = new Set<string>(CHINESE.agentive);
/** 有个男的来: somebody comes into the story, whatever the dictionary makes of the noun. */
const NEWCOMER = /^.{0,8}有(一)?(个|位|名|对|群|帮|家|俩)[^我]{1,8}/u;
/** 没想到, 没办法: deny nothing that could have been done. */
const IDIOM = new RegExp(`^${CHINESE.notNegation.source}`, 'u');
const THIRD = /^(他|她|它|他们|她们|您|你|人家|对方)$/u;

function personOf(text: string): Agent | null {
  if (I.has(text)) return 'i';
  if (WE.has(text)) return 'we';
  return OTHER.has(text) ? 'other' : null;
}

function isPersonNoun(token: Token): boolean {
  return token.pos === 'noun' && CHINESE.personEnd.test(token.text);
}

function isAspect(token: Token | undefined): boolean {
  return token !== undefined && /^(了|过|着)$/u.test(token.text);
}

/** Someone's words between quotation marks are nobody's deeds. */
function outsideQuotes(tokens: readonly Token[], carry: Carry): Token[] {
  return tokens.filter(({ text }) => {
    if (/["“”「」]/u.test(text)) {
      carry.isQuoted = text === '"' ? !carry.isQuoted : /[“「]/u.test(text);
      return false;
    }
    return !carry.isQuoted;
  });
}

interface Found {
  deeds: { token: Token; agent: Agent | null; isNegated: boolean; isModal: boolean }[];
  /** Named by a pronoun, else by a noun in front of the first verb. */
  pronoun: Agent | null;
  noun: 'other' | 'thing' | null;
  hasThirdObject: boolean;
  /** 问我: whoever does it is not the teller. */
  hasTellerObject: boolean;
  isTold: boolean;
}

/**
 * 开会我跟大家说: nobody was named yet, so the verb in front is the teller's own, and he cannot be its object as well. What is
 * done next is his too.
 */
function opensPredicate(before: Token | undefined, next: Token | undefined): boolean {
  if (before === undefined || before.text.length < 2 || CAUSATIVE.has(before.text) || before.text === '告诉')
    return false;
  return isPredicate(next);
}

/** Begins what somebody does: 就, 跟. */
function isPredicate(token: Token | undefined): boolean {
  return token !== undefined && (token.pos === 'adverb' || token.pos === 'preposition') && !NEGATORS.has(token.text);
}

/** Walks through the clause once: who acts, and what is done. */
function walk(words: readonly Token[], isStory: boolean, carried: Carry['subject']): Found {
  const found: Found = {
    deeds: [],
    pronoun: null,
    noun: null,
    hasThirdObject: false,
    hasTellerObject: false,
    isTold: false,
  };
  let agent: Agent | null = null;
  let isGoverned = false;
  let isModal = false;
  let negatedUntil = -1;
  let seenVerb = false;
  let causative = false;
  for (const [index, token] of words.entries()) {
    const before = words[index - 1];
    const next = words[index + 1];
    const { text, pos } = token;
    if (PASSIVE.has(text)) {
      agent = 'other';
      isGoverned = true;
      continue;
    }
    if (NEGATORS.has(text)) {
      negatedUntil = index + 3;
      seenVerb ||= pos === 'verb';
      continue;
    }
    if (pos === 'preposition' || (PREPOSITIONS.has(text) && pos !== 'verb')) {
      isGoverned = true;
      continue;
    }
    if (pos === 'pronoun' || (pos === 'noun' && OTHER.has(text))) {
      const person = personOf(text);
      if (person === null) continue;
      if (isGoverned || next?.text === '的') {
        if (THIRD.test(text) && isGoverned) found.hasThirdObject = true;
        if (person === 'i' && isGoverned && found.pronoun === null) found.hasTellerObject = true;
        isGoverned &&= next?.text === '的' || next?.pos === 'noun';
        continue;
      }
      // 骂了我, 骂我
      const verb = isAspect(before) && !isPredicate(next) ? words[index - 2] : before;
      const isFree = agent === null && found.noun === null && carried !== 'other';
      const isSubject = isFree && (person === 'i' || person === 'we') && opensPredicate(verb, next);
      if (verb?.pos === 'verb' && verb.text !== '说' && !STATIVES.has(verb.text) && !isSubject) {
        if (THIRD.test(text)) found.hasThirdObject = true;
        if (person === 'i' && found.pronoun === null) found.hasTellerObject = true;
        if (CAUSATIVE.has(verb.text) || causative) {
          if (person === 'i' || person === 'we') {
            found.isTold = true;
            agent = 'other';
          } else agent = 'other';
        }
        continue;
      }
      // 我师傅, 我们班长: the noun is who acts
      if (next !== undefined && isPersonNoun(next)) continue;
      agent = person;
      found.pronoun = seenVerb && found.pronoun !== null ? found.pronoun : person;
      continue;
    }
    if (pos === 'noun') {
      if (isGoverned) {
        if (next?.text !== '的' && next?.pos !== 'noun') isGoverned = false;
        continue;
      }
      if (next?.text === '的') continue;
      const isExistential = before?.pos === 'number' && words.slice(0, index).some((each) => each.text === '有');
      if (isPersonNoun(token) && (!seenVerb || isExistential)) {
        agent = 'other';
        found.noun = 'other';
      } else if (!seenVerb && found.pronoun === null && found.noun === null) {
        found.noun = 'thing';
      } else if (isPersonNoun(token) && causative) {
        agent = 'other';
        causative = false;
      }
      continue;
    }
    if (pos !== 'verb') {
      if (pos === 'punctuation') isGoverned = false;
      continue;
    }
    isGoverned = false;
    // 有一次, 有一天: when it was, not what there was
    if (text === '有' && next?.pos === 'number' && /[次天回年晚]$/u.test(next.text)) continue;
    // 干过, 吃过: what one has ever done is experience, not a deed of the story
    if (next?.text === '过' && !isStory) {
      seenVerb = true;
      continue;
    }
    // 没见, 吃不准, 扛得住: the negation or the possibility is inside of the word
    const isPotential = /^[没不]|.[不得]./u.test(text);
    const isNegated = index <= negatedUntil || isPotential || next?.text === '不' || next?.text === '没';
    if (MODALS.has(text) && next !== undefined && !isAspect(next)) {
      isModal = true;
      // 要 and 想 with an object are wishes, with a verb they lean on it
      causative ||= text === '要' && next.pos === 'pronoun';
      seenVerb = true;
      continue;
    }
    seenVerb = true;
    if (CAUSATIVE.has(text)) causative = true;
    if (STATIVES.has(text)) {
      if (/^(来|去)$/u.test(text)) seenVerb = found.deeds.length > 0 || seenVerb;
      continue;
    }
    found.deeds.push({ token, agent, isNegated, isModal });
  }
  return found;
}

function subjectOf(found: Found, words: readonly Token[], carry: Carry): Reading['subject'] {
  if (found.pronoun !== null && found.noun !== 'other') return found.pronoun;
  if (found.noun === 'other') return found.pronoun ?? 'other';
  if (found.noun === 'thing' && found.deeds.every(({ agent }) => agent === null)) {
    // 电源先关掉: a thing in front of an adverb and a verb is what the deed is done to
    return 'thing';
  }
  if (found.hasTellerObject) return 'other';
  if (carry.subject !== 'other') return carry.subject ?? carry.teller ?? 'implicit';
  if (found.hasThirdObject) return carry.teller ?? 'implicit';
  const first = words.find(({ pos }) => pos !== 'punctuation');
  return first !== undefined && AGENTIVE.has(first.text) ? 'implicit' : 'other';
}

/** Reads one Chinese clause and hands on to the next who is spoken of and in what mood. */
export function readChinese({ tokens, text }: ClauseUnit, carry: Carry): Reading {
  const words = outsideQuotes(tokens, carry);
  const plain = words.map((word) => word.text).join('');
  const found = walk(words, carry.isStory || CHINESE.episode.test(plain), carry.subject);
  if (found.pronoun === null && NEWCOMER.test(plain)) found.noun = 'other';
  const subject = subjectOf(found, words, carry);

  const isNamed = found.pronoun !== null || found.noun === 'other';
  const hasAspect = words.some((word, i) => isAspect(word) && i > 0);
  const hasResultative = words.some(
    ({ pos, text: word }) => pos === 'verb' && CHINESE.resultative.test(word) && !/.[不得]./u.test(word),
  );
  const isCondition = CHINESE.condition.test(plain);
  const isEpisodic = CHINESE.episode.test(plain);
  const isLeftUndone = !isCondition && leavesUndone(words, plain);
  carry.isStory ||= isEpisodic || isLeftUndone;
  const isPast = CHINESE.realisText.test(plain) || isEpisodic || isLeftUndone;
  const isBrought = words.some(({ text: word }) => word === '把' || word === '被');
  const isWhenever = !carry.isStory && found.pronoun === null && CHINESE.whenever.test(plain);
  const isRealis =
    !isCondition && (isPast || (hasAspect && !isWhenever) || (carry.isStory && (hasResultative || isBrought)));
  const reality = realityOf(
    plain,
    { isCondition, isRealis, isPast: isPast || (hasAspect && !isWhenever) },
    isNamed,
    carry,
  );

  const deeds: Deed[] = [];
  for (const { token, agent, isNegated, isModal } of found.deeds) {
    const who = agent ?? (subject === 'thing' ? agentOverThing(words, carry) : subject);
    if (isNegated || who === 'other' || (isModal && reality === 'done')) continue;
    deeds.push({ token, agent: who });
  }
  const isTheirs = subject === 'other' || subject === 'thing';
  if (subject === 'i' || subject === 'we') carry.teller = subject;
  if (subject !== 'thing') carry.subject = subject;
  return {
    deeds,
    subject,
    isRealis,
    reality,
    isOthersEvent:
      isTheirs && isRealis && !isCondition && words.some(({ pos }) => pos === 'verb' || pos === 'adjective'),
    // 主管说按单子来: what somebody says takes no particle
    isOthersOpen: subject === 'other' && isNamed && reality === 'bare' && words.some(({ pos }) => pos === 'verb'),
    hasTime: CHINESE.time.test(plain),
    hasPlaceOrRole: CHINESE.place.test(plain) || CHINESE.role.test(plain),
    hasTask: CHINESE.task.test(plain) || found.isTold,
    hasOutcome: CHINESE.result.test(text),
    hasFeedback: CHINESE.feedback.test(text),
    hasQuantity: CHINESE_QUANTITY.test(plain),
    isEpisodic,
    isLeftUndone,
  };
}

/**
 * 没跟他犟, 没回嘴: with 没 a deed is denied of one occasion, as 了 tells of one that took place (不 denies in general). What
 * one has never done (没…过), does not have (没时间) or would not do is none.
 */
function leavesUndone(words: readonly Token[], plain: string): boolean {
  if (!plain.includes('没') || plain.includes('过')) return false;
  if (CHINESE.generic.test(plain) || CHINESE.habitual.test(plain)) return false;
  return words.some(({ text }, index) => {
    if (text !== '没' && text !== '没有') return false;
    const [next, following] = words.slice(index + 1, index + 3);
    const rest = words.slice(index).map((word) => word.text);
    if (next === undefined || IDIOM.test(rest.join(''))) return false;
    const isPredicate = next.pos === 'verb' || next.pos === 'preposition' || next.pos === 'adverb';
    return isPredicate || (next.pos === 'adjective' && following?.pos === 'verb');
  });
}

/** 机器先停掉: nobody is named and the thing did not do it itself when 把, 先 or 给 stands by the verb. */
function agentOverThing(words: readonly Token[], carry: Carry): Agent {
  const isDoneTo = words.some(({ text }) => AGENTIVE.has(text) || text === '把' || text === '给');
  if (!isDoneTo) return 'other';
  return carry.subject === 'other' ? 'implicit' : (carry.teller ?? 'implicit');
}

function realityOf(
  plain: string,
  is: { isCondition: boolean; isRealis: boolean; isPast: boolean },
  isNamed: boolean,
  carry: Carry,
): Reading['reality'] {
  const isGeneral =
    CHINESE.generic.test(plain) ||
    (!carry.isStory &&
      (CHINESE.habitual.test(plain) || (!is.isRealis && !/[他她]/u.test(plain) && CHINESE.degree.test(plain))));
  if (isGeneral && !CHINESE.episode.test(plain) && !(is.isPast && carry.isStory)) {
    carry.modality = 'generic';
    return 'generic';
  }
  if (is.isCondition || CHINESE.hypothetical.test(plain)) {
    carry.modality = 'hypothetical';
    return 'hypothetical';
  }
  if (is.isPast || (carry.isStory && isNamed)) carry.modality = 'none';
  else if (carry.modality !== 'none') return carry.modality;
  return is.isRealis ? 'done' : 'bare';
}
