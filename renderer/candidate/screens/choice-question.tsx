import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CandidateItem } from '#shared/job.ts';
import type { QuestionState } from '#shared/session.ts';
import { Button, RadioCards } from '#renderer/ui/index.ts';
import { ListenButton } from '../listen-button.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { useDraft } from '../use-draft.ts';
import { Prompt } from './prompt.tsx';
import { SkipButton } from './skip-button.tsx';
import { SavedNote } from './typed-question.tsx';

/** A situation and what one could do: large cards, each to be heard. */
export function ChoiceQuestion({
  item,
  state,
}: {
  readonly item: Extract<CandidateItem, { kind: 'choice' }>;
  readonly state: QuestionState;
}) {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const [chosen, setChosen] = useState(view.draft?.kind === 'choice' ? view.draft.optionId : null);
  const draft = useDraft();
  return (
    <Stage
      actions={
        <Button
          variant="primary"
          size="large"
          icon={<Check aria-hidden="true" />}
          isDisabled={isSending || chosen === null}
          onPress={() => {
            if (chosen !== null) void send({ type: 'answer_given', body: { kind: 'choice', optionId: chosen } });
          }}
        >
          {t('question.give')}
        </Button>
      }
    >
      <div className="c-question c-question--wide-answer">
        <Prompt text={item.prompt} hint={item.hint} isHintShown={state.isHintShown} tools={<SkipButton />} />
        <section className="c-answer ui-scroll">
          <RadioCards
            label={t('question.chooseOne')}
            value={chosen}
            onChange={(optionId) => {
              setChosen(optionId);
              draft.save({ kind: 'choice', optionId });
            }}
            options={item.options.map(({ id, text }) => ({
              value: id,
              label: text,
              aside: <ListenButton isIconOnly text={text} label={t('listen.named', { text })} />,
            }))}
          />
          <SavedNote state={draft.state} />
        </section>
      </div>
    </Stage>
  );
}
