import { Copy, FileUp, Library, Lock, PencilLine, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Button, Card, Select, Switch } from '#renderer/ui/index.ts';
import type { DraftHead, JobEntry } from '#shared/contract/jobs.ts';
import { PageHeader } from '../page-header.tsx';
import { useFormats } from '../use-formats.ts';

export interface JobListProps {
  readonly jobs: readonly JobEntry[];
  readonly drafts: readonly DraftHead[];
  readonly onOpenDraft: (draftId: string) => void;
  readonly onRead: (id: string, version: number) => void;
  readonly onEdit: (id: string) => void;
  readonly onCopy: (id: string, version: number | null) => void;
  readonly onOffer: (id: string, isOffered: boolean) => void;
  readonly onCreate: () => void;
  readonly onImport: () => void;
  readonly onBank: () => void;
}

/** Drafts that wait for somebody: the first thing on the page. */
function Drafts({ drafts, onOpenDraft }: Pick<JobListProps, 'drafts' | 'onOpenDraft'>) {
  const { t } = useTranslation('studio');
  const formats = useFormats();
  return (
    <Card title={t('list.drafts')}>
      <ul className="job-drafts">
        {drafts.map((draft) => (
          <li key={draft.id} className="job-drafts__row">
            <span className="job-drafts__title">{draft.title}</span>
            <span className="mgr-soft">
              {draft.baseVersion === null
                ? t('list.never_published')
                : t('list.becomes', { version: draft.baseVersion + 1 })}
            </span>
            <span className="mgr-soft">{t('list.saved_at', { at: formats.shortDateTime(draft.savedAt) })}</span>
            <Button
              icon={<PencilLine aria-hidden="true" />}
              aria-label={t('list.go_on_with', { title: draft.title })}
              onPress={() => onOpenDraft(draft.id)}
            >
              {t('list.go_on')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Versions({ job, onRead }: { readonly job: JobEntry; readonly onRead: JobListProps['onRead'] }) {
  const { t } = useTranslation('studio');
  const formats = useFormats();
  const [version, setVersion] = useState(job.version);
  const shown = job.versions.find((each) => each.version === version) ?? job.versions[0];
  return (
    <div className="job-version">
      {job.versions.length > 1 ? (
        <Select
          label={t('list.version_of', { title: job.title })}
          isLabelHidden
          options={job.versions.map((each) => ({
            id: String(each.version),
            label: t('list.version', { version: each.version }),
          }))}
          value={String(version)}
          onChange={(chosen) => setVersion(Number(chosen))}
        />
      ) : (
        <span>{t('list.version', { version: job.version })}</span>
      )}
      <Button
        variant="quiet"
        icon={<Lock aria-hidden="true" />}
        aria-label={t('list.read_of', { title: job.title, version })}
        onPress={() => onRead(job.id, version)}
      >
        {t('list.read')}
      </Button>
      {shown !== undefined && (
        <span className="job-version__note mgr-soft">
          {t('list.held', { count: shown.interviews })}
          {shown.publishedAt !== null && ` · ${formats.date(shown.publishedAt)}`}
          {shown.publishedBy !== null && ` · ${shown.publishedBy}`}
        </span>
      )}
    </div>
  );
}

/** Every post of this kiosk: where it comes from, whether it stands on the attract screen, how often it was used. */
export function JobList(props: JobListProps) {
  const { jobs, drafts } = props;
  const { t } = useTranslation('studio');
  const all = [...drafts, ...jobs.flatMap(({ draft }) => draft ?? [])];
  return (
    <>
      <PageHeader
        title={t('list.title')}
        note={t('list.note')}
        actions={
          <span className="job-row">
            <Button icon={<Library aria-hidden="true" />} onPress={props.onBank}>
              {t('bank.title')}
            </Button>
            <Button icon={<FileUp aria-hidden="true" />} onPress={props.onImport}>
              {t('import.action')}
            </Button>
            <Button variant="primary" icon={<Plus aria-hidden="true" />} onPress={props.onCreate}>
              {t('list.create')}
            </Button>
          </span>
        }
      />
      {all.length > 0 && <Drafts drafts={all} onOpenDraft={props.onOpenDraft} />}
      <ul className="job-list">
        {jobs.map((job) => (
          <li key={job.id} className="job-entry">
            <div className="job-entry__what">
              <h2 className="job-entry__title">{job.title}</h2>
              <span className="mgr-badges">
                <Badge tone={job.origin === 'local' ? 'accent' : 'neutral'}>{t(`origins.${job.origin}`)}</Badge>
                {job.purpose !== 'hiring' && (
                  <Badge tone="accent">{t(`purposes.${job.purpose}`, { ns: 'manager' })}</Badge>
                )}
                <span className="mgr-soft">
                  {t('list.facts', { questions: job.questions, interviews: job.interviews })}
                </span>
              </span>
              {job.lacksTerms && <p className="ui-field__error">{t('list.lacks_terms')}</p>}
            </div>
            <Versions key={job.version} job={job} onRead={props.onRead} />
            <Switch isSelected={job.isOffered} onChange={(isOn) => props.onOffer(job.id, isOn)}>
              {t('list.offered')}
              <span className="ui-visually-hidden">{job.title}</span>
            </Switch>
            <span className="job-entry__actions">
              {job.origin === 'local' && job.draft === null && (
                <Button
                  icon={<PencilLine aria-hidden="true" />}
                  aria-label={t('list.edit_of', { title: job.title })}
                  onPress={() => props.onEdit(job.id)}
                >
                  {t('list.edit')}
                </Button>
              )}
              <Button
                icon={<Copy aria-hidden="true" />}
                aria-label={t('list.copy_of', { title: job.title })}
                onPress={() => props.onCopy(job.id, null)}
              >
                {t('list.copy')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <p className="mgr-soft">{t('list.origins_hint')}</p>
    </>
  );
}
