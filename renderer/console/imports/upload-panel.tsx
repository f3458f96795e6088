import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, DropZone, FileTrigger, isFileDropItem, Text } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button, Card, Select } from '#renderer/ui/index.ts';
import { useNames } from '../flow/names.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useDoing } from '../use-doing.ts';
import { type ChosenFile, contentTypeOf } from './read-file.ts';

/** No slug. */
const NO_JOB = '*';

/** A file and the job its people apply for. */
export function UploadPanel({ onRead }: { readonly onRead: (chosen: ChosenFile) => Promise<void> }) {
  const { t } = useTranslation();
  const names = useNames();
  const { isDoing, problem, run } = useDoing();
  const [file, setFile] = useState<File | null>(null);
  const [jobId, setJobId] = useState(NO_JOB);
  const isUnknown = file !== null && contentTypeOf(file) === null;
  const read = () =>
    run(async () => {
      if (file !== null) await onRead({ file, jobId: jobId === NO_JOB ? null : jobId, mapping: {} });
    });
  return (
    <Card>
      {problem !== null && <ProblemNote problem={problem} />}
      <div className="imp-upload">
        <DropZone
          className="imp-drop"
          onDrop={({ items }) => {
            const dropped = items.find(isFileDropItem);
            if (dropped !== undefined) void dropped.getFile().then(setFile);
          }}
        >
          <FileTrigger
            acceptedFileTypes={[
              '.csv',
              '.txt',
              '.tsv',
              '.json',
              '.pdf',
              'text/csv',
              'application/json',
              'application/pdf',
            ]}
            onSelect={(files) => setFile(files?.[0] ?? null)}
          >
            <AriaButton className="imp-drop__button">
              <FileUp aria-hidden="true" />
              <span className="imp-drop__name">{file?.name ?? t('imports.choose_file')}</span>
            </AriaButton>
          </FileTrigger>
          <Text slot="label" className="mgr-soft">
            {t('imports.choose_hint')}
          </Text>
        </DropZone>
        <div className="mgr-stack">
          <Select
            label={t('imports.for_job')}
            value={jobId}
            onChange={setJobId}
            options={[
              { id: NO_JOB, label: t('imports.no_job') },
              ...names.all.jobs.map((job) => ({ id: job.jobId, label: names.text(job.title) })),
            ]}
          />
          <p className="mgr-soft">{t('imports.for_job_hint')}</p>
          {isUnknown && <p className="ui-field__error">{t('imports.unknown_type')}</p>}
          <div className="flow-row">
            <Button
              variant="primary"
              isDisabled={file === null || isUnknown}
              isPending={isDoing}
              onPress={() => void read()}
            >
              {t('imports.read')}
            </Button>
            <span className="mgr-soft">{t('imports.read_note')}</span>
          </div>
        </div>
      </div>
    </Card>
  );
}
