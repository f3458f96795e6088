import type { Paper } from '#connectors/report/draw-paper.ts';
import type { SessionDetail } from '#shared/contract/review.ts';
import { headOf, instantText, line, paperOf, type PaperParts, quoteTexts, row } from './paper-words.ts';

/** How well a competency was seen, in words a candidate can use: never a bare number (product.md, receipt). */
function seenAs(score: number): 'little' | 'partly' | 'clearly' {
  if (score < 40) return 'little';
  return score < 70 ? 'partly' : 'clearly';
}

/**
 * Why it was decided so, for the person it is about (R3): who decided and on what, what was looked at and what never is, their own words
 * behind it, and what they can do about it.
 *
 * @param contact of the post: whom to call
 * @returns null before a decision, and for a reader who has not locked judgements of their own
 */
export function explanationSheet(
  detail: SessionDetail,
  contact: { readonly phone: string },
  parts: PaperParts,
): Paper | null {
  const { words, locale } = parts;
  const { review } = detail;
  const decision = review?.decisions[0];
  if (review?.final == null || decision === undefined) return null;
  const ratings = [...(review.mine?.ratings ?? []), ...review.others.flatMap((other) => other.ratings)];
  const quotesOf = (dimension: string): string[] => {
    const texts = detail.answers.flatMap(({ itemId, indicators }) => {
      const ids = new Set(indicators.filter((each) => each.dimension === dimension).map(({ id }) => id));
      return ratings.filter((rating) => rating.itemId === itemId && ids.has(rating.indicatorId)).flatMap(quoteTexts);
    });
    return [...new Set(texts)];
  };
  const scored = detail.consents?.scoring === true;
  return paperOf(
    'explanation',
    detail,
    [
      ...headOf('explanation', detail, parts),
      line('heading', words('papers.explanation.what')),
      row(words('papers.explanation.decision'), words(`papers.explanation.outcomes.${decision.outcome}`)),
      row(words('papers.explanation.reason'), words(`papers.explanation.reasons.${decision.reason}`)),
      row(words('papers.explanation.by'), decision.decidedBy ?? words('papers.somebody_gone')),
      row(words('papers.explanation.on'), instantText(decision.decidedAt, locale)),
      line('text', words('papers.explanation.a_person')),
      line('heading', words('papers.explanation.how')),
      line('text', words('papers.explanation.same_questions')),
      line('text', words(scored ? 'papers.explanation.computer' : 'papers.explanation.no_computer')),
      line('text', words('papers.never')),
      line('heading', words('papers.explanation.seen')),
      ...review.final.dimensions.flatMap(({ dimensionId, interval }) => {
        const name = detail.dimensions.find(({ id }) => id === dimensionId)?.name ?? dimensionId;
        return [
          row(name, words(`papers.explanation.as_${interval === null ? 'open' : seenAs(interval.score)}`)),
          ...quotesOf(name)
            .slice(0, 3)
            .map((text) => line('quote', words('papers.quote', { text }))),
        ];
      }),
      line('heading', words('papers.explanation.you_can')),
      line('text', words('papers.explanation.ask', { phone: contact.phone })),
      line('text', words('papers.explanation.correct')),
      line('text', words('papers.explanation.delete')),
    ],
    parts,
  );
}
