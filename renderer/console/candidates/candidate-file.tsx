import { ArrowLeft, Briefcase, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Banner, Button, Card, Dialog, Spinner } from '#renderer/ui/index.ts';
import { CandidateDeletionCertificate, type CandidateDetail } from '#shared/hub/candidates.ts';
import { Erasure, type NewErasure } from '#shared/hub/erasures.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { Me } from '#shared/wire/person.ts';
import { DecisionForm } from '../flow/decision-form.tsx';
import { useNames } from '../flow/names.tsx';
import { decisionsChanged } from '../flow/open-decisions.ts';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useAnswer } from '../use-answer.ts';
import { goTo } from '../use-place.ts';
import { ApplicationView } from './application-view.tsx';
import { ContactDialog } from './contact-dialog.tsx';
import { History } from './history.tsx';
import { isUnderWay, loadFile, resumeOf } from './load-file.ts';
import { NewApplicationDialog } from './new-application-dialog.tsx';

const LOOK_AGAIN_MS = 2000;
/** A message leaves within seconds or waits for hours: then the button looks again. */
const MOST_LOOKS = 10;

/** Looks again for a while when something is on its way. */
function useLookAgain(isPending: boolean, reload: () => Promise<void>): () => void {
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    if (!isPending || looks >= MOST_LOOKS) return undefined;
    const timer = setTimeout(() => {
      setLooks((count) => count + 1);
      void reload();
    }, LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isPending, looks, reload]);
  return () => setLooks(0);
}

