import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Card, Spinner } from '#renderer/ui/index.ts';
import type { AfterReveal, AgreementFigures } from '#shared/insights/agreement.ts';
import { useManagerClient } from '../../manager-client.tsx';
import { ProblemBanner } from '../../problem-banner.tsx';
import { useFormats } from '../../use-formats.ts';
import { useLoad } from '../../use-load.ts';
import { ShareBar } from '../charts/share-bar.tsx';

const WAYS = ['alike', 'kept', 'towards', 'elsewhere'] as const;

/** How far people, and people and computer, agree over all posts, and how often people follow it. */
export function AgreementCard() {
  const { t } = useTranslation('insights');
  const client = useManagerClient();
  const { load, reload } = useLoad(useCallback(() => client.insights.agreement(), [client]));
  return (
    <Card title={t('agreement.title')}>
      {load.state === 'loading' && <Spinner label={t('reading')} />}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {load.state === 'ready' && (
        <>
          <Gates {...load.value} />
          <div className="ins-two">
            <PairsTable {...load.value} />
            <Followed {...load.value.afterReveal} />
          </div>
          <p className="mgr-soft">{t('agreement.note')}</p>
        </>
      )}
    </Card>
  );
}

function Gates({ areGatesMet, doubleRated, needed }: AgreementFigures) {
  const { t } = useTranslation('insights');
  if (areGatesMet) return <Banner tone="good">{t('agreement.gates_met')}</Banner>;
  return <Banner>{t('agreement.gates_open', { count: doubleRated, needed })}</Banner>;
}

function PairsTable(figures: AgreementFigures) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  return (
    <table className="ins-plain">
      <thead>
        <tr>
          <th scope="col">{t('agreement.between')}</th>
          <th scope="col">{t('agreement.levels')}</th>
          <th scope="col">{t('agreement.same')}</th>
          <th scope="col">{t('agreement.kappa')}</th>
        </tr>
      </thead>
      <tbody>
        {(['people', 'machine'] as const).map((pair) => {
          const { n, same, kappa } = figures[pair];
          return (
            <tr key={pair}>
              <th scope="row">{t(`agreement.${pair}`)}</th>
              <td>{format.number(n)}</td>
              <td>{same === null ? t('too_few') : format.percent(same)}</td>
              <td>{kappa === null ? '–' : format.ratio(kappa)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Followed({ shown, counts }: AfterReveal) {
  const { t } = useTranslation('insights');
  const { t: review } = useTranslation('review');
  const format = useFormats();
  return (
    <section>
      <h3 className="ins-ways__title">{t('agreement.after')}</h3>
      {counts === null ? (
        <p className="mgr-soft">{t('agreement.few', { count: shown })}</p>
      ) : (
        <>
          <dl className="ins-ways">
            {WAYS.map((way) => (
              <div key={way}>
                <dt>{t(`agreement.${way}`)}</dt>
                <dd>
                  <span className="ui-tabular">{format.number(counts[way])}</span>
                  <span className="mgr-soft ui-tabular">{format.percent(counts[way] / shown)}</span>
                  <ShareBar share={counts[way] / shown} tone={way === 'towards' ? 'warn' : 'accent'} />
                </dd>
              </div>
            ))}
          </dl>
          {counts.reasons.length > 0 && (
            <p className="mgr-soft">
              {t('agreement.reasons')}
              {': '}
              {counts.reasons
                .map(({ reason, count }) => `${review(`change_reasons.${reason}`)} (${count})`)
                .join(' · ')}
            </p>
          )}
          <p className="mgr-soft">{t('agreement.follows')}</p>
        </>
      )}
    </section>
  );
}
