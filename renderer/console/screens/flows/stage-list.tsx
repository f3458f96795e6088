import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Card, Select } from '#renderer/ui/index.ts';
import { moveItem } from '#renderer/ui/move-item.ts';
import { Stage } from '#shared/hub/workflow.ts';
import { LOCALES } from '#shared/localized.ts';
import { useNames } from '../../flow/names.tsx';
import { type FlowDraft, newSlug, rulesAbout } from './flow-draft.ts';
import { LocalizedFields } from './localized-fields.tsx';

const KINDS = Stage.shape.kind.options;
const MAX_STAGES = 20;

interface StageListProps {
  readonly draft: FlowDraft;
  readonly onChange: (draft: FlowDraft) => void;
  /** Why a stage cannot go, said where all can see it. */
  readonly onRefused: (sentence: string) => void;
}

/** The stages of a flow in their order: named, moved, added, taken away. */
export function StageList({ draft, onChange, onRefused }: StageListProps) {
  const { t } = useTranslation();
  const names = useNames();
  const { stages, rules } = draft;
  const setStages = (next: readonly Stage[]) => onChange({ ...draft, stages: [...next] });

  function remove(stage: Stage): void {
    const held = rulesAbout(stage.id, rules).map(({ name }) => names.text(name));
    if (held.length > 0)
      onRefused(t('flows.stage_held', { stage: names.text(stage.name), rules: held.join(t('flows.comma')) }));
    else setStages(stages.filter(({ id }) => id !== stage.id));
  }

  function add(): void {
    const id = newSlug(
      t('flows.new_stage', { lng: 'en' }),
      stages.map((stage) => stage.id),
      'stage',
    );
    const name = { 'zh-CN': t('flows.new_stage', { lng: 'zh-CN' }), en: t('flows.new_stage', { lng: 'en' }) };
    setStages([...stages, { id, name, kind: 'other' }]);
  }

  return (
    <Card
      title={t('flows.stages')}
      actions={
        stages.length < MAX_STAGES && (
          <Button icon={<Plus aria-hidden="true" />} onPress={add}>
            {t('flows.add_stage')}
          </Button>
        )
      }
    >
      <p className="mgr-soft">{t('flows.stages_lead')}</p>
      <div className="flows-row flows-row--stage flows-head" aria-hidden="true">
        <span />
        {LOCALES.map((locale) => (
          <span key={locale}>{t('flows.name_in', { what: t('flows.rule'), language: t(`languages.${locale}`) })}</span>
        ))}
        <span>{t('flows.kind')}</span>
      </div>
      <ol className="flows-rows">
        {stages.map((stage, at) => {
          const label = t('flows.stage_number', { number: at + 1 });
          const set = (change: Partial<Stage>) => setStages(stages.with(at, { ...stage, ...change }));
          const what = { stage: names.text(stage.name) };
          return (
            <li key={stage.id} className="flows-row flows-row--stage">
              <span className="flows-row__number" aria-hidden="true">
                {at + 1}
              </span>
              <LocalizedFields isLabelHidden label={label} value={stage.name} onChange={(name) => set({ name })} />
              <Select
                isLabelHidden
                label={t('flows.kind_of', { number: at + 1 })}
                options={KINDS.map((id) => ({ id, label: t(`flows.kinds.${id}`) }))}
                value={stage.kind}
                onChange={(id) => set({ kind: KINDS.find((kind) => kind === id) ?? 'other' })}
              />
              <span className="flows-row__buttons">
                <Button
                  isIconOnly
                  variant="quiet"
                  icon={<ArrowUp aria-hidden="true" />}
                  aria-label={t('flows.up', what)}
                  isDisabled={at === 0}
                  onPress={() => setStages(moveItem(stages, at, at - 1))}
                />
                <Button
                  isIconOnly
                  variant="quiet"
                  icon={<ArrowDown aria-hidden="true" />}
                  aria-label={t('flows.down', what)}
                  isDisabled={at === stages.length - 1}
                  onPress={() => setStages(moveItem(stages, at, at + 1))}
                />
                <Button
                  isIconOnly
                  variant="quiet"
                  icon={<Trash2 aria-hidden="true" />}
                  aria-label={t('flows.remove', { what: names.text(stage.name) })}
                  isDisabled={stages.length <= 2}
                  onPress={() => remove(stage)}
                />
              </span>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
