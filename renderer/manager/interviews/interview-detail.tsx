import { ArrowLeft, CircleCheck, CircleDashed, CircleMinus, Ear, FileText, LockKeyhole, Trash2 } from 'lucide-react';
import { useCallback, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Banner, Button, classNames, Spinner } from '#renderer/ui/index.ts';
import type { AnswerDetail, SessionDetail } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { useFocusOnShow } from '../use-focus-on-show.ts';
import { useFormats } from '../use-formats.ts';
import { useLoad } from '../use-load.ts';
import { AnswerView } from './answer-view.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import { HoldNotice } from './hold-notice.tsx';
import { InterviewOverview } from './interview-overview.tsx';
import { PHASE_TONES, statusKey, statusMood, SyncBadge } from './state-badges.tsx';

const MOOD_ICONS: Readonly<Record<ReturnType<typeof statusMood>, ReactNode>> = {
  scored: <CircleCheck aria-hidden="true" />,
  listen: <Ear aria-hidden="true" />,
  waiting: <CircleDashed aria-hidden="true" />,
  none: <CircleMinus aria-hidden="true" />,
};

/** Where a person is needed, the reader starts there. */
function firstToRead(answers: readonly AnswerDetail[]): number {
  const at = answers.findIndex(({ status }) => statusMood(status) === 'listen');
  return at === -1 ? 0 : at;
}

function Contents({
  answers,
  shown,
  onShow,
}: {
  readonly answers: readonly AnswerDetail[];
  readonly shown: number | 'overview';
  readonly onShow: (place: number | 'overview') => void;
}) {
  const { t } = useTranslation('manager');
  return (
    <nav className="mgr-contents" aria-label={t('detail.contents')}>
      {answers.map((answer, index) => (
        <button
          key={answer.itemId}
          type="button"
          className={classNames('mgr-contents__item', shown === index && 'mgr-contents__item--here')}
          aria-current={shown === index ? 'step' : undefined}
          onClick={() => onShow(index)}
        >
          <span className="mgr-contents__number ui-tabular">{answer.number}</span>
          <span className="mgr-contents__words">
            <span className="mgr-contents__prompt">{answer.prompt}</span>
            <span className={`mgr-contents__status mgr-mood--${statusMood(answer.status)}`}>
              {MOOD_ICONS[statusMood(answer.status)]}
              {t(`statuses_short.${statusKey(answer.status)}`)}
            </span>
          </span>
        </button>
      ))}
      <button
        type="button"
        className={classNames(
          'mgr-contents__item mgr-contents__item--overview',
          shown === 'overview' && 'mgr-contents__item--here',
        )}
        aria-current={shown === 'overview' ? 'step' : undefined}
        onClick={() => onShow('overview')}
      >
        <span className="mgr-contents__number">
          <FileText aria-hidden="true" />
        </span>
        <span className="mgr-contents__words">{t('detail.overview')}</span>
      </button>
    </nav>
  );
}

interface InterviewDetailProps {
  readonly id: SessionId;
  readonly locale: Locale;
  readonly onBack: () => void;
}

/** One interview, question by question. */
export function InterviewDetail({ id, locale, onBack }: InterviewDetailProps) {
  const { t } = useTranslation('manager');
  const client = useManagerClient();
  const { load, reload } = useLoad(useCallback(() => client.review.getSession({ id, locale }), [client, id, locale]));
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
  const { summary, answers, hold } = detail;
  const isGone = summary.phase === 'erased' || summary.phase === 'withdrawn';
  const [shown, setShown] = useState<number | 'overview'>(isGone ? 'overview' : firstToRead(answers));
  // head office was only told that this kiosk let go: with the code it deletes too
  const isExpired = summary.phase === 'erased' && detail.deletion?.method === 'retention';
  const gone = isExpired ? 'expired' : summary.phase;
  const [isErasing, setErasing] = useState(false);
  const [isHolding, setHolding] = useState(false);
  const sheet = useFocusOnShow<HTMLDivElement>();
  const answer = typeof shown === 'number' && !isGone ? answers[shown] : undefined;

  function show(place: number | 'overview'): void {
    setShown(place);
    // each question starts at its top
    sheet.current?.closest('.mgr-main')?.scrollTo(0, 0);
  }

  function walk(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isErasing || isHolding) return;
    if (event.key === 'Escape') onBack();
    const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
    if (step === 0 || isGone) return;
    const at = shown === 'overview' ? answers.length : shown;
    const next = Math.min(answers.length, Math.max(0, at + step));
    show(next === answers.length ? 'overview' : next);
    event.preventDefault();
  }

  return (
    // the keys work wherever the focus is inside the interview
    <div className="mgr-detail" onKeyDown={walk} role="presentation" ref={sheet}>
      <header className="mgr-detail__head">
        <Button
          variant="quiet"
          isIconOnly
          icon={<ArrowLeft aria-hidden="true" />}
          aria-label={t('detail.back')}
          onPress={onBack}
        />
        <div className="mgr-detail__who">
          <h1 className="mgr-header__title">{summary.candidate ?? t('list.no_name')}</h1>
          <p className="mgr-soft">
            {summary.jobTitle} · <span className="ui-tabular">{summary.reference}</span> ·{' '}
            {format.dateTime(summary.startedAt)} · {t(`languages.${summary.locale}`)}
          </p>
        </div>
        <Badge tone={PHASE_TONES[summary.phase]}>{t(`phases.${summary.phase}`)}</Badge>
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
      {hold !== null && (
        <HoldNotice
          summary={summary}
          hold={hold}
          onReleased={() => {
            // what was asked for meanwhile has been carried out: nothing is left to read
            if (hold.isDeletionWanted) setShown('overview');
            onChanged();
          }}
        />
      )}
      {isGone ? (
        <Banner tone="info" title={t(`detail.gone_${gone}`)}>
          {t(`detail.gone_${gone}_hint`)}
        </Banner>
      ) : (
        <div className="mgr-detail__body">
          <Contents answers={answers} shown={shown} onShow={show} />
          <div className="mgr-detail__main" key={shown}>
            {answer === undefined ? (
              <InterviewOverview detail={detail} />
            ) : (
              <AnswerView answer={answer} total={answers.length} />
            )}
          </div>
        </div>
      )}
      <EraseDialog
        session={summary}
        isOpen={isErasing}
        onClose={() => setErasing(false)}
        onNoted={onChanged}
        onErased={() => {
          setErasing(false);
          setShown('overview');
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
