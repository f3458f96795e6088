import { Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#renderer/manager/page-header.tsx';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, type BadgeTone, Button, Spinner, Table, type TableColumn } from '#renderer/ui/index.ts';
import { Erasure, type ErasureKiosk, type ErasureState } from '#shared/hub/erasures.ts';
import { pageOf } from '#shared/hub/page.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import type { Me } from '#shared/wire/person.ts';
import { EmptyNote } from '../../empty-note.tsx';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { usePages } from '../../use-pages.ts';
import { goTo, usePlace } from '../../use-place.ts';
import type { Words } from '../../words.ts';
import { CertificatesDialog } from './certificates-dialog.tsx';
import { NewDeletionDialog } from './new-deletion-dialog.tsx';

const PAGE_SIZE = 100;
const TONES: Readonly<Record<ErasureState, BadgeTone>> = {
  waiting: 'warn',
  told: 'accent',
  done: 'good',
  unreachable: 'danger',
};

function KioskState({ kiosk: { deviceId, state, doneAt } }: { readonly kiosk: ErasureKiosk }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const name = deviceId ?? t('deletions.some_kiosk');
  const words =
    doneAt === null ? t(`deletions.states.${state}`) : t('deletions.done_at', { at: formats.shortDateTime(doneAt) });
  return (
    <li>
      <span>{name}</span> <Badge tone={TONES[state]}>{words}</Badge>
    </li>
  );
}

function Kiosks({ erasure: { kiosks } }: { readonly erasure: Erasure }) {
  const { t } = useTranslation();
  if (kiosks.length === 0) return <span className="mgr-soft">{t('deletions.no_kiosk')}</span>;
  // one line for each kiosk, in the state of the interview that lags most
  const order: readonly ErasureState[] = ['unreachable', 'waiting', 'told', 'done'];
  const byKiosk = new Map<string, ErasureKiosk>();
  for (const kiosk of kiosks) {
    const key = kiosk.deviceId ?? '';
    const before = byKiosk.get(key);
    if (before === undefined || order.indexOf(kiosk.state) < order.indexOf(before.state)) byKiosk.set(key, kiosk);
  }
  return (
    <ul className="con-kiosks">
      {[...byKiosk.values()].map((kiosk) => (
        <KioskState key={kiosk.deviceId ?? ''} kiosk={kiosk} />
      ))}
    </ul>
  );
}

function columnsOf({ t, formats }: Words, onCertificate: (erasure: Erasure) => void): TableColumn<Erasure>[] {
  return [
    {
      id: 'subject',
      title: t('deletions.of'),
      isRowHeader: true,
      cell: ({ kind, subjectId, kiosks }) => (
        <span className="con-two-lines">
          <span className="mgr-nowrap">
            {kind === 'session'
              ? t('deletions.kinds.session')
              : t('deletions.candidate_with', { count: new Set(kiosks.map(({ sessionId }) => sessionId)).size })}
          </span>
          <span className="mgr-soft ui-mono con-id" title={subjectId}>
            {subjectId}
          </span>
        </span>
      ),
    },
    {
      id: 'asked',
      title: t('deletions.asked'),
      cell: ({ requestedAt, requestedBy, origin }) => (
        <span className="con-two-lines">
          <span className="mgr-nowrap">{formats.shortDateTime(requestedAt)}</span>
          <span className="mgr-soft">
            {origin === 'kiosk' ? t('deletions.by_candidate', { kiosk: requestedBy.name }) : requestedBy.name}
          </span>
        </span>
      ),
    },
    {
      id: 'reason',
      title: t('deletions.reason'),
      cell: ({ reason, origin }) => (
        <span className="con-sentence">
          {reason !== '' ? reason : origin === 'kiosk' ? t('deletions.own_wish') : t('deletions.no_reason')}
        </span>
      ),
    },
    {
      id: 'here',
      title: t('deletions.here'),
      cell: ({ isDoneHere }) =>
        isDoneHere ? (
          <Badge tone="good">{t('deletions.deleted')}</Badge>
        ) : (
          <Badge tone="warn">{t('deletions.after_kiosk')}</Badge>
        ),
    },
    { id: 'kiosks', title: t('deletions.kiosks'), cell: (erasure) => <Kiosks erasure={erasure} /> },
    {
      id: 'actions',
      title: t('keys.actions'),
      align: 'end',
      cell: (erasure) =>
        (erasure.kind === 'candidate' || erasure.kiosks.some(({ state }) => state === 'done')) && (
          <span className="con-actions">
            <Button variant="quiet" onPress={() => onCertificate(erasure)}>
              {t('deletions.certificate.open')}
            </Button>
          </span>
        ),
    },
  ];
}

/** Deletions that were asked for: who, when, why, how far each kiosk has come, and what proves it. */
export function DeletionsScreen({ me }: { readonly me: Me }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [, action, subject] = usePlace();
  const [shown, setShown] = useState<Erasure | null>(null);
  const load = useCallback((cursor: string | null) => {
    const from = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    return ask(`${HUB_PATHS.erasures}?limit=${PAGE_SIZE}${from}`, pageOf(Erasure));
  }, []);
  const { items, problem, isLoadingMore, more, reload } = usePages(load);
  const mayWrite = me.scopes.includes('candidates:write');

  return (
    <>
      <PageHeader
        title={t('deletions.title')}
        note={t('deletions.note')}
        actions={
          mayWrite && (
            <Button variant="primary" icon={<Trash2 aria-hidden="true" />} onPress={() => goTo('deletions', 'new')}>
              {t('deletions.add')}
            </Button>
          )
        }
      />
      {problem !== null && <ProblemNote problem={problem} onRetry={() => void reload()} />}
      {items === null && problem === null && <Spinner label={t('common.loading')} />}
      {items !== null && (
        <div className="mgr-sheet">
          <Table
            className="mgr-table con-table"
            label={t('deletions.title')}
            rows={items}
            rowId={({ id }) => id}
            columns={columnsOf({ t, formats }, setShown)}
            empty={
              <EmptyNote icon={<Trash2 aria-hidden="true" />} title={t('deletions.empty')}>
                {t('deletions.empty_hint')}
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
      {action === 'new' && mayWrite && (
        <NewDeletionDialog
          sessionId={subject ?? null}
          onClose={() => goTo('deletions')}
          onDone={() => {
            goTo('deletions');
            void reload();
          }}
        />
      )}
      {shown !== null && <CertificatesDialog erasure={shown} onClose={() => setShown(null)} />}
    </>
  );
}
