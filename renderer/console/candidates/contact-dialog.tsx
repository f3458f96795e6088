import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useFocusOnShow } from '#renderer/manager/use-focus-on-show.ts';
import { Button, Dialog, Select, TextField } from '#renderer/ui/index.ts';
import { CandidateCreated, type CandidateDetail } from '#shared/hub/candidates.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { useNames } from '../flow/names.tsx';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useDoing } from '../use-doing.ts';
import { splitUp } from './split-up.ts';

/** No slug. */
const NO_JOB = '*';

/** Adds a candidate by hand, or puts one right. */
export function ContactDialog({
  candidate,
  onClose,
  onDone,
}: {
  /** Null: a new one. */
  readonly candidate: CandidateDetail | null;
  readonly onClose: () => void;
  readonly onDone: (candidateId: string) => void;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const { isDoing, problem, run, clear } = useDoing();
  const fields = useFocusOnShow<HTMLDivElement>();
  const [name, setName] = useState(candidate?.name ?? '');
  const [phones, setPhones] = useState((candidate?.phones ?? []).join(', '));
  const [emails, setEmails] = useState((candidate?.emails ?? []).join(', '));
  const [skills, setSkills] = useState((candidate?.skills ?? []).join(', '));
  const [jobId, setJobId] = useState(NO_JOB);
  const isEmailWrong = splitUp(emails).some((email) => !z.email().safeParse(email).success);
  const isPhoneWrong = problem?.code === 'unusable';
  const save = () =>
    run(async () => {
      const contact = { name, phones: splitUp(phones), emails: splitUp(emails), skills: splitUp(skills) };
      const answer =
        candidate === null
          ? await ask(HUB_PATHS.candidates, CandidateCreated, {
              method: 'POST',
              body: { ...contact, ...(jobId === NO_JOB ? {} : { jobId }) },
            })
          : await ask(`${HUB_PATHS.candidates}/${candidate.id}`, CandidateCreated, { method: 'PATCH', body: contact });
      onDone(answer.candidate.id);
    });
  return (
    <Dialog
      isOpen
      size="wide"
      isDismissable={false}
      onOpenChange={onClose}
      title={candidate === null ? t('candidates.add') : t('candidates.edit_title')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            isDisabled={name.trim() === '' || isEmailWrong}
            isPending={isDoing}
            onPress={() => void save()}
          >
            {candidate === null ? t('candidates.add_it') : t('common.save')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack" ref={fields}>
        {problem !== null && !isPhoneWrong && <ProblemNote problem={problem} />}
        <div className="con-pair">
          <TextField label={t('candidates.name')} value={name} onChange={setName} maxLength={120} />
          {candidate === null && (
            <Select
              label={t('candidates.job')}
              value={jobId}
              onChange={setJobId}
              options={[
                { id: NO_JOB, label: t('candidates.no_job_yet') },
                ...names.all.jobs.map((job) => ({ id: job.jobId, label: names.text(job.title) })),
              ]}
            />
          )}
          <TextField
            label={t('candidates.phones')}
            description={t('candidates.several_hint')}
            value={phones}
            onChange={(typed) => {
              setPhones(typed);
              clear();
            }}
            maxLength={400}
            {...(isPhoneWrong ? { error: t('candidates.phone_wrong') } : {})}
          />
          <TextField
            label={t('candidates.emails')}
            description={t('candidates.several_hint')}
            value={emails}
            onChange={setEmails}
            maxLength={2000}
            {...(isEmailWrong ? { error: t('candidates.email_wrong') } : {})}
          />
        </div>
        <TextField
          label={t('candidates.skills')}
          description={t('candidates.several_hint')}
          value={skills}
          onChange={setSkills}
          maxLength={4000}
        />
        {candidate !== null && <p className="mgr-soft">{t('candidates.edit_hint')}</p>}
      </div>
    </Dialog>
  );
}
