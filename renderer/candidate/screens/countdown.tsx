import { useTranslation } from 'react-i18next';
import { useNow } from '../use-now.ts';
import './countdown.css';

const RADIUS = 42;
const LENGTH = 2 * Math.PI * RADIUS;

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Time that is left, as a ring that empties slowly. It never turns red and never blinks. */
export function Countdown({
  deadlineAt,
  totalMs,
  label,
  over,
}: {
  readonly deadlineAt: string;
  readonly totalMs: number;
  readonly label: string;
  /** What is said when the time is over. */
  readonly over: string;
}) {
  const { t } = useTranslation('candidate');
  const leftMs = Math.max(0, Date.parse(deadlineAt) - useNow());
  const seconds = Math.ceil(leftMs / 1000);
  const share = Math.min(1, leftMs / Math.max(totalMs, 1));
  return (
    <div
      className="c-countdown"
      role="timer"
      aria-label={seconds > 0 ? t('question.secondsLeft', { count: seconds }) : over}
    >
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle className="c-countdown__rail" cx="50" cy="50" r={RADIUS} />
        <circle
          className="c-countdown__rest"
          cx="50"
          cy="50"
          r={RADIUS}
          strokeDasharray={LENGTH}
          strokeDashoffset={LENGTH * (1 - share)}
        />
      </svg>
      <div>
        <span className="c-countdown__clock ui-tabular">{clock(seconds)}</span>
        <span className="c-countdown__label">{seconds > 0 ? label : over}</span>
      </div>
    </div>
  );
}
