import { useTranslation } from 'react-i18next';
import { Card, Checkbox, Select } from '#renderer/ui/index.ts';
import type { JobPath } from '#shared/job/check-job.ts';
import type { Item } from '#shared/job.ts';
import { useDraftScene } from './draft-context.tsx';
import { At, PartError } from './fields.tsx';
import { nameOf } from './finding-words.ts';
import { useStudioLocale } from './use-studio-locale.ts';

/** How strongly a question draws an indicator out: a few steps are all that can be told apart. */
const STRENGTHS = [1, 0.7, 0.5, 0.3] as const;

/** What a question is meant to show, by dimension. */
export function ElicitsFields({ path, item }: { readonly path: JobPath; readonly item: Item }) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const { job, isReadOnly, change } = useDraftScene();
  const own = [...path, 'elicits'];
  const known = new Set(job.competencyModel.dimensions.flatMap(({ indicators }) => indicators.map(({ id }) => id)));
  const lost = item.elicits.filter(({ indicatorId }) => !known.has(indicatorId));

  function toggle(indicatorId: string, isOn: boolean): void {
    change(
      own,
      isOn
        ? [...item.elicits, { indicatorId, weight: 1 }]
        : item.elicits.filter((each) => each.indicatorId !== indicatorId),
    );
  }

  return (
    <Card title={t('items.elicits')}>
      <At path={own} className="job-stack">
        <p className="ui-field__description">{t('items.elicits_hint')}</p>
        <PartError path={own} />
        <div className="job-elicits">
          {job.competencyModel.dimensions.map((dimension, dimensionAt) => (
            <fieldset key={dimension.id} className="job-elicits__dimension">
              <legend>{nameOf(dimension.name, locale, t('places.dimension', { number: dimensionAt + 1 }))}</legend>
              {dimension.indicators.map((indicator, indicatorAt) => {
                const at = item.elicits.findIndex(({ indicatorId }) => indicatorId === indicator.id);
                const name = nameOf(indicator.name, locale, t('places.indicator', { number: indicatorAt + 1 }));
                const weight = item.elicits[at]?.weight ?? 1;
                const steps = [...new Set([weight, ...STRENGTHS])].toSorted((a, b) => b - a);
                return (
                  <div key={indicator.id} className="job-elicits__row">
                    <Checkbox
                      isSelected={at >= 0}
                      isDisabled={isReadOnly}
                      onChange={(isOn) => toggle(indicator.id, isOn)}
                    >
                      {name}
                    </Checkbox>
                    {at >= 0 && (
                      <Select
                        label={t('items.strength_of', { name })}
                        isLabelHidden
                        isDisabled={isReadOnly}
                        options={steps.map((step) => ({
                          id: String(step),
                          label: t('items.strength_step', { percent: Math.round(step * 100) }),
                        }))}
                        value={String(weight)}
                        onChange={(step) => change([...own, at, 'weight'], Number(step))}
                      />
                    )}
                  </div>
                );
              })}
            </fieldset>
          ))}
        </div>
        {lost.map(({ indicatorId }) => (
          <Checkbox key={indicatorId} isSelected isDisabled={isReadOnly} onChange={() => toggle(indicatorId, false)}>
            {t('items.elicits_lost', { id: indicatorId })}
          </Checkbox>
        ))}
      </At>
    </Card>
  );
}
