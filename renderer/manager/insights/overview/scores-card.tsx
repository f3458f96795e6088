import { useTranslation } from 'react-i18next';
import { Badge, Banner, type BadgeTone, Card } from '#renderer/ui/index.ts';
import type { DriftFigure, Overview } from '#shared/insights/overview.ts';
import { useFormats } from '../../use-formats.ts';
import { ColumnsChart } from '../charts/columns-chart.tsx';

const DRIFT_TONES: Readonly<Record<DriftFigure['verdict'], BadgeTone>> = {
  too_few: 'neutral',
  steady: 'neutral',
  watch: 'warn',
  act: 'danger',
};

/** How the computer's scores lie, and whether they drift. Nothing of fewer than thirty people. */
export function ScoresCard({ scores, review }: Pick<Overview, 'scores' | 'review'>) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  const total = scores.find(({ dimensionId }) => dimensionId === null);
  const bins = total?.distribution.bins ?? null;
  return (
    <Card title={t('scores.title')}>
      {bins === null ? (
        <Banner>{t('scores.too_few', { count: total?.distribution.n ?? 0 })}</Banner>
      ) : (
        <div className="ins-two">
          <ColumnsChart
            label={t('scores.picture')}
            unit={t('scores.people')}
            format={format.number}
            columns={bins.map((count, bin) => ({
              id: String(bin),
              label: `${bin * 10}–${bin * 10 + 10}`,
              values: [count],
            }))}
          />
          <table className="ins-plain">
            <thead>
              <tr>
                <th scope="col">{t('scores.dimension')}</th>
                <th scope="col">{t('scores.people')}</th>
                <th scope="col">{t('scores.middle')}</th>
                <th scope="col">{t('scores.half')}</th>
                <th scope="col">{t('scores.drift')}</th>
              </tr>
            </thead>
            <tbody>
              {scores.map(({ dimensionId, name, distribution: { n, quartiles }, drift }) => (
                <tr key={dimensionId ?? ''}>
                  <th scope="row">{name ?? t('scores.total')}</th>
                  <td>{format.number(n)}</td>
                  <td>{quartiles === null ? t('too_few') : format.number(quartiles.median)}</td>
                  <td>
                    {quartiles === null ? '–' : `${format.number(quartiles.low)}–${format.number(quartiles.high)}`}
                  </td>
                  <td>
                    <Badge tone={DRIFT_TONES[drift.verdict]}>
                      {drift.psi === null
                        ? t('scores.drifts.too_few')
                        : t('scores.drift_value', {
                            verdict: t(`scores.drifts.${drift.verdict}`),
                            psi: format.ratio(drift.psi),
                          })}
                    </Badge>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {review.verdict === 'watch' && review.before !== null && review.now !== null && (
        <Banner tone="warn" title={t('scores.review_rose')}>
          {t('scores.review_rates', { before: format.percent(review.before), now: format.percent(review.now) })}
        </Banner>
      )}
      <p className="mgr-soft">{t('scores.note')}</p>
    </Card>
  );
}
