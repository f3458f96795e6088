import { CircleDashed, CircleMinus, Ear, KeyRound } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Card } from '#renderer/ui/index.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import { useFormats } from '../use-formats.ts';
import { ChosenOption, RankedOptions } from './answer-options.tsx';
import { RecordingPlayer } from './recording-player.tsx';
import { SpeechObservations } from './speech-observations.tsx';
import { statusKey, statusMood } from './state-badges.tsx';

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
      {t(`statuses.${statusKey(answer.status)}.next`)}
    </Banner>
  );
}

/** A number never stands alone: its level, what it rests on, and where the key comes from. */
function ScoreCard({ answer }: { readonly answer: AnswerDetail }) {
  const { t } = useTranslation('manager');
  const format = useFormats();
  const { score } = answer;
  if (score === null) return null;
  return (
    <Card className="mgr-score">
      <div className="mgr-score__level">
        <span className="mgr-score__number ui-tabular">{score.level}</span>
        <span>
          <span className="mgr-score__of">{t('score.level_of', { level: score.level })}</span>
          <span className="mgr-soft">{t('score.share', { percent: format.number(score.score * 100) })}</span>
        </span>
        <span className="mgr-score__steps" aria-hidden="true">
          {[1, 2, 3, 4, 5].map((step) => (
            <i key={step} className={step <= score.level ? 'mgr-score__step mgr-score__step--on' : 'mgr-score__step'} />
          ))}
        </span>
      </div>
      <p className="mgr-score__key">
        <KeyRound aria-hidden="true" />
        <span>{t(`score.key_${score.keySource}`)}</span>
      </p>
      <p className="mgr-soft">{t('score.rule', { rule: t(`rules.${score.rule.id}`), version: score.rule.version })}</p>
    </Card>
  );
}

function Indicators({ answer }: { readonly answer: AnswerDetail }) {
  const { t } = useTranslation('manager');
  const byDimension = useMemo(() => Map.groupBy(answer.indicators, ({ dimension }) => dimension), [answer]);
  return (
    <section className="mgr-indicators" aria-label={t('answer.listens_for')}>
      <h2 className="mgr-small-title">{t('answer.listens_for')}</h2>
      {[...byDimension].map(([dimension, indicators]) => (
        <div key={dimension} className="mgr-indicators__group">
          <h3>{dimension}</h3>
          <ul>
            {indicators.map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function AnswerBodyView({ answer }: { readonly answer: AnswerDetail }) {
  const { t } = useTranslation('manager');
  const { body } = answer;
  switch (body?.kind) {
    case undefined:
    case 'spoken':
      return null;
    case 'skipped':
      return <p className="mgr-soft">{t('answer.skipped')}</p>;
    case 'typed':
      return (
        <Card title={t(answer.itemKind === 'spoken' ? 'answer.typed_instead' : 'answer.typed')}>
          <p className="mgr-typed">{body.text}</p>
        </Card>
      );
    case 'choice':
      return <ChosenOption answer={answer} chosenId={body.optionId} />;
    case 'ranking':
      return <RankedOptions answer={answer} order={body.optionIds} />;
  }
}

/** One question with everything there is to judge its answer by. */
export function AnswerView({ answer, total }: { readonly answer: AnswerDetail; readonly total: number }) {
  const { t } = useTranslation('manager');
  const [position, setPosition] = useState({ ms: 0 });
  const [seek, setSeek] = useState<{ ms: number } | null>(null);
  const playable = answer.recordings.filter(({ kind }) => kind !== 'pcm');
  const lastTake = Math.max(...playable.map(({ take }) => take));
  // with several parts nobody can say which of them the observations belong to
  const isWhole = playable.filter(({ take }) => take === lastTake).length === 1;
  return (
    <article className="mgr-answer">
      <header>
        <p className="mgr-soft">
          {t('answer.number', { number: answer.number, total })} · {t(`item_kinds.${answer.itemKind}`)}
        </p>
        <h2 className="mgr-answer__prompt">{answer.prompt}</h2>
      </header>
      <div className="mgr-answer__columns">
        <div className="mgr-stack">
          {playable.length > 0 && (
            <RecordingPlayer
              recordings={playable}
              speech={answer.analysis?.speechSegments ?? []}
              seek={seek}
              onSeek={(ms) => setSeek({ ms })}
              onPosition={(ms) => setPosition({ ms })}
              label={t('player.label', { number: answer.number })}
            />
          )}
          <AnswerBodyView answer={answer} />
          {answer.analysis !== null && (
            <SpeechObservations
              analysis={answer.analysis}
              positionMs={isWhole ? position.ms : 0}
              {...(isWhole ? { onSeek: (ms: number) => setSeek({ ms }) } : {})}
            />
          )}
        </div>
        <aside className="mgr-stack">
          <StatusSentence answer={answer} />
          <ScoreCard answer={answer} />
          <Indicators answer={answer} />
        </aside>
      </div>
    </article>
  );
}
