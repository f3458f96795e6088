import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, classNames, TextField } from '#renderer/ui/index.ts';

/** Looks through the bank by words and by tag. */
export function BankFilter({
  search,
  onSearch,
  tags,
  tag,
  onTag,
}: {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly tags: readonly string[];
  readonly tag: string | null;
  readonly onTag: (tag: string | null) => void;
}) {
  const { t } = useTranslation('studio');
  return (
    <div className="bank-filter">
      <TextField
        className="mgr-search"
        label={t('bank.search')}
        isLabelHidden
        placeholder={t('bank.search')}
        value={search}
        onChange={onSearch}
      />
      <Search aria-hidden="true" className="bank-filter__icon" />
      <fieldset className="job-row" aria-label={t('bank.tags')}>
        {tags.slice(0, 12).map((each) => (
          <Button
            key={each}
            variant="quiet"
            className={classNames('bank-tag', each === tag && 'bank-tag--on')}
            aria-pressed={each === tag}
            onPress={() => onTag(each === tag ? null : each)}
          >
            {each}
          </Button>
        ))}
      </fieldset>
    </div>
  );
}
