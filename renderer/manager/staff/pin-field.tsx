import { useTranslation } from 'react-i18next';
import { TextField } from '#renderer/ui/index.ts';

const LONGEST = 12;

/** A PIN to be typed: digits only, shown as dots. */
export function PinField({
  label,
  description,
  value,
  onChange,
  error,
}: {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (pin: string) => void;
  readonly error?: string | undefined;
}) {
  return (
    <TextField
      label={label}
      type="password"
      inputMode="numeric"
      value={value}
      error={error}
      {...(description === undefined ? {} : { description })}
      onChange={(text) => onChange(text.replaceAll(/\D/g, '').slice(0, LONGEST))}
    />
  );
}

/** A change of accounts needs the PIN of who makes it: a console left open is not enough. */
export function YourPinField(props: {
  readonly value: string;
  readonly onChange: (pin: string) => void;
  readonly error?: string | undefined;
}) {
  const { t } = useTranslation('manager');
  return <PinField label={t('staff.your_pin')} description={t('staff.your_pin_hint')} {...props} />;
}
