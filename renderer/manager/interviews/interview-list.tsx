import { Ear, Inbox, LockKeyhole, SearchX } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Badge, Button, Spinner, Table, TextField, type TableColumn } from '#renderer/ui/index.ts';
import { SessionPhase, type SessionSummary } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient } from '../manager-client.tsx';
import { PageHeader } from '../page-header.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { ProblemBanner } from '../problem-banner.tsx';
import { useFormats } from '../use-formats.ts';
import { useLoad } from '../use-load.ts';
import { PHASE_TONES, SyncBadge } from './state-badges.tsx';

const PAGE_SIZE = 50;
const REFRESH_MS = 10_000;

export interface ListFilter {
  readonly phase: SessionPhase | null;
  readonly search: string;
}
export const NO_FILTER: ListFilter = { phase: null, search: '' };

/** `j` and `k` walk through the rows like the arrow keys, wherever the focus is, unless somebody is typing. */
function useRowKeys(): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    function walk(event: KeyboardEvent): void {
      if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>('.ui-table__row') ?? [])];
      if (step === 0 || rows.length === 0) return;
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
      event.preventDefault();
    }
    document.addEventListener('keydown', walk);
    return () => document.removeEventListener('keydown', walk);
  }, []);
  return list;
}

function PhaseFilter({
  phase,
  onChange,
}: {
  readonly phase: SessionPhase | null;
  readonly onChange: (phase: SessionPhase | null) => void;
}) {
  const { t } = useTranslation('manager');
  return (
    <ToggleButtonGroup
      aria-label={t('list.filter')}
      className="mgr-segments"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[phase ?? 'all']}
      onSelectionChange={([chosen]) => onChange(SessionPhase.options.find((each) => each === chosen) ?? null)}
    >
      {(['all', ...SessionPhase.options] as const).map((each) => (
        <ToggleButton key={each} id={each} className="mgr-segments__item">
          {t(`phases.${each}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

function useColumns(): readonly TableColumn<SessionSummary>[] {
  const { t } = useTranslation('manager');
  const format = useFormats();
  return useMemo(
    () => [
      {
        id: 'candidate',
        title: t('list.candidate'),
        isRowHeader: true,
        cell: (session) => (
          <span className="mgr-person">
            <span className="mgr-person__name">{session.candidate ?? t('list.no_name')}</span>
            <span className="mgr-person__ref ui-tabular">{session.reference}</span>
          </span>
        ),
      },
      { id: 'job', title: t('list.job'), cell: ({ jobTitle }) => jobTitle },
      {
        id: 'started',
        title: t('list.started'),
        cell: ({ startedAt }) => <span className="ui-tabular mgr-nowrap">{format.shortDateTime(startedAt)}</span>,
      },
      {
        id: 'answered',
        title: t('list.answered'),
        align: 'end',
        cell: ({ answered, total }) => `${answered} / ${total}`,
      },
      {
        id: 'listen',
        title: t('list.to_listen'),
        cell: ({ needsReview, phase }) =>
          needsReview > 0 && phase === 'finalized' ? (
            <Badge tone="accent" icon={<Ear aria-hidden="true" />}>
              {t('list.listen_count', { count: needsReview })}
            </Badge>
          ) : (
            <span className="mgr-soft" aria-label={t('list.nothing_to_listen')}>
              –
            </span>
          ),
      },
      {
        id: 'phase',
        title: t('list.state'),
        cell: ({ phase, isHeld }) => (
          <span className="mgr-badges">
            <Badge tone={PHASE_TONES[phase]}>{t(`phases.${phase}`)}</Badge>
            {isHeld && (
              <Badge tone="warn" icon={<LockKeyhole aria-hidden="true" />}>
                {t('list.held')}
              </Badge>
            )}
          </span>
        ),
      },
      { id: 'sync', title: t('list.sync'), cell: ({ sync }) => <SyncBadge state={sync} /> },
    ],
    [t, format],
  );
}

interface InterviewListProps {
  readonly locale: Locale;
  readonly filter: ListFilter;
  readonly onFilter: (filter: ListFilter) => void;
  readonly onOpen: (id: SessionId) => void;
}

/** Every interview on this kiosk: dense, to be worked through with the keyboard or a finger. */
export function InterviewList({ locale, filter, onFilter, onOpen }: InterviewListProps) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const columns = useColumns();
  const list = useRowKeys();
  const { phase } = filter;
  const search = useDeferredValue(filter.search.trim());
  const query = useCallback(
    (after: SessionId | null) => client.review.listSessions({ phase, search, after, limit: PAGE_SIZE, locale }),
    [client, phase, search, locale],
  );
  const { load, reload } = useLoad(useCallback(() => query(null), [query]));
  const [loaded, setLoaded] = useState<{ of: typeof query; sessions: SessionSummary[]; next: SessionId | null } | null>(
    null,
  );
  // further pages of another filter are not shown
  const more = loaded?.of === query ? loaded : null;
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => {
    // an interview that has just been completed appears by itself, unless somebody is reading further down
    if (more !== null) return;
    const timer = setInterval(() => void reload(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [more, reload]);

  const first = load.state === 'ready' ? load.value : null;
  const next = more === null ? (first?.next ?? null) : more.next;
  const sessions = [...(first?.sessions ?? []), ...(more?.sessions ?? [])];
  const isFiltered = phase !== null || search !== '';

  async function loadMore(after: SessionId): Promise<void> {
    try {
      const page = await query(after);
      setLoaded({ of: query, sessions: [...(more?.sessions ?? []), ...page.sessions], next: page.next });
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  }

  return (
    <div className="mgr-page" ref={list}>
      <PageHeader
        title={t('list.title')}
        note={t('list.order_note')}
        actions={
          <TextField
            label={t('list.search')}
            isLabelHidden
            placeholder={t('list.search')}
            type="search"
            className="mgr-search"
            value={filter.search}
            maxLength={80}
            onChange={(text) => onFilter({ ...filter, search: text })}
          />
        }
      />
      <div className="mgr-bar">
        <PhaseFilter phase={phase} onChange={(chosen) => onFilter({ ...filter, phase: chosen })} />
        <output className="mgr-soft mgr-bar__count">
          {first !== null && t('list.shown', { shown: sessions.length, total: first.total })}
        </output>
      </div>
      {load.state === 'loading' && (
        <div className="mgr-wait">
          <Spinner label={t('common.loading')} />
        </div>
      )}
      {load.state === 'failed' && <ProblemBanner problem={load.problem} onRetry={() => void reload()} />}
      {first !== null && (
        <div className="mgr-sheet">
          <Table
            label={t('list.title')}
            className="mgr-table"
            columns={columns}
            rows={sessions}
            rowId={({ id }) => id}
            onOpen={({ id }) => onOpen(id)}
            empty={
              <div className="mgr-empty">
                {isFiltered ? <SearchX aria-hidden="true" /> : <Inbox aria-hidden="true" />}
                <p className="mgr-empty__title">{t(isFiltered ? 'list.nothing_found' : 'list.empty')}</p>
                <p>{t(isFiltered ? 'list.nothing_found_hint' : 'list.empty_hint')}</p>
                {isFiltered && <Button onPress={() => onFilter(NO_FILTER)}>{t('list.clear_filter')}</Button>}
              </div>
            }
          />
        </div>
      )}
      {problem !== null && <ProblemBanner problem={problem} />}
      <footer className="mgr-list-foot">
        {next !== null && <Button onPress={() => void loadMore(next)}>{t('list.more')}</Button>}
        <p className="mgr-soft mgr-keys">
          <kbd>J</kbd> <kbd>K</kbd> {t('list.keys_move')} <kbd>Enter</kbd> {t('list.keys_open')}
        </p>
      </footer>
    </div>
  );
}
