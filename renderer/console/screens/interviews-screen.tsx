import { ArrowLeft, Inbox, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { Badge, Button, Select, Spinner, Table, type TableColumn } from '#renderer/ui/index.ts';
import { PURPOSES, type Purpose } from '#shared/purpose.ts';
import { HubSessionDetail, HubSessionList, type HubSessionSummary } from '#shared/wire/hub-session.ts';
import type { Me } from '#shared/wire/person.ts';
import { EmptyNote } from '../empty-note.tsx';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import type { Words } from '../words.ts';
import { useAnswer } from '../use-answer.ts';
import { goTo, usePlace } from '../use-place.ts';
import { HeldSection } from './interviews/held-section.tsx';

const MOST = 200;

function sessionColumns({ t, formats }: Words): TableColumn<HubSessionSummary>[] {
  return [
    {
      id: 'session',
      title: t('interviews.session'),
      isRowHeader: true,
      cell: ({ sessionId }) => <span className="ui-mono">{sessionId}</span>,
    },
    { id: 'device', title: t('interviews.device'), cell: ({ deviceId }) => deviceId },
    {
      id: 'captured',
      title: t('interviews.captured'),
      cell: ({ lastCapturedAt }) => <span className="mgr-nowrap">{formats.dateTime(lastCapturedAt)}</span>,
    },
    {
      id: 'received',
      title: t('interviews.received'),
      cell: ({ lastReceivedAt }) => <span className="mgr-nowrap">{formats.dateTime(lastReceivedAt)}</span>,
    },
    {
      id: 'records',
      title: t('interviews.records'),
      align: 'end',
      cell: ({ recordCount }) => formats.number(recordCount),
    },
    {
      id: 'state',
      title: t('interviews.state'),
      cell: ({ erasedAt, mediaCount, mediaCompleteCount }) =>
        erasedAt !== null ? (
          <Badge>{t('interviews.erased')}</Badge>
        ) : mediaCompleteCount < mediaCount ? (
          <Badge tone="warn">{t('interviews.waits_for_media', { have: mediaCompleteCount, of: mediaCount })}</Badge>
        ) : (
          <Badge tone="good">{t('interviews.complete')}</Badge>
        ),
    },
  ];
}

function recordColumns({ t, formats }: Words): TableColumn<HubSessionDetail['records'][number]>[] {
  return [
    {
      id: 'type',
      title: t('interviews.type'),
      isRowHeader: true,
      cell: ({ record }) => <span className="ui-mono">{record.type}</span>,
    },
    {
      id: 'captured',
      title: t('interviews.captured'),
      cell: ({ record }) => formats.dateTime(record.capturedAt),
    },
    { id: 'received', title: t('interviews.received'), cell: (row) => formats.dateTime(row.receivedAt) },
    {
      id: 'state',
      title: t('interviews.state'),
      cell: ({ isParsed }) =>
        isParsed ? (
          <Badge tone="good">{t('interviews.understood')}</Badge>
        ) : (
          <Badge tone="warn">{t('interviews.kept_raw')}</Badge>
        ),
    },
  ];
}

function mediaColumns({ t, formats }: Words): TableColumn<HubSessionDetail['media'][number]>[] {
  return [
    {
      id: 'recording',
      title: t('interviews.recordings'),
      isRowHeader: true,
      cell: ({ recordingId, kind }) => `${t(`interviews.kinds.${kind}`)} ${recordingId}`,
    },
    {
      id: 'size',
      title: t('interviews.size'),
      align: 'end',
      cell: (row) => formats.bytes(row.sizeBytes),
    },
    {
      id: 'state',
      title: t('interviews.state'),
      cell: ({ isComplete }) =>
        isComplete ? (
          <Badge tone="good">{t('interviews.complete')}</Badge>
        ) : (
          <Badge tone="warn">{t('interviews.on_its_way')}</Badge>
        ),
    },
  ];
}

/** Interviews as they arrived from the kiosks, and what is held of each. */
export function InterviewsScreen({ me }: { readonly me: Me }) {
  const [, id] = usePlace();
  return id === undefined ? (
    <InterviewList />
  ) : (
    <InterviewHeld id={id} mayDelete={me.scopes.includes('candidates:write')} />
  );
}

function InterviewList() {
  const { t } = useTranslation();
  const formats = useFormats();
  const [purpose, setPurpose] = useState<Purpose>('hiring');
  const load = useCallback(
    async () => (await ask(`/v1/sessions?limit=${MOST}&purpose=${purpose}`, HubSessionList)).sessions,
    [purpose],
  );
  const { value: sessions, problem, reload } = useAnswer(load);
  return (
    <>
      <PageHeader
        title={t('interviews.title')}
        note={t('interviews.note')}
        actions={
          <Select
            label={t('interviews.purpose')}
            options={PURPOSES.map((id) => ({ id, label: t(`interviews.purposes.${id}`) }))}
            value={purpose}
            onChange={(id) => setPurpose(PURPOSES.find((each) => each === id) ?? 'hiring')}
          />
        }
      />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {sessions === null && problem === null && <Spinner label={t('common.loading')} />}
      {sessions !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('interviews.title')}
            rows={sessions}
            rowId={({ sessionId }) => sessionId}
            onOpen={({ sessionId }) => goTo('interviews', sessionId)}
            columns={sessionColumns({ t, formats })}
            empty={
              <EmptyNote icon={<Inbox aria-hidden="true" />} title={t('interviews.empty')}>
                {t('interviews.empty_hint')}
              </EmptyNote>
            }
          />
        </div>
      )}
    </>
  );
}

function InterviewHeld({ id, mayDelete }: { readonly id: string; readonly mayDelete: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const load = useCallback(() => ask(`/v1/sessions/${encodeURIComponent(id)}`, HubSessionDetail), [id]);
  const { value: held, problem, reload } = useAnswer(load);
  return (
    <>
      <PageHeader
        title={<span className="ui-mono">{id}</span>}
        note={t('interviews.held')}
        actions={
          <span className="con-actions">
            {mayDelete && held?.erasedAt === null && (
              <Button icon={<Trash2 aria-hidden="true" />} onPress={() => goTo('deletions', 'new', id)}>
                {t('interviews.ask_deletion')}
              </Button>
            )}
            <Button icon={<ArrowLeft aria-hidden="true" />} onPress={() => goTo('interviews')}>
              {t('interviews.back')}
            </Button>
          </span>
        }
      />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {held !== null && (
        <>
          <HeldSection held={held} />
          <h2 className="con-bar__title">{t('interviews.technical')}</h2>
          <div className="mgr-sheet">
            <Table
              className="mgr-table con-table"
              label={t('interviews.records')}
              rows={held.records}
              rowId={({ hubSeq }) => String(hubSeq)}
              columns={recordColumns({ t, formats })}
              empty={t('interviews.nothing_left')}
            />
          </div>
          {held.media.length > 0 && (
            <div className="mgr-sheet">
              <Table
                className="mgr-table con-table"
                label={t('interviews.recordings')}
                rows={held.media}
                rowId={({ sha256 }) => sha256}
                columns={mediaColumns({ t, formats })}
              />
            </div>
          )}
        </>
      )}
    </>
  );
}
