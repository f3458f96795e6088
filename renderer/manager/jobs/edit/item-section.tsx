import { ArrowDown, ArrowUp, Copy, Library, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card, moveItem } from '#renderer/ui/index.ts';
import { freeId } from '#shared/job/blank-job.ts';
import type { JobPath } from '#shared/job/check-job.ts';
import type { Item } from '#shared/job.ts';
import { LOCALES } from '#shared/localized.ts';
import { useDraftScene } from './draft-context.tsx';
import { ElicitsFields } from './elicits-fields.tsx';
import { At, ChoiceField, NumberField, PartError, TextPair, WordsField } from './fields.tsx';
import { OptionFields } from './option-fields.tsx';
import { VariantFields } from './variant-fields.tsx';

const SECOND = 1000;
const ASKS = ['behavioural', 'situational', 'work_product'] as const;

/** How the words of an answer are to be read, and what they are compared with. */
function ReadingFields({ path }: { readonly path: JobPath }) {
  const { t } = useTranslation('studio');
  return (
    <Card title={t('items.reading')}>
      <div className="job-pair">
        <ChoiceField
          path={[...path, 'asks']}
          label={t('items.asks')}
          options={ASKS.map((id) => ({ id, label: t(`items.asks_${id}`) }))}
        />
      </div>
      <div className="job-pair">
        {LOCALES.map((locale) => (
          <WordsField
            key={locale}
            path={[...path, 'referenceWords', locale]}
            locale={locale}
            label={t('fields.in_language', { label: t('places.referenceWords'), language: t(`languages.${locale}`) })}
          />
        ))}
      </div>
      <p className="ui-field__description">{t('items.reference_hint')}</p>
    </Card>
  );
}

function LimitFields({ path, item }: { readonly path: JobPath; readonly item: Item }) {
  const { t } = useTranslation('studio');
  const isSpoken = item.kind === 'spoken';
  if (!isSpoken && item.kind !== 'typed' && item.kind !== 'role_play') return null;
  return (
    <Card title={t('items.limits')}>
      <div className="job-three">
        {item.kind !== 'typed' && <NumberField path={[...path, 'thinkMs']} label={t('places.thinkMs')} unit={SECOND} />}
        {isSpoken && <NumberField path={[...path, 'maxAnswerMs']} label={t('places.maxAnswerMs')} unit={SECOND} />}
        {item.kind !== 'role_play' && <NumberField path={[...path, 'maxChars']} label={t('places.maxChars')} />}
      </div>
      {item.kind !== 'typed' && <p className="ui-field__description">{t('items.limits_hint')}</p>}
    </Card>
  );
}

/** A conversation: who speaks and what they say, turn by turn. */
function ConversationFields({
  path,
  item,
}: {
  readonly path: JobPath;
  readonly item: Extract<Item, { kind: 'role_play' }>;
}) {
  const { t } = useTranslation('studio');
  const { isReadOnly, change } = useDraftScene();
  const own = [...path, 'turns'];
  return (
    <Card title={t('items.conversation')}>
      <TextPair path={[...path, 'partner']} label={t('places.partner')} />
      <At path={own} className="job-stack">
        <PartError path={own} />
        {item.turns.map(({ id }, at) => (
          <div key={id} className="job-option">
            <span className="job-option__number" aria-hidden="true">
              {at + 1}
            </span>
            <TextPair path={[...own, at, 'says']} label={t('items.turn', { number: at + 1 })} rows={2} />
            {!isReadOnly && (
              <span className="job-row">
                <Button
                  variant="quiet"
                  isIconOnly
                  icon={<ArrowUp aria-hidden="true" />}
                  aria-label={t('items.turn_up', { number: at + 1 })}
                  isDisabled={at === 0}
                  onPress={() => change(own, moveItem(item.turns, at, at - 1))}
                />
                <Button
                  variant="quiet"
                  isIconOnly
                  icon={<ArrowDown aria-hidden="true" />}
                  aria-label={t('items.turn_down', { number: at + 1 })}
                  isDisabled={at === item.turns.length - 1}
                  onPress={() => change(own, moveItem(item.turns, at, at + 1))}
                />
              </span>
            )}
          </div>
        ))}
      </At>
      <TextPair path={[...path, 'strength']} label={t('places.strength')} hint={t('items.strength_hint')} />
      <p className="ui-field__description">{t('items.from_file')}</p>
    </Card>
  );
}

