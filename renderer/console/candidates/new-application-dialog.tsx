import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, Select } from '#renderer/ui/index.ts';
import { ApplicationSummary } from '#shared/hub/candidates.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { DecisionForm } from '../flow/decision-form.tsx';
import { useNames } from '../flow/names.tsx';
import { ask } from '../hub-client.ts';

/** Looks at somebody for another job. */
export function NewApplicationDialog({
  candidateId,
  onClose,
  onDone,
}: {
  readonly candidateId: string;
  readonly onClose: () => void;
  readonly onDone: (applicationId: string) => void;
}) {
  const { t } = useTranslation();
  const names = useNames();
  const [jobId, setJobId] = useState<string | null>(null);
  return (
    <Dialog isOpen isDismissable={false} onOpenChange={onClose} title={t('candidates.other_job')}>
      <DecisionForm
        slotsFor={null}
        mayOpenSlots={false}
        submit={t('candidates.consider')}
        isReady={jobId !== null}
        onCancel={onClose}
        onSubmit={async ({ reason }) => {
          const { id } = await ask(HUB_PATHS.applications, ApplicationSummary, {
            method: 'POST',
            body: { candidateId, jobId, reason },
          });
          onDone(id);
        }}
      >
        <Select
          label={t('candidates.job')}
          value={jobId}
          onChange={setJobId}
          placeholder={t('candidates.choose')}
          options={names.all.jobs.map((job) => ({ id: job.jobId, label: names.text(job.title) }))}
        />
      </DecisionForm>
    </Dialog>
  );
}
