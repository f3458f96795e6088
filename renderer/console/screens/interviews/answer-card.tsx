import { Film, Mic, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OneRecording } from '#renderer/manager/interviews/one-recording.tsx';
import { statusKey, statusMood } from '#renderer/manager/interviews/state-badges.tsx';
import { clockTime, useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, type BadgeTone, Button } from '#renderer/ui/index.ts';
import type { ItemNames } from '#shared/wire/hub-session.ts';
import { useLocalized } from '../../use-localized.ts';
import { type HeldAnswer, type HeldRecording, isFollowUp, questionOf } from './held-answers.ts';
import { Named } from './named.tsx';

const TONES: Readonly<Record<ReturnType<typeof statusMood>, BadgeTone>> = {
  scored: 'good',
  listen: 'warn',
  waiting: 'accent',
  none: 'neutral',
};
const nothing = (): void => undefined;

/** Recordings of one answer. Nothing is asked for before somebody presses play: every play is put down in the audit log. */
function Recordings({ recordings, label }: { readonly recordings: readonly HeldRecording[]; readonly label: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [shown, setShown] = useState<HeldRecording | null>(null);
  const [rate, setRate] = useState(1);
  return (
    <div className="con-answer__recordings">
      {shown !== null && (
        <OneRecording
          key={shown.sha256}
          label={label}
          recording={shown}
          rate={rate}
          onRate={setRate}
          clip={null}
          onPosition={nothing}
          onEnded={nothing}
          isContinuing
          spoken={[]}
        />
      )}
      {recordings.map((recording) => (
        <div key={recording.sha256} className="con-recording">
          {recording.kind === 'video' ? <Film aria-hidden="true" /> : <Mic aria-hidden="true" />}
          <span className="con-recording__words">
            {t(`interviews.kinds.${recording.kind}`)} {clockTime(recording.durationMs)}
            <span className="mgr-soft"> {formats.bytes(recording.sizeBytes)}</span>
          </span>
          {!recording.isComplete && <Badge tone="warn">{t('interviews.on_its_way')}</Badge>}
          {recording.isComplete && shown === recording && <Badge tone="accent">{t('interviews.playing')}</Badge>}
          {recording.isComplete && shown !== recording && (
            <Button variant="quiet" icon={<Play aria-hidden="true" />} onPress={() => setShown(recording)}>
              {t('interviews.play')}
            </Button>
          )}
        </div>
      ))}
      {recordings.some(({ isComplete }) => !isComplete) && <p className="mgr-soft">{t('interviews.not_arrived')}</p>}
    </div>
  );
}

/** What was written or touched, or what was said as far as it was recognised. */
function Words({ answer: { body, score, words, status } }: { readonly answer: HeldAnswer }) {
  const { t } = useTranslation();
  if (body.kind === 'skipped') return <p className="mgr-soft">{t('interviews.skipped')}</p>;
  if (body.kind === 'typed') return <blockquote className="con-answer__words">{body.text}</blockquote>;
  if (body.kind === 'spoken') {
    return words === null ? (
      <p className="mgr-soft">{status === 'pending' ? t('interviews.words_later') : t('interviews.no_words')}</p>
    ) : (
      <blockquote className="con-answer__words">{words}</blockquote>
    );
  }
  if (score === null) return <p className="mgr-soft">{t('interviews.touched')}</p>;
  return (
    <ol className="con-answer__touched">
      {score.evidence.map((each) => (
        <li key={each.kind === 'task' ? each.id : each.optionId}>
          {each.text}
          {each.kind === 'rating' && <Badge>{t('interviews.rated', { rating: each.rating, key: each.keyMean })}</Badge>}
          {each.kind === 'task' && (
            <Badge tone={each.isRight ? 'good' : 'warn'}>
              {each.isRight ? t('interviews.right') : t('interviews.wrong')}
            </Badge>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The number as it was made at the kiosk, never without what it rests on. */
function Score({
  answer: { score, assessment },
  names,
}: {
  readonly answer: HeldAnswer;
  readonly names: ItemNames | null;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (score !== null) {
    return (
      <p className="con-answer__score">
        <strong>{t('interviews.level', { level: score.level })}</strong>
        <span className="mgr-soft">{t('interviews.by_key', { percent: formats.number(score.score * 100) })}</span>
      </p>
    );
  }
  if (assessment === null || assessment.level === null || assessment.isProvisional) return null;
  const { level, interval, indicators } = assessment;
  return (
    <>
      <p className="con-answer__score">
        <strong>{t('interviews.level', { level })}</strong>
        {interval !== null && (
          <span className="mgr-soft">
            {t('interviews.interval', {
              score: formats.number(interval.score),
              low: formats.number(interval.low),
              high: formats.number(interval.high),
            })}
          </span>
        )}
      </p>
      <ul className="con-answer__indicators">
        {indicators.map(({ indicatorId, level: shown, evidence }) => (
          <li key={indicatorId}>
            <Named id={indicatorId} name={names?.indicators[indicatorId]} />
            <Badge>{shown === null ? t('interviews.not_seen') : t('interviews.level', { level: shown })}</Badge>
            {evidence[0] !== undefined && <q>{evidence[0].clause.text}</q>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** One answer with its words, its number and its recordings. */
export function AnswerCard({ answer, names }: { readonly answer: HeldAnswer; readonly names: ItemNames | null }) {
  const { t } = useTranslation();
  const { t: ofManager } = useTranslation('manager');
  const localized = useLocalized();
  const { key, number, itemKind, take, status, recordings } = answer;
  const question = questionOf(key, names);
  const item = question === undefined ? key : localized(question);
  return (
    <article className="con-answer" aria-label={t('interviews.answer', { number, item })}>
      <header className="con-answer__head">
        <h2>
          {number}. <Named id={key} name={question} />
        </h2>
        <span className="mgr-soft">
          {ofManager(`item_kinds.${itemKind}`)}
          {isFollowUp(key) && ` · ${ofManager('player.follow_up')}`}
          {take > 1 && ` · ${t('interviews.take', { take })}`}
        </span>
        <Badge tone={TONES[statusMood(status)]}>{ofManager(`statuses_short.${statusKey(status)}`)}</Badge>
      </header>
      <div className={recordings.length > 0 ? 'con-answer__body con-answer__body--recorded' : 'con-answer__body'}>
        {recordings.length > 0 && (
          <Recordings recordings={recordings} label={t('interviews.recording_of', { number, item })} />
        )}
        <div className="mgr-stack">
          <Words answer={answer} />
          <Score answer={answer} names={names} />
        </div>
      </div>
    </article>
  );
}
