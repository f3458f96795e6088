import { Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, Spinner } from '#renderer/ui/index.ts';
import type { BankEntry } from '#shared/contract/jobs.ts';
import type { Item, Job } from '#shared/job.ts';
import { useManagerClient } from '../../manager-client.tsx';
import { ProblemBanner } from '../../problem-banner.tsx';
import { useLoad } from '../../use-load.ts';
import { nameOf } from '../edit/finding-words.ts';
import { useStudioLocale } from '../edit/use-studio-locale.ts';
import { BankEntryRow } from './bank-entry-row.tsx';
import { BankFilter } from './bank-filter.tsx';
import { bankTags, matchBank } from './match-bank.ts';

/** The question as it comes into a post: with its origin, and asking only for what the post knows. */
function copyFor({ id, item }: BankEntry, job: Job): Item {
  const known = new Set(job.competencyModel.dimensions.flatMap(({ indicators }) => indicators.map((each) => each.id)));
  return { ...item, bankId: id, elicits: item.elicits.filter(({ indicatorId }) => known.has(indicatorId)) };
}

/** Chooses a question of the bank for a post. */
export function BankPicker({
  job,
  onClose,
  onChosen,
}: {
  readonly job: Job;
  readonly onClose: () => void;
  readonly onChosen: (item: Item) => void;
}) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const client = useManagerClient();
  const { load, reload } = useLoad(useCallback(() => client.jobs.bank({ locale }), [client, locale]));
  const [search, setSearch] = useState('');
  const [tag, setTag] = useState<string | null>(null);
  const entries = load.state === 'ready' ? load.value : [];
  const found = matchBank(entries, search, tag);
  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      title={t('bank.pick')}
      actions={<Button onPress={onClose}>{t('common.cancel')}</Button>}
    >
      {load.state === 'loading' && <Spinner label={t('common.loading')} />}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {load.state === 'ready' && entries.length === 0 && <p>{t('bank.empty_next')}</p>}
      {entries.length > 0 && (
        <BankFilter search={search} onSearch={setSearch} tags={bankTags(entries)} tag={tag} onTag={setTag} />
      )}
      {entries.length > 0 && found.length === 0 && <p className="mgr-soft">{t('bank.none_found')}</p>}
      <ul>
        {found.map((entry) => (
          <BankEntryRow key={entry.id} entry={entry}>
            <Button
              icon={<Plus aria-hidden="true" />}
              aria-label={t('bank.add_of', { prompt: nameOf(entry.item.prompt, locale, entry.item.id) })}
              onPress={() => onChosen(copyFor(entry, job))}
            >
              {t('bank.add')}
            </Button>
          </BankEntryRow>
        ))}
      </ul>
    </Dialog>
  );
}
