import { Mic, MicOff } from 'lucide-react';
import { Meter } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '#renderer/ui/index.ts';
import type { LevelSource } from './handset-levels.ts';
import { useLevel } from './use-level.ts';
import './level-bars.css';

const BARS = Array.from({ length: 24 }, (_, index) => index);
/** Under −54 dBFS a microphone hears the room at most. */
const HEARD_FROM = 0.1;

/** How loud the candidate is, as bars that everybody understands. */
export function LevelBars({
  source,
  isHeld = false,
}: {
  readonly source: LevelSource | null;
  readonly isHeld?: boolean;
}) {
  const { t } = useTranslation('candidate');
  const { fraction, isClipping } = useLevel(isHeld ? null : source);
  const isHeard = fraction >= HEARD_FROM;
  const lit = Math.round(fraction * BARS.length);
  const Icon = source === null || isHeld ? MicOff : Mic;
  return (
    <Meter
      className="c-level"
      aria-label={t('level.label')}
      value={Math.round(fraction * 100)}
      valueLabel={isHeard ? t('level.heard') : t('level.quiet')}
    >
      <Icon className="c-level__icon" aria-hidden="true" />
      <span className="c-level__bars" aria-hidden="true">
        {BARS.map((bar) => (
          <span
            key={bar}
            className={classNames(
              'c-level__bar',
              bar < lit && 'c-level__bar--lit',
              isClipping && bar >= BARS.length - 3 && 'c-level__bar--clip',
            )}
          />
        ))}
      </span>
    </Meter>
  );
}
