import type { ClauseUnit } from './clauses.ts';
import { ENGLISH } from './english-lexicon.ts';
import { englishStem } from './english-stem.ts';
import type { Agent, Carry, Deed, Reading } from './reading.ts';
import type { Token } from './tagger.ts';

const I = new Set<string>(ENGLISH.pronouns.i);
const WE = new Set<string>(ENGLISH.pronouns.we);
const OTHER = new Set<string>(ENGLISH.pronouns.other);
const EITHER = new Set<string>(ENGLISH.pronouns.eitherCase);
const PEOPLE = new Set(ENGLISH.people.map(englishStem));
const MODALS = new Set<string>(ENGLISH.modals);
const STATIVES = new Set(ENGLISH.statives.map(englishStem));
const NEGATORS = new Set<string>(ENGLISH.negators);
/** Always a subject, whatever stands in front: "from then on they all asked me". */
const NOMINATIVE = new Set(['he', 'she', 'they']);
const SUBORDINATE = new Set(['before', 'after', 'when', 'while', 'until', 'because', 'since']);
/** Verbs whose object may be a whole clause: "I said the belt stopped". */
const REPORTING = new Set(
  'say tell ask find realise notice explain show report figure promise'.split(' ').map(englishStem),
);
const BE = new Set("be am is are was were been being 'm 're 's".split(' '));
/** After these a base form was done all the same. */
const IMPLICATIVE = new Set([
  'had',
  'managed',
  'started',
  'began',
  'went',
  'ran',
  'decided',
  'helped',
  'got',
  'came',
  'ended',
]);

function isAdverbial(token: Token | undefined): boolean {
  return (
    token !== undefined &&
    (token.pos === 'adverb' || token.text === 'just' || token.text === 'also' || token.text === 'like')
  );
}

/** Index of the next word that is no adverb. */
function nextWord(words: readonly Token[], from: number): number {
  let at = from;
  while (isAdverbial(words[at])) at++;
  return at;
}

function previousWord(words: readonly Token[], from: number): number {
  let at = from;
  while (at >= 0 && isAdverbial(words[at])) at--;
  return at;
}

function isFinite(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.pos === 'auxiliary') return true;
  return token.pos === 'verb' && (token.form === 'past' || token.form === 'third_person');
}

