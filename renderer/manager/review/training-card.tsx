import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, type BadgeTone, Banner, Card, Spinner } from '#renderer/ui/index.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import type { TrainingLine } from '#shared/training.ts';
import { IntervalBar } from '../interviews/words/score-with-error.tsx';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { useLoad } from '../use-load.ts';

const TONES: Readonly<Record<TrainingLine['state'], BadgeTone>> = {
  weak: 'warn',
  perhaps_weak: 'neutral',
  fine: 'good',
  not_enough: 'neutral',
};

/** What this person may learn next, by what people saw: a help for talking about it, never a verdict. */
export function TrainingCard({ id, locale }: { readonly id: SessionId; readonly locale: Locale }) {
  const { t } = useTranslation('review');
  const client = useManagerClient();
  const { load, reload } = useLoad(
    useCallback(() => client.review.suggestTraining({ id, locale }), [client, id, locale]),
  );
  if (load.state === 'failed') return <ProblemBanner problem={load.problem} onRetry={() => void reload()} />;
  return (
    <Card title={t('training.title')}>
      <p className="mgr-soft">{t('training.lead')}</p>
      {load.state !== 'ready' ? (
        <Spinner label={t('training.loading')} />
      ) : (
        <>
          {load.value.problem !== null && (
            <Banner tone="warn" title={t('training.file_problem')}>
              {load.value.problem}
            </Banner>
          )}
          <ul className="rev-summary">
            {load.value.lines.map(({ dimension, name, state, interval, suggestions }) => (
              <li key={dimension}>
                <h3>
                  {name} <Badge tone={TONES[state]}>{t(`training.states.${state}`)}</Badge>
                </h3>
                {interval !== null && <IntervalBar interval={interval} />}
                {state === 'not_enough' && <p className="mgr-soft">{t('training.not_enough')}</p>}
                {suggestions.map(({ text, course, link }) => (
                  <p key={text}>
                    {text}
                    {course !== null && <span className="mgr-soft"> {t('training.course', { course })}</span>}
                    {link !== null && <span className="mgr-soft"> {link}</span>}
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
