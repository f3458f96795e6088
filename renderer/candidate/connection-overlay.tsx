import { useTranslation } from 'react-i18next';
import { Spinner } from '#renderer/ui/index.ts';
import './connection-overlay.css';

/** The core restarts or is slow to answer: what was said is safe, and the screen comes back by itself. */
export function ConnectionOverlay({ isStarting = false }: { readonly isStarting?: boolean }) {
  const { t } = useTranslation(['candidate', 'common']);
  return (
    <div className="c-connection" role="alert">
      <div>
        <Spinner label={t('common:connection.wait')} />
        <p className="c-connection__title">
          {isStarting ? t('common:connection.starting') : t('common:connection.wait')}
        </p>
        {!isStarting && <p>{t('common:connection.safe')}</p>}
      </div>
    </div>
  );
}
