import { useTranslation } from 'react-i18next';
import { Switch, TextField } from '#renderer/ui/index.ts';
import type { Settings } from '#shared/settings.ts';

type Sending = Settings['sending'];
type Window = NonNullable<Sending['window']>;

/** Offered when hours are switched on for the first time: nobody works then, and the line is free. */
const NIGHT: Window = { from: '22:00', to: '06:00' };

/** How much of the line this kiosk may take, at what hours, and whose certificates it believes. */
export function SendingFields({
  sending,
  remembered,
  onChange,
  errorOf,
}: {
  readonly sending: Sending;
  /** Hours that are offered again when they are turned back on. */
  readonly remembered: Window | null;
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
      <Switch
        isSelected={window !== null}
        onChange={(isOn) => onChange({ ...sending, window: isOn ? (remembered ?? NIGHT) : null })}
      >
        {t('settings.hours_on')}
      </Switch>
      <p className="ui-field__description">{t('settings.hours_hint')}</p>
      {window !== null && (
        <>
          <TextField
            label={t('settings.hours_from')}
            type="time"
            value={window.from}
            onChange={(from) => onChange({ ...sending, window: { ...window, from } })}
            error={errorOf('window.from')}
          />
          <TextField
            label={t('settings.hours_to')}
            type="time"
            value={window.to}
            onChange={(to) => onChange({ ...sending, window: { ...window, to } })}
            error={errorOf('window.to')}
          />
        </>
      )}
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
