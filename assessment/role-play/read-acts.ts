import type { ActName, ActsResult } from '#shared/assessment.ts';
import type { RolePlayScenario } from '#shared/job/role-play.ts';
import type { Locale } from '#shared/localized.ts';
import type { ClauseUnit } from '../words/clauses.ts';
import { isDenied } from '../words/cue-match.ts';
import type { ReadClause } from '../words/star.ts';
import { rounded } from '../words/word-constants.ts';
import { ACT_LEXICON } from './act-lexicon.ts';
import { groupOf, type RolePlayGroup } from './acts.ts';

type Act = ActsResult['acts'][number];

/** What a conversation is worth, with every act and the words that perform it. */
export interface ActsReading {
  readonly result: ActsResult;
  readonly share: number;
  /** Enough acts were found, or one that speaks against the answer. */
  readonly isUnderstood: boolean;
}

function isNegative(act: ActName): act is keyof typeof ACT_LEXICON.negative {
  return act in ACT_LEXICON.negative;
}

function weightOf(act: ActName, group: RolePlayGroup): number {
  if (isNegative(act)) return ACT_LEXICON.negative[act];
  return ACT_LEXICON.weights[group][act];
}

/** First words of the clause that perform the act; "we cannot refund that" performs no refund. */
function hitIn(pattern: RegExp, unit: ClauseUnit, locale: Locale, mayBeDenied: boolean): string | null {
  for (const match of unit.text.matchAll(new RegExp(pattern.source, 'gu'))) {
    if (match[0] === '') continue;
    const hit = { start: match.index, end: match.index + match[0].length };
    if (mayBeDenied && isDenied(unit, hit, locale)) continue;
    return unit.quote(hit.start, hit.end);
  }
  return null;
}

const NEVER = /$^/u;

/** The words that ask what happened or what is needed; null for an offer ("shall I swap it?") and for no question. */
function questionIn(unit: ClauseUnit, locale: Locale, consent: RegExp): string | null {
  const { word, request, rhetorical } = ACT_LEXICON.question[locale];
  const asked = request.exec(unit.text);
  if (asked !== null && !isDenied(unit, { start: asked.index, end: asked.index + asked[0].length }, locale)) {
    return unit.quote(asked.index, asked.index + asked[0].length);
  }
  if (consent.test(unit.text) || rhetorical.test(unit.text)) return null;
  const found = word.exec(unit.text);
  if (found !== null) return unit.quote(found.index, found.index + found[0].length);
  // "啊？" asks nothing
  return unit.isQuestion && unit.tokens.length >= 3 ? unit.clause.text : null;
}

/** An act counts once, with the first clause it is found in: saying sorry five times is one apology. */
function actsIn(clauses: readonly ReadClause[], group: RolePlayGroup, locale: Locale): Act[] {
  const patterns = ACT_LEXICON.patterns[group][locale];
  const acts = new Map<ActName, Act>();
  const add = (act: ActName, unit: ClauseUnit, hit: string): void => {
    const known = acts.get(act);
    if (known === undefined) acts.set(act, { act, weight: weightOf(act, group), clause: unit.clause, hits: [hit] });
    else if (!known.hits.includes(hit)) known.hits.push(hit);
  };
  const look = (
    found: Partial<Record<ActName, RegExp>>,
    mayBeDenied: boolean,
    isOpen: (unit: ClauseUnit) => boolean = () => true,
  ): void => {
    for (const [act, pattern] of Object.entries(found) as [ActName, RegExp][]) {
      for (const { unit } of clauses) {
        const hit = isOpen(unit) ? hitIn(pattern, unit, locale, mayBeDenied) : null;
        if (hit !== null) add(act, unit, hit);
      }
    }
  };
  const isRefusal = (unit: ClauseUnit): boolean => {
    const { flat_refusal: refusal } = patterns.refused;
    return refusal !== undefined && hitIn(refusal, unit, locale, false) !== null;
  };
  // "退是退不了的": what is refused is not offered in the same breath
  look(patterns.said, true, (unit) => !isRefusal(unit));
  look({ over_promise: patterns.said.over_promise ?? NEVER }, true);
  look(patterns.refused, false);
  const { choice_or_consent: consent } = patterns.said;
  for (const { unit } of clauses) {
    const hit = questionIn(unit, locale, consent ?? NEVER);
    if (hit !== null) add('clarifying_question', unit, hit);
  }
  return [...acts.values()];
}

/** Acts of a role-play (§1.6): words only, each act once, caps for a solution or a warm word that is missing. */
export function readActs(scenario: RolePlayScenario, clauses: readonly ReadClause[], locale: Locale): ActsReading {
  const group = groupOf(scenario);
  const acts = actsIn(clauses, group, locale);
  const has = (act: ActName): boolean => acts.some((each) => each.act === act);
  const sum = acts.reduce((total, { weight }) => total + weight, 0);
  const { noSolution, noWarmth } = ACT_LEXICON.caps;
  const isColdSolution = group === 'service' && has('solution') && !has('apology') && !has('empathy');
  const limit = !has('solution') ? noSolution : isColdSolution ? noWarmth : 1;
  const share = rounded(Math.min(limit, Math.max(0, sum)));
  const positive = acts.filter(({ act }) => !isNegative(act)).length;
  return {
    result: {
      scenario,
      acts,
      cap: sum <= limit ? null : has('solution') ? 'no_warmth' : 'no_solution',
    },
    share,
    isUnderstood: positive >= ACT_LEXICON.minActs || positive < acts.length,
  };
}
