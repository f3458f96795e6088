import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog } from '#renderer/ui/index.ts';
import type { Item, Job } from '#shared/job.ts';
import { useManagerClient } from '../../manager-client.tsx';
import { problemOf, type Problem } from '../../problem.ts';
import { ProblemBanner } from '../../problem-banner.tsx';
import { nameOf } from '../edit/finding-words.ts';
import { useStudioLocale } from '../edit/use-studio-locale.ts';
import { TagsField } from './tags-field.tsx';

/** Keeps a copy of a question for other posts. */
export function KeepInBank({
  item,
  job,
  version,
  onClose,
}: {
  readonly item: Item;
  readonly job: Job;
  /** Null: of a draft. */
  readonly version: number | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('studio');
  const locale = useStudioLocale();
  const client = useManagerClient();
  const [tags, setTags] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function keep(): Promise<void> {
    setProblem(null);
    try {
      const from = { jobId: job.id, jobTitle: nameOf(job.title, locale, job.id), version };
      await client.jobs.addToBank({ from, item, tags: [...tags] });
      onClose();
    } catch (error) {
      setProblem(problemOf(error));
    }
  }

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t('items.to_bank')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" onPress={() => void keep()}>
            {t('bank.keep')}
          </Button>
        </>
      }
    >
      <p>{t('bank.keep_what')}</p>
      <TagsField tags={tags} onChange={setTags} />
      {problem !== null && <ProblemBanner problem={problem} />}
    </Dialog>
  );
}
