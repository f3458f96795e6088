import { CircleDashed, CircleMinus, Ear, KeyRound } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Card } from '#renderer/ui/index.ts';
import type { AnswerDetail, RecordingDetail } from '#shared/contract/review.ts';
import { TranscriptionErrorCode } from '#shared/transcript.ts';
import { useFormats } from '../use-formats.ts';
import { ChosenOption, RankedOptions } from './answer-options.tsx';
import { spokenIn } from './captions.ts';
import { soundOf } from './clip.ts';
import { RatedOptions, WorkSampleSteps } from './key-evidence.tsx';
import { Observations } from './observations/observations.tsx';
import { RecordingPlayer } from './recording-player.tsx';
import { statusKey, statusMood } from './state-badges.tsx';
import { usePlayback, type Playback } from './use-playback.ts';
import { Conversation, FollowUp } from './words/conversation.tsx';
import { EngineLine, GateFacts } from './words/engine-details.tsx';
import { AnchorList, IndicatorLevels, LevelMark } from './words/indicator-levels.tsx';
import type { Sounds } from './words/quote.tsx';
import { hasWords, mayShowNumbers } from './words/score-words.ts';
import { SignalNotes } from './words/signal-notes.tsx';
import { StarLine } from './words/star-line.tsx';
import { TranscriptCard } from './words/transcript-text.tsx';
import { WordScore } from './words/word-score.tsx';
import './answer-view.css';

/** Why nothing was recognised, once per reason; an unknown code is shown for support. */
function TranscriptionProblems({ answer }: { readonly answer: AnswerDetail }) {
  const { t } = useTranslation('manager');
  const codes = new Set(answer.recordings.flatMap(({ transcriptionError }) => transcriptionError ?? []));
  return [...codes].map((code) => {
    const known = TranscriptionErrorCode.safeParse(code).data;
    return (
      <p key={code}>
        {known === undefined ? t('transcription_error_unknown', { code }) : t(`transcription_errors.${known}`)}
      </p>
    );
  });
}

function StatusSentence({ answer }: { readonly answer: AnswerDetail }) {
  const { t } = useTranslation('manager');
  const mood = statusMood(answer.status);
  if (mood === 'scored') return null;
  const icon = { listen: <Ear />, waiting: <CircleDashed />, none: <CircleMinus /> }[mood];
  return (
    <Banner
      tone={mood === 'listen' ? 'warn' : 'info'}
      icon={icon}
      title={t(`statuses.${statusKey(answer.status)}.title`)}
    >
      <TranscriptionProblems answer={answer} />
      {answer.assessmentError !== null && <p>{t('assessment_error', { code: answer.assessmentError })}</p>}
      <p>{t(`statuses.${statusKey(answer.status)}.next`)}</p>
    </Banner>
  );
}

/** The number of an answer with a key never stands alone: its level, what it rests on, and where the key comes from. */
function KeyScore({ answer }: { readonly answer: AnswerDetail }) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const { score } = answer;
  if (score === null) return null;
  return (
    <Card className="mgr-score" title={t('score.by_key')}>
      <div className="mgr-score__line">
        <p>{t('score.share', { percent: format.number(score.score * 100) })}</p>
        <LevelMark level={score.level} />
      </div>
      <p className="mgr-score__key">
        <KeyRound aria-hidden="true" />
        <span>{t(`score.key_${score.keySource}`)}</span>
      </p>
      <p className="mgr-soft">{t('score.rule', { rule: t(`rules.${score.rule.id}`), version: score.rule.version })}</p>
    </Card>
  );
}

/** What was given by touch, or why there is nothing; words have views of their own. */
function AnswerBodyView({ answer }: { readonly answer: AnswerDetail }) {
  const { t } = useTranslation('manager');
  const { body } = answer;
  switch (body?.kind) {
    case undefined:
    case 'spoken':
    case 'typed':
      return null;
    case 'skipped':
      return <p className="mgr-soft">{t('answer.skipped')}</p>;
    case 'choice':
      return <ChosenOption answer={answer} chosenId={body.optionId} />;
    case 'ranking':
      return <RankedOptions answer={answer} order={body.optionIds} />;
    case 'rating':
      return <RatedOptions answer={answer} ratings={body.ratings} />;
    case 'work_sample':
      return <WorkSampleSteps answer={answer} />;
  }
}

/** What was said and written, in the order it was asked. */
function WordsView({
  answer,
  sounds,
  showNumbers,
}: {
  readonly answer: AnswerDetail;
  readonly sounds: Sounds;
  readonly showNumbers: boolean;
}) {
  const { assessment, body, followUp } = answer;
  const clauses = assessment?.clauses ?? [];
  const own = clauses.filter(({ answerKey }) => answerKey === answer.itemId);
  return (
    <>
      {answer.turns.length > 0 ? (
        <Conversation
          answer={answer}
          clauses={clauses}
          acts={assessment?.acts ?? null}
          sounds={sounds}
          showWeights={showNumbers}
        />
      ) : (
        (own.length > 0 || body?.kind === 'typed') && <TranscriptCard answer={answer} clauses={own} sounds={sounds} />
      )}
      {followUp !== null && <FollowUp answer={answer} clauses={clauses} sounds={sounds} />}
    </>
  );
}

