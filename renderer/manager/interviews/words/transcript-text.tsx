import { type KeyboardEvent, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, classNames } from '#renderer/ui/index.ts';
import type { Clause } from '#shared/assessment.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import { clipOf } from '../clip.ts';
import { isPicked, runsOf, sentencesOf, usePickWords, type PickWords, type Words } from './pick-words.ts';
import type { Sounds } from './quote.tsx';
import { PIECE, useMarkedWords } from './use-marked-words.ts';
import './transcript-text.css';

/** Something to be picked, and what is heard with it. */
interface Piece extends Words {
  readonly isCorrected: boolean;
  /** Plays it; nothing where there is nothing to hear. */
  readonly play: () => void;
}

/**
 * An answer to pick quotes from: a press takes or lets go of a piece, and words marked within or over pieces are taken as they are
 * marked. Picking plays them once, so that they are heard and not only read.
 */
function PickedText({ pieces, pick }: { readonly pieces: readonly Piece[]; readonly pick: PickWords }) {
  const { t } = useTranslation('review');
  const root = useRef<HTMLDivElement>(null);
  const { marked, markedNow, markByKey, unmark } = useMarkedWords(root, pieces);

  function pieceOf(target: EventTarget): Piece | undefined {
    const at = target instanceof Element ? target.closest(`[${PIECE}]`)?.getAttribute(PIECE) : null;
    return at == null ? undefined : pieces[Number(at)];
  }

  function take(words: Words): void {
    if (!isPicked(pick, words))
      pieces.find(({ startChar, endChar }) => startChar <= words.startChar && endChar > words.startChar)?.play();
    pick.toggle(words);
    unmark();
  }

  /** Enter takes what is marked, else what has the focus; Escape lets the mark go before it leaves anything. */
  function press(event: KeyboardEvent<HTMLElement>): void {
    const focused = pieceOf(event.target);
    if (event.key === 'Enter' && focused !== undefined) take(markedNow() ?? focused);
    else if (event.key === 'Escape' && markedNow() !== null) unmark();
    else if (!markByKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <>
      <div
        ref={root}
        role="presentation"
        className="mgr-clauses"
        onKeyDown={press}
        onClick={({ target }) => {
          const pressed = pieceOf(target);
          // the end of a drag is a click as well, wherever it ends
          const words = markedNow();
          if (words !== null) take(words);
          else if (pressed !== undefined) take(pressed);
        }}
      >
        {pieces.map((piece, index) => (
          <span
            key={`${piece.answerKey} ${piece.startChar}`}
            // words within a real button cannot be marked
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
            role="button"
            tabIndex={0}
            {...{ [PIECE]: index }}
            className={classNames('mgr-clause mgr-clause--picks', isPicked(pick, piece) && 'mgr-clause--picked')}
            aria-pressed={isPicked(pick, piece)}
            aria-label={`${t(isPicked(pick, piece) ? 'rate.picked' : 'rate.pick')} ${piece.text}`}
            title={piece.isCorrected ? t('words.corrected', { ns: 'manager' }) : undefined}
          >
            {runsOf(pick, piece).map((run, at) => (
              <span
                // runs have no name of their own: their place is all there is
                key={at}
                className={classNames(
                  piece.isCorrected && 'mgr-clause__corrected',
                  run.isPicked && !isPicked(pick, piece) && 'mgr-clause__part',
                )}
              >
                {run.text}
              </span>
            ))}
          </span>
        ))}
      </div>
      {/* for a finger, which marks with handles and clicks nothing */}
      <output className="mgr-marks">
        {marked !== null && (
          <Button
            // the press itself ends the mark
            onPressStart={() => take(marked)}
          >
            {t('rate.take_marked', { text: marked.text, interpolation: { escapeValue: false } })}
          </Button>
        )}
      </output>
    </>
  );
}

/** Typed text; while somebody rates, sentence by sentence. */
export function TypedText({ answerKey, text }: { readonly answerKey: string; readonly text: string }) {
  const pick = usePickWords();
  const pieces = useMemo(
    () => sentencesOf(answerKey, text).map((words) => ({ ...words, isCorrected: false, play: () => undefined })),
    [answerKey, text],
  );
  if (pick === null) return <p className="mgr-typed">{text}</p>;
  return <PickedText pieces={pieces} pick={pick} />;
}

/** One clause in the running text: a press plays it, where it was spoken. */
function ClauseText({ clause, sounds }: { readonly clause: Clause; readonly sounds: Sounds }) {
  const { t } = useTranslation('manager');
  const clip = clipOf(clause, sounds.recordings);
  const words = clause.isCorrected ? (
    <ins className="mgr-clause__corrected" title={t('words.corrected')}>
      {clause.text}
    </ins>
  ) : (
    clause.text
  );
  if (clip === null) return <span className="mgr-clause">{words}</span>;
  return (
    <button type="button" className="mgr-clause mgr-clause--plays" onClick={() => sounds.play(clip)}>
      <span className="ui-visually-hidden">{t('words.play')} </span>
      {words}
    </button>
  );
}

/** The words of one answer as running text, cut into clauses; while somebody rates they are picked here. */
export function ClausesText({ clauses, sounds }: { readonly clauses: readonly Clause[]; readonly sounds: Sounds }) {
  const pick = usePickWords();
  const pieces = useMemo(
    () =>
      clauses.map((clause): Piece => {
        const { answerKey, text, startChar, endChar, isCorrected } = clause;
        const clip = clipOf(clause, sounds.recordings);
        return {
          answerKey,
          text,
          startChar,
          endChar,
          isCorrected,
          play: () => {
            if (clip !== null) sounds.play(clip);
          },
        };
      }),
    [clauses, sounds],
  );
  if (pick !== null) return <PickedText pieces={pieces} pick={pick} />;
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
