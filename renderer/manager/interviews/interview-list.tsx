import { Columns3, Ear, Gavel, Inbox, LockKeyhole, SearchX } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Button, LongTable, type LongTableColumn, Spinner, TextField } from '#renderer/ui/index.ts';
import type { SessionSummary } from '#shared/contract/review.ts';
import { judgesPeople } from '#shared/decision.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import type { Purpose } from '#shared/purpose.ts';
import { PageHeader } from '../page-header.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { useFormats } from '../use-formats.ts';
import { FilterBar } from './filter-bar.tsx';
import { isFiltered, type ListFilter, NO_FILTER } from './list-filter.ts';
import { PHASE_TONES, SyncBadge } from './state-badges.tsx';
import { useSessionPages } from './use-session-pages.ts';

/** `j` and `k` lead into the rows from wherever the focus is, unless somebody is typing; among the rows the table knows them itself. */
function useRowKeys(): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    function enter(event: KeyboardEvent): void {
      const { target } = event;
      if (target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.key !== 'j' && event.key !== 'k') || (target as Element).closest('.ui-table__row') !== null) return;
      const row = list.current?.querySelector<HTMLElement>('.ui-table__row[tabindex="0"]');
      row?.focus();
      if (row) event.preventDefault();
    }
    document.addEventListener('keydown', enter);
    return () => document.removeEventListener('keydown', enter);
  }, []);
  return list;
}

