import { useTranslation } from 'react-i18next';
import type { SessionDetail } from '#shared/contract/review.ts';
import { useFormats } from '../use-formats.ts';

/** Until when an interview is kept here, and what that is counted from. Two cells of a list of facts and a sentence below. */
export function KeptUntil({ retention, summary: { isHeld } }: Pick<SessionDetail, 'retention' | 'summary'>) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  if (retention.state === 'not_kept') return null;
  const until = retention.state === 'counting' ? format.date(retention.dueAt) : t(`keeping.${retention.state}`);
  const why =
    retention.state === 'counting'
      ? t(`keeping.from_${retention.from}`, { days: retention.days })
      : t(`keeping.${retention.state}_why`, { ...retention });
  return (
    <>
      <dt>{t('keeping.until')}</dt>
      <dd>{isHeld ? t('keeping.held') : until}</dd>
      <dd className="mgr-soft mgr-facts__note">{isHeld ? t('keeping.held_why') : why}</dd>
    </>
  );
}
