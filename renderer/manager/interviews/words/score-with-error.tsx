import { useTranslation } from 'react-i18next';
import type { Confidence, Interval } from '#shared/assessment.ts';
import { confidenceReasons, shownInterval } from './score-words.ts';
import './score-with-error.css';

/** Where on a scale of 0 to 100 the truth may lie: the whole reach first, the point in it second. */
export function IntervalBar({ interval }: { readonly interval: Interval }) {
  const { low, high, score } = interval;
  return (
    <svg className="mgr-interval" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
      <line className="mgr-interval__rail" x1="0" x2="100" y1="8" y2="8" />
      {[25, 50, 75].map((at) => (
        <line key={at} className="mgr-interval__tick" x1={at} x2={at} y1="5" y2="11" />
      ))}
      <rect className="mgr-interval__reach" x={low} width={Math.max(0.5, high - low)} y="3" height="10" />
      <line className="mgr-interval__end" x1={low} x2={low} y1="1" y2="15" />
      <line className="mgr-interval__end" x1={high} x2={high} y1="1" y2="15" />
      <rect className="mgr-interval__point" x={Math.min(99, Math.max(0, score - 0.5))} width="1" y="1" height="14" />
    </svg>
  );
}

interface ScoreWithErrorProps {
  readonly interval: Interval;
  readonly confidence: Confidence | null;
  /** How many answers it rests on. */
  readonly answers: number;
}

/** "62 (50–74), medium, from 1 answer": the only way a score is ever written. */
export function ScoreWithError({ interval, confidence, answers }: ScoreWithErrorProps) {
  const { t } = useTranslation('manager');
  return (
    <p className="mgr-score-words">
      <strong className="ui-tabular">{t('score.with_error', { ...shownInterval(interval) })}</strong>
      {confidence !== null && t('score.separator') + t(`confidence.${confidence.label}`)}
      {t('score.separator')}
      {t('score.from_answers', { count: answers })}
    </p>
  );
}

/** Why confidence is not higher, in sentences. */
export function ConfidenceReasons({
  confidence,
  answers,
}: {
  readonly confidence: Confidence;
  readonly answers: number;
}) {
  const { t } = useTranslation('manager');
  const reasons = confidenceReasons(confidence, answers);
  if (reasons.length === 0) return null;
  return (
    <ul className="mgr-reasons">
      {reasons.map((reason) => (
        <li key={reason}>{t(`confidence.reasons.${reason}`)}</li>
      ))}
    </ul>
  );
}
