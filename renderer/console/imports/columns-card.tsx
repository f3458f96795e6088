import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, Select } from '#renderer/ui/index.ts';
import { COLUMN_PREFIX, ImportField, type ImportReport } from '#shared/hub/imports.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useDoing } from '../use-doing.ts';

const IGNORED = 'ignore';

/** What each column of a CSV file was taken for, to be put right while the file is at hand. */
export function ColumnsCard({
  report,
  onReread,
}: {
  readonly report: ImportReport;
  /** Null: the file is not at hand any more. */
  readonly onReread: ((mapping: Readonly<Record<string, string>>) => Promise<void>) | null;
}) {
  const { t } = useTranslation();
  const { isDoing, problem, run } = useDoing();
  const found = Object.entries(report.reading)
    .filter(([key]) => key.startsWith(COLUMN_PREFIX))
    .map(([key, field]) => ({
      header: key.slice(COLUMN_PREFIX.length),
      field: ImportField.options.find((each) => each === field) ?? IGNORED,
    }));
  const [changed, setChanged] = useState<Readonly<Record<string, string>>>({});
  if (found.length === 0) return null;
  const { encoding = '', delimiter = '' } = report.reading;
  const options = [
    ...ImportField.options.map((id) => ({ id, label: t(`imports.fields.${id}`) })),
    { id: IGNORED, label: t('imports.column_unused') },
  ];
  return (
    <Card
      title={t('imports.columns')}
      actions={
        <span className="mgr-soft">
          {t('imports.encoding')}: {encoding.toUpperCase()} · {t('imports.delimiter')}:{' '}
          {t(`imports.delimiters.${delimiter}`)}
        </span>
      }
    >
      {problem !== null && <ProblemNote problem={problem} />}
      <p className="mgr-soft">{onReread === null ? t('imports.columns_gone') : t('imports.columns_hint')}</p>
      <div className="imp-columns">
        {found.map(({ header, field }) => (
          <Select
            key={header}
            label={header}
            isDisabled={onReread === null}
            value={changed[header] ?? field}
            onChange={(chosen) => setChanged((before) => ({ ...before, [header]: chosen }))}
            options={options}
          />
        ))}
      </div>
      {onReread !== null && Object.keys(changed).length > 0 && (
        <div className="flow-row">
          <Button isPending={isDoing} onPress={() => void run(() => onReread(changed))}>
            {t('imports.reread')}
          </Button>
        </div>
      )}
    </Card>
  );
}
