import { ArrowLeft, ArrowRight, Clock, Lock, MonitorCheck, UserRound, Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import { JobFacts } from '../job-facts.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import './simple-screens.css';

const ICONS = { camera: Video, computer: MonitorCheck, person: UserRound, lock: Lock, clock: Clock };

/** What happens here, before anything happens: recorded, scored by a computer, decided by a person, seen by whom, kept how long. */
export function NoticeScreen() {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  return (
    <Stage
      title={t('notice.title')}
      spoken={view.notice.map(({ text }) => text).join('\n')}
      actions={
        <>
          <Button
            size="large"
            icon={<ArrowLeft aria-hidden="true" />}
            isDisabled={isSending}
            onPress={() => void send({ type: 'went_back' })}
          >
            {t('common:back')}
          </Button>
          <Button
            variant="primary"
            size="large"
            iconAfter={<ArrowRight aria-hidden="true" />}
            isDisabled={isSending}
            onPress={() => void send({ type: 'notice_understood' })}
          >
            {t('notice.understood')}
          </Button>
        </>
      }
    >
      <div className="c-notice">
        <ul className="c-notice__points ui-scroll">
          {view.notice.map(({ icon, text }) => {
            const Icon = ICONS[icon];
            return (
              <li key={text} className="c-notice__point">
                <span className="c-notice__icon" aria-hidden="true">
                  <Icon />
                </span>
                <span>{text}</span>
              </li>
            );
          })}
        </ul>
        {view.job !== null && (
          <section className="c-job-side ui-scroll" aria-label={view.job.title}>
            <h2>{view.job.title}</h2>
            <JobFacts job={view.job} />
            <p>{view.job.summary}</p>
          </section>
        )}
      </div>
    </Stage>
  );
}