function useColumns(purpose: Purpose): readonly LongTableColumn<SessionSummary>[] {
  const { t } = useTranslation('manager');
  const format = useFormats();
  return useMemo(
    () => [
      {
        id: 'candidate',
        title: t('list.candidate', { context: purpose }),
        isRowHeader: true,
        width: '1fr',
        minWidth: 140,
        cell: (session) => (
          <span className="mgr-person mgr-person--stacked">
            <span className="mgr-person__name">{session.candidate ?? t('list.no_name')}</span>
            <span className="mgr-person__ref ui-tabular">{session.reference}</span>
          </span>
        ),
      },
      {
        id: 'job',
        title: t('list.job'),
        width: '1.05fr',
        minWidth: 120,
        cell: ({ jobTitle }) => <span className="mgr-clip">{jobTitle}</span>,
      },
      {
        id: 'started',
        title: t('list.started'),
        width: 124,
        cell: ({ startedAt }) => <span className="ui-tabular mgr-nowrap">{format.shortDateTime(startedAt)}</span>,
      },
      {
        id: 'answered',
        title: t('list.answered'),
        width: 80,
        align: 'end',
        cell: ({ answered, total }) => `${answered} / ${total}`,
      },
      {
        id: 'listen',
        title: t('list.to_listen'),
        width: 86,
        cell: ({ needsReview, phase }) =>
          needsReview > 0 && phase === 'finalized' ? (
            <Badge tone="accent" icon={<Ear aria-hidden="true" />}>
              <span aria-hidden="true">{needsReview}</span>
              <span className="ui-visually-hidden">{t('list.listen_count', { count: needsReview })}</span>
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
        width: 140,
        cell: ({ phase, isHeld }) => (
          <span className="mgr-badges">
            <Badge tone={PHASE_TONES[phase]}>{t(`phases.${phase}`)}</Badge>
            {isHeld && (
              <Badge tone="warn" icon={<LockKeyhole aria-hidden="true" />}>
                <span className="ui-visually-hidden">{t('list.held')}</span>
              </Badge>
            )}
          </span>
        ),
      },
      {
        id: 'review',
        title: t('list.review'),
        width: 106,
        cell: ({ phase, review }) =>
          phase !== 'finalized' ? null : review.decided !== null ? (
            <Badge tone="neutral" icon={<Gavel aria-hidden="true" />}>
              {t(`outcomes.${review.decided}`, { ns: 'review' })}
            </Badge>
          ) : (
            <span className="mgr-soft">
              {t(review.secondNeeded ? 'list.reviews.second' : `list.reviews.${review.mine}`)}
            </span>
          ),
      },
      { id: 'sync', title: t('list.sync'), width: 116, cell: ({ sync }) => <SyncBadge state={sync} /> },
    ],
    [t, format, purpose],
  );
}

interface InterviewListProps {
  readonly locale: Locale;
  readonly filter: ListFilter;
  readonly onFilter: (filter: ListFilter) => void;
  readonly onOpen: (id: SessionId) => void;
  readonly marked: ReadonlySet<SessionId>;
  readonly onMark: (ids: ReadonlySet<SessionId>) => void;
  readonly onCompare: () => void;
}

/** Fewest and most people who are looked at side by side. */
const COMPARED = { least: 2, most: 4 } as const;

/** Every interview on this kiosk: dense, to be worked through with the keyboard or a finger. */
export function InterviewList({ locale, filter, onFilter, onOpen, marked, onMark, onCompare }: InterviewListProps) {
  const { t } = useTranslation('manager');
  const columns = useColumns(filter.purpose);
  const list = useRowKeys();
  const search = useDeferredValue(filter.search.trim());
  const { first, sessions, isLoadingMore, problem, reload, loadMore } = useSessionPages({ ...filter, search }, locale);
  const hasFilter = isFiltered(filter);

  return (
    <div className="mgr-page mgr-page--full" ref={list}>
      <PageHeader
        title={t('list.title')}
        note={t('list.order_note', { context: filter.purpose })}
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
      <FilterBar locale={locale} filter={filter} onFilter={onFilter}>
        {first.state === 'ready' && t('list.found', { count: first.value.total })}
      </FilterBar>
      {first.state === 'loading' && (
        <div className="mgr-wait">
          <Spinner label={t('common.loading')} />
        </div>
      )}
      {first.state === 'failed' && <ProblemBanner problem={first.problem} onRetry={reload} />}
      {problem !== null && <ProblemBanner problem={problem} onRetry={reload} />}
      {first.state === 'ready' && (
        <div className="mgr-sheet mgr-sheet--full">
          {sessions.length === 0 ? (
            <div className="mgr-empty">
              {hasFilter ? <SearchX aria-hidden="true" /> : <Inbox aria-hidden="true" />}
              <p className="mgr-empty__title">{t(hasFilter ? 'list.nothing_found' : 'list.empty')}</p>
              <p>{t(hasFilter ? 'list.nothing_found_hint' : 'list.empty_hint')}</p>
              {hasFilter && <Button onPress={() => onFilter(NO_FILTER)}>{t('list.clear_filter')}</Button>}
            </div>
          ) : (
            <LongTable
              label={t('list.title')}
              columns={columns}
              rows={sessions}
              total={first.value.total}
              rowId={({ id }) => id}
              onOpen={({ id }) => onOpen(id)}
              onNearEnd={loadMore}
              isLoadingMore={isLoadingMore}
              // where nobody is judged, nobody is held against anybody
              {...(judgesPeople(filter.purpose) && {
                marked,
                onMark: (ids: ReadonlySet<string>) => onMark(new Set([...ids].map((id) => id as SessionId))),
              })}
              loading={t('common.loading')}
            />
          )}
        </div>
      )}
      {marked.size > 0 ? (
        <div className="mgr-marked">
          <span>{t('list.marked', { count: marked.size })}</span>
          <Button onPress={() => onMark(new Set())}>{t('list.unmark')}</Button>
          <Button
            variant="primary"
            icon={<Columns3 aria-hidden="true" />}
            isDisabled={marked.size < COMPARED.least || marked.size > COMPARED.most}
            onPress={onCompare}
          >
            {t(marked.size > COMPARED.most ? 'list.compare_too_many' : 'list.compare', { count: marked.size })}
          </Button>
        </div>
      ) : (
        <p className="mgr-soft mgr-keys">
          <kbd>J</kbd> <kbd>K</kbd> {t('list.keys_move')} <kbd>Enter</kbd> {t('list.keys_open')}
        </p>
      )}
    </div>
  );
}
