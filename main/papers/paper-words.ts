import type { Paper, PaperLine } from '#connectors/report/draw-paper.ts';
import type { Interval } from '#shared/assessment.ts';
import type { AnswerDetail, SessionDetail } from '#shared/contract/review.ts';
import type { Locale } from '#shared/localized.ts';
import { levelIn, type LockedRating } from '#shared/rating.ts';

/** The words of a locale, by the path of their key; values stand for `{{name}}`. */
export type PaperWords = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** What a paper is made with. */
export interface PaperParts {
  readonly words: PaperWords;
  readonly locale: Locale;
  /** Name of whoever makes the paper: their judgements are among those of others. */
  readonly maker: string | null;
}

export const line = (kind: Exclude<PaperLine['kind'], 'row' | 'rule'>, text: string): PaperLine => ({ kind, text });
export const row = (label: string, text: string): PaperLine => ({ kind: 'row', label, text });

/** A day and time as the site's people read it. */
export function instantText(instant: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(instant));
}

/** A number with its error; the words for none where there is none. */
export function intervalText(interval: Interval | null, { words }: PaperParts): string {
  if (interval === null) return words('papers.not_enough');
  const [score, low, high] = [interval.score, interval.low, interval.high].map((value) => Math.round(value));
  return `${score ?? ''} (${low ?? ''}–${high ?? ''})`;
}

/** What somebody judged, in words. */
export function judgementText({ judgement }: Pick<LockedRating, 'judgement'>, { words }: PaperParts): string {
  const level = levelIn(judgement);
  if (level !== null) return words('score.level_of', { level });
  return judgement.kind === 'cannot_tell' ? words(`cannot_tell.${judgement.reason}`) : '';
}

/** Words that a rater picked; a moment of sound has none. */
export function quoteTexts({ quotes }: Pick<LockedRating, 'quotes'>): string[] {
  return quotes.flatMap((quote) => (quote.kind === 'words' ? [quote.text] : []));
}

/** What was heard, part after part in the order it was said. */
function heard(answer: AnswerDetail, answerKey?: string): string {
  const parts = answer.recordings.filter((each) => answerKey === undefined || each.answerKey === answerKey);
  // of several takes the last one counts
  const last = Math.max(0, ...parts.map(({ take }) => take));
  const texts = parts
    .filter(({ take }) => take === last)
    .map(({ transcript }) => transcript?.segments.map(({ text }) => text).join(' ') ?? '');
  return texts.filter((text) => text !== '').join(' ');
}

/** What the candidate answered, as words. Spoken answers stand as they were recognised or put right. */
export function answerText(answer: AnswerDetail, { words }: PaperParts): string {
  const nameOf = (id: string) => answer.options.find((option) => option.id === id)?.text ?? id;
  if (answer.itemKind === 'role_play')
    return answer.turns
      .map(({ answerKey, says, body }) => {
        const said = body?.kind === 'typed' ? body.text : heard(answer, answerKey);
        return `${says} — ${said === '' ? words('papers.no_words') : said}`;
      })
      .join('\n');
  const { body } = answer;
  switch (body?.kind) {
    case undefined:
    case 'skipped':
      return words('papers.not_answered');
    case 'typed':
      return body.text;
    case 'choice':
      return nameOf(body.optionId);
    case 'ranking':
      return body.optionIds.map((id, at) => `${at + 1}. ${nameOf(id)}`).join('  ');
    case 'rating':
      return Object.entries(body.ratings)
        .map(([id, rating]) => `${nameOf(id)}: ${rating}`)
        .join('; ');
    case 'work_sample':
      return words('papers.work_sample');
    case 'spoken': {
      const clauses = answer.assessment?.clauses.map(({ text }) => text).join(' ') ?? '';
      const text = clauses === '' ? heard(answer) : clauses;
      return text === '' ? words('papers.no_words') : text;
    }
  }
}

/** Who it is about, where and when: the head of every paper. */
export function headOf(kind: string, { summary }: SessionDetail, parts: PaperParts): PaperLine[] {
  const { words, locale } = parts;
  return [
    line('title', words(`papers.${kind}.title`)),
    row(
      words(summary.purpose === 'hiring' ? 'papers.candidate' : 'papers.colleague'),
      summary.candidate ?? words('papers.no_name'),
    ),
    row(words('papers.reference'), summary.reference),
    row(words('papers.job'), summary.jobTitle),
    row(words('papers.held'), instantText(summary.finalizedAt ?? summary.startedAt, locale)),
  ];
}

/** Lines as a whole paper. */
export function paperOf(kind: string, detail: SessionDetail, lines: PaperLine[], { words, locale }: PaperParts): Paper {
  const { reference, finalizedAt, startedAt } = detail.summary;
  return {
    title: words(`papers.${kind}.title`),
    lines,
    footer: `${words(`papers.${kind}.for`)} · ${reference}`,
    pageWords: words('papers.page'),
    locale,
    date: new Date(finalizedAt ?? startedAt),
  };
}
