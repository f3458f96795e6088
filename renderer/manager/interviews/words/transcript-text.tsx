import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card, classNames } from '#renderer/ui/index.ts';
import type { Clause } from '#shared/assessment.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import { clipOf } from '../clip.ts';
import { sentencesOf, usePickWords, type PickWords, type Words } from './pick-words.ts';
import type { Sounds } from './quote.tsx';
import './transcript-text.css';

/** Words that a press picks as a quote, and lets go again. Picking plays them once, so that they are heard and not only read. */
function PickedText({
  words,
  pick,
  onPick,
  children,
}: {
  readonly words: Words;
  readonly pick: PickWords;
  readonly onPick: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('review');
  const isPicked = pick.isPicked(words);
  return (
    <button
      type="button"
      className={classNames('mgr-clause mgr-clause--picks', isPicked && 'mgr-clause--picked')}
      aria-pressed={isPicked}
      onClick={() => {
        pick.toggle(words);
        if (!isPicked) onPick();
      }}
    >
      <span className="ui-visually-hidden">{t(isPicked ? 'rate.picked' : 'rate.pick')} </span>
      {children}
    </button>
  );
}

/** Typed text; while somebody rates, sentence by sentence. */
export function TypedText({ answerKey, text }: { readonly answerKey: string; readonly text: string }) {
  const pick = usePickWords();
  if (pick === null) return <p className="mgr-typed">{text}</p>;
  return (
    <p className="mgr-clauses">
      {sentencesOf(answerKey, text).map((words) => (
        <PickedText key={words.startChar} words={words} pick={pick} onPick={() => undefined}>
          {words.text}
        </PickedText>
      ))}
    </p>
  );
}

/** One clause in the running text: a press plays it, where it was spoken; while somebody rates it also picks it. */
function ClauseText({ clause, sounds }: { readonly clause: Clause; readonly sounds: Sounds }) {
  const { t } = useTranslation('manager');
  const pick = usePickWords();
  const clip = clipOf(clause, sounds.recordings);
  const words = clause.isCorrected ? (
    <ins className="mgr-clause__corrected" title={t('words.corrected')}>
      {clause.text}
    </ins>
  ) : (
    clause.text
  );
  if (pick !== null) {
    return (
      <PickedText
        words={clause}
        pick={pick}
        onPick={() => {
          if (clip !== null) sounds.play(clip);
        }}
      >
        {words}
      </PickedText>
    );
  }
  if (clip === null) return <span className="mgr-clause">{words}</span>;
  return (
    <button type="button" className="mgr-clause mgr-clause--plays" onClick={() => sounds.play(clip)}>
      <span className="ui-visually-hidden">{t('words.play')} </span>
      {words}
    </button>
  );
}

/** The words of one answer as running text, cut into clauses. */
export function ClausesText({ clauses, sounds }: { readonly clauses: readonly Clause[]; readonly sounds: Sounds }) {
  return (
    <p className="mgr-clauses">
      {clauses.map((clause) => (
        <ClauseText key={`${clause.answerKey} ${clause.startChar}`} clause={clause} sounds={sounds} />
      ))}
    </p>
  );
}

/** What the recogniser wrote before anybody put it right, with the recogniser's name. */
export function RawWords({
  answer,
  answerKeys,
}: {
  readonly answer: AnswerDetail;
  readonly answerKeys: readonly string[];
}) {
  const { t } = useTranslation('manager');
  const heard = answer.recordings.flatMap(({ id, answerKey: key, transcript }) =>
    answerKeys.includes(key) && transcript !== null ? [{ id, transcript }] : [],
  );
  if (heard.length === 0) return null;
  const models = [...new Set(heard.map(({ transcript }) => transcript.recogniser.model.id))];
  return (
    <details className="mgr-more">
      <summary>{t('words.raw')}</summary>
      {heard.map(({ id, transcript }) => (
        <p key={id} className="mgr-raw">
          {transcript.segments.map(({ text }) => text.trim()).join(' ')}
        </p>
      ))}
      <p className="mgr-soft">{t('words.recogniser', { model: models.join(t('evidence.comma')) })}</p>
    </details>
  );
}

/** What was said or written to the question itself; a follow-up and a conversation have views of their own. */
export function TranscriptCard({
  answer,
  clauses,
  sounds,
}: {
  readonly answer: AnswerDetail;
  readonly clauses: readonly Clause[];
  readonly sounds: Sounds;
}) {
  const { t } = useTranslation('manager');
  const isPicking = usePickWords() !== null;
  const isTyped = answer.body?.kind === 'typed';
  const isPlayable = clauses.some((clause) => clipOf(clause, sounds.recordings) !== null);
  const isCorrected = clauses.some((clause) => clause.isCorrected);
  return (
    <Card title={t(isTyped ? (answer.itemKind === 'spoken' ? 'answer.typed_instead' : 'answer.typed') : 'words.title')}>
      {isTyped && answer.body?.kind === 'typed' ? (
        <TypedText answerKey={answer.itemId} text={answer.body.text} />
      ) : (
        <ClausesText clauses={clauses} sounds={sounds} />
      )}
      {(isPlayable || isCorrected) && (
        <p className="mgr-soft">
          {isPlayable && !isPicking && t('words.press')} {isCorrected && t('words.corrected_hint')}
        </p>
      )}
      <RawWords answer={answer} answerKeys={[answer.itemId]} />
    </Card>
  );
}
