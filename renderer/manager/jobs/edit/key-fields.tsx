import { useTranslation } from 'react-i18next';
import type { JobPath } from '#shared/job/check-job.ts';
import type { Item } from '#shared/job.ts';
import { useDraftScene } from './draft-context.tsx';
import { ChoiceField, NumberField } from './fields.tsx';

/** Who says which answer is best. */
export function KeyFields({
  path,
  item,
}: {
  readonly path: JobPath;
  readonly item: Extract<Item, { kind: 'choice' | 'ranking' | 'rating' }>;
}) {
  const { t } = useTranslation('studio');
  const { isReadOnly } = useDraftScene();
  return (
    <div className="job-pair">
      <ChoiceField
        path={[...path, 'key', 'source']}
        label={t('items.key_source')}
        options={[
          { id: 'authored', label: t('items.key_authored') },
          { id: 'expert_panel', label: t('items.key_expert_panel') },
        ]}
      />
      {item.key.source === 'expert_panel' && (!isReadOnly || item.key.experts !== undefined) && (
        <NumberField path={[...path, 'key', 'experts']} label={t('items.key_experts')} />
      )}
    </div>
  );
}
