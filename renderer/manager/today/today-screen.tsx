import { CalendarCheck } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Card, Spinner } from '#renderer/ui/index.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient } from '../manager-client.tsx';
import { PageHeader } from '../page-header.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { useFormats } from '../use-formats.ts';
import { useLoad } from '../use-load.ts';
import type { Destination } from './destination.ts';
import { ExpectedCard } from './expected-card.tsx';
import { ReadinessCard } from './readiness-card.tsx';
import { TodaysInterviews } from './todays-interviews.tsx';
import { WaitTiles } from './wait-tiles.tsx';
import './today.css';

const REFRESH_MS = 10_000;
const SHOWN = 30;

interface TodayScreenProps {
  readonly locale: Locale;
  readonly onGo: (to: Destination) => void;
  readonly onOpen: (id: SessionId) => void;
}

/** What waits for the reader, and how the day has gone: read at a glance, each thing one press away. */
export function TodayScreen({ locale, onGo, onOpen }: TodayScreenProps) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const client = useManagerClient();
  const read = useCallback(async () => {
    const view = await client.review.today();
    const [today, proposals] = await Promise.all([
      client.review.listSessions({ phase: null, search: '', from: view.date, after: null, limit: SHOWN, locale }),
      client.proposal.list({ isOpen: true, limit: 200, locale }),
    ]);
    return { view, today, proposals };
  }, [client, locale]);
  const { load, reload } = useLoad(read);

  useEffect(() => {
    const timer = setInterval(() => void reload(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [reload]);

  if (load.state !== 'ready') {
    return (
      <div className="mgr-page">
        <PageHeader title={t('today.title')} />
        {load.state === 'failed' ? (
          <ProblemBanner problem={load.problem} onRetry={() => void reload()} />
        ) : (
          <div className="mgr-wait">
            <Spinner label={t('common.loading')} />
          </div>
        )}
      </div>
    );
  }
  const { view, today, proposals } = load.value;
  const waiting = [...Object.values(view.waits), ...Object.values(view.staff), proposals.length];
  const isQuiet = waiting.every((count) => count === 0);
  return (
    <div className="mgr-page">
      <PageHeader title={t('today.title')} note={format.fullDate(`${view.date}T12:00:00`)} />
      {isQuiet ? (
        <Card className="mgr-today__quiet">
          <CalendarCheck aria-hidden="true" />
          <div>
            <h2 className="mgr-today__quiet-title">{t('today.quiet')}</h2>
            <p className="mgr-soft">{t('today.quiet_hint')}</p>
          </div>
        </Card>
      ) : (
        <WaitTiles view={view} proposals={proposals.length} onGo={onGo} />
      )}
      <div className="mgr-today">
        <TodaysInterviews view={view} sessions={today.sessions} total={today.total} onOpen={onOpen} onGo={onGo} />
        <div className="mgr-today__side">
          <ExpectedCard locale={locale} />
          <ReadinessCard onGo={onGo} />
        </div>
      </div>
    </div>
  );
}
