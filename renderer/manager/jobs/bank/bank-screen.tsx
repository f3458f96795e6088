import { ArrowLeft, Library, Tags, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, Spinner } from '#renderer/ui/index.ts';
import type { BankEntry } from '#shared/contract/jobs.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient } from '../../manager-client.tsx';
import { problemOf, type Problem } from '../../problem.ts';
import { ProblemBanner } from '../../problem-banner.tsx';
import { useLoad } from '../../use-load.ts';
import { BankEntryRow } from './bank-entry-row.tsx';
import { BankFilter } from './bank-filter.tsx';
import { bankTags, matchBank } from './match-bank.ts';
import { TagsField } from './tags-field.tsx';

/** Nothing was kept yet: how a question gets here. */
function EmptyBank() {
  const { t } = useTranslation('studio');
  return (
    <div className="mgr-empty">
      <Library aria-hidden="true" />
      <p className="mgr-empty__title">{t('bank.empty')}</p>
      <p>{t('bank.empty_next')}</p>
    </div>
  );
}

/** Questions that the posts of this kiosk share: looked through, tagged, taken out. */
export function BankScreen({ locale, onLeave }: { readonly locale: Locale; readonly onLeave: () => void }) {
  const { t } = useTranslation('studio');
  const client = useManagerClient();
  const { load, reload } = useLoad(useCallback(() => client.jobs.bank({ locale }), [client, locale]));
  const [search, setSearch] = useState('');
  const [tag, setTag] = useState<string | null>(null);
  const [asking, setAsking] = useState<{ readonly about: 'tags' | 'removal'; readonly entry: BankEntry } | null>(null);
  const [tags, setTags] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const entries = load.state === 'ready' ? load.value : [];
  const found = matchBank(entries, search, tag);

  async function settle(work: Promise<unknown>): Promise<void> {
    setAsking(null);
    setProblem(null);
    try {
      await work;
    } catch (error) {
      setProblem(problemOf(error));
    }
    await reload();
  }

  const close = (isOpen: boolean): void => {
    if (!isOpen) setAsking(null);
  };
  return (
    <div className="mgr-page">
      <header className="job-bar">
        <Button variant="quiet" icon={<ArrowLeft aria-hidden="true" />} onPress={onLeave}>
          {t('editor.back')}
        </Button>
        <div className="job-bar__what">
          <h1 className="mgr-header__title">{t('bank.title')}</h1>
          <p className="mgr-header__note">{t('bank.note')}</p>
        </div>
      </header>
      {problem !== null && <ProblemBanner problem={problem} />}
      {load.state === 'loading' && <Spinner label={t('common.loading')} />}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {load.state === 'ready' && entries.length === 0 && <EmptyBank />}
      {entries.length > 0 && (
        <>
          <BankFilter search={search} onSearch={setSearch} tags={bankTags(entries)} tag={tag} onTag={setTag} />
          {found.length === 0 && <p className="mgr-soft">{t('bank.none_found')}</p>}
          <ul className="mgr-sheet">
            {found.map((entry) => (
              <BankEntryRow key={entry.id} entry={entry}>
                <Button
                  icon={<Tags aria-hidden="true" />}
                  onPress={() => {
                    setTags(entry.tags);
                    setAsking({ about: 'tags', entry });
                  }}
                >
                  {t('bank.edit_tags')}
                </Button>
                <Button
                  variant="quiet"
                  isIconOnly
                  icon={<Trash2 aria-hidden="true" />}
                  aria-label={t('bank.remove')}
                  onPress={() => setAsking({ about: 'removal', entry })}
                />
              </BankEntryRow>
            ))}
          </ul>
        </>
      )}
      {asking !== null && (
        <>
          <Dialog
            isOpen={asking.about === 'tags'}
            onOpenChange={close}
            title={t('bank.edit_tags')}
            actions={
              <>
                <Button onPress={() => close(false)}>{t('common.cancel')}</Button>
                <Button
                  variant="primary"
                  onPress={() => void settle(client.jobs.tagBankItem({ id: asking.entry.id, tags: [...tags] }))}
                >
                  {t('bank.save_tags')}
                </Button>
              </>
            }
          >
            <TagsField tags={tags} onChange={setTags} />
          </Dialog>
          <Dialog
            isOpen={asking.about === 'removal'}
            onOpenChange={close}
            title={t('bank.remove_title')}
            actions={
              <>
                <Button onPress={() => close(false)}>{t('common.cancel')}</Button>
                <Button
                  variant="danger"
                  onPress={() => void settle(client.jobs.removeFromBank({ id: asking.entry.id }))}
                >
                  {t('bank.remove')}
                </Button>
              </>
            }
          >
            <p>{t('bank.remove_what')}</p>
          </Dialog>
        </>
      )}
    </div>
  );
}
