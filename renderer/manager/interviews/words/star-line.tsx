import { useTranslation } from 'react-i18next';
import type { StarResult } from '#shared/assessment.ts';

const PARTS = ['situation', 'task', 'action', 'result'] as const;

/** Which parts of a story were recognised: one quiet line, no numbers. */
export function StarLine({ star }: { readonly star: StarResult }) {
  const { t } = useTranslation('manager');
  const heard = PARTS.filter((part) => star[part] > 0).map((part) =>
    part === 'result' && star.hasNumber ? t('star.result_with_number') : t(`star.${part}`),
  );
  const missing = PARTS.filter((part) => star[part] === 0).map((part) => t(`star.${part}`));
  return (
    <p className="mgr-soft">
      {heard.length > 0 && t('star.heard', { parts: heard.join(t('evidence.comma')) })}{' '}
      {missing.length > 0 && t('star.missing', { parts: missing.join(t('evidence.comma')) })}{' '}
      {star.isGeneric && t('star.generic')}
    </p>
  );
}
