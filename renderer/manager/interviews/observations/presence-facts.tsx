import { useTranslation } from 'react-i18next';
import type { PresenceObservation } from '#shared/presence.ts';
import { clockTime } from '../../use-formats.ts';

interface PresenceFactsProps {
  /** Null where it was not allowed or not watched. */
  readonly presence: PresenceObservation | null;
  readonly onSeek: (ms: number) => void;
}

const MEASURES = [
  ['absent', 'absentMs'],
  ['several', 'severalMs'],
  ['away', 'awayMs'],
] as const;

/** Who was in the picture: times only, to be looked at and judged by a person. */
export function PresenceFacts({ presence, onSeek }: PresenceFactsProps) {
  const { t } = useTranslation('manager');
  return (
    <section className="mgr-presence" aria-label={t('presence.title')}>
      <h3 className="mgr-small-title">{t('presence.title')}</h3>
      {presence === null ? (
        <p className="mgr-soft">{t('presence.not_measured')}</p>
      ) : (
        <>
          <dl className="mgr-fact-grid">
            {MEASURES.map(([kind, field]) => (
              <div key={kind} className="mgr-fact">
                <dt>{t(`presence.${kind}`)}</dt>
                <dd>
                  <span className="mgr-fact__value ui-tabular">{clockTime(presence[field])}</span>
                  <span className="mgr-fact__note">
                    {t('presence.of_watched', { time: clockTime(presence.watchedMs) })}
                  </span>
                </dd>
              </div>
            ))}
          </dl>
          {presence.events.length > 0 && (
            <ul className="mgr-presence__events">
              {presence.events.map(({ kind, startMs, endMs }) => (
                <li key={`${kind} ${startMs}`}>
                  <button type="button" className="mgr-presence__event" onClick={() => onSeek(startMs)}>
                    <span className="ui-visually-hidden">{t('words.play')} </span>
                    <span className="ui-tabular">
                      {clockTime(startMs)}–{clockTime(endMs)}
                    </span>{' '}
                    {t(`presence.events.${kind}`)}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}
