import { escapeHtml } from '#shared/escape-html.ts';
import type { InterviewExport } from '#shared/interview-export.ts';
import type { Words } from './interview-export.ts';

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
const quote = (text: string): string => `<blockquote>${escapeHtml(text)}</blockquote>`;

/** What people judged and decided, as it stands in an export's page. */
export function reviewsPart({ ratings, decisions, openReviews }: InterviewExport, words: Words): string {
  if (ratings.length + decisions.length + openReviews.length === 0) return paragraph(words('ratings.none'));
  const judged = ratings.map(({ rater, indicator, judgement, quotes, change, round }) =>
    [
      `<h3>${escapeHtml(indicator)}</h3>`,
      paragraph(
        words(`ratings.rounds.${round}`, {
          name: rater ?? '–',
          judgement:
            judgement.kind === 'level'
              ? words('score.level_of', { level: judgement.level })
              : words(`cannot_tell.${judgement.reason}`),
        }),
      ),
      ...quotes.map((each) => (each.kind === 'words' ? quote(each.text) : '')),
      change === null ? '' : paragraph(`${words(`change_reasons.${change.reason}`)}: ${change.words}`),
    ].join(''),
  );
  const decided = decisions.map(({ outcome, words: said, decidedBy, decidedAt }) =>
    [
      `<h3>${escapeHtml(words(`outcomes.${outcome}`))}</h3>`,
      paragraph(`${decidedBy ?? '–'} · ${decidedAt.slice(0, 16).replace('T', ' ')} UTC`),
      quote(said ?? ''),
    ].join(''),
  );
  const open = openReviews.map(({ rater }) => paragraph(words('ratings.open', { name: rater ?? '–' })));
  return [...judged, ...open, ...decided].join('');
}
