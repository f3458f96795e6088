import { Mic, MicOff } from 'lucide-react';
import { Meter } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaptureSession } from '#renderer/capture/capture-session.ts';
import { classNames } from '#renderer/ui/index.ts';
import { useLevel } from './use-level.ts';
import './level-bars.css';

const BARS = Array.from({ length: 24 }, (_, index) => index);
/** Under −54 dBFS a microphone hears the room at most. */
const HEARD_FROM = 0.1;

/** How loud the candidate is, as bars that everybody understands. */
export function LevelBars({
  session,
  isHeld = false,
}: {
  readonly session: CaptureSession | null;
  readonly isHeld?: boolean;
}) {
  const { t } = useTranslation('candidate');
  const { fraction, isClipping } = useLevel(isHeld ? null : session);
  const isHeard = fraction >= HEARD_FROM;
  const lit = Math.round(fraction * BARS.length);
  const Icon = session === null || isHeld ? MicOff : Mic;
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
