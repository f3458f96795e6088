import { useTranslation } from 'react-i18next';
import { Card, Select } from '#renderer/ui/index.ts';
import { freeId } from '#shared/job/blank-job.ts';
import { variantGroups } from '#shared/job/variants.ts';
import type { Item } from '#shared/job.ts';
import { TagsField } from '../bank/tags-field.tsx';
import { useDraftScene } from './draft-context.tsx';
import { At, PartError } from './fields.tsx';

const NONE = 'none';
const NEW = 'new';

/** Whether everybody is asked the question, or one of a group of equals by the skills of a résumé. */
export function VariantFields({ at, item }: { readonly at: number; readonly item: Item }) {
  const { t } = useTranslation('studio');
  const { job, isReadOnly, change } = useDraftScene();
  const path = ['items', at, 'variant'];
  const groups = variantGroups(job);
  const { variant } = item;
  const isDefault = groups.some(({ id, members }) => id === variant?.group && members[0]?.id === item.id);
  const numberOf = (id: string) => job.items.findIndex((each) => each.id === id) + 1;

  function choose(id: string): void {
    const { variant: _before, ...single } = item;
    const group =
      id === NEW
        ? freeId(
            'group',
            groups.map((each) => each.id),
          )
        : id;
    const next: Item = id === NONE ? single : { ...single, variant: { group, tags: variant?.tags ?? [] } };
    change(['items', at], next);
  }

  return (
    <Card title={t('variants.title')}>
      <At path={path} className="job-stack">
        <p className="ui-field__description">{t('variants.hint')}</p>
        <Select
          label={t('variants.group')}
          isDisabled={isReadOnly}
          options={[
            { id: NONE, label: t('variants.everybody') },
            ...groups.map(({ id, members }) => ({
              id,
              label: t('variants.with', { numbers: members.map((each) => numberOf(each.id)).join(t('fields.comma')) }),
            })),
            { id: NEW, label: t('variants.new') },
          ]}
          value={variant?.group ?? NONE}
          onChange={choose}
        />
        {variant !== undefined && (
          <>
            <TagsField
              key={`${item.id} ${variant.group}`}
              tags={variant.tags}
              isReadOnly={isReadOnly}
              hint={t(isDefault ? 'variants.default_hint' : 'variants.tags_hint')}
              onChange={(tags) => change([...path, 'tags'], [...tags])}
            />
            <PartError path={path} />
          </>
        )}
      </At>
    </Card>
  );
}
