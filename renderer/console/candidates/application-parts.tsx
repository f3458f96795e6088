import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Button, Checkbox } from '#renderer/ui/index.ts';
import type { CandidateSession } from '#shared/hub/candidates.ts';
import type { Invitation } from '#shared/hub/messages.ts';
import type { QueueJob } from '#shared/hub/queue.ts';
import type { ApplicationDetail } from '#shared/hub/workflow.ts';
import { useNames } from '../flow/names.tsx';
import { ScoreBar } from '../flow/score-bar.tsx';
import { slotTime } from '../flow/slot-time.ts';
import { goTo } from '../use-place.ts';

const SESSION_TONES = {
  started: 'accent',
  sealed: 'accent',
  finalized: 'good',
  withdrawn: 'neutral',
  erased: 'neutral',
} as const;

/** One interview at a kiosk: when, where, and what it scored, with the interval that the number may lie in. */
export function InterviewPart({ session, jobId }: { readonly session: CandidateSession; readonly jobId: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const { total, dimensions, state, finalizedAt, startedAt } = session;
  const at = finalizedAt ?? startedAt;
  return (
    <div className="file-part">
      <div className="file-part__head">
        <span className="file-part__title">
          {t('candidates.interview_at', { at: at === null ? '–' : formats.dateTime(at), device: session.deviceId })}
        </span>
        <Badge tone={SESSION_TONES[state]}>{t(`candidates.session_states.${state}`)}</Badge>
        <Button variant="quiet" className="flow-link" onPress={() => goTo('interviews', session.sessionId)}>
          {t('candidates.open_interview')}
        </Button>
      </div>
      {total === null && state !== 'erased' && <p className="mgr-soft">{t('candidates.no_total')}</p>}
      {total !== null && (
        <div className="file-scores">
          <span className="file-scores__name file-scores__name--total">{t('candidates.total')}</span>
          <ScoreBar {...total} />
          <span className="file-scores__value file-scores__name--total">
            {t('candidates.score', {
              score: formats.number(total.score),
              low: formats.number(total.low),
              high: formats.number(total.high),
            })}
          </span>
          {dimensions.map(({ dimensionId, score }) => (
            <DimensionScore key={dimensionId} name={names.dimension(jobId, dimensionId)} score={score} />
          ))}
        </div>
      )}
      {session.revision > 1 && (
        <p className="mgr-soft">{t('candidates.rescored', { revision: formats.number(session.revision) })}</p>
      )}
    </div>
  );
}

function DimensionScore({ name, score }: { readonly name: string; readonly score: number | null }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <>
      <span className="file-scores__name">{name}</span>
      {score === null ? <span /> : <ScoreBar score={score} />}
      <span className="file-scores__value">{score === null ? t('candidates.not_scored') : formats.number(score)}</span>
    </>
  );
}

const DELIVERY_TONES = {
  waiting: 'accent',
  running: 'accent',
  done: 'good',
  dead: 'danger',
  cancelled: 'neutral',
} as const;

/** Whether something has left the hub, and why not. */
export function DeliveryBadge({
  name,
  job,
  isMessage = false,
}: {
  readonly name: string;
  readonly job: QueueJob | undefined;
  /** A server took it; whether it was read nobody knows. */
  readonly isMessage?: boolean;
}) {
  const { t } = useTranslation();
  const names = useNames();
  if (job === undefined) return <Badge>{t('candidates.deliveries.unknown', { name })}</Badge>;
  return (
    <>
      <Badge tone={DELIVERY_TONES[job.state]}>
        {t(`candidates.deliveries.${isMessage && job.state === 'done' ? 'sent' : job.state}`, { name })}
      </Badge>
      {job.lastError !== null && job.state !== 'done' && (
        <span className="file-part__problem">{names.text(job.lastError)}</span>
      )}
    </>
  );
}

