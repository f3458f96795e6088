import { Equal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Card } from '#renderer/ui/index.ts';
import { evenWeights, shareWeights } from '#shared/job/share-weights.ts';
import { useFormats } from '../../use-formats.ts';
import { useDraftScene } from './draft-context.tsx';
import { At, PartError } from './fields.tsx';
import { nameOf } from './finding-words.ts';
import { useStudioLocale } from './use-studio-locale.ts';

const DIMENSIONS = ['competencyModel', 'dimensions'] as const;

/** How much each dimension counts. Moving one shares the rest among the others, so that they always make the whole. */
export function WeightsCard() {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const formats = useFormats();
  const { job, isReadOnly, change } = useDraftScene();
  const { dimensions } = job.competencyModel;
  const weights = dimensions.map(({ weight }) => weight);

  function put(next: readonly number[]): void {
    change(
      DIMENSIONS,
      dimensions.map((dimension, at) => ({ ...dimension, weight: next[at] ?? dimension.weight })),
    );
  }

  return (
    <Card
      title={t('model.weights')}
      actions={
        !isReadOnly && (
          <Button variant="quiet" icon={<Equal aria-hidden="true" />} onPress={() => put(evenWeights(weights.length))}>
            {t('model.even')}
          </Button>
        )
      }
    >
      <At path={DIMENSIONS} className="job-weights">
        {dimensions.map((dimension, at) => {
          const name = nameOf(dimension.name, locale, t('places.dimension', { number: at + 1 }));
          return (
            <label key={dimension.id} className="job-weight">
              <span className="job-weight__name">{name}</span>
              <input
                type="range"
                min={1}
                max={100 - (weights.length - 1)}
                step={1}
                disabled={isReadOnly}
                aria-label={t('model.weight_of', { name })}
                aria-valuetext={formats.percent(dimension.weight)}
                value={Math.round(dimension.weight * 100)}
                onChange={(event) => put(shareWeights(weights, at, Number(event.target.value) / 100))}
              />
              <output className="ui-tabular">{formats.percent(dimension.weight)}</output>
            </label>
          );
        })}
      </At>
      <PartError path={DIMENSIONS} />
      <p className="ui-field__description">{t('model.weights_hint')}</p>
    </Card>
  );
}
