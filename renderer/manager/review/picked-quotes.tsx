import { Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PickedQuote } from '#shared/rating.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import { clipOf, type Clip } from '../interviews/clip.ts';
import type { Sounds } from '../interviews/words/quote.tsx';
import { clockTime } from '../use-formats.ts';
import './picked-quotes.css';

/** Where picked words were said: from the first to the last clause they touch. */
function clipOfQuote(quote: PickedQuote, answer: Pick<AnswerDetail, 'assessment'>, sounds: Sounds): Clip | null {
  if (quote.kind === 'sound') {
    const { recordingId, startMs, endMs } = quote;
    return clipOf({ recordingId, startMs, endMs }, sounds.recordings);
  }
  const touched = (answer.assessment?.clauses ?? []).filter(
    ({ answerKey, startChar, endChar }) =>
      answerKey === quote.answerKey && startChar < quote.endChar && endChar > quote.startChar,
  );
  const [first, last] = [touched[0], touched.at(-1)];
  if (first === undefined || last === undefined) return null;
  // a recording that was interrupted has parts: what goes on in the next one is heard up to there
  const endMs = last.recordingId === first.recordingId ? last.endMs : first.endMs;
  return clipOf({ ...first, endMs }, sounds.recordings);
}

/** What a rating rests on, each to be heard again; with `onRemove` it can be let go. */
export function PickedQuotes({
  quotes,
  answer,
  sounds,
  onRemove,
}: {
  readonly quotes: readonly PickedQuote[];
  readonly answer: Pick<AnswerDetail, 'assessment'>;
  readonly sounds: Sounds;
  readonly onRemove?: (quote: PickedQuote) => void;
}) {
  const { t } = useTranslation('review');
  if (quotes.length === 0) return null;
  return (
    <ul className="rev-quotes" aria-label={t('rate.quotes')}>
      {quotes.map((quote) => {
        const clip = clipOfQuote(quote, answer, sounds);
        const text =
          quote.kind === 'words'
            ? quote.text
            : t('rate.moment', { from: clockTime(quote.startMs), to: clockTime(quote.endMs) });
        return (
          <li key={`${text} ${quote.kind === 'words' ? quote.startChar : quote.startMs}`} className="rev-quote">
            {clip === null ? (
              <span className="rev-quote__words">{text}</span>
            ) : (
              <button
                type="button"
                className="rev-quote__words rev-quote__words--plays"
                onClick={() => sounds.play(clip)}
              >
                <Play aria-hidden="true" />
                <span>{text}</span>
              </button>
            )}
            {onRemove !== undefined && (
              <button
                type="button"
                className="rev-quote__remove"
                aria-label={t('rate.remove_quote', { text })}
                onClick={() => onRemove(quote)}
              >
                <X aria-hidden="true" />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
