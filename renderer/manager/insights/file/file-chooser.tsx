import { FileSpreadsheet } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import { ProblemBanner } from '../../problem-banner.tsx';
import { useFormats } from '../../use-formats.ts';
import type { useChosenFile } from './use-chosen-file.ts';

/** Chooses a CSV file, and says what is in it or why it cannot be used. */
export function FileChooser({ file, problem, isReading, choose }: ReturnType<typeof useChosenFile>) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  return (
    <div className="mgr-stack">
      <div className="ins-file">
        <FileTrigger
          acceptedFileTypes={['.csv', 'text/csv', 'text/plain']}
          onSelect={(chosen) => {
            const [first] = chosen ?? [];
            if (first !== undefined) void choose(first);
          }}
        >
          <Button icon={<FileSpreadsheet aria-hidden="true" />} isPending={isReading}>
            {t(file === null ? 'file.choose' : 'file.choose_other')}
          </Button>
        </FileTrigger>
        {file !== null && (
          <output>
            <strong>{file.name}</strong>{' '}
            <span className="mgr-soft">
              {t('file.holds', { rows: format.number(file.rows), columns: format.number(file.columns.length) })}
            </span>
          </output>
        )}
      </div>
      {problem !== null && <ProblemBanner problem={problem} />}
    </div>
  );
}