/** What the engine concludes from the words, and what it looked at. */
function WordsJudged({
  answer,
  sounds,
  isOpened,
  onOpen,
}: {
  readonly answer: AnswerDetail;
  readonly sounds: Sounds;
  readonly isOpened: boolean;
  readonly onOpen: () => void;
}) {
  const { assessment } = answer;
  if (assessment === null || !hasWords(assessment)) return <AnchorList answer={answer} />;
  const showNumbers = mayShowNumbers(assessment, isOpened);
  const isWaiting = assessment.isProvisional && !isOpened;
  return (
    <>
      <SignalNotes signals={assessment.signals} onOpen={isWaiting ? onOpen : null} />
      {showNumbers && <WordScore assessment={assessment} />}
      {assessment.indicators.length > 0 && (
        <IndicatorLevels answer={answer} indicators={assessment.indicators} sounds={sounds} showLevels={showNumbers} />
      )}
      <Card>
        {assessment.star !== null && <StarLine star={assessment.star} />}
        <GateFacts gates={assessment.gates} locale={assessment.locale} />
        <EngineLine engine={assessment.engine} />
      </Card>
    </>
  );
}

/** What one of several recordings is called: the line of a conversation it answers, or the follow-up. */
function useRecordingName(answer: AnswerDetail): (recording: RecordingDetail) => string | null {
  const { t } = useTranslation('manager');
  return ({ answerKey }) => {
    if (answerKey === answer.followUp?.answerKey) return t('player.follow_up');
    const turn = answer.turns.findIndex((each) => each.answerKey === answerKey);
    if (turn !== -1) return t('player.turn', { number: turn + 1 });
    return answer.followUp === null ? null : t('player.answer');
  };
}

function Recordings({
  answer,
  playback,
  positionMs,
  onPosition,
}: {
  readonly answer: AnswerDetail;
  readonly playback: Playback;
  readonly positionMs: number;
  readonly onPosition: (ms: number) => void;
}) {
  const { t } = useTranslation('manager');
  const nameOf = useRecordingName(answer);
  const { shown } = playback;
  if (shown === null) return null;
  const sound = soundOf(shown, answer.recordings);
  return (
    <>
      <RecordingPlayer
        playback={playback}
        spoken={spokenIn(sound)}
        onPosition={onPosition}
        label={t('player.label', { number: answer.number })}
        nameOf={nameOf}
      />
      {sound !== null && (
        <Observations
          key={sound.id}
          sound={sound}
          positionMs={positionMs}
          onSeek={(startMs) => playback.play({ recordingId: shown.id, startMs, endMs: null })}
        />
      )}
    </>
  );
}

/** What may stand beside an answer in place of what the machine made of it. */
export interface BesideAnswer {
  readonly sounds: Sounds;
  readonly shown: RecordingDetail | null;
  /** Where its player stands. */
  readonly positionMs: number;
}

/** One question with everything there is to judge its answer by. */
export function AnswerView({
  answer,
  total,
  beside,
}: {
  readonly answer: AnswerDetail;
  readonly total: number;
  /** Left out: what the machine made of it, as far as the reader may see it. */
  readonly beside?: (parts: BesideAnswer) => ReactNode;
}) {
  const { t } = useTranslation('manager');
  const playback = usePlayback(answer);
  const [isOpened, setOpened] = useState(false);
  const [positionMs, setPositionMs] = useState(0);
  const sounds: Sounds = { recordings: answer.recordings, play: playback.play };
  const isWorded = answer.itemKind === 'spoken' || answer.itemKind === 'typed' || answer.itemKind === 'role_play';
  return (
    <article className="mgr-answer">
      <header>
        <p className="mgr-soft">
          {t('answer.number', { number: answer.number, total })} · {t(`item_kinds.${answer.itemKind}`)}
        </p>
        <h2 className="mgr-answer__prompt">{answer.prompt}</h2>
      </header>
      <div className={isWorded ? 'mgr-answer__columns mgr-answer__columns--words' : 'mgr-answer__columns'}>
        <div className="mgr-stack">
          <Recordings answer={answer} playback={playback} positionMs={positionMs} onPosition={setPositionMs} />
          <AnswerBodyView answer={answer} />
          {isWorded && (
            <WordsView answer={answer} sounds={sounds} showNumbers={mayShowNumbers(answer.assessment, isOpened)} />
          )}
        </div>
        <aside className="mgr-stack" aria-label={t('answer.judged')}>
          <StatusSentence answer={answer} />
          {beside !== undefined ? (
            beside({ sounds, shown: playback.shown, positionMs })
          ) : (
            <>
              <KeyScore answer={answer} />
              {isWorded ? (
                <WordsJudged answer={answer} sounds={sounds} isOpened={isOpened} onOpen={() => setOpened(true)} />
              ) : (
                <AnchorList answer={answer} />
              )}
            </>
          )}
        </aside>
      </div>
    </article>
  );
}
