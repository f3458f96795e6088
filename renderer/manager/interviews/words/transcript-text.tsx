import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/index.ts';
import type { Clause } from '#shared/assessment.ts';
import type { AnswerDetail } from '#shared/contract/review.ts';
import { clipOf } from '../clip.ts';
import type { Sounds } from './quote.tsx';
import './transcript-text.css';

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
  const isTyped = answer.body?.kind === 'typed';
  const isPlayable = clauses.some((clause) => clipOf(clause, sounds.recordings) !== null);
  const isCorrected = clauses.some((clause) => clause.isCorrected);
  return (
    <Card title={t(isTyped ? (answer.itemKind === 'spoken' ? 'answer.typed_instead' : 'answer.typed') : 'words.title')}>
      {isTyped && answer.body?.kind === 'typed' ? (
        <p className="mgr-typed">{answer.body.text}</p>
      ) : (
        <ClausesText clauses={clauses} sounds={sounds} />
      )}
      {(isPlayable || isCorrected) && (
        <p className="mgr-soft">
          {isPlayable && t('words.press')} {isCorrected && t('words.corrected_hint')}
        </p>
      )}
      <RawWords answer={answer} answerKeys={[answer.itemId]} />
    </Card>
  );
}
