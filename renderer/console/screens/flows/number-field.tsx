import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '#renderer/ui/index.ts';

/** A whole number between two bounds; what is not one is said, and not passed on. */
export function NumberField({
  label,
  value,
  min,
  max,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(String(value));
  const isWhole = /^\d{1,4}$/.test(text.trim());
  const isGood = isWhole && Number(text) >= min && Number(text) <= max;
  return (
    <TextField
      label={label}
      inputMode="numeric"
      value={text}
      maxLength={4}
      onChange={(next) => {
        setText(next);
        const number = Number(next);
        if (/^\d{1,4}$/.test(next.trim()) && number >= min && number <= max) onChange(number);
      }}
      {...(isGood ? {} : { error: t('flows.number_between', { min, max }) })}
    />
  );
}
