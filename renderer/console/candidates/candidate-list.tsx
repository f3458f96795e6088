import { ContactRound, UserPlus, UsersRound } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Button, Select, Spinner, Table, type TableColumn, TextField } from '#renderer/ui/index.ts';
import { CandidateSummary } from '#shared/hub/candidates.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { Me } from '#shared/wire/person.ts';
import { EmptyNote } from '../empty-note.tsx';
import { useNames } from '../flow/names.tsx';
import type { FlowWords } from '../flow/words.ts';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useAnswer } from '../use-answer.ts';
import { useDoing } from '../use-doing.ts';
import { goTo } from '../use-place.ts';
import { ContactDialog } from './contact-dialog.tsx';

const PAGE_SIZE = 50;
const SHOWN_SKILLS = 3;
/** Each search is a line in the audit log: not one for every letter. */
const TYPING_MS = 350;
/** No slug. */
const ALL = '*';
const Page = pageOf(CandidateSummary);
type Page = { readonly items: CandidateSummary[]; readonly nextCursor: string | null };

interface Filter {
  readonly q: string;
  readonly jobId: string;
  readonly stageId: string;
}

function loadPage(filter: Filter, cursor: string | null): Promise<Page> {
  const given = Object.entries({ ...filter, cursor: cursor ?? '' }).filter(
    ([, value]) => value !== '' && value !== ALL,
  );
  const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...Object.fromEntries(given) });
  return ask(`${HUB_PATHS.candidates}?${query.toString()}`, Page);
}

function columnsOf({ t, formats, names }: FlowWords): TableColumn<CandidateSummary>[] {
  return [
    {
      id: 'name',
      title: t('candidates.name'),
      isRowHeader: true,
      cell: ({ name, erasedAt, phones, emails }) => (
        <span className="file-name">
          <span className="mgr-person__name">
            {erasedAt === null ? (name ?? t('candidates.nameless')) : t('candidates.erased')}
          </span>
          <span className="mgr-person__ref con-cut">{phones[0] ?? emails[0] ?? ''}</span>
        </span>
      ),
    },
    {
      id: 'job',
      title: t('candidates.job_and_stage'),
      cell: ({ applications }) => (
        <span className="file-jobs">
          {applications.map(({ id, jobId, stageId, state, outcome }) => (
            <span key={id}>
              <span>{names.job(jobId)}</span>
              {' · '}
              <span className="mgr-soft">
                {state === 'open' || outcome === null
                  ? names.stage(jobId, stageId)
                  : t(`candidates.outcomes.${outcome}`)}
              </span>
            </span>
          ))}
        </span>
      ),
    },
    {
      id: 'skills',
      title: t('candidates.skills'),
      cell: ({ skills }) => (
        <span className="mgr-badges">
          {skills.slice(0, SHOWN_SKILLS).map((skill) => (
            <Badge key={skill}>{skill}</Badge>
          ))}
          {skills.length > SHOWN_SKILLS && <Badge>+{skills.length - SHOWN_SKILLS}</Badge>}
        </span>
      ),
    },
    {
      id: 'waits',
      title: t('candidates.waits'),
      cell: ({ openProposals, openMergeProposals }) => (
        <span className="mgr-badges">
          {openProposals > 0 && <Badge tone="accent">{t('candidates.open_proposals', { count: openProposals })}</Badge>}
          {openMergeProposals > 0 && <Badge tone="warn">{t('candidates.maybe_twice_short')}</Badge>}
        </span>
      ),
    },
    {
      id: 'interviews',
      title: t('candidates.interviews'),
      align: 'end',
      cell: ({ sessionCount }) => formats.number(sessionCount),
    },
    {
      id: 'added',
      title: t('candidates.added'),
      cell: ({ createdAt }) => <span className="mgr-nowrap">{formats.date(createdAt)}</span>,
    },
  ];
}

