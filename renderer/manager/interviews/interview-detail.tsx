import { ArrowLeft, LockKeyhole, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Banner, Button, Spinner } from '#renderer/ui/index.ts';
import type { SessionDetail } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient, type ManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { ReviewBody } from '../review/review-body.tsx';
import { ReviewSteps } from '../review/review-steps.tsx';
import { useFocusOnShow } from '../use-focus-on-show.ts';
import { useFormats } from '../use-formats.ts';
import { useLoad } from '../use-load.ts';
import { EraseDialog } from './erase-dialog.tsx';
import { useFirstPage } from './first-page.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import { HoldNotice } from './hold-notice.tsx';
import { PHASE_TONES, SyncBadge } from './state-badges.tsx';

interface InterviewDetailProps {
  readonly id: SessionId;
  readonly locale: Locale;
  readonly onBack: () => void;
}

/** Whoever looks at a finished interview has opened it: their review begins, blind. */
async function openInterview(client: ManagerClient, id: SessionId, locale: Locale): Promise<SessionDetail> {
  const detail = await client.review.getSession({ id, locale });
  if (detail.review === null || detail.review.mine !== null) return detail;
  await client.rating.open({ id });
  return client.review.getSession({ id, locale });
}

/** One interview: rated blind, compared, decided. */
export function InterviewDetail({ id, locale, onBack }: InterviewDetailProps) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const { load, reload } = useLoad(useCallback(() => openInterview(client, id, locale), [client, id, locale]));
  return (
    <div className="mgr-page">
      {load.state === 'ready' ? (
        <InterviewSheet detail={load.value} onBack={onBack} onChanged={() => void reload()} />
      ) : (
        <>
          <Button variant="quiet" icon={<ArrowLeft aria-hidden="true" />} onPress={onBack}>
            {t('detail.back')}
          </Button>
          {load.state === 'failed' ? (
            <ProblemBanner problem={load.problem} onRetry={() => void reload()} />
          ) : (
            <div className="mgr-wait">
              <Spinner label={t('common.loading')} />
            </div>
          )}
        </>
      )}
    </div>
  );
}

function InterviewSheet({
  detail,
  onBack,
  onChanged,
}: {
  readonly detail: SessionDetail;
  readonly onBack: () => void;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const firstPage = useFirstPage();
  const { summary, hold, review } = detail;
  const isGone = summary.phase === 'erased' || summary.phase === 'withdrawn';
  // head office was only told that this kiosk let go: with the code it deletes too
  const isExpired = summary.phase === 'erased' && detail.deletion?.method === 'retention';
  const gone = isExpired ? 'expired' : summary.phase;
  const [isErasing, setErasing] = useState(false);
  const [isHolding, setHolding] = useState(false);

  return (
    <div className="mgr-detail">
      <header className="mgr-detail__head">
        <Button
          variant="quiet"
          isIconOnly
          icon={<ArrowLeft aria-hidden="true" />}
          aria-label={t('detail.back')}
          onPress={onBack}
        />
        <div className="mgr-detail__who">
          <div className="mgr-detail__name">
            <h1 className="mgr-header__title">{summary.candidate ?? t('list.no_name')}</h1>
            {summary.purpose !== 'hiring' && <Badge tone="accent">{t(`purposes.${summary.purpose}`)}</Badge>}
          </div>
          <p className="mgr-soft">
            {summary.jobTitle} · <span className="ui-tabular">{summary.reference}</span> ·{' '}
            {format.dateTime(summary.startedAt)} · {t(`languages.${summary.locale}`)}
          </p>
        </div>
        {review !== null && <ReviewSteps sheet={review} purpose={summary.purpose} />}
        {review === null && <Badge tone={PHASE_TONES[summary.phase]}>{t(`phases.${summary.phase}`)}</Badge>}
        <SyncBadge state={summary.sync} />
        {summary.phase === 'finalized' && hold === null && (
          <Button variant="quiet" icon={<LockKeyhole aria-hidden="true" />} onPress={() => setHolding(true)}>
            {t('detail.hold')}
          </Button>
        )}
        {(!isGone || isExpired) && (
          <Button variant="quiet" icon={<Trash2 aria-hidden="true" />} onPress={() => setErasing(true)}>
            {t(isExpired ? 'detail.erase_there' : 'detail.erase')}
          </Button>
        )}
      </header>
      {hold !== null && <HoldNotice summary={summary} hold={hold} onReleased={onChanged} />}
      {isGone ? (
        <Gone onLeave={onBack} title={t(`detail.gone_${gone}`)} hint={t(`detail.gone_${gone}_hint`)} />
      ) : (
        <ReviewBody
          // another step of the review is another screen
          key={review?.mine?.state === 'open' ? 'rate' : 'on'}
          detail={detail}
          isCovered={isErasing || isHolding}
          onLeave={onBack}
          onChanged={onChanged}
        />
      )}
      <EraseDialog
        session={summary}
        isOpen={isErasing}
        onClose={() => setErasing(false)}
        onNoted={onChanged}
        onErased={() => {
          setErasing(false);
          firstPage.drop();
          onChanged();
        }}
      />
      <HoldDialog
        session={summary}
        isOpen={isHolding}
        onClose={() => setHolding(false)}
        onHeld={() => {
          setHolding(false);
          onChanged();
        }}
      />
    </div>
  );
}

/** What is left of an interview: a sentence, and the way back. */
function Gone({
  title,
  hint,
  onLeave,
}: {
  readonly title: string;
  readonly hint: string;
  readonly onLeave: () => void;
}) {
  const ref = useFocusOnShow<HTMLDivElement>();
  return (
    <div
      ref={ref}
      role="presentation"
      onKeyDown={({ key }) => {
        if (key === 'Escape') onLeave();
      }}
    >
      <Banner tone="info" title={title}>
        {hint}
      </Banner>
    </div>
  );
}
