import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuestionState } from '#shared/session.ts';
import { Button, classNames } from '#renderer/ui/index.ts';
import type { DraftState } from '../../draft-saver.ts';
import { Stage } from '../../stage.tsx';
import { Prompt } from '../prompt.tsx';
import { SkipButton } from '../skip-button.tsx';
import { SavedNote } from '../typed-question.tsx';
import type { WorkSampleItem } from './work-sample-question.tsx';
import './work-stage.css';

/** The frame of every work sample: the task in words beside or above, the work itself as large as it gets. */
export function WorkStage({
  item,
  state,
  layout,
  draftState,
  canGive,
  onGive,
  giveLabel,
  giveIcon = <Check aria-hidden="true" />,
  before,
  status,
  children,
}: {
  readonly item: WorkSampleItem;
  readonly state: QuestionState;
  readonly layout: 'beside' | 'above';
  readonly draftState: DraftState;
  readonly canGive: boolean;
  readonly onGive: () => void;
  readonly giveLabel?: string;
  readonly giveIcon?: ReactNode;
  /** Further buttons before the one that gives the answer. */
  readonly before?: ReactNode;
  /** How far one has come, under the words of the task. */
  readonly status?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('candidate');
  return (
    <Stage
      actions={
        <>
          {before}
          <Button variant="primary" size="large" icon={giveIcon} isDisabled={!canGive} onPress={onGive}>
            {giveLabel ?? t('question.give')}
          </Button>
        </>
      }
    >
      <div className={classNames('c-question', 'c-work', `c-work--${layout}`)}>
        <Prompt text={item.prompt} hint={item.hint} isHintShown={state.isHintShown} tools={<SkipButton />}>
          {status}
          <p className="c-work__saved">
            <SavedNote state={draftState} />
          </p>
        </Prompt>
        {children}
      </div>
    </Stage>
  );
}
