import { useTranslation } from 'react-i18next';
import type { CandidateTask } from '#shared/job/work-sample.ts';
import type { QuestionState } from '#shared/session.ts';
import { Drawing } from '#renderer/assets/drawings/drawing.tsx';
import { SortableList } from '#renderer/ui/index.ts';
import { useWork } from './use-work.ts';
import type { WorkSampleItem } from './work-sample-question.tsx';
import { WorkStage } from './work-stage.tsx';
import './assembly-order.css';

type Task = Extract<CandidateTask, { type: 'assembly_order' }>;

/** Pictures of the steps, in a row from the first to the last: dragged, moved by buttons, or by keyboard. */
export function AssemblyOrder({
  item,
  task,
  state,
}: {
  readonly item: WorkSampleItem;
  readonly task: Task;
  readonly state: QuestionState;
}) {
  const { t } = useTranslation('candidate');
  const ids = task.steps.map(({ id }) => id);
  const work = useWork('assembly_order', (saved) => {
    const isWhole = saved?.stepIds.length === ids.length && ids.every((id) => saved.stepIds.includes(id));
    return isWhole ? saved : { type: 'assembly_order', stepIds: ids };
  });
  const cards = work.result.stepIds.flatMap((id) => {
    const step = task.steps.find((each) => each.id === id);
    if (step === undefined) return [];
    return [{ id, text: step.label, picture: <Drawing name={step.drawing} label={step.label} /> }];
  });
  return (
    <WorkStage
      item={item}
      state={state}
      layout="above"
      draftState={work.draftState}
      canGive={!work.isSending}
      onGive={work.give}
      giveLabel={t('question.giveOrder')}
    >
      <section className="c-assembly" data-keypad-choices>
        <p>{t('workSample.orderHow')}</p>
        <SortableList
          label={t('workSample.order')}
          orientation="horizontal"
          items={cards}
          onReorder={(stepIds) => work.change({ type: 'assembly_order', stepIds: [...stepIds] })}
          upLabel={({ text }) => t('workSample.earlier', { text })}
          downLabel={({ text }) => t('workSample.later', { text })}
          dragLabel={({ text }) => t('question.drag', { text })}
        />
      </section>
    </WorkStage>
  );
}
