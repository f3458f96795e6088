import type { Paper, PaperLine } from '#connectors/report/draw-paper.ts';
import type { AnswerDetail, SessionDetail } from '#shared/contract/review.ts';
import type { LockedRating } from '#shared/rating.ts';
import type { ReviewSheet } from '#shared/review-sheet.ts';
import type { TrainingLine } from '#shared/training.ts';
import {
  answerText,
  headOf,
  instantText,
  intervalText,
  judgementText,
  line,
  paperOf,
  type PaperParts,
  quoteTexts,
  row,
} from './paper-words.ts';
import { suggestionLines } from './training-sheet.ts';

/** One rater with what they judged. */
interface Rater {
  readonly name: string;
  readonly ratings: readonly LockedRating[];
}

function ratersOf({ mine, others }: ReviewSheet, { words, maker }: PaperParts): Rater[] {
  return [{ name: maker, ratings: mine?.ratings ?? [] }, ...others]
    .filter(({ ratings }) => ratings.length > 0)
    .map(({ name, ratings }) => ({ name: name ?? words('papers.somebody_gone'), ratings }));
}

/** What each person made of one behaviour: their last word on it, and what it was before the reveal. */
function ratingLines(answer: AnswerDetail, raters: readonly Rater[], parts: PaperParts): PaperLine[] {
  const { words } = parts;
  return answer.indicators.flatMap((indicator) => {
    const judged = raters.flatMap(({ name, ratings }) => {
      const theirs = ratings.filter(
        ({ itemId, indicatorId }) => itemId === answer.itemId && indicatorId === indicator.id,
      );
      const [first] = theirs;
      const last = theirs.at(-1);
      if (first === undefined || last === undefined) return [];
      const before = last.change === null ? '' : words('papers.report.before', { level: judgementText(first, parts) });
      const why = last.change === null ? '' : ` ${words(`change_reasons.${last.change.reason}`)}: ${last.change.words}`;
      return [
        row(name, `${judgementText(last, parts)}${before}${why}`),
        ...quoteTexts(last).map((text) => line('quote', words('papers.quote', { text }))),
      ];
    });
    const found = answer.assessment?.indicators.find(({ indicatorId }) => indicatorId === indicator.id)?.level ?? null;
    const machine =
      found === null ? [] : [row(words('papers.report.computer'), words('score.level_of', { level: found }))];
    return judged.length + machine.length === 0
      ? []
      : [line('subheading', `${indicator.dimension}: ${indicator.name}`), ...judged, ...machine];
  });
}

/** Answer by answer: the question, the words, what people judged; the computer's level only where this reader may see it. */
function answerLines(detail: SessionDetail, raters: readonly Rater[], parts: PaperParts): PaperLine[] {
  return detail.answers.flatMap((answer) => [
    line('heading', `${answer.number}. ${answer.prompt}`),
    line('text', answerText(answer, parts)),
    ...ratingLines(answer, raters, parts),
  ]);
}

/**
 * The combined report: what people judged, what counts, the words behind it, and what was decided.
 *
 * @param training what may be learned next, for a training check; empty for any other
 * @returns null while the reader has not locked judgements of their own: the paper would tell those of others (R25)
 */
export function interviewReport(
  detail: SessionDetail,
  training: readonly TrainingLine[],
  parts: PaperParts,
): Paper | null {
  const { words, locale } = parts;
  const { review } = detail;
  if (review?.final == null) return null;
  const { final } = review;
  const nameOf = (id: string) => detail.dimensions.find((dimension) => dimension.id === id)?.name ?? id;
  const raters = ratersOf(review, parts);
  const decisions = review.decisions.flatMap(({ outcome, reason, words: said, decidedBy, decidedAt, supersedes }) => [
    row(words(`outcomes.${outcome}`), `${words(`decision_reasons.${reason}`)}${said === null ? '' : `: ${said}`}`),
    line(
      'note',
      words(supersedes === null ? 'papers.report.decided' : 'papers.report.decided_anew', {
        who: decidedBy ?? words('papers.somebody_gone'),
        at: instantText(decidedAt, locale),
      }),
    ),
  ]);
  return paperOf(
    'report',
    detail,
    [
      ...headOf('report', detail, parts),
      row(
        words('papers.report.scoring'),
        words(`papers.report.scoring_${detail.consents?.scoring === true ? 'yes' : 'no'}`),
      ),
      row(words('papers.report.rated_by'), raters.map(({ name }) => name).join(words('papers.comma'))),
      line('note', words(`papers.report.notes.${detail.summary.purpose}`)),
      line('heading', words('papers.report.result')),
      ...final.dimensions.map(({ dimensionId, interval }) => row(nameOf(dimensionId), intervalText(interval, parts))),
      row(words('papers.report.total'), intervalText(final.total, parts)),
      ...(review.gaps.length === 0 ? [] : [line('note', words('papers.report.gaps', { count: review.gaps.length }))]),
      ...(training.length === 0 ? [] : [line('heading', words('training.title')), ...suggestionLines(training, parts)]),
      line('heading', words('papers.report.decision')),
      ...(decisions.length === 0 ? [line('text', words('papers.report.undecided'))] : decisions),
      ...answerLines(detail, raters, parts),
      line('heading', words('papers.never_title')),
      line('note', words('papers.never')),
    ],
    parts,
  );
}