/** Texts of a work sample; what is drawn and what is right comes from a file. */
function WorkSampleFields({
  path,
  item,
}: {
  readonly path: JobPath;
  readonly item: Extract<Item, { kind: 'work_sample' }>;
}) {
  const { t } = useTranslation('studio');
  const { task } = item;
  const own = [...path, 'task'];
  return (
    <Card title={t('items.work_sample')}>
      <At path={own} className="job-stack">
        {task.type === 'assembly_order' &&
          task.steps.map(({ id }, at) => (
            <TextPair key={id} path={[...own, 'steps', at, 'label']} label={t('items.step', { number: at + 1 })} />
          ))}
        {task.type === 'spot_defect' && (
          <>
            <TextPair path={[...own, 'label']} label={t('items.picture')} />
            {task.defects.map(({ id }, at) => (
              <TextPair key={id} path={[...own, 'defects', at, 'name']} label={t('items.defect', { number: at + 1 })} />
            ))}
          </>
        )}
        {task.type === 'safety_sign' && (
          <>
            <TextPair path={[...own, 'signLabel']} label={t('items.sign')} />
            {task.options.map(({ id }, at) => (
              <TextPair
                key={id}
                path={[...own, 'options', at, 'label']}
                label={t('options.option', { number: at + 1 })}
              />
            ))}
          </>
        )}
        <TextPair path={[...path, 'strength']} label={t('places.strength')} hint={t('items.strength_hint')} />
        <p className="ui-field__description">{t('items.from_file')}</p>
      </At>
    </Card>
  );
}

interface ItemSectionProps {
  readonly at: number;
  /** Shows the question of this place; the post itself when there is none left. */
  readonly onShow: (at: number) => void;
  readonly onBank: (item: Item) => void;
}

/** One question with everything that is asked, measured and told about it. */
export function ItemSection({ at, onShow, onBank }: ItemSectionProps) {
  const { t } = useTranslation('studio');
  const { job, isReadOnly, change } = useDraftScene();
  const item = job.items[at];
  if (item === undefined) return null;
  const path = ['items', at];

  function move(to: number): void {
    change(['items'], moveItem(job.items, at, to));
    onShow(to);
  }
  function duplicate(of: Item): void {
    const copy = {
      ...of,
      id: freeId(
        of.id,
        job.items.map(({ id }) => id),
      ),
    };
    change(['items'], job.items.toSpliced(at + 1, 0, copy));
    onShow(at + 1);
  }

  return (
    <>
      <Card
        title={t('items.title', { number: at + 1, kind: t(`kinds.${item.kind}`) })}
        actions={
          <span className="job-row">
            <Button variant="quiet" icon={<Library aria-hidden="true" />} onPress={() => onBank(item)}>
              {t('items.to_bank')}
            </Button>
            {!isReadOnly && (
              <>
                <Button
                  variant="quiet"
                  isIconOnly
                  icon={<ArrowUp aria-hidden="true" />}
                  aria-label={t('items.up')}
                  isDisabled={at === 0}
                  onPress={() => move(at - 1)}
                />
                <Button
                  variant="quiet"
                  isIconOnly
                  icon={<ArrowDown aria-hidden="true" />}
                  aria-label={t('items.down')}
                  isDisabled={at === job.items.length - 1}
                  onPress={() => move(at + 1)}
                />
                <Button
                  variant="quiet"
                  isIconOnly
                  icon={<Copy aria-hidden="true" />}
                  aria-label={t('items.duplicate')}
                  onPress={() => duplicate(item)}
                />
                <Button
                  variant="quiet"
                  isIconOnly
                  icon={<Trash2 aria-hidden="true" />}
                  aria-label={t('items.remove')}
                  onPress={() => {
                    change(['items'], job.items.toSpliced(at, 1));
                    onShow(Math.min(at, job.items.length - 2));
                  }}
                />
              </>
            )}
          </span>
        }
      >
        <At path={path} className="job-stack">
          {item.bankId !== undefined && <Banner tone="info">{t('items.from_bank')}</Banner>}
          <TextPair path={[...path, 'prompt']} label={t('places.prompt')} rows={4} />
          <TextPair path={[...path, 'hint']} label={t('places.hint')} hint={t('items.hint_hint')} rows={2} />
        </At>
      </Card>
      {(item.kind === 'choice' || item.kind === 'ranking' || item.kind === 'rating') && (
        <OptionFields path={path} item={item} />
      )}
      {item.kind === 'role_play' && <ConversationFields path={path} item={item} />}
      {item.kind === 'work_sample' && <WorkSampleFields path={path} item={item} />}
      {(item.kind === 'ranking' || item.kind === 'rating') && (
        <Card title={t('places.strength')}>
          <TextPair path={[...path, 'strength']} label={t('places.strength')} hint={t('items.strength_hint')} />
        </Card>
      )}
      <ElicitsFields path={path} item={item} />
      {(item.kind === 'spoken' || item.kind === 'typed') && <ReadingFields path={path} />}
      <LimitFields path={path} item={item} />
      <VariantFields at={at} item={item} />
    </>
  );
}
