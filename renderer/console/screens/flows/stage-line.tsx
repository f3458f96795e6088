import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/index.ts';
import type { Stage } from '#shared/hub/workflow.ts';
import { useNames } from '../../flow/names.tsx';

/** The stages for whoever may only read them. */
export function StageLine({ stages }: { readonly stages: readonly Stage[] }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <Card title={t('flows.stages')}>
      <ol className="flows-line">
        {stages.map(({ id, name }) => (
          <li key={id}>{names.text(name)}</li>
        ))}
      </ol>
    </Card>
  );
}
