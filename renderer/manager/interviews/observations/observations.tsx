import { useTranslation } from 'react-i18next';
import { Badge } from '#renderer/ui/index.ts';
import type { RecordingDetail } from '#shared/contract/review.ts';
import { PresenceFacts } from './presence-facts.tsx';
import { SpeechObservations } from './speech-observations.tsx';
import './observations.css';

interface ObservationsProps {
  /** The sound for analysis: it carries what was observed. */
  readonly sound: RecordingDetail;
  readonly positionMs: number;
  readonly onSeek: (ms: number) => void;
}

/** How an answer was spoken and who was in the picture (S21). Closed until asked for; beside a score, never inside one. */
export function Observations({ sound, positionMs, onSeek }: ObservationsProps) {
  const { t } = useTranslation('manager');
  if (sound.analysis === null && sound.presence === null) return null;
  return (
    <details className="ui-card mgr-observations">
      <summary>
        <span>{t('observations.title')}</span> <Badge>{t('observations.never_scored')}</Badge>
      </summary>
      {sound.analysis !== null && (
        <SpeechObservations analysis={sound.analysis} positionMs={positionMs} onSeek={onSeek} />
      )}
      <PresenceFacts presence={sound.presence} onSeek={onSeek} />
    </details>
  );
}