/** One invitation: when and where, its code, and whether the messages went out. */
export function InvitationPart({
  invitation,
  queue,
  onMove,
  onCancel,
}: {
  readonly invitation: Invitation;
  readonly queue: readonly QueueJob[];
  /** Null: may not, or it is over. */
  readonly onMove: (() => void) | null;
  readonly onCancel: (() => void) | null;
}) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const { slot, state, deliveries, code, sequence } = invitation;
  return (
    <div className="file-part">
      <div className="file-part__head">
        <span className="file-part__title">
          {slotTime(i18n.language, names.timeZone(slot.siteId), slot)} · {names.site(slot.siteId)}
        </span>
        {state === 'cancelled' && <Badge>{t('candidates.invitation_cancelled')}</Badge>}
        {state === 'active' && sequence > 0 && <Badge>{t('candidates.invitation_moved')}</Badge>}
        <span className="file-part__code">
          {t('candidates.code')} <span className="ui-mono">{`${code.slice(0, 4)} ${code.slice(4)}`}</span>
        </span>
      </div>
      <div className="file-part__foot">
        {deliveries.map(({ by, jobId }) => (
          <DeliveryBadge
            key={jobId}
            name={t(`proposals.channels.${by}`)}
            job={queue.find(({ id }) => id === jobId)}
            isMessage
          />
        ))}
        {onMove !== null && (
          <Button variant="quiet" className="flow-link" onPress={onMove}>
            {t('candidates.wishes.move.title')}
          </Button>
        )}
        {onCancel !== null && (
          <Button variant="quiet" className="flow-link" onPress={onCancel}>
            {t('candidates.wishes.cancel.title')}
          </Button>
        )}
      </div>
    </div>
  );
}

const CHECK_TONES = { clear: 'good', review: 'warn', incomplete: 'neutral' } as const;

/** A check by others: ordered, under way, and what came back. */
export function CheckPart({ check }: { readonly check: ApplicationDetail['checks'][number] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const { result, outcome, state } = check;
  const done = result?.state === 'completed' ? result : null;
  return (
    <div className="file-part">
      <div className="file-part__head">
        <span className="file-part__title">{names.partner(check.providerId)}</span>
        {outcome === null ? (
          <Badge tone={state === 'error' ? 'danger' : 'accent'}>{t(`candidates.check_states.${state}`)}</Badge>
        ) : (
          <Badge tone={CHECK_TONES[outcome]}>{t(`proposals.outcomes.${outcome}`)}</Badge>
        )}
        <span className="mgr-soft">
          {check.finishedAt === null
            ? t('candidates.ordered_at', { at: formats.dateTime(check.orderedAt) })
            : t('candidates.finished_at', { at: formats.dateTime(check.finishedAt) })}
        </span>
      </div>
      {result !== null && result.summary !== '' && <p className="mgr-quote">{result.summary}</p>}
      {done !== null && (done.score !== null || done.reportUrl !== null) && (
        <p className="mgr-soft">
          {done.score !== null && t('candidates.check_score', { score: formats.number(done.score) })}{' '}
          {done.reportUrl !== null && (
            <a href={done.reportUrl} target="_blank" rel="noreferrer">
              {t('candidates.report')}
            </a>
          )}
        </p>
      )}
    </div>
  );
}

/** Papers the flow of the job asks for: brought or not. */
export function DocumentsPart({
  application,
  onMark,
  isBusy,
}: {
  readonly application: ApplicationDetail;
  /** Null: may not. */
  readonly onMark: ((documentId: string, isReceived: boolean) => void) | null;
  readonly isBusy: boolean;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const wanted = names.flow(application.jobId)?.documents ?? [];
  if (wanted.length === 0) return <p className="mgr-soft">{t('candidates.no_documents')}</p>;
  return (
    <div className="file-documents">
      {wanted.map(({ id, name }) => {
        const received = application.documents.find(({ documentId }) => documentId === id);
        return (
          <Checkbox
            key={id}
            isSelected={received !== undefined}
            isDisabled={onMark === null || isBusy}
            onChange={(isReceived) => onMark?.(id, isReceived)}
          >
            {names.text(name)}
            {received !== undefined && ` · ${formats.date(received.receivedAt)}`}
          </Checkbox>
        );
      })}
    </div>
  );
}
