import { useTranslation } from 'react-i18next';
import type { CandidateTask } from '#shared/job/work-sample.ts';
import type { QuestionState } from '#shared/session.ts';
import { Drawing } from '#renderer/assets/drawings/drawing.tsx';
import { RadioCards } from '#renderer/ui/index.ts';
import { useWork } from './use-work.ts';
import type { WorkSampleItem } from './work-sample-question.tsx';
import { WorkStage } from './work-stage.tsx';
import './safety-sign.css';

type Task = Extract<CandidateTask, { type: 'safety_sign' }>;

/** A sign and pictures of what people do: the one that does what the sign says. */
export function SafetySign({
  item,
  task,
  state,
}: {
  readonly item: WorkSampleItem;
  readonly task: Task;
  readonly state: QuestionState;
}) {
  const { t } = useTranslation('candidate');
  const work = useWork('safety_sign', (saved) => {
    const isKnown = task.options.some(({ id }) => id === saved?.optionId);
    return saved !== null && isKnown ? saved : { type: 'safety_sign', optionId: '' };
  });
  const { optionId } = work.result;
  return (
    <WorkStage
      item={item}
      state={state}
      layout="beside"
      draftState={work.draftState}
      canGive={!work.isSending && optionId !== ''}
      onGive={work.give}
      status={
        <div className="c-sign">
          <Drawing name={task.sign} label={task.signLabel} />
        </div>
      }
    >
      <RadioCards
        className="c-sign__options"
        layout="tiles"
        label={t('workSample.chooseOne')}
        isLabelHidden
        value={optionId === '' ? null : optionId}
        onChange={(id) => work.change({ type: 'safety_sign', optionId: id })}
        options={task.options.map(({ id, drawing, label }) => ({
          value: id,
          icon: <Drawing name={drawing} label={label} />,
          label: null,
        }))}
      />
    </WorkStage>
  );
}
