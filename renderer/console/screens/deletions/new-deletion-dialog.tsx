import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Banner, Button, Dialog, RadioCards, TextField } from '#renderer/ui/index.ts';
import type { CandidateSummary } from '#shared/hub/candidates.ts';
import { Erasure, NewErasure } from '#shared/hub/erasures.ts';
import { HUB_PATHS } from '#shared/hub/paths.ts';
import { WireName } from '#shared/wire/record.ts';
import { ask } from '../../hub-client.ts';
import { ProblemNote } from '../../problem-note.tsx';
import { useDoing } from '../../use-doing.ts';
import { CandidateSearch, type Found } from '../candidate-search.tsx';

const KINDS = ['candidate', 'session'] as const satisfies readonly NewErasure['kind'][];

interface NewDeletionDialogProps {
  /** The interview it was opened from; null for none. */
  readonly sessionId: string | null;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks for the deletion of a person or of one interview, with a reason, and a second look before it happens. */
export function NewDeletionDialog({ sessionId, onClose, onDone }: NewDeletionDialogProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { isDoing, problem, run } = useDoing();
  const [kind, setKind] = useState<NewErasure['kind']>(sessionId === null ? 'candidate' : 'session');
  const [candidateId, setCandidateId] = useState<string | null>(null);
  const [session, setSession] = useState(sessionId ?? '');
  const [reason, setReason] = useState('');
  const [isSure, setSure] = useState(false);
  const wanted = NewErasure.safeParse(
    kind === 'session' ? { kind, sessionId: session.trim(), reason } : { kind, candidateId, reason },
  );

  const filesOf = ({
    id,
    name,
    phones,
    emails,
    applications,
    createdAt,
    sessionCount,
    erasedAt,
  }: CandidateSummary): readonly Found[] =>
    erasedAt !== null
      ? []
      : [
          {
            id,
            label: name ?? t('candidate_search.nameless'),
            description: [
              ...phones.slice(0, 1),
              ...emails.slice(0, 1),
              ...applications.map(({ jobId }) => jobId).slice(0, 2),
              t('deletions.interviews', { count: sessionCount }),
              formats.date(createdAt),
            ].join(' · '),
          },
        ];
  const send = () =>
    run(async () => {
      if (!wanted.success) return;
      await ask(HUB_PATHS.erasures, Erasure, { method: 'POST', body: wanted.data });
      onDone();
    });

  if (isSure)
    return (
      <Dialog
        isOpen
        role="alertdialog"
        onOpenChange={onClose}
        title={t(`deletions.sure.${kind}`)}
        actions={
          <>
            <Button onPress={() => setSure(false)}>{t('deletions.sure.back')}</Button>
            <Button variant="danger" isPending={isDoing} onPress={() => void send()}>
              {t('deletions.sure.delete')}
            </Button>
          </>
        }
      >
        <div className="mgr-stack">
          {problem !== null && <ProblemNote problem={problem} />}
          <p>{t(`deletions.sure.${kind}_lead`)}</p>
          <p className="ui-mono con-id">{kind === 'session' ? session : candidateId}</p>
        </div>
      </Dialog>
    );
  const isSessionWrong = session.trim() !== '' && !WireName.safeParse(session.trim()).success;
  return (
    <Dialog
      isOpen
      size="wide"
      onOpenChange={onClose}
      title={t('deletions.add')}
      actions={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="danger" isDisabled={!wanted.success} onPress={() => setSure(true)}>
            {t('deletions.go_on')}
          </Button>
        </>
      }
    >
      <div className="mgr-stack">
        <RadioCards
          label={t('deletions.what')}
          layout="row"
          options={KINDS.map((value) => ({
            value,
            label: t(`deletions.kinds.${value}`),
            description: t(`deletions.kind_hints.${value}`),
          }))}
          value={kind}
          onChange={(chosen) => setKind(chosen === 'session' ? 'session' : 'candidate')}
        />
        {kind === 'candidate' ? (
          <CandidateSearch label={t('deletions.who')} of={filesOf} value={candidateId} onChange={setCandidateId} />
        ) : (
          <TextField
            label={t('deletions.session')}
            description={t('deletions.session_hint')}
            value={session}
            onChange={setSession}
            maxLength={64}
            {...(isSessionWrong ? { error: t('deletions.session_wrong') } : {})}
          />
        )}
        <TextField
          label={t('deletions.reason')}
          description={t('deletions.reason_hint')}
          value={reason}
          onChange={setReason}
          maxLength={500}
        />
        <Banner tone="warn">{t(`deletions.effects.${kind}`)}</Banner>
      </div>
    </Dialog>
  );
}
