import { ChartNoAxesColumn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Spinner } from '#renderer/ui/index.ts';
import type { Overview } from '#shared/insights/overview.ts';
import { ProblemBanner } from '../../problem-banner.tsx';
import { useFormats } from '../../use-formats.ts';
import type { Load } from '../../use-load.ts';
import { AgreementCard } from './agreement-card.tsx';
import { ItemsCard } from './items-card.tsx';
import { NoiseCard } from './noise-card.tsx';
import { ProgressCard } from './progress-card.tsx';
import { ScoresCard } from './scores-card.tsx';
import { SurveyCard } from './survey-card.tsx';

/** How the newest interviews of a job went. */
export function OverviewTab({ load, onRetry }: { readonly load: Load<Overview>; readonly onRetry: () => void }) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  if (load.state === 'failed') return <ProblemBanner problem={load.problem} onRetry={onRetry} />;
  if (load.state === 'loading') {
    return (
      <div className="mgr-wait">
        <Spinner label={t('reading')} />
      </div>
    );
  }
  const overview = load.value;
  const { firstAt, lastAt } = overview;
  if (firstAt === null || lastAt === null) {
    return (
      <div className="mgr-sheet mgr-empty">
        <ChartNoAxesColumn aria-hidden="true" />
        <p className="mgr-empty__title">{t('empty.title')}</p>
        <p className="mgr-soft">{t('empty.next')}</p>
      </div>
    );
  }
  return (
    <div className="mgr-stack">
      <p className="mgr-soft">
        {t(overview.hasOlder ? 'looked_at_newest' : 'looked_at_all', {
          count: overview.interviews,
          from: format.date(firstAt),
          to: format.date(lastAt),
        })}
      </p>
      <ProgressCard progress={overview.progress} />
      <ItemsCard items={overview.items} />
      <div className="ins-two">
        <NoiseCard noise={overview.noise} />
        <SurveyCard survey={overview.survey} />
      </div>
      <ScoresCard scores={overview.scores} review={overview.review} />
      <AgreementCard />
    </div>
  );
}