function outsideQuotes(tokens: readonly Token[], carry: Carry): Token[] {
  return tokens.filter(({ text }) => {
    if (/["“”]/u.test(text)) {
      carry.isQuoted = text === '"' ? !carry.isQuoted : text === '“';
      return false;
    }
    return !carry.isQuoted;
  });
}

/** `finite` verbs took place by their form; `bare` ones (put, or "I call him" told in the present) only in a story. */
interface FoundDeed {
  readonly token: Token;
  readonly agent: Agent | null;
  readonly kind: 'finite' | 'bare' | 'modal';
}

interface Found {
  readonly deeds: FoundDeed[];
  /** First agent named in the clause. */
  subject: Reading['subject'] | null;
  isPast: boolean;
  isTold: boolean;
  hasOthersVerb: boolean;
}

/** Walks through the clause once: who acts, and what is done. */
function walk(words: readonly Token[]): Found {
  const found: Found = { deeds: [], subject: null, isPast: false, isTold: false, hasOthersVerb: false };
  let agent: Agent | 'thing' | null = null;
  for (const [index, token] of words.entries()) {
    const { text, pos } = token;
    const before = words[index - 1];
    // "before the shift started and then told the lead": what follows the side clause is the teller's again
    if (text === 'and' && agent === 'thing' && SUBORDINATE.has(words[0]?.text ?? '')) agent = null;
    if (pos === 'pronoun' || OTHER.has(text) || text === 'i') {
      const named = namedBy(text, before, words[nextWord(words, index + 1)]);
      if (named !== null) {
        agent = named;
        found.subject ??= named;
      }
      continue;
    }
    if (pos === 'noun' || pos === 'number') {
      // a noun right before a finite verb does it: "the belt stopped", "my boss came"
      const isObjectWithAdverb = isAdverbial(words[index + 1]) && agent !== null;
      const following = words[nextWord(words, index + 1)];
      const isHead = before?.pos !== 'preposition' || agent === null;
      if (
        isFinite(following) &&
        !isObjectWithAdverb &&
        isHead &&
        !isParticiple(words, nextWord(words, index + 1), agent) &&
        !isOwnObject(words, index, found)
      ) {
        agent = PEOPLE.has(token.stem) ? 'other' : 'thing';
        found.subject ??= agent;
      }
      continue;
    }
    if (pos === 'auxiliary') {
      // "I did that one over": no other verb leans on it
      if (text === 'did' && (agent === 'i' || agent === 'we') && isMainVerb(words, index)) {
        found.deeds.push({ token, agent, kind: 'finite' });
      }
      if (text === 'was' || text === 'were' || text === 'did' || text === 'had') found.isPast = true;
      if (agent === 'other' || agent === 'thing') found.hasOthersVerb = true;
      continue;
    }
    if (pos !== 'verb') continue;
    const deed = deedAt(words, index, agent, found);
    if (deed !== null) found.deeds.push(deed);
  }
  return found;
}

/** "the boxes stacked on the left": a past form after a noun that is already an object of somebody's deed. */
function isParticiple(words: readonly Token[], at: number, agent: Agent | 'thing' | null): boolean {
  const verb = words[at];
  const next = words[at + 1];
  return agent !== null && verb?.pos === 'verb' && next?.pos === 'preposition' && next.text === 'by';
}

/**
 * "I checked the receipt got her a new one": in speech that runs on, a thing right behind the teller's verb is what was
 * dealt with, and the next verb is the teller's again.
 */
function isOwnObject(words: readonly Token[], at: number, { deeds }: Found): boolean {
  const last = deeds.at(-1);
  const noun = words[at];
  if (last === undefined || noun === undefined || last.agent === null || PEOPLE.has(noun.stem)) return false;
  if (REPORTING.has(last.token.stem) || words[nextWord(words, at + 1)]?.pos !== 'verb') return false;
  const between = words.slice(words.indexOf(last.token) + 1, at);
  return between.every(({ pos }) => pos === 'determiner' || pos === 'adjective' || pos === 'number' || pos === 'noun');
}

function isMainVerb(words: readonly Token[], at: number): boolean {
  const following = words.slice(at + 1, at + 5);
  return following.length > 0 && !following.some(({ pos, text }) => pos === 'verb' || NEGATORS.has(text));
}

function namedBy(text: string, before: Token | undefined, next: Token | undefined): Agent | 'thing' | null {
  if (I.has(text)) return 'i';
  if (WE.has(text)) return 'we';
  const isObject = before?.pos === 'preposition' || before?.pos === 'verb';
  if (NOMINATIVE.has(text)) return 'other';
  if (OTHER.has(text)) return isObject && !isFinite(next) ? null : 'other';
  if (!EITHER.has(text)) return null;
  if (isObject || next === undefined || (next.pos !== 'verb' && next.pos !== 'auxiliary')) return null;
  return text === 'you' ? 'other' : 'thing';
}

function deedAt(words: readonly Token[], index: number, agent: Agent | 'thing' | null, found: Found): FoundDeed | null {
  const token = words[index] as Token;
  const at = previousWord(words, index - 1);
  const before = words[at];
  if (/^(every|any|some|no)(thing|one|body)$/u.test(token.text)) return null;
  // "I've done nights": what one has ever done is experience, not a deed of the story
  const isPerfect = before !== undefined && /^('ve|have|has)$/u.test(before.text) && before.pos === 'auxiliary';
  if (isPerfect) return null;
  if (token.form === 'past') found.isPast = true;
  if (agent === 'other' || agent === 'thing') {
    found.hasOthersVerb = true;
    return null;
  }
  const recent = words.slice(Math.max(0, index - 4), index);
  if (recent.some(({ text }) => NEGATORS.has(text))) return null;
  const isPassive = before !== undefined && BE.has(before.text) && token.form === 'past';
  if (isPassive) {
    // "I was told to", "we were asked to": somebody set a task
    found.isTold ||= /^(told|asked|given|assigned|supposed|put|made|sent)$/u.test(token.text);
    return null;
  }
  if (token.form === 'ing') return null;
  const who: Agent | null = agent;
  if (token.form === 'base') {
    if (STATIVES.has(token.stem)) return null;
    if (before !== undefined && MODALS.has(before.text)) return { token, agent: who, kind: 'modal' };
    if (before?.text === 'to' || before?.text === 'and') {
      const lead = words[previousWord(words, at - 1)];
      if (before.text === 'to') {
        return lead !== undefined && IMPLICATIVE.has(lead.text) ? { token, agent: who, kind: 'finite' } : null;
      }
    }
    if (before?.pos === 'auxiliary') return { token, agent: who, kind: 'modal' };
    const isOpen =
      before === undefined ||
      before.pos === 'pronoun' ||
      before.pos === 'conjunction' ||
      before.pos === 'punctuation' ||
      before.pos === 'noun' ||
      before.pos === 'adjective' ||
      before.text === 'first' ||
      before.text === 'i';
    if (!isOpen) return null;
    return { token, agent: who, kind: 'bare' };
  }
  if (token.form === 'third_person') return null;
  if (STATIVES.has(token.stem)) return null;
  // "got fired", "got paid": done to the teller
  if (token.text === 'got' && (words[index + 1]?.form === 'past' || before?.text === "'s")) return null;
  return { token, agent: who, kind: 'finite' };
}

/** Reads one English clause and hands on to the next who is spoken of and in what mood. */
export function readEnglish({ tokens }: ClauseUnit, carry: Carry): Reading {
  const words = outsideQuotes(tokens, carry);
  const plain = words
    .map(({ text }) => text)
    .join(' ')
    .replaceAll(/ (?='|n't\b|%)/gu, '');
  const found = walk(words);
  const carried: Agent = carry.subject ?? carry.teller ?? 'implicit';
  const subject: Reading['subject'] = found.subject ?? carried;
  const isEpisodic = ENGLISH.episode.test(plain);
  carry.isStory ||= isEpisodic;
  const isRealis = found.isPast && !ENGLISH.condition.test(plain);
  const isPresent = !found.isPast && words.some(isPresentVerb);
  const reality = realityOf(plain, found, { isRealis, isEpisodic, isPresent }, carry);

  const deeds: Deed[] = [];
  for (const { token, agent, kind } of found.deeds) {
    // "got her a new one and she was happy": a verb in front of whoever is named goes on with the clause before
    const who = agent ?? carried;
    if (who === 'other') continue;
    if (kind === 'modal' && reality === 'done') continue;
    deeds.push({ token, agent: who });
  }
  if (subject === 'i' || subject === 'we') carry.teller = subject;
  // a thing does not go on acting: "the belt stopped, ran over and called him"
  carry.subject = subject === 'thing' ? carry.subject : subject;
  return {
    deeds,
    subject,
    isRealis,
    reality,
    isOthersEvent: (subject === 'other' || subject === 'thing') && isRealis && found.hasOthersVerb,
    isOthersOpen: false,
    hasTime: ENGLISH.time.test(plain),
    hasPlaceOrRole: ENGLISH.place.test(plain) || ENGLISH.role.test(plain),
    hasTask: ENGLISH.task.test(plain) || found.isTold,
    hasOutcome: ENGLISH.result.test(plain),
    hasFeedback: ENGLISH.feedback.test(plain),
    hasQuantity: ENGLISH.quantity.test(plain),
    isEpisodic,
    isLeftUndone: false,
  };
}

const HABIT =
  /\b(usually|always|often|generally|every (day|time|shift|week)|all the time|never (once )?(missed|called|had|was|got))\b/u;

function isPresentVerb({ pos, form, text }: Token): boolean {
  if (pos === 'auxiliary') return /^(am|is|are|'m|'re|'s|do|does|have|has|can|must|should)$/u.test(text);
  return pos === 'verb' && (form === 'base' || form === 'third_person');
}

function realityOf(
  plain: string,
  found: Found,
  is: { isRealis: boolean; isEpisodic: boolean; isPresent: boolean },
  carry: Carry,
): Reading['reality'] {
  const isGeneric = ENGLISH.generic.test(plain);
  if (is.isEpisodic) carry.isHabit = false;
  const isHabit = HABIT.test(plain);
  if (isGeneric && !is.isEpisodic && !(found.isPast && !isHabit)) {
    carry.modality = 'generic';
    // "I always helped out, I covered shifts": what follows was a habit too
    carry.isHabit ||= isHabit && found.isPast && found.subject === 'i' && !carry.isStory;
    return 'generic';
  }
  if (carry.isHabit && !carry.isStory && found.subject !== 'other' && found.subject !== 'thing') return 'generic';
  const isHypothetical = ENGLISH.hypothetical.test(plain);
  const isAsking = /\b(ask(ed)?|see|check(ed)?|know|wonder(ed)?|sure|told) (him |her |them |me |us )?if\b/u.test(plain);
  if (isHypothetical && !isAsking && !(found.isPast && found.deeds.some(({ kind }) => kind === 'finite'))) {
    carry.modality = 'hypothetical';
    return 'hypothetical';
  }
  // in a story, whoever is named anew acts, whatever was planned or said before
  if (is.isRealis || is.isEpisodic || (carry.isStory && found.subject !== null)) carry.modality = 'none';
  else if (carry.modality !== 'none') return carry.modality;
  // the simple present speaks of what is so in general, unless a story is told in it
  if (is.isPresent && !carry.isStory) return 'generic';
  return is.isRealis ? 'done' : 'bare';
}
