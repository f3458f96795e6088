import { ArrowRight, Ticket } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { JobCard } from '#shared/session-view.ts';
import { JobIllustration } from '#renderer/assets/illustrations/job-illustration.tsx';
import { Button, classNames } from '#renderer/ui/index.ts';
import { CodeDialog } from '../code-dialog.tsx';
import { JobFacts } from '../job-facts.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import './attract-screen.css';

function Job({
  job,
  isBusy,
  onChoose,
}: {
  readonly job: JobCard;
  readonly isBusy: boolean;
  readonly onChoose: () => void;
}) {
  const { t } = useTranslation('candidate');
  return (
    <li>
      <AriaButton className="c-job" onPress={onChoose} isDisabled={isBusy}>
        <span className="c-job__picture">
          <JobIllustration name={job.illustration} />
        </span>
        <span className="c-job__text">
          {job.purpose !== 'hiring' && <span className="c-job__for">{t('attract.forStaff')}</span>}
          <span className="c-job__title">{job.title}</span>
          <JobFacts job={job} isShort />
        </span>
        <span className="c-job__go">
          {t('attract.choose', { context: job.purpose })}
          <ArrowRight aria-hidden="true" />
        </span>
      </AriaButton>
    </li>
  );
}

/** Nobody is being interviewed: what the site offers, and nothing personal. */
export function AttractScreen() {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const [isCodeOpen, setIsCodeOpen] = useState(false);
  // a kiosk in a staff room: nobody comes to apply
  const isForStaff = view.jobs.length > 0 && view.jobs.every(({ purpose }) => purpose !== 'hiring');
  return (
    <Stage
      title={t('attract.title', { context: isForStaff ? 'staff' : 'hiring' })}
      lead={t('attract.lead', { context: isForStaff ? 'staff' : 'hiring' })}
      actions={
        <Button size="large" icon={<Ticket aria-hidden="true" />} onPress={() => setIsCodeOpen(true)}>
          {t('attract.code')}
        </Button>
      }
    >
      {view.jobs.length === 0 ? (
        <p className="c-empty">{t('attract.noJobs')}</p>
      ) : (
        <ul
          className={classNames('c-jobs ui-scroll', view.jobs.length < 4 && 'c-jobs--few')}
          aria-label={t('attract.jobs')}
        >
          {view.jobs.map((job) => (
            <Job
              key={job.id}
              job={job}
              isBusy={isSending}
              onChoose={() => void send({ type: 'job_chosen', jobId: job.id })}
            />
          ))}
        </ul>
      )}
      <CodeDialog isOpen={isCodeOpen} onClose={() => setIsCodeOpen(false)} />
    </Stage>
  );
}
