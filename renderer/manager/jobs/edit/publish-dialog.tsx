import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Dialog } from '#renderer/ui/index.ts';
import type { Job } from '#shared/job.ts';
import { useManagerClient } from '../../manager-client.tsx';
import { problemOf, type Problem } from '../../problem.ts';
import { ProblemBanner } from '../../problem-banner.tsx';
import { nameOf } from './finding-words.ts';
import { useStudioLocale } from './use-studio-locale.ts';

export interface Published {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly isOffered: boolean;
}

interface PublishDialogProps {
  readonly draftId: string;
  readonly baseVersion: number | null;
  readonly job: Job;
  readonly warnings: number;
  readonly settle: () => Promise<number | null>;
  readonly onClose: () => void;
  readonly onLook: () => void;
  readonly onPublished: (published: Published) => void;
}

/** The last look before a version that never changes. */
export function PublishDialog(props: PublishDialogProps) {
  const { draftId, baseVersion, job, warnings, settle, onClose, onLook, onPublished } = props;
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const client = useManagerClient();
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const title = nameOf(job.title, locale, job.id);

  async function publish(): Promise<void> {
    setRunning(true);
    setProblem(null);
    try {
      const revision = await settle();
      if (revision === null) {
        // the editor behind says why
        onClose();
        return;
      }
      const { id, version, isOffered } = await client.jobs.publish({ draftId, revision });
      onPublished({ id, title, version, isOffered });
    } catch (error) {
      setProblem(problemOf(error));
      setRunning(false);
    }
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen && !isRunning) onClose();
      }}
      title={t('publish.title', { title, version: (baseVersion ?? 0) + 1 })}
      actions={
        <>
          <Button isDisabled={isRunning} onPress={onClose}>
            {t('common.cancel')}
          </Button>
          <Button variant="primary" isPending={isRunning} onPress={() => void publish()}>
            {t('publish.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('publish.what')}</p>
      {baseVersion !== null && <p>{t('publish.earlier', { version: baseVersion })}</p>}
      {warnings > 0 && (
        <Banner tone="warn" action={<Button onPress={onLook}>{t('publish.look')}</Button>}>
          {t('publish.warnings', { count: warnings })}
        </Banner>
      )}
      {problem !== null && <ProblemBanner problem={problem} />}
    </Dialog>
  );
}
