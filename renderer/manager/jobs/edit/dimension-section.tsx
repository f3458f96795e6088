import { ChevronDown, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, Dialog } from '#renderer/ui/index.ts';
import { blankIndicator, freeId } from '#shared/job/blank-job.ts';
import { shareWeights } from '#shared/job/share-weights.ts';
import { CuesFields } from './cues-fields.tsx';
import { useDraftScene } from './draft-context.tsx';
import { At, PartError, TextPair } from './fields.tsx';
import { nameOf } from './finding-words.ts';
import { useStudioLocale } from './use-studio-locale.ts';
import { WeightsCard } from './weights-card.tsx';

const FEWEST = 3;
const MOST_INDICATORS = 4;
const LEVELS = [5, 3, 1] as const;
const DIMENSIONS = ['competencyModel', 'dimensions'] as const;

function IndicatorCard({ dimensionAt, at }: { readonly dimensionAt: number; readonly at: number }) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const { job, isReadOnly, change } = useDraftScene();
  const dimension = job.competencyModel.dimensions[dimensionAt];
  const indicator = dimension?.indicators[at];
  if (dimension === undefined || indicator === undefined) return null;
  const list = [...DIMENSIONS, dimensionAt, 'indicators'];
  const path = [...list, at];
  const name = nameOf(indicator.name, locale, t('places.indicator', { number: at + 1 }));
  const askedBy = job.items.flatMap(({ elicits }, index) =>
    elicits.some(({ indicatorId }) => indicatorId === indicator.id) ? [index + 1] : [],
  );
  return (
    <Card
      title={name}
      actions={
        !isReadOnly &&
        dimension.indicators.length > FEWEST && (
          <Button
            variant="quiet"
            icon={<Trash2 aria-hidden="true" />}
            onPress={() => change(list, dimension.indicators.toSpliced(at, 1))}
          >
            {t('model.remove_indicator')}
          </Button>
        )
      }
    >
      <At path={path} className="job-stack">
        <p className="mgr-soft">
          {askedBy.length === 0
            ? t('model.asked_by_none')
            : t('model.asked_by', { numbers: askedBy.join(t('fields.comma')) })}
        </p>
        <TextPair path={[...path, 'name']} label={t('places.name')} />
        <h3 className="job-sub">{t('model.anchors')}</h3>
        {LEVELS.map((level) => (
          <TextPair key={level} path={[...path, 'anchors', level]} label={t('places.level', { level })} rows={2} />
        ))}
        <details className="job-details">
          <summary>
            <ChevronDown aria-hidden="true" />
            {t('cues.title')}
          </summary>
          <CuesFields path={[...path, 'cues']} cues={indicator.cues} />
        </details>
      </At>
    </Card>
  );
}

/** What goes with a dimension. */
function RemoveDimension({ at, onRemoved }: { readonly at: number; readonly onRemoved: () => void }) {
  const { t } = useTranslation('studio');
  const { job, change } = useDraftScene();
  const [isAsking, setAsking] = useState(false);
  const { dimensions } = job.competencyModel;

  function remove(): void {
    const left = dimensions.toSpliced(at, 1);
    const [first] = left;
    const weights =
      first === undefined
        ? []
        : shareWeights(
            left.map(({ weight }) => weight),
            0,
            first.weight / left.reduce((sum, { weight }) => sum + weight, 0),
          );
    change(
      DIMENSIONS,
      left.map((dimension, index) => ({ ...dimension, weight: weights[index] ?? dimension.weight })),
    );
    setAsking(false);
    onRemoved();
  }

  return (
    <>
      <Button variant="quiet" icon={<Trash2 aria-hidden="true" />} onPress={() => setAsking(true)}>
        {t('model.remove_dimension')}
      </Button>
      <Dialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={t('model.remove_title')}
        actions={
          <>
            <Button onPress={() => setAsking(false)}>{t('common.cancel')}</Button>
            <Button variant="danger" onPress={remove}>
              {t('model.remove_dimension')}
            </Button>
          </>
        }
      >
        <p>{t('model.remove_what')}</p>
      </Dialog>
    </>
  );
}

/** One dimension: what it means, how much it counts, and the behaviour it is seen by. */
export function DimensionSection({ at, onRemoved }: { readonly at: number; readonly onRemoved: () => void }) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const { job, isReadOnly, change } = useDraftScene();
  const { dimensions } = job.competencyModel;
  const dimension = dimensions[at];
  if (dimension === undefined) return null;
  const path = [...DIMENSIONS, at];
  const taken = dimensions.flatMap(({ indicators }) => indicators.map(({ id }) => id));
  return (
    <>
      <WeightsCard />
      <Card
        title={nameOf(dimension.name, locale, t('places.dimension', { number: at + 1 }))}
        actions={!isReadOnly && dimensions.length > FEWEST && <RemoveDimension at={at} onRemoved={onRemoved} />}
      >
        <At path={path} className="job-stack">
          <TextPair path={[...path, 'name']} label={t('places.name')} />
          <TextPair path={[...path, 'description']} label={t('places.description')} rows={2} />
        </At>
      </Card>
      <h3 className="job-sub">{t('model.indicators')}</h3>
      <PartError path={[...path, 'indicators']} />
      {dimension.indicators.map(({ id }, index) => (
        <IndicatorCard key={id} dimensionAt={at} at={index} />
      ))}
      {!isReadOnly && dimension.indicators.length < MOST_INDICATORS && (
        <div>
          <Button
            icon={<Plus aria-hidden="true" />}
            onPress={() =>
              change(
                [...path, 'indicators'],
                [
                  ...dimension.indicators,
                  blankIndicator(freeId(`${dimension.id}-${dimension.indicators.length + 1}`, taken)),
                ],
              )
            }
          >
            {t('model.add_indicator')}
          </Button>
        </div>
      )}
    </>
  );
}
