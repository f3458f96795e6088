import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card } from '#renderer/ui/index.ts';
import type { CalibrationFigures } from '#shared/insights/calibration.ts';
import { useFormats } from '../../use-formats.ts';
import type { SuggestedWeights } from '../insights-screen.tsx';

interface WeightsCardProps {
  readonly figures: CalibrationFigures;
  readonly onRehearse: (weights: SuggestedWeights) => void;
}

/** What weights the outcomes speak for, and what may be done with them. */
export function WeightsCard({ figures: { dimensions, weights, shadow }, onRehearse }: WeightsCardProps) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  if (!('weights' in weights)) {
    return (
      <Card title={t('outcomes.weights.title')}>
        <Banner title={t(`outcomes.weights.${weights.status}.title`, { count: weights.n })}>
          {t(`outcomes.weights.${weights.status}.next`)}
        </Banner>
      </Card>
    );
  }
  const { status, gain, n } = weights;
  return (
    <Card
      title={t('outcomes.weights.title')}
      actions={
        status === 'proposal' && (
          <Button
            icon={<FlaskConical aria-hidden="true" />}
            onPress={() =>
              onRehearse(
                Object.fromEntries(dimensions.map(({ dimensionId }, j) => [dimensionId, weights.weights[j] ?? 0])),
              )
            }
          >
            {t('outcomes.weights.rehearse')}
          </Button>
        )
      }
    >
      <Banner title={t(`outcomes.weights.${status}.title`, { count: n })}>
        {t(`outcomes.weights.${status}.next`)}
      </Banner>
      <table className="ins-plain">
        <thead>
          <tr>
            <th scope="col">{t('outcomes.score')}</th>
            <th scope="col">{t('outcomes.weights.now')}</th>
            <th scope="col">{t('outcomes.weights.fitted')}</th>
            <th scope="col">{t('outcomes.weights.limited')}</th>
          </tr>
        </thead>
        <tbody>
          {dimensions.map(({ dimensionId, name, prior }, j) => (
            <tr key={dimensionId}>
              <th scope="row">{name}</th>
              <td>{format.finePercent(prior)}</td>
              <td>{format.finePercent(weights.fitted[j] ?? 0)}</td>
              <td>{format.finePercent(weights.weights[j] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mgr-soft">
        {gain?.interval != null &&
          t('outcomes.weights.gain', {
            value: format.ratio(gain.value),
            low: format.ratio(gain.interval.low),
            high: format.ratio(gain.interval.high),
          })}{' '}
        {shadow?.correlation != null &&
          t('outcomes.weights.shadow', {
            people: shadow.people,
            r: shadow.correlation.toFixed(3),
            mean: format.number(shadow.meanShift),
            most: format.number(shadow.largestShift),
          })}
      </p>
    </Card>
  );
}
