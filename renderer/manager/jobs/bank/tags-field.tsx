import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '#renderer/ui/index.ts';
import { wordsOf } from '../edit/fields.tsx';

const MOST_TAGS = 12;
const LONGEST_TAG = 40;

/** Skills of a question, in the words of the site, separated by commas. */
export function TagsField({
  tags,
  hint,
  isReadOnly = false,
  onChange,
}: {
  readonly tags: readonly string[];
  /** What they are for, where it is not to find the question again. */
  readonly hint?: string;
  readonly isReadOnly?: boolean;
  readonly onChange: (tags: readonly string[]) => void;
}) {
  const { t } = useTranslation('studio');
  const [typed, setTyped] = useState(tags.join(t('fields.comma')));
  return (
    <TextField
      label={t('bank.tags')}
      description={hint ?? t('bank.tags_hint')}
      isReadOnly={isReadOnly}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        onChange(
          wordsOf(text)
            .map((tag) => tag.slice(0, LONGEST_TAG))
            .slice(0, MOST_TAGS),
        );
      }}
    />
  );
}
