import { useTranslation } from 'react-i18next';
import { TextField } from '#renderer/ui/index.ts';
import type { Settings } from '#shared/settings.ts';
import { HoursFields } from './hours-fields.tsx';

type Sending = Settings['sending'];

/** How much of the line this kiosk may take, at what hours, and whose certificates it believes. */
export function SendingFields({
  sending,
  remembered,
  onChange,
  errorOf,
}: {
  readonly sending: Sending;
  /** Hours that are offered again when they are turned back on. */
  readonly remembered: Sending['window'];
  readonly onChange: (sending: Sending) => void;
  readonly errorOf: (field: 'kbitPerSecond' | 'window.from' | 'window.to' | 'caPem' | 'pins') => string | undefined;
}) {
  const { t } = useTranslation('manager');
  const { kbitPerSecond, window, caPem, pins } = sending;
  const changePin = (index: number, text: string): void => {
    const next = [pins[0] ?? '', pins[1] ?? ''].with(index, text.trim().replace(/^sha256\//, ''));
    onChange({ ...sending, pins: next.filter((pin) => pin !== '') });
  };
  return (
    <>
      <TextField
        label={t('settings.ceiling')}
        inputMode="numeric"
        // an emptied field is not a number until something is typed
        value={Number.isNaN(kbitPerSecond) ? '' : String(kbitPerSecond)}
        onChange={(text) =>
          onChange({ ...sending, kbitPerSecond: text.trim() === '' ? Number.NaN : Number(text.trim()) })
        }
        description={t('settings.ceiling_hint')}
        error={errorOf('kbitPerSecond')}
      />
      <HoursFields
        question={t('settings.hours_on')}
        hint={t('settings.hours_hint')}
        hours={window}
        remembered={remembered}
        onChange={(hours) => onChange({ ...sending, window: hours })}
        errorOf={(field) => errorOf(`window.${field}`)}
      />
      <TextField
        label={t('settings.authority')}
        isMultiline
        value={caPem}
        maxLength={32_768}
        description={t('settings.authority_hint')}
        onChange={(text) => onChange({ ...sending, caPem: text })}
        error={errorOf('caPem')}
      />
      <TextField
        label={t('settings.pin_key')}
        value={pins[0] ?? ''}
        maxLength={60}
        description={t('settings.pin_key_hint')}
        onChange={(text) => changePin(0, text)}
        error={errorOf('pins')}
      />
      {pins.length > 0 && (
        <TextField
          label={t('settings.pin_next_key')}
          value={pins[1] ?? ''}
          maxLength={60}
          description={t('settings.pin_next_key_hint')}
          onChange={(text) => changePin(1, text)}
        />
      )}
    </>
  );
}
