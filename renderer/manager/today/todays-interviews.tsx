import { CircleCheck, Coffee } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Banner, Button, Card } from '#renderer/ui/index.ts';
import type { SessionSummary, TodayView } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import { NO_FILTER } from '../interviews/list-filter.ts';
import { PHASE_TONES } from '../interviews/state-badges.tsx';
import { useFormats } from '../use-formats.ts';
import type { Destination } from './destination.ts';

/** Who has completed their interview since the screen was opened, or since the reader looked. Completed, not "good". */
function useNewlyCompleted(sessions: readonly SessionSummary[]) {
  const completed = sessions.filter(({ phase }) => phase === 'finalized');
  const [seen, setSeen] = useState<ReadonlySet<string>>(() => new Set(completed.map(({ id }) => id)));
  return {
    newly: completed.filter(({ id }) => !seen.has(id)),
    look: () => setSeen(new Set(completed.map(({ id }) => id))),
  };
}

interface TodaysInterviewsProps {
  readonly view: TodayView;
  readonly sessions: readonly SessionSummary[];
  readonly total: number;
  readonly onOpen: (id: SessionId) => void;
  readonly onGo: (to: Destination) => void;
}

/** Interviews that began today, the latest first, with an alert when another is completed. */
export function TodaysInterviews({ view, sessions, total, onOpen, onGo }: TodaysInterviewsProps) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const { newly, look } = useNewlyCompleted(sessions);
  const latestFirst = sessions.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  return (
    <Card
      title={t('today.interviews')}
      actions={
        total > 0 && (
          <Button
            variant="quiet"
            onPress={() => onGo({ place: 'interviews', filter: { ...NO_FILTER, span: 'today' } })}
          >
            {t('today.show_all', { count: total })}
          </Button>
        )
      }
    >
      {newly.map(({ id, candidate, reference }) => (
        <Banner
          key={id}
          tone="info"
          action={
            <Button
              onPress={() => {
                look();
                onOpen(id);
              }}
            >
              {t('today.open')}
            </Button>
          }
        >
          {t('today.completed_now', { name: candidate ?? reference, interpolation: { escapeValue: false } })}
        </Banner>
      ))}
      <p className="mgr-soft">
        {t('today.so_far', { completed: view.completed, goingOn: view.goingOn, withdrawn: view.withdrawn })}
      </p>
      {latestFirst.length === 0 ? (
        <div className="mgr-empty">
          <Coffee aria-hidden="true" />
          <p className="mgr-empty__title">{t('today.nobody')}</p>
          <p>{t('today.nobody_hint')}</p>
        </div>
      ) : (
        <ul className="mgr-today__lines">
          {latestFirst.map((session) => (
            <li key={session.id}>
              <Button variant="quiet" isWide className="mgr-today__line" onPress={() => onOpen(session.id)}>
                <span className="mgr-today__line-words">
                  <span className="ui-tabular mgr-soft">{format.timeOfDay(session.startedAt)}</span>
                  <strong>{session.candidate ?? t('list.no_name')}</strong>
                  <span className="mgr-soft mgr-clip">{session.jobTitle}</span>
                </span>
                <span className="mgr-badges">
                  {session.phase === 'finalized' && session.needsReview > 0 && (
                    <Badge tone="accent">{t('list.listen_count', { count: session.needsReview })}</Badge>
                  )}
                  <Badge
                    tone={PHASE_TONES[session.phase]}
                    {...(session.phase === 'finalized' ? { icon: <CircleCheck aria-hidden="true" /> } : {})}
                  >
                    {session.phase === 'finalized' && session.finalizedAt !== null
                      ? t('today.completed_at', { time: format.timeOfDay(session.finalizedAt) })
                      : t(`phases.${session.phase}`)}
                  </Badge>
                </span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