/** Everybody who has a file, searched and filtered by job and stage. */
export function CandidateList({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState<Filter>({ q: '', jobId: ALL, stageId: ALL });
  useEffect(() => {
    const timer = setTimeout(
      () => setFilter((now) => (now.q === typed.trim() ? now : { ...now, q: typed.trim() })),
      TYPING_MS,
    );
    return () => clearTimeout(timer);
  }, [typed]);
  const first = useAnswer(useCallback(() => loadPage(filter, null), [filter]));
  const [older, setOlder] = useState<{ readonly of: Filter; readonly page: Page } | null>(null);
  const more = useDoing();
  const [isAdding, setAdding] = useState(false);
  const next = older?.of === filter ? older.page : null;
  const rows = [...(first.value?.items ?? []), ...(next?.items ?? [])];
  const cursor = next === null ? (first.value?.nextCursor ?? null) : next.nextCursor;
  const isFiltered = filter.q !== '' || filter.jobId !== ALL;
  const loadMore = () =>
    more.run(async () => {
      const page = await loadPage(filter, cursor);
      setOlder({ of: filter, page: { ...page, items: [...(next?.items ?? []), ...page.items] } });
    });
  return (
    <>
      <PageHeader
        title={t('candidates.title')}
        note={t('candidates.note')}
        actions={
          <div className="flow-row">
            {me.sites === null && (
              <Button icon={<UsersRound aria-hidden="true" />} onPress={() => goTo('candidates', 'merges')}>
                {t('candidates.merges.title')}
              </Button>
            )}
            {me.scopes.includes('candidates:write') && (
              <Button variant="primary" icon={<UserPlus aria-hidden="true" />} onPress={() => setAdding(true)}>
                {t('candidates.add')}
              </Button>
            )}
          </div>
        }
      />
      <div className="file-filter">
        <TextField
          className="file-filter__search"
          label={t('candidates.search')}
          isLabelHidden
          placeholder={t('candidates.search_hint')}
          value={typed}
          onChange={setTyped}
          maxLength={100}
        />
        <Select
          label={t('candidates.job')}
          isLabelHidden
          value={filter.jobId}
          onChange={(jobId) => setFilter((now) => ({ ...now, jobId, stageId: ALL }))}
          options={[
            { id: ALL, label: t('candidates.all_jobs') },
            ...names.all.jobs.map((job) => ({ id: job.jobId, label: names.text(job.title) })),
          ]}
        />
        <Select
          label={t('candidates.stage')}
          isLabelHidden
          isDisabled={filter.jobId === ALL}
          value={filter.stageId}
          onChange={(stageId) => setFilter((now) => ({ ...now, stageId }))}
          options={[
            { id: ALL, label: t('candidates.all_stages') },
            ...(names.flow(filter.jobId)?.stages ?? []).map(({ id, name }) => ({ id, label: names.text(name) })),
          ]}
        />
      </div>
      {first.problem !== null && <ProblemNote problem={first.problem} onRetry={() => void first.reload()} />}
      {more.problem !== null && <ProblemNote problem={more.problem} onRetry={() => void loadMore()} />}
      {first.value === null && first.problem === null && <Spinner label={t('common.loading')} />}
      {first.value !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('candidates.title')}
            rows={rows}
            rowId={({ id }) => id}
            onOpen={({ id }) => goTo('candidates', id)}
            columns={columnsOf({ t, formats, names })}
            empty={
              <EmptyNote
                icon={<ContactRound aria-hidden="true" />}
                title={isFiltered ? t('candidates.none_found') : t('candidates.empty')}
              >
                {isFiltered ? t('candidates.none_found_hint') : t('candidates.empty_hint')}
              </EmptyNote>
            }
          />
        </div>
      )}
      {cursor !== null && (
        <Button isPending={more.isDoing} onPress={() => void loadMore()}>
          {t('candidates.more')}
        </Button>
      )}
      {isAdding && (
        <ContactDialog
          candidate={null}
          onClose={() => setAdding(false)}
          onDone={(candidateId) => goTo('candidates', candidateId)}
        />
      )}
    </>
  );
}
