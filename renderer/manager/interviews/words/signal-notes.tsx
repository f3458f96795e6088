import { Eye } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Card } from '#renderer/ui/index.ts';
import type { Signal } from '#shared/assessment.ts';
import { useFormats } from '../../use-formats.ts';
import './signal-notes.css';

interface SignalNotesProps {
  readonly signals: readonly Signal[];
  /** Set while a provisional number waits for these notes to be read. */
  readonly onOpen: (() => void) | null;
}

/** What a person should look at. Nothing was deducted for any of it. */
export function SignalNotes({ signals, onOpen }: SignalNotesProps) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  if (signals.length === 0) return null;
  return (
    <Card title={t('signals.title')}>
      <ul className="mgr-signals">
        {signals.map(({ code, value, limit }) => (
          <li key={code}>
            <p>{t(`signals.codes.${code}`)}</p>
            {code !== 'pasted' && (
              <p className="mgr-soft">
                {t('signals.measured', { value: format.ratio(value), limit: format.ratio(limit) })}
              </p>
            )}
          </li>
        ))}
      </ul>
      <p className="mgr-soft">{t('signals.for_you')}</p>
      {onOpen !== null && (
        <div className="mgr-signals__open">
          <p>{t('signals.provisional')}</p>
          <Button icon={<Eye aria-hidden="true" />} onPress={onOpen}>
            {t('signals.show_anyway')}
          </Button>
        </div>
      )}
    </Card>
  );
}
