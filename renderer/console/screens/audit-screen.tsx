import { FileClock, ShieldCheck } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Banner, Button, Card, Table, type TableColumn } from '#renderer/ui/index.ts';
import { type AuditAlarm, AuditAlarmList } from '#shared/wire/audit-head.ts';
import { type HubAuditLine, HubAuditPage, HubAuditVerification } from '#shared/wire/hub-audit.ts';
import { EmptyNote } from '../empty-note.tsx';
import { ask } from '../hub-client.ts';
import { ProblemNote } from '../problem-note.tsx';
import type { Words } from '../words.ts';
import { useAnswer } from '../use-answer.ts';
import { useDoing } from '../use-doing.ts';

const PAGE_SIZE = 50;

function alarmColumns({ t, formats }: Words): TableColumn<AuditAlarm>[] {
  return [
    { id: 'device', title: t('audit.device'), isRowHeader: true, cell: ({ deviceId }) => deviceId },
    { id: 'what', title: t('audit.what'), cell: ({ code }) => t(`audit.codes.${code}`) },
    { id: 'last', title: t('audit.last'), cell: ({ lastAt }) => formats.dateTime(lastAt) },
    { id: 'count', title: t('audit.times'), align: 'end', cell: ({ count }) => formats.number(count) },
  ];
}

function lineColumns({ t, formats }: Words): TableColumn<HubAuditLine>[] {
  return [
    { id: 'seq', title: t('audit.line'), align: 'end', cell: ({ seq }) => formats.number(seq) },
    {
      id: 'at',
      title: t('audit.at'),
      cell: ({ at }) => <span className="mgr-nowrap">{formats.dateTime(at)}</span>,
    },
    {
      id: 'who',
      title: t('audit.who'),
      cell: ({ callerKind, callerName }) =>
        callerKind === 'person' ? callerName : [t(`audit.kinds.${callerKind}`), callerName].join(' ').trim(),
    },
    {
      id: 'action',
      title: t('audit.action'),
      isRowHeader: true,
      cell: ({ action }) => <span className="ui-mono">{action}</span>,
    },
    {
      id: 'subject',
      title: t('audit.subject'),
      cell: ({ subject }) => <span className="ui-mono con-cut">{subject}</span>,
    },
  ];
}

function Alarms() {
  const { t } = useTranslation();
  const formats = useFormats();
  const load = useCallback(async () => (await ask('/v1/audit-alarms', AuditAlarmList)).alarms, []);
  const { value: alarms, problem, reload } = useAnswer(load);
  return (
    <Card title={t('audit.alarms')}>
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {alarms?.length === 0 && (
        <p className="con-good">
          <ShieldCheck aria-hidden="true" />
          {t('audit.no_alarms')}
        </p>
      )}
      {alarms !== null && alarms.length > 0 && (
        <Table
          className="mgr-table con-table"
          label={t('audit.alarms')}
          rows={alarms}
          rowId={(alarm) => `${alarm.deviceId} ${alarm.code} ${alarm.seq} ${alarm.firstAt}`}
          columns={alarmColumns({ t, formats })}
        />
      )}
    </Card>
  );
}

function Verification() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { isDoing, problem, run } = useDoing();
  const [result, setResult] = useState<HubAuditVerification | null>(null);
  return (
    <div className="con-verify">
      {problem !== null && <ProblemNote problem={problem} />}
      {result !== null &&
        (result.isSound ? (
          <Badge tone="good" icon={<ShieldCheck aria-hidden="true" />}>
            {t('audit.sound', { lines: formats.number(result.lines) })}
          </Badge>
        ) : (
          <Banner tone="danger" isUrgent>
            {t('audit.broken', { line: formats.number(result.firstBroken ?? 0) })}
          </Banner>
        ))}
      <Button
        isPending={isDoing}
        onPress={() => void run(async () => setResult(await ask('/v1/audit-log/verification', HubAuditVerification)))}
      >
        {t('audit.verify')}
      </Button>
    </div>
  );
}

function loadPage(cursor: string | null): Promise<HubAuditPage> {
  const from = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  return ask(`/v1/audit-log?limit=${PAGE_SIZE}${from}`, HubAuditPage);
}

/** What the kiosks' logs contradict, and who did or read what at the hub. */
export function AuditScreen() {
  const { t } = useTranslation();
  const formats = useFormats();
  const first = useAnswer(useCallback(() => loadPage(null), []));
  const [older, setOlder] = useState<HubAuditPage | null>(null);
  const { isDoing, problem, run } = useDoing();
  const lines = [...(first.value?.lines ?? []), ...(older?.lines ?? [])];
  const cursor = older === null ? (first.value?.nextCursor ?? null) : older.nextCursor;

  const more = () =>
    run(async () => {
      const page = await loadPage(cursor);
      setOlder((shown) => ({ ...page, lines: [...(shown?.lines ?? []), ...page.lines] }));
    });

  return (
    <>
      <PageHeader title={t('audit.title')} note={t('audit.note')} actions={<Verification />} />
      <Alarms />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void more()} />}
      {first.problem !== null && <ProblemNote problem={first.problem} onRetry={() => void first.reload()} />}
      <div className="mgr-sheet">
        <Table
          className="mgr-table con-table con-table--log"
          label={t('audit.log')}
          rows={lines}
          rowId={({ seq }) => String(seq)}
          columns={lineColumns({ t, formats })}
          empty={
            <EmptyNote icon={<FileClock aria-hidden="true" />} title={t('audit.empty')}>
              {t('audit.empty_hint')}
            </EmptyNote>
          }
        />
      </div>
      {cursor !== null && (
        <Button isPending={isDoing} onPress={() => void more()}>
          {t('audit.more')}
        </Button>
      )}
    </>
  );
}
