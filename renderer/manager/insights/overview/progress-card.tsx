import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/index.ts';
import type { Overview } from '#shared/insights/overview.ts';
import { useFormats } from '../../use-formats.ts';
import { ShareBar } from '../charts/share-bar.tsx';

const STEPS = ['started', 'consented', 'firstAnswer', 'halfway', 'finished'] as const;
const OTHERS = ['goingOn', 'left', 'withdrawn', 'deleted'] as const;

/** How far people came, step by step. */
export function ProgressCard({ progress }: { readonly progress: Overview['progress'] }) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  const shareOf = (count: number) => (progress.started === 0 ? 0 : count / progress.started);
  return (
    <Card title={t('progress.title')}>
      <dl className="ins-funnel">
        {STEPS.map((step) => (
          <div key={step} className="ins-funnel__step">
            <dt>{t(`progress.${step}`)}</dt>
            <dd>
              <span className="ins-funnel__count ui-tabular">{format.number(progress[step])}</span>
              <span className="mgr-soft">{format.percent(shareOf(progress[step]))}</span>
              <ShareBar share={shareOf(progress[step])} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="mgr-soft">
        {OTHERS.filter((each) => progress[each] > 0)
          .map((each) => t(`progress.${each}`, { count: progress[each] }))
          .join(' · ')}
      </p>
    </Card>
  );
}
