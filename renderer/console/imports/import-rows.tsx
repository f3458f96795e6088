import { useCallback, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Badge, type BadgeTone, Button, Spinner, Table, type TableColumn } from '#renderer/ui/index.ts';
import { type ImportReport, ImportRow, type ImportRowState } from '#shared/hub/imports.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { useNames } from '../flow/names.tsx';
import type { FlowWords } from '../flow/words.ts';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useAnswer } from '../use-answer.ts';
import { useDoing } from '../use-doing.ts';
import { goTo } from '../use-place.ts';

const PAGE_SIZE = 50;
const ALL = 'all';
const Page = pageOf(ImportRow);
type Page = { readonly items: ImportRow[]; readonly nextCursor: string | null };
const STATES: readonly ImportRowState[] = ['ready', 'new', 'matched', 'needs_decision', 'rejected'];
const TONES: Readonly<Record<ImportRowState, BadgeTone>> = {
  ready: 'accent',
  new: 'good',
  matched: 'neutral',
  needs_decision: 'warn',
  rejected: 'danger',
};

function columnsOf({ t, names }: Pick<FlowWords, 't' | 'names'>): TableColumn<ImportRow>[] {
  return [
    { id: 'row', title: t('imports.row'), cell: ({ number }) => number },
    { id: 'name', title: t('imports.name'), isRowHeader: true, cell: ({ name }) => name ?? '–' },
    {
      id: 'contact',
      title: t('imports.contact'),
      cell: ({ phones, emails, problem }) =>
        problem === null ? [...phones, ...emails].join(' · ') : <span className="imp-why">{names.text(problem)}</span>,
    },
    {
      id: 'skills',
      title: t('imports.skills'),
      cell: ({ skills }) => <span className="con-cut">{skills.join(', ')}</span>,
    },
    {
      id: 'state',
      title: t('imports.row_state'),
      cell: ({ state: became }) => <Badge tone={TONES[became]}>{t(`imports.row_states.${became}`)}</Badge>,
    },
  ];
}

/** The rows of an import by what became of them. */
export function ImportRows({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation();
  const names = useNames();
  const [state, setState] = useState<ImportRowState | null>(null);
  const { id } = report;
  const load = useCallback(
    (cursor: string | null): Promise<Page> => {
      const query = new URLSearchParams({
        limit: String(PAGE_SIZE),
        ...(state === null ? {} : { state }),
        ...(cursor === null ? {} : { cursor }),
      });
      return ask(`${HUB_PATHS.imports}/${id}/rows?${query.toString()}`, Page);
    },
    [id, state],
  );
  const first = useAnswer(useCallback(() => load(null), [load]));
  const [older, setOlder] = useState<{ readonly of: typeof load; readonly page: Page } | null>(null);
  const more = useDoing();
  const next = older?.of === load ? older.page : null;
  const cursor = next === null ? (first.value?.nextCursor ?? null) : next.nextCursor;
  const loadMore = () =>
    more.run(async () => {
      const page = await load(cursor);
      setOlder({ of: load, page: { ...page, items: [...(next?.items ?? []), ...page.items] } });
    });
  const shownStates = STATES.filter((each) => report.counts[each] > 0);
  return (
    <>
      {shownStates.length > 1 && (
        <ToggleButtonGroup
          aria-label={t('imports.filter')}
          className="mgr-segments imp-filter"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[state ?? ALL]}
          onSelectionChange={([chosen]) => setState(STATES.find((each) => each === chosen) ?? null)}
        >
          {[ALL, ...shownStates].map((each) => (
            <ToggleButton key={each} id={each} className="mgr-segments__item">
              {each === ALL ? t('imports.all') : t(`imports.row_states.${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      {first.problem !== null && <ProblemNote problem={first.problem} onRetry={() => void first.reload()} />}
      {more.problem !== null && <ProblemNote problem={more.problem} onRetry={() => void loadMore()} />}
      {first.value === null && first.problem === null && <Spinner label={t('common.loading')} />}
      {first.value !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table con-table--log"
            label={t('imports.rows')}
            rows={[...first.value.items, ...(next?.items ?? [])]}
            rowId={({ number }) => String(number)}
            onOpen={({ candidateId }) => {
              if (candidateId !== null) goTo('candidates', candidateId);
            }}
            columns={columnsOf({ t, names })}
            empty={t('imports.no_rows')}
          />
        </div>
      )}
      {cursor !== null && (
        <Button isPending={more.isDoing} onPress={() => void loadMore()}>
          {t('imports.more_rows')}
        </Button>
      )}
    </>
  );
}
