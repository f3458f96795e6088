import { Check, CircleCheck, Mic } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CandidateItem } from '#shared/job.ts';
import type { QuestionState } from '#shared/session.ts';
import { Button, TextField } from '#renderer/ui/index.ts';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import type { DraftState } from '../draft-saver.ts';
import { watchPastes } from '../pasted.ts';
import { RecordingNote } from '../recording-note.tsx';
import { useDraft } from '../use-draft.ts';
import { QuestionPrompt } from './question-prompt.tsx';
import { SkipButton } from './skip-button.tsx';

/** Says "saved" only for what the core has on disk. */
export function SavedNote({ state }: { readonly state: DraftState }) {
  const { t } = useTranslation('candidate');
  return (
    <output className="c-saved">
      {state === 'saved' && <CircleCheck aria-hidden="true" />}
      {state === 'clean' ? '' : t(`draft.${state}`)}
    </output>
  );
}

/** An answer in writing: a typed item, or a spoken one that is not spoken. */
export function TypedQuestion({
  item,
  state,
}: {
  readonly item: Extract<CandidateItem, { kind: 'typed' | 'spoken' }>;
  readonly state: QuestionState;
}) {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const begun = view.draft?.kind === 'typed' ? view.draft : null;
  const [text, setText] = useState(begun?.text ?? '');
  const [pastes] = useState(() => watchPastes({ text, isPasted: begun?.isPasted === true }));
  const draft = useDraft();
  const bodyOf = (words: string) => ({
    kind: 'typed' as const,
    text: words,
    ...(pastes.isPasted() && { isPasted: true }),
  });
  const mayItBeSpoken = item.kind === 'spoken' && view.consents?.recording === true && !view.accommodations.textInstead;
  return (
    <Stage
      actions={
        <Button
          variant="primary"
          size="large"
          icon={<Check aria-hidden="true" />}
          isDisabled={isSending || text.trim() === ''}
          onPress={() => void send({ type: 'answer_given', body: bodyOf(text) })}
        >
          {t('question.give')}
        </Button>
      }
    >
      <div className="c-question c-question--wide-answer">
        <QuestionPrompt
          item={item}
          canAskForHint
          isHintShown={state.isHintShown}
          tools={
            <>
              {mayItBeSpoken && view.recording !== 'nothing' && (
                <Button
                  icon={<Mic aria-hidden="true" />}
                  isDisabled={isSending}
                  onPress={() => void send({ type: 'mode_chosen', mode: 'speak' })}
                >
                  {t('question.speak')}
                </Button>
              )}
              <SkipButton isOneTouch={item.isFollowUp} />
            </>
          }
        >
          {mayItBeSpoken && view.recording === 'nothing' && <RecordingNote />}
        </QuestionPrompt>
        <section className="c-typed">
          <TextField
            label={t('question.yourAnswer')}
            isLabelHidden
            isMultiline
            placeholder={t('question.typeHere')}
            value={text}
            maxLength={item.maxChars}
            onInput={({ currentTarget, nativeEvent }) => {
              if (nativeEvent instanceof InputEvent) pastes.note(nativeEvent.inputType, currentTarget.value);
            }}
            onChange={(next) => {
              setText(next);
              draft.save(bodyOf(next));
            }}
          />
          <p className="c-typed__status">
            <SavedNote state={draft.state} />
            <span className="ui-tabular">{t('question.chars', { count: text.length, max: item.maxChars })}</span>
          </p>
        </section>
      </div>
    </Stage>
  );
}
