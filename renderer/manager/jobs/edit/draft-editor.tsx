import { ArrowLeft, Eye, FileDown, Redo2, Send, Trash2, Undo2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Button, Dialog } from '#renderer/ui/index.ts';
import type { OpenDraft } from '#shared/contract/jobs.ts';
import { jobProblems } from '#shared/job/job-problems.ts';
import { jobWarnings } from '#shared/job/job-warnings.ts';
import { useManagerClient } from '../../manager-client.tsx';
import { problemOf, type Problem } from '../../problem.ts';
import { ProblemBanner } from '../../problem-banner.tsx';
import { ExportDialog } from '../export-dialog.tsx';
import { PreviewDialog } from '../preview/preview-dialog.tsx';
import type { JobFindingAt } from './draft-context.tsx';
import { nameOf } from './finding-words.ts';
import type { Place } from './place.ts';
import { PostBody } from './post-body.tsx';
import { PublishDialog, type Published } from './publish-dialog.tsx';
import { useJobDraft } from './use-job-draft.ts';
import { useStudioLocale } from './use-studio-locale.ts';

interface DraftEditorProps {
  readonly opened: OpenDraft;
  readonly onLeave: () => void;
  readonly onPublished: (published: Published) => void;
}

type Asking = 'publish' | 'discard' | 'export' | 'preview' | null;

/** A draft on the screen: kept as it is typed, until it is published or discarded. */
export function DraftEditor({ opened, onLeave, onPublished }: DraftEditorProps) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const client = useManagerClient();
  const draft = useJobDraft(opened);
  const { job, keeping } = draft;
  const [place, setPlace] = useState<Place>({ kind: 'post' });
  const [isChecking, setChecking] = useState(false);
  const [asking, setAsking] = useState<Asking>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const findings = useMemo<JobFindingAt[]>(
    () => [
      ...jobProblems(job).map((each) => ({ weight: 'problem' as const, ...each })),
      ...jobWarnings(job).map((each) => ({ weight: 'warning' as const, ...each })),
    ],
    [job],
  );
  const { undo, redo } = draft;
  useEffect(() => {
    // of the whole draft, also while a field has the cursor: a field's own history knows nothing of the others
    const press = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [undo, redo]);
  const isReady = !findings.some(({ weight }) => weight === 'problem');

  function go(to: Place): void {
    if (to.kind === 'checks') setChecking(true);
    setPlace(to);
  }

  async function discard(): Promise<void> {
    try {
      await client.jobs.discardDraft({ draftId: opened.id });
      onLeave();
    } catch (error) {
      setAsking(null);
      setProblem(problemOf(error));
    }
  }

  async function exportFile(): Promise<void> {
    // the file holds what is on the screen
    if ((await draft.settle()) !== null) setAsking('export');
  }

  const shown = draft.problem ?? problem;
  return (
    <div className="mgr-page job-editor">
      <header className="job-bar">
        <Button variant="quiet" icon={<ArrowLeft aria-hidden="true" />} onPress={onLeave}>
          {t('editor.back')}
        </Button>
        <div className="job-bar__what">
          <h1 className="mgr-header__title">{nameOf(job.title, locale, t('editor.untitled'))}</h1>
          <span className="mgr-badges">
            <Badge tone="accent">
              {opened.baseVersion === null
                ? t('editor.new')
                : t('editor.draft_of', { version: opened.baseVersion + 1 })}
            </Badge>
            <output className="mgr-soft">{t(`editor.keeping.${keeping}`)}</output>
          </span>
        </div>
        <div className="job-row">
          <Button
            variant="quiet"
            isIconOnly
            icon={<Undo2 aria-hidden="true" />}
            aria-label={t('editor.undo')}
            isDisabled={!draft.canUndo}
            onPress={draft.undo}
          />
          <Button
            variant="quiet"
            isIconOnly
            icon={<Redo2 aria-hidden="true" />}
            aria-label={t('editor.redo')}
            isDisabled={!draft.canRedo}
            onPress={draft.redo}
          />
          <Button
            variant="quiet"
            isIconOnly
            icon={<FileDown aria-hidden="true" />}
            aria-label={t('export.action')}
            onPress={() => void exportFile()}
          />
          <Button
            variant="quiet"
            isIconOnly
            icon={<Trash2 aria-hidden="true" />}
            aria-label={t('editor.discard')}
            onPress={() => setAsking('discard')}
          />
          <Button icon={<Eye aria-hidden="true" />} onPress={() => setAsking('preview')}>
            {t('preview.action')}
          </Button>
          <Button
            variant="primary"
            icon={<Send aria-hidden="true" />}
            isDisabled={keeping === 'refused'}
            onPress={() => (isReady ? setAsking('publish') : go({ kind: 'checks' }))}
          >
            {t('editor.publish')}
          </Button>
        </div>
      </header>
      {shown !== null && <ProblemBanner problem={shown} />}
      <PostBody
        job={job}
        version={null}
        isReadOnly={keeping === 'refused'}
        isChecking={isChecking}
        findings={findings}
        place={place}
        onGo={go}
        change={draft.change}
      />
      {asking === 'publish' && (
        <PublishDialog
          draftId={opened.id}
          baseVersion={opened.baseVersion}
          job={job}
          warnings={findings.length}
          settle={draft.settle}
          onClose={() => setAsking(null)}
          onLook={() => {
            setAsking(null);
            go({ kind: 'checks' });
          }}
          onPublished={onPublished}
        />
      )}
      {asking === 'export' && <ExportDialog of={{ of: 'draft', draftId: opened.id }} onClose={() => setAsking(null)} />}
      {asking === 'preview' && (
        <PreviewDialog job={job} firstItem={place.kind === 'item' ? place.at : null} onClose={() => setAsking(null)} />
      )}
      <Dialog
        isOpen={asking === 'discard'}
        onOpenChange={(isOpen) => setAsking(isOpen ? 'discard' : null)}
        title={t('editor.discard_title')}
        actions={
          <>
            <Button onPress={() => setAsking(null)}>{t('common.cancel')}</Button>
            <Button variant="danger" onPress={() => void discard()}>
              {t('editor.discard')}
            </Button>
          </>
        }
      >
        <p>{opened.baseVersion === null ? t('editor.discard_new') : t('editor.discard_what')}</p>
      </Dialog>
    </div>
  );
}
