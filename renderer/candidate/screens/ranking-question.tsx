import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CandidateItem } from '#shared/job.ts';
import type { QuestionState } from '#shared/session.ts';
import { Button, SortableList } from '#renderer/ui/index.ts';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { useDraft } from '../use-draft.ts';
import { Prompt } from './prompt.tsx';
import { SkipButton } from './skip-button.tsx';
import { SavedNote } from './typed-question.tsx';

type RankingItem = Extract<CandidateItem, { kind: 'ranking' }>;

/** The saved order when it still names every option once, else the order of the plan. */
function firstOrder(item: RankingItem, saved: readonly string[] | null): string[] {
  const ids = item.options.map(({ id }) => id);
  const isWhole = saved !== null && saved.length === ids.length && ids.every((id) => saved.includes(id));
  return isWhole ? [...saved] : ids;
}

/** Steps to be put in order, by dragging, by buttons or by keyboard. */
export function RankingQuestion({ item, state }: { readonly item: RankingItem; readonly state: QuestionState }) {
  const { t } = useTranslation('candidate');
  const { view, send, isSending } = useCandidateSession();
  const [order, setOrder] = useState(() =>
    firstOrder(item, view.draft?.kind === 'ranking' ? view.draft.optionIds : null),
  );
  const draft = useDraft();
  const rows = order.flatMap((id) => item.options.find((option) => option.id === id) ?? []);
  return (
    <Stage
      actions={
        <Button
          variant="primary"
          size="large"
          icon={<Check aria-hidden="true" />}
          isDisabled={isSending}
          onPress={() => void send({ type: 'answer_given', body: { kind: 'ranking', optionIds: order } })}
        >
          {t('question.giveOrder')}
        </Button>
      }
    >
      <div className="c-question c-question--wide-answer">
        <Prompt text={item.prompt} hint={item.hint} isHintShown={state.isHintShown} tools={<SkipButton />} />
        <section className="c-answer ui-scroll" data-keypad-choices>
          <p>{t('question.orderHow')}</p>
          <SortableList
            label={t('question.order')}
            items={rows}
            onReorder={(ids) => {
              setOrder([...ids]);
              draft.save({ kind: 'ranking', optionIds: [...ids] });
            }}
            upLabel={({ text }) => t('question.moveUp', { text })}
            downLabel={({ text }) => t('question.moveDown', { text })}
            dragLabel={({ text }) => t('question.drag', { text })}
          />
          <SavedNote state={draft.state} />
        </section>
      </div>
    </Stage>
  );
}
