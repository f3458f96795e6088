import { FileUp } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Button, Spinner, Table, type TableColumn } from '#renderer/ui/index.ts';
import { ImportSummary } from '#shared/hub/imports.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { EmptyNote } from '../empty-note.tsx';
import { useNames, WithNames } from '../flow/names.tsx';
import type { FlowWords } from '../flow/words.ts';
import { ask } from '../hub-client.ts';
import { ImportView } from '../imports/import-view.tsx';
import { type ChosenFile, readFile } from '../imports/read-file.ts';
import { UploadPanel } from '../imports/upload-panel.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useAnswer } from '../use-answer.ts';
import { useDoing } from '../use-doing.ts';
import { goTo, usePlace } from '../use-place.ts';
import '../flow/flow.css';
import '../imports/imports.css';

const PAGE_SIZE = 50;
const Page = pageOf(ImportSummary);
type Page = { readonly items: ImportSummary[]; readonly nextCursor: string | null };
const TONES = { previewed: 'neutral', committing: 'accent', committed: 'good' } as const;

function loadPage(cursor: string | null): Promise<Page> {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(cursor === null ? {} : { cursor }) });
  return ask(`${HUB_PATHS.imports}?${query.toString()}`, Page);
}

function columnsOf({ t, formats, names }: FlowWords): TableColumn<ImportSummary>[] {
  return [
    { id: 'file', title: t('imports.file'), isRowHeader: true, cell: ({ name }) => name },
    { id: 'kind', title: t('imports.kind'), cell: ({ kind }) => t(`imports.kinds.${kind}`) },
    {
      id: 'job',
      title: t('imports.job'),
      cell: ({ jobId }) => (jobId === null ? t('imports.no_job') : names.job(jobId)),
    },
    {
      id: 'at',
      title: t('imports.at'),
      cell: ({ createdAt }) => <span className="mgr-nowrap">{formats.dateTime(createdAt)}</span>,
    },
    {
      id: 'rows',
      title: t('imports.rows'),
      align: 'end',
      cell: ({ counts }) => formats.number(Object.values(counts).reduce((sum, count) => sum + count, 0)),
    },
    {
      id: 'state',
      title: t('imports.state'),
      cell: ({ state, counts }) => (
        <span className="mgr-badges">
          <Badge tone={TONES[state]}>{t(`imports.states.${state}`)}</Badge>
          {counts.rejected > 0 && (
            <Badge tone="danger">
              {t('imports.counts.rejected')} {formats.number(counts.rejected)}
            </Badge>
          )}
        </span>
      ),
    },
  ];
}

/** Imports: the list with a place for a file, and one import (`#/imports/ID`). */
export function ImportsScreen() {
  const [, id] = usePlace();
  // as long as this screen stands, columns can be put right without choosing the file again
  const [chosen, setChosen] = useState<{ readonly id: string; readonly file: ChosenFile } | null>(null);
  const read = async (file: ChosenFile): Promise<void> => {
    const report = await readFile(file);
    setChosen({ id: report.id, file });
    goTo('imports', report.id);
  };
  return (
    <WithNames>
      {id === undefined ? (
        <ImportList onRead={read} />
      ) : (
        <ImportView key={id} id={id} chosen={chosen?.id === id ? chosen.file : null} onReread={read} />
      )}
    </WithNames>
  );
}

function ImportList({ onRead }: { readonly onRead: (file: ChosenFile) => Promise<void> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const first = useAnswer(useCallback(() => loadPage(null), []));
  const [older, setOlder] = useState<Page | null>(null);
  const more = useDoing();
  const cursor = older === null ? (first.value?.nextCursor ?? null) : older.nextCursor;
  const loadMore = () =>
    more.run(async () => {
      const page = await loadPage(cursor);
      setOlder((before) => ({ ...page, items: [...(before?.items ?? []), ...page.items] }));
    });
  return (
    <>
      <PageHeader title={t('imports.title')} note={t('imports.note')} />
      <UploadPanel onRead={onRead} />
      {first.problem !== null && <ProblemNote problem={first.problem} onRetry={() => void first.reload()} />}
      {more.problem !== null && <ProblemNote problem={more.problem} onRetry={() => void loadMore()} />}
      {first.value === null && first.problem === null && <Spinner label={t('common.loading')} />}
      {first.value !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('imports.title')}
            rows={[...first.value.items, ...(older?.items ?? [])]}
            rowId={({ id }) => id}
            onOpen={({ id }) => goTo('imports', id)}
            columns={columnsOf({ t, formats, names })}
            empty={
              <EmptyNote icon={<FileUp aria-hidden="true" />} title={t('imports.empty')}>
                {t('imports.empty_hint')}
              </EmptyNote>
            }
          />
        </div>
      )}
      {cursor !== null && (
        <Button isPending={more.isDoing} onPress={() => void loadMore()}>
          {t('imports.more')}
        </Button>
      )}
    </>
  );
}
