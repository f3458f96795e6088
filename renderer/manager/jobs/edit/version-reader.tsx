import { ArrowLeft, Copy, Eye, FileDown, Lock, PencilLine } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Banner, Button, Spinner } from '#renderer/ui/index.ts';
import { jobWarnings } from '#shared/job/job-warnings.ts';
import { useManagerClient } from '../../manager-client.tsx';
import { ProblemBanner } from '../../problem-banner.tsx';
import { useLoad } from '../../use-load.ts';
import { ExportDialog } from '../export-dialog.tsx';
import { PreviewDialog } from '../preview/preview-dialog.tsx';
import type { JobFindingAt } from './draft-context.tsx';
import { nameOf } from './finding-words.ts';
import type { Place } from './place.ts';
import { PostBody } from './post-body.tsx';
import { useStudioLocale } from './use-studio-locale.ts';

interface VersionReaderProps {
  readonly id: string;
  readonly version: number;
  readonly onLeave: () => void;
  readonly onCopy: () => void;
  readonly onEdit: () => void;
}

/** A version as it is: read, looked at, copied, never changed. */
export function VersionReader({ id, version, onLeave, onCopy, onEdit }: VersionReaderProps) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const client = useManagerClient();
  const { load, reload } = useLoad(useCallback(() => client.jobs.read({ id, version }), [client, id, version]));
  const [place, setPlace] = useState<Place>({ kind: 'post' });
  const [asking, setAsking] = useState<'preview' | 'export' | null>(null);
  const job = load.state === 'ready' ? load.value.job : null;
  const findings = useMemo<JobFindingAt[]>(
    () => (job === null ? [] : jobWarnings(job).map((each) => ({ weight: 'warning' as const, ...each }))),
    [job],
  );
  if (load.state === 'loading') {
    return (
      <div className="mgr-wait">
        <Spinner label={t('common.loading')} />
      </div>
    );
  }
  if (load.state === 'failed' || job === null) {
    return load.state === 'failed' ? <ProblemBanner problem={load.problem} onRetry={() => void reload()} /> : null;
  }
  const { origin, interviews } = load.value;
  return (
    <div className="mgr-page job-editor">
      <header className="job-bar">
        <Button variant="quiet" icon={<ArrowLeft aria-hidden="true" />} onPress={onLeave}>
          {t('editor.back')}
        </Button>
        <div className="job-bar__what">
          <h1 className="mgr-header__title">{nameOf(job.title, locale, job.id)}</h1>
          <span className="mgr-badges">
            <Badge>{t(`origins.${origin}`)}</Badge>
            <Badge>{t('list.version', { version: job.version })}</Badge>
          </span>
        </div>
        <div className="job-row">
          <Button
            variant="quiet"
            isIconOnly
            icon={<FileDown aria-hidden="true" />}
            aria-label={t('export.action')}
            onPress={() => setAsking('export')}
          />
          <Button icon={<Eye aria-hidden="true" />} onPress={() => setAsking('preview')}>
            {t('preview.action')}
          </Button>
          <Button icon={<Copy aria-hidden="true" />} onPress={onCopy}>
            {t('list.copy')}
          </Button>
          {origin === 'local' && (
            <Button variant="primary" icon={<PencilLine aria-hidden="true" />} onPress={onEdit}>
              {t('reader.next_version')}
            </Button>
          )}
        </div>
      </header>
      <Banner tone="info" icon={<Lock />} title={t('reader.fixed')}>
        {interviews > 0 ? t('reader.used', { count: interviews }) : t(`reader.unused_${origin}`)}
      </Banner>
      <PostBody
        job={job}
        version={job.version}
        isReadOnly
        isChecking={false}
        findings={findings}
        place={place}
        onGo={setPlace}
        change={() => undefined}
      />
      {asking === 'export' && <ExportDialog of={{ of: 'job', id, version }} onClose={() => setAsking(null)} />}
      {asking === 'preview' && (
        <PreviewDialog job={job} firstItem={place.kind === 'item' ? place.at : null} onClose={() => setAsking(null)} />
      )}
    </div>
  );
}
