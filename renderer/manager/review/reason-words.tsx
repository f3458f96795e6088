import { useTranslation } from 'react-i18next';
import { TextField } from '#renderer/ui/index.ts';
import { MIN_REASON_CHARS } from '#shared/rating.ts';

export const areEnoughWords = (words: string): boolean => words.trim().length >= MIN_REASON_CHARS;

/** Why, in a person's own words; says how many characters are missing. */
export function ReasonWordsField({
  label,
  hint,
  value,
  onChange,
  rows = 3,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (words: string) => void;
  readonly rows?: number;
}) {
  const { t } = useTranslation('review');
  const missing = MIN_REASON_CHARS - value.trim().length;
  return (
    <TextField
      label={label}
      isMultiline
      rows={rows}
      maxLength={1000}
      value={value}
      onChange={onChange}
      description={value.trim() === '' || missing <= 0 ? hint : t('compare.words_short', { count: missing })}
    />
  );
}
