import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Spinner } from '#renderer/ui/index.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient } from '../manager-client.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ProblemBanner } from '../problem-banner.tsx';
import { useLoad } from '../use-load.ts';
import { BankScreen } from './bank/bank-screen.tsx';
import { DraftEditor } from './edit/draft-editor.tsx';
import type { Published } from './edit/publish-dialog.tsx';
import { VersionReader } from './edit/version-reader.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { JobList } from './job-list.tsx';
import './jobs.css';

type View =
  | { readonly kind: 'list' }
  | { readonly kind: 'bank' }
  | { readonly kind: 'draft'; readonly id: string }
  | { readonly kind: 'version'; readonly id: string; readonly version: number };

function Loading() {
  const { t } = useTranslation('studio');
  return (
    <div className="mgr-wait">
      <Spinner label={t('common.loading')} />
    </div>
  );
}

/** Loads a draft and edits it. */
function OpenedDraft({
  id,
  onLeave,
  onPublished,
}: {
  readonly id: string;
  readonly onLeave: () => void;
  readonly onPublished: (published: Published) => void;
}) {
  const client = useManagerClient();
  const { load, reload } = useLoad(useCallback(() => client.jobs.openDraft({ draftId: id }), [client, id]));
  if (load.state === 'loading') return <Loading />;
  if (load.state === 'failed') return <ProblemBanner problem={load.problem} onRetry={() => void reload()} />;
  return <DraftEditor opened={load.value} onLeave={onLeave} onPublished={onPublished} />;
}

/** The job studio: what is asked at this kiosk. */
export function JobsScreen({ locale }: { readonly locale: Locale }) {
  const { t } = useTranslation('studio');
  const client = useManagerClient();
  const [view, setView] = useState<View>({ kind: 'list' });
  const [isImporting, setImporting] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [published, setPublished] = useState<Published | null>(null);
  const { load, reload } = useLoad(useCallback(() => client.jobs.list({ locale }), [client, locale]));

  /** Does something and shows the draft it made. */
  async function begin(work: () => Promise<{ draftId: string }>): Promise<void> {
    setProblem(null);
    setPublished(null);
    try {
      const { draftId } = await work();
      setView({ kind: 'draft', id: draftId });
    } catch (error) {
      setProblem(problemOf(error));
    }
  }

  async function offer(id: string, isOffered: boolean): Promise<void> {
    setProblem(null);
    try {
      await client.jobs.offer({ id, isOffered });
    } catch (error) {
      setProblem(problemOf(error));
    }
    await reload();
  }

  function toList(): void {
    setView({ kind: 'list' });
    void reload();
  }

  switch (view.kind) {
    case 'draft':
      return (
        <OpenedDraft
          key={view.id}
          id={view.id}
          onLeave={toList}
          onPublished={(done) => {
            setPublished(done);
            toList();
          }}
        />
      );
    case 'version':
      return (
        <>
          {problem !== null && <ProblemBanner problem={problem} />}
          <VersionReader
            id={view.id}
            version={view.version}
            onLeave={toList}
            onCopy={() => void begin(() => client.jobs.copy({ id: view.id, version: view.version }))}
            onEdit={() => void begin(() => client.jobs.edit({ id: view.id }))}
          />
        </>
      );
    case 'bank':
      return <BankScreen locale={locale} onLeave={toList} />;
    case 'list':
      break;
  }
  return (
    <div className="mgr-page">
      {published !== null && (
        <Banner tone="good" title={t('publish.done', { title: published.title, version: published.version })}>
          {t(published.isOffered ? 'publish.done_offered' : 'publish.done_not_offered')}
        </Banner>
      )}
      {problem !== null && <ProblemBanner problem={problem} />}
      {load.state === 'loading' && <Loading />}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {load.state === 'ready' && (
        <JobList
          jobs={load.value.jobs}
          drafts={load.value.drafts}
          onOpenDraft={(id) => setView({ kind: 'draft', id })}
          onRead={(id, version) => setView({ kind: 'version', id, version })}
          onEdit={(id) => void begin(() => client.jobs.edit({ id }))}
          onCopy={(id, version) => void begin(() => client.jobs.copy({ id, version }))}
          onOffer={(id, isOffered) => void offer(id, isOffered)}
          onCreate={() => void begin(() => client.jobs.create())}
          onImport={() => setImporting(true)}
          onBank={() => setView({ kind: 'bank' })}
        />
      )}
      {isImporting && (
        <ImportDialog
          onClose={() => setImporting(false)}
          onImported={(draftId) => {
            setImporting(false);
            setPublished(null);
            setView({ kind: 'draft', id: draftId });
          }}
        />
      )}
    </div>
  );
}