/** A candidate's file: who it is, where each application stands, what happened. */
export function CandidateFile({ id, me }: { readonly id: string; readonly me: Me }) {
  const { t } = useTranslation();
  const names = useNames();
  const seesQueue = me.sites === null;
  const load = useCallback(() => loadFile(id, seesQueue), [id, seesQueue]);
  const { value: file, problem, reload } = useAnswer(load);
  const lookAgain = useLookAgain(file !== null && isUnderWay(file), reload);
  const [chosen, setChosen] = useState<string | null>(null);
  const [open, setOpen] = useState<'contact' | 'application' | 'deletion' | null>(null);
  if (file === null)
    return (
      <>
        <PageHeader title={t('candidates.file')} actions={<Back />} />
        {problem === null ? (
          <Spinner label={t('common.loading')} />
        ) : (
          <ProblemNote problem={problem} onRetry={() => void reload()} />
        )}
      </>
    );
  const { candidate, applications } = file;
  if (candidate.erasedAt !== null)
    return (
      <>
        <PageHeader title={t('candidates.erased')} actions={<Back />} />
        <Erased candidate={candidate} />
      </>
    );
  const here = applications.find(({ detail }) => detail.id === chosen) ?? applications[0];
  const mayWrite = me.scopes.includes('candidates:write');
  const changed = () => {
    lookAgain();
    decisionsChanged();
    void reload();
  };
  return (
    <>
      <PageHeader
        title={candidate.name ?? t('candidates.nameless')}
        note={[...candidate.phones, ...candidate.emails].join(' · ') || t('candidates.no_contact')}
        actions={
          <div className="flow-row">
            <Back />
            <Button
              isIconOnly
              aria-label={t('candidates.look_again')}
              icon={<RefreshCw aria-hidden="true" />}
              onPress={() => void reload()}
            />
            {mayWrite && (
              <>
                <Button icon={<Pencil aria-hidden="true" />} onPress={() => setOpen('contact')}>
                  {t('candidates.edit')}
                </Button>
                {me.scopes.includes('workflow:write') && (
                  <Button icon={<Briefcase aria-hidden="true" />} onPress={() => setOpen('application')}>
                    {t('candidates.other_job')}
                  </Button>
                )}
                <Button icon={<Trash2 aria-hidden="true" />} onPress={() => setOpen('deletion')}>
                  {t('candidates.delete')}
                </Button>
              </>
            )}
          </div>
        }
      />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {candidate.openMergeProposals > 0 && (
        <Banner
          tone="warn"
          action={<Button onPress={() => goTo('candidates', 'merges')}>{t('candidates.compare')}</Button>}
        >
          {t('candidates.maybe_twice')}
        </Banner>
      )}
      {applications.length > 1 && (
        <ToggleButtonGroup
          aria-label={t('candidates.applications')}
          className="mgr-segments file-tabs"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[here?.detail.id ?? '']}
          onSelectionChange={([key]) => setChosen(key === undefined ? null : String(key))}
        >
          {applications.map(({ detail }) => (
            <ToggleButton key={detail.id} id={detail.id} className="mgr-segments__item">
              {names.job(detail.jobId)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      {here === undefined ? (
        <div className="file-columns">
          <div className="mgr-stack">
            <Card>
              <p>{t('candidates.no_application')}</p>
            </Card>
            <Profile candidate={candidate} />
          </div>
          <History candidate={candidate} />
        </div>
      ) : (
        <ApplicationView
          key={here.detail.id}
          file={file}
          application={here}
          sessions={candidate.sessions.filter(
            ({ applicationId }) => applicationId === null || applicationId === here.detail.id,
          )}
          me={me}
          onChanged={changed}
          aside={<Profile candidate={candidate} />}
        />
      )}
      {open === 'contact' && (
        <ContactDialog
          candidate={candidate}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            changed();
          }}
        />
      )}
      {open === 'application' && (
        <NewApplicationDialog
          candidateId={candidate.id}
          onClose={() => setOpen(null)}
          onDone={(applicationId) => {
            setOpen(null);
            setChosen(applicationId);
            changed();
          }}
        />
      )}
      {open === 'deletion' && (
        <DeletionDialog
          candidate={candidate}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            changed();
          }}
        />
      )}
    </>
  );
}

function Back() {
  const { t } = useTranslation();
  return (
    <Button icon={<ArrowLeft aria-hidden="true" />} onPress={() => goTo('candidates')}>
      {t('candidates.back')}
    </Button>
  );
}

/** Skills and what the résumé tells. */
function Profile({ candidate }: { readonly candidate: CandidateDetail }) {
  const { t } = useTranslation();
  const resume = resumeOf(candidate);
  return (
    <Card className="file-section" title={t('candidates.profile')}>
      {candidate.skills.length === 0 ? (
        <p className="mgr-soft">{t('candidates.no_skills')}</p>
      ) : (
        <p className="mgr-badges">
          {candidate.skills.map((skill) => (
            <Badge key={skill}>{skill}</Badge>
          ))}
        </p>
      )}
      {resume !== null && (
        <div className="file-resume">
          {resume.lead !== '' && <p>{resume.lead}</p>}
          <ul>
            {resume.lines.map(({ what, where, when }) => (
              <li key={`${what} ${where} ${when}`}>
                <span>{[what, where].filter((text) => text !== '').join(' · ')}</span>
                <span className="mgr-soft">{when}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

function Erased({ candidate }: { readonly candidate: CandidateDetail }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const load = useCallback(
    () => ask(`${HUB_PATHS.candidates}/${candidate.id}/deletion`, CandidateDeletionCertificate),
    [candidate.id],
  );
  const { value: certificate, problem, reload } = useAnswer(load);
  if (problem !== null) return <ProblemNote problem={problem} onRetry={() => void reload()} />;
  if (certificate === null) return <Spinner label={t('common.loading')} />;
  return (
    <Banner tone="info" action={<Button onPress={() => goTo('deletions')}>{t('candidates.see_deletions')}</Button>}>
      {t('candidates.erased_lead', {
        at: formats.dateTime(certificate.deletedAt),
        who: certificate.deletedBy.name,
        interviews: formats.number(certificate.sessions.length),
        line: formats.number(certificate.auditSeq),
      })}
    </Banner>
  );
}

function DeletionDialog({
  candidate,
  onClose,
  onDone,
}: {
  readonly candidate: CandidateDetail;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      isOpen
      role="alertdialog"
      onOpenChange={onClose}
      title={t('candidates.delete_title', { name: candidate.name ?? t('candidates.nameless') })}
    >
      <p>{t('candidates.delete_lead', { count: candidate.sessionCount })}</p>
      <DecisionForm
        slotsFor={null}
        mayOpenSlots={false}
        submit={t('candidates.delete_it')}
        isDanger
        onCancel={onClose}
        onSubmit={async ({ reason }) => {
          const body: NewErasure = { kind: 'candidate', candidateId: candidate.id, reason };
          await ask(HUB_PATHS.erasures, Erasure, { method: 'POST', body });
          onDone();
        }}
      />
    </Dialog>
  );
}
