import { afterReveal, type RevealedLevel } from '#assessment/agreement/after-reveal.ts';
import { type LevelPair, levelKappa } from '#assessment/agreement/check-gates.ts';
import type { AgreementFigures } from '#shared/insights/agreement.ts';
import { type ChangeReason, levelIn, ratingKeyOf } from '#shared/rating.ts';
import { USE_GATE_ANSWERS } from '#shared/review-sheet.ts';
import { levelPairs, machineLevelOf } from './level-pairs.ts';
import type { ReviewStore, StoredInterview } from './ports.ts';
import type { ReviewRows, StoredRating, StoredReview } from './review-ports.ts';
import type { Gates } from './review-sheet.ts';
import { NEWEST } from './site-agreement.ts';

/** Fewer levels could tell somebody who has not rated an interview yet what the machine made of it (R25). */
const MIN_LEVELS = 30;

type Rows = Pick<ReviewRows, 'doubleRated' | 'ratings' | 'revealed' | 'reviews'>;
type Revealed = RevealedLevel<ChangeReason>;

function pairsOf(pairs: readonly LevelPair[]): AgreementFigures['people'] {
  if (pairs.length < MIN_LEVELS) return { n: pairs.length, same: null, kappa: null };
  const same = pairs.filter(([one, other]) => one === other).length / pairs.length;
  return { n: pairs.length, same, kappa: levelKappa(pairs) };
}

/** Where one person left the levels they gave blind, beside the machine's. */
function revealedTo(
  rater: string,
  ratings: readonly StoredRating[],
  stored: Pick<StoredInterview, 'assessments'>,
): Revealed[] {
  const own = ratings.filter((each) => each.rater === rater);
  // a later change of the same judgement takes the place of an earlier one
  const changes = new Map(
    own.flatMap((each) => (each.round === 'after_reveal' ? [[ratingKeyOf(each), each] as const] : [])),
  );
  return own.flatMap((rating): Revealed[] => {
    const blind = levelIn(rating.judgement);
    const machine = machineLevelOf(stored, rating);
    if (rating.round === 'after_reveal' || blind === null || machine === null) return [];
    const change = changes.get(ratingKeyOf(rating));
    const final = change === undefined ? blind : levelIn(change.judgement);
    // who says that nobody can tell has left the scale
    return final === null ? [] : [{ blind, machine, final, reason: change?.change?.reason ?? null }];
  });
}

/** Whether the machine's levels were before this person's eyes, and they are through with what they may change. */
const hasSeenLevels = ({ state, levelsShownAt, revealedAt }: StoredReview, { areMet }: Gates): boolean =>
  state === 'done' && (levelsShownAt !== null || (areMet && revealedAt !== null));

/**
 * How far people, and people and machine, agree here, and how often people follow it: over the newest 400 interviews that two people
 * rated, and that somebody was shown the machine's levels of. Of fewer than thirty levels nothing but their number.
 */
export function agreementFigures(rows: Rows, store: Pick<ReviewStore, 'getSession'>, gates: Gates): AgreementFigures {
  const people: LevelPair[] = [];
  const machine: LevelPair[] = [];
  for (const id of rows.doubleRated(NEWEST)) {
    const stored = store.getSession(id);
    if (stored === undefined) continue;
    const found = levelPairs(stored, rows.ratings(id));
    people.push(...found.people);
    machine.push(...found.machine);
  }
  const shown: Revealed[] = [];
  for (const id of rows.revealed(NEWEST)) {
    const raters = rows.reviews(id).filter((review) => hasSeenLevels(review, gates));
    const stored = raters.length === 0 ? undefined : store.getSession(id);
    if (stored === undefined) continue;
    const ratings = rows.ratings(id);
    for (const { rater } of raters) shown.push(...revealedTo(rater, ratings, stored));
  }
  return {
    doubleRated: gates.doubleRated,
    needed: USE_GATE_ANSWERS,
    areGatesMet: gates.areMet,
    people: pairsOf(people),
    machine: pairsOf(machine),
    afterReveal: { shown: shown.length, counts: shown.length < MIN_LEVELS ? null : afterReveal(shown) },
  };
}
