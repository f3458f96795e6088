import type { TFunction } from 'i18next';
import { Inbox } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import {
  Badge,
  Banner,
  type BadgeTone,
  Button,
  Dialog,
  Select,
  Spinner,
  Table,
  type TableColumn,
} from '#renderer/ui/index.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { QueueJob, QueueJobState } from '#shared/hub/queue.ts';
import { EmptyNote } from '../../empty-note.tsx';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useDoing } from '../../use-doing.ts';
import { useLocalized } from '../../use-localized.ts';
import { usePages } from '../../use-pages.ts';

const PAGE_SIZE = 50;
const KINDS = [
  'result.hand_over',
  'result.prepare',
  'result.erasure',
  'vendor.notice',
  'invitation.email',
  'invitation.sms',
  'check.order',
] as const;
/** Choices that stand for no filter. */
const ALL = 'all';

/** A job that failed before and is tried again by itself is told apart from one that waits for its first attempt. */
function stateOf({ state, lastError }: QueueJob): { readonly name: string; readonly tone: BadgeTone } {
  if (state === 'waiting' && lastError !== null) return { name: 'retrying', tone: 'warn' };
  return {
    name: state,
    tone: { waiting: 'accent', running: 'accent', done: 'good', dead: 'danger', cancelled: 'neutral' }[
      state
    ] as BadgeTone,
  };
}

function JobState({ job }: { readonly job: QueueJob }) {
  const { t } = useTranslation();
  const { name, tone } = stateOf(job);
  return <Badge tone={tone}>{t(`connectors.queue.states.${name}`)}</Badge>;
}

function JobError({ job: { lastError } }: { readonly job: QueueJob }) {
  const localized = useLocalized();
  return lastError === null ? null : <span className="con-sentence">{localized(lastError)}</span>;
}

function JobTime({ job }: { readonly job: QueueJob }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (job.finishedAt !== null) return <span className="mgr-nowrap">{formats.shortDateTime(job.finishedAt)}</span>;
  if (job.state === 'running') return <>{t('connectors.queue.now')}</>;
  return <span className="mgr-nowrap">{t('connectors.queue.next', { at: formats.shortDateTime(job.runAt) })}</span>;
}

