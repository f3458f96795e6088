import { useTranslation } from 'react-i18next';
import { Switch, TextField } from '#renderer/ui/index.ts';
import type { Settings } from '#shared/settings.ts';

type Hours = Settings['sending']['window'];

/** Offered when hours are switched on for the first time: nobody works then, and the line is free. */
const NIGHT: NonNullable<Hours> = { from: '22:00', to: '06:00' };

/** Whether something is done at certain hours only, and at which. */
export function HoursFields({
  question,
  hint,
  hours,
  remembered,
  onChange,
  errorOf,
}: {
  /** What the switch says. */
  readonly question: string;
  readonly hint: string;
  readonly hours: Hours;
  /** Hours that are offered again when they are turned back on. */
  readonly remembered: Hours;
  readonly onChange: (hours: Hours) => void;
  readonly errorOf: (field: 'from' | 'to') => string | undefined;
}) {
  const { t } = useTranslation('manager');
  return (
    <>
      <Switch isSelected={hours !== null} onChange={(isOn) => onChange(isOn ? (remembered ?? NIGHT) : null)}>
        {question}
      </Switch>
      <p className="ui-field__description">{hint}</p>
      {hours !== null && (
        <>
          <TextField
            label={t('settings.hours_from')}
            type="time"
            value={hours.from}
            onChange={(from) => onChange({ ...hours, from })}
            error={errorOf('from')}
          />
          <TextField
            label={t('settings.hours_to')}
            type="time"
            value={hours.to}
            onChange={(to) => onChange({ ...hours, to })}
            error={errorOf('to')}
          />
        </>
      )}
    </>
  );
}
