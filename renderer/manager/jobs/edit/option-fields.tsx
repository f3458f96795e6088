import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Card, Checkbox, Select, SortableList } from '#renderer/ui/index.ts';
import { blankText, freeId } from '#shared/job/blank-job.ts';
import type { JobPath } from '#shared/job/check-job.ts';
import type { Item } from '#shared/job.ts';
import { useDraftScene } from './draft-context.tsx';
import { At, NumberField, PartError, TextPair } from './fields.tsx';
import { nameOf } from './finding-words.ts';
import { KeyFields } from './key-fields.tsx';
import { useStudioLocale } from './use-studio-locale.ts';

type WithOptions = Extract<Item, { kind: 'choice' | 'ranking' | 'rating' }>;

/** How many options each kind takes. */
const LIMITS = { choice: [3, 5], ranking: [4, 6], rating: [4, 7] } as const;

/** How well a way to act works, in steps a person can tell apart. */
const WORTHS = [1, 0.75, 0.5, 0.25, 0] as const;

function Worth({ path, value, number }: { readonly path: JobPath; readonly value: number; readonly number: number }) {
  const { t } = useTranslation('studio');
  const { isReadOnly, change } = useDraftScene();
  const steps = [...new Set([value, ...WORTHS])].toSorted((a, b) => b - a);
  return (
    <div data-path={path.join('/')}>
      <Select
        label={t('options.worth', { number })}
        isDisabled={isReadOnly}
        options={steps.map((step) => ({
          id: String(step),
          label: step === 1 ? t('options.worth_best') : t('options.worth_step', { percent: Math.round(step * 100) }),
        }))}
        value={String(value)}
        onChange={(step) => change(path, Number(step))}
      />
    </div>
  );
}

/** The sentence for the receipt of an option that works best; only such a one may have it. */
function Strength({ path, isThere }: { readonly path: JobPath; readonly isThere: boolean }) {
  const { t } = useTranslation('studio');
  const { isReadOnly, change } = useDraftScene();
  return (
    <>
      <Checkbox
        isSelected={isThere}
        isDisabled={isReadOnly}
        onChange={(isOn) => change(path, isOn ? blankText() : undefined)}
      >
        {t('options.has_strength')}
      </Checkbox>
      {isThere && <TextPair path={path} label={t('places.strength')} hint={t('options.strength_hint')} />}
    </>
  );
}

/** The right order of a ranking; the list itself is shown to candidates as it stands. */
function CorrectOrder({ path, item }: { readonly path: JobPath; readonly item: Extract<Item, { kind: 'ranking' }> }) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const { isReadOnly, change } = useDraftScene();
  const own = [...path, 'correctOrder'];
  const rows = item.correctOrder.flatMap((id) => {
    const at = item.options.findIndex((option) => option.id === id);
    const option = item.options[at];
    return option === undefined
      ? []
      : [{ id, text: nameOf(option.text, locale, t('options.option', { number: at + 1 })) }];
  });
  return (
    <Card title={t('places.correctOrder')}>
      <At path={own} className="job-stack">
        <p className="ui-field__description">{t('options.order_hint')}</p>
        <PartError path={own} />
        {isReadOnly ? (
          <ol className="job-order">
            {rows.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ol>
        ) : (
          <SortableList
            label={t('places.correctOrder')}
            items={rows}
            onReorder={(ids) => change(own, [...ids])}
            upLabel={({ text }) => t('options.up', { text })}
            downLabel={({ text }) => t('options.down', { text })}
            dragLabel={({ text }) => t('options.drag', { text })}
          />
        )}
      </At>
    </Card>
  );
}

/** A new option with the key of its kind: the least that can be said of it. */
function newOption(item: WithOptions): object {
  const option = {
    id: freeId(
      `o${item.options.length + 1}`,
      item.options.map(({ id }) => id),
    ),
    text: blankText(),
  };
  if (item.kind === 'choice') return { ...option, effectiveness: 0, why: blankText() };
  return item.kind === 'rating' ? { ...option, keyMean: 4 } : option;
}

/** Ways to act, each with its place in the key. */
export function OptionFields({ path, item }: { readonly path: JobPath; readonly item: WithOptions }) {
  const { t } = useTranslation('studio');
  const { isReadOnly, change } = useDraftScene();
  const own = [...path, 'options'];
  const [fewest, most] = LIMITS[item.kind];

  /** What a ranking's order names goes and comes with its options: one step back for both. */
  function put(options: readonly { readonly id: string }[]): void {
    if (item.kind !== 'ranking') {
      change(own, options);
      return;
    }
    const ids = options.map(({ id }) => id);
    const kept = item.correctOrder.filter((id) => ids.includes(id));
    const correctOrder = [...kept, ...ids.filter((id) => !kept.includes(id))];
    change(path, { ...item, options, correctOrder });
  }

  return (
    <>
      <Card title={t(`options.title_${item.kind}`)}>
        <At path={own} className="job-stack">
          <p className="ui-field__description">{t(`options.hint_${item.kind}`)}</p>
          <PartError path={own} />
          {item.options.map((option, at) => (
            <At key={option.id} path={[...own, at]} className="job-option">
              <span className="job-option__number" aria-hidden="true">
                {at + 1}
              </span>
              <div className="job-stack">
                <TextPair path={[...own, at, 'text']} label={t('options.option', { number: at + 1 })} rows={2} />
                {'effectiveness' in option && (
                  <>
                    <TextPair path={[...own, at, 'why']} label={t('places.why')} />
                    <div className="job-pair">
                      <Worth path={[...own, at, 'effectiveness']} value={option.effectiveness} number={at + 1} />
                    </div>
                    {option.effectiveness === 1 && (
                      <Strength path={[...own, at, 'strength']} isThere={option.strength !== undefined} />
                    )}
                  </>
                )}
                {'keyMean' in option && (
                  <div className="job-pair">
                    <NumberField path={[...own, at, 'keyMean']} label={t('options.key_mean', { number: at + 1 })} />
                  </div>
                )}
              </div>
              {!isReadOnly && item.options.length > fewest && (
                <Button
                  variant="quiet"
                  isIconOnly
                  icon={<Trash2 aria-hidden="true" />}
                  aria-label={t('options.remove', { number: at + 1 })}
                  onPress={() => put(item.options.toSpliced(at, 1))}
                />
              )}
            </At>
          ))}
          {!isReadOnly && item.options.length < most && (
            <div>
              <Button
                icon={<Plus aria-hidden="true" />}
                onPress={() => put([...item.options, newOption(item) as { id: string }])}
              >
                {t('options.add')}
              </Button>
            </div>
          )}
          <KeyFields path={path} item={item} />
        </At>
      </Card>
      {item.kind === 'ranking' && <CorrectOrder path={path} item={item} />}
    </>
  );
}