function JobName({ job: { kind, target, subject } }: { readonly job: QueueJob }) {
  const { t, i18n } = useTranslation();
  const known = `connectors.queue.kinds.${kind.replace('.', '_')}`;
  return (
    <span className="con-two-lines">
      <span>{i18n.exists(known) ? t(known) : kind}</span>
      <span className="mgr-soft">
        {[target, subject === null ? null : t('connectors.queue.candidate', { id: subject.slice(-8) })]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
    </span>
  );
}

function columnsOf(
  t: TFunction,
  actions: { readonly isBusy: boolean; onRetry(job: QueueJob): void; onGiveUp(job: QueueJob): void } | null,
): TableColumn<QueueJob>[] {
  return [
    { id: 'what', title: t('connectors.queue.what'), isRowHeader: true, cell: (job) => <JobName job={job} /> },
    { id: 'state', title: t('connectors.queue.state'), cell: (job) => <JobState job={job} /> },
    { id: 'attempts', title: t('connectors.queue.attempts'), align: 'end', cell: ({ attempts }) => attempts },
    { id: 'at', title: t('connectors.queue.when'), cell: (job) => <JobTime job={job} /> },
    { id: 'why', title: t('connectors.queue.why'), cell: (job) => <JobError job={job} /> },
    {
      id: 'actions',
      title: t('keys.actions'),
      align: 'end',
      cell: (job) =>
        actions !== null &&
        (job.state === 'dead' || job.state === 'waiting') && (
          <span className="con-actions">
            <Button variant="quiet" isDisabled={actions.isBusy} onPress={() => actions.onRetry(job)}>
              {t('connectors.queue.retry')}
            </Button>
            <Button variant="quiet" isDisabled={actions.isBusy} onPress={() => actions.onGiveUp(job)}>
              {t('connectors.queue.give_up')}
            </Button>
          </span>
        ),
    },
  ];
}

/** Work that leaves the hub: what waits, what is tried again, and what a person has to look at. */
export function QueueSection({
  connectors,
  mayAct,
  onChanged,
}: {
  readonly connectors: readonly string[];
  readonly mayAct: boolean;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation();
  const [state, setState] = useState(ALL);
  const [kind, setKind] = useState(ALL);
  const [target, setTarget] = useState(ALL);
  const [ending, setEnding] = useState<QueueJob | null>(null);
  const acting = useDoing();
  const load = useCallback(
    (cursor: string | null) => {
      const filters = Object.entries({ state, kind, target, cursor: cursor ?? ALL }).filter(
        ([, value]) => value !== ALL,
      );
      const query = new URLSearchParams([['limit', String(PAGE_SIZE)], ...filters]);
      return ask(`${HUB_PATHS.queue}?${query.toString()}`, pageOf(QueueJob));
    },
    [state, kind, target],
  );
  const { items, problem, isLoadingMore, more, reload } = usePages(load);

  const act = (job: QueueJob, verb: 'retry' | 'cancel') =>
    acting.run(async () => {
      await ask(`${HUB_PATHS.queue}/${job.id}/${verb}`, QueueJob, { method: 'POST' });
      setEnding(null);
      await reload();
      onChanged();
    });
  return (
    <section className="mgr-stack" aria-label={t('connectors.queue.title')}>
      <div className="con-bar">
        <h2 className="con-bar__title">{t('connectors.queue.title')}</h2>
        <Select
          label={t('connectors.queue.state')}
          options={[ALL, ...QueueJobState.options].map((id) => ({ id, label: t(`connectors.queue.filters.${id}`) }))}
          value={state}
          onChange={setState}
        />
        <Select
          label={t('connectors.queue.what')}
          options={[ALL, ...KINDS].map((id) => ({
            id,
            label: id === ALL ? t('connectors.queue.any_kind') : t(`connectors.queue.kinds.${id.replace('.', '_')}`),
          }))}
          value={kind}
          onChange={setKind}
        />
        <Select
          label={t('connectors.connector')}
          options={[ALL, ...connectors].map((id) => ({
            id,
            label: id === ALL ? t('connectors.queue.any_target') : id,
          }))}
          value={target}
          onChange={setTarget}
        />
      </div>
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {acting.problem !== null && <ProblemNote problem={acting.problem} />}
      {items === null && problem === null && <Spinner label={t('common.loading')} />}
      {items !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('connectors.queue.title')}
            rows={items}
            rowId={({ id }) => String(id)}
            columns={columnsOf(
              t,
              mayAct ? { isBusy: acting.isDoing, onRetry: (job) => void act(job, 'retry'), onGiveUp: setEnding } : null,
            )}
            empty={
              <EmptyNote icon={<Inbox aria-hidden="true" />} title={t('connectors.queue.empty')}>
                {t('connectors.queue.empty_hint')}
              </EmptyNote>
            }
          />
        </div>
      )}
      {more !== null && (
        <div>
          <Button isPending={isLoadingMore} onPress={more}>
            {t('common.more')}
          </Button>
        </div>
      )}
      {ending !== null && (
        <Dialog
          isOpen
          role="alertdialog"
          onOpenChange={() => setEnding(null)}
          title={t('connectors.queue.give_up_title')}
          actions={
            <>
              <Button onPress={() => setEnding(null)}>{t('common.cancel')}</Button>
              <Button variant="danger" isPending={acting.isDoing} onPress={() => void act(ending, 'cancel')}>
                {t('connectors.queue.give_up')}
              </Button>
            </>
          }
        >
          <div className="mgr-stack">
            <JobName job={ending} />
            <JobError job={ending} />
            <Banner tone="warn">{t('connectors.queue.give_up_lead')}</Banner>
          </div>
        </Dialog>
      )}
    </section>
  );
}
