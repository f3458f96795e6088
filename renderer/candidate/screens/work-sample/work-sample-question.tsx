import type { CandidateItem } from '#shared/job.ts';
import type { QuestionState } from '#shared/session.ts';
import { AssemblyOrder } from './assembly-order.tsx';
import { CountChange } from './count-change.tsx';
import { SafetySign } from './safety-sign.tsx';
import { SpotDefect } from './spot-defect.tsx';

export type WorkSampleItem = Extract<CandidateItem, { kind: 'work_sample' }>;

/** A task done by touch, by its type. */
export function WorkSampleQuestion({ item, state }: { readonly item: WorkSampleItem; readonly state: QuestionState }) {
  const { task } = item;
  switch (task.type) {
    case 'assembly_order':
      return <AssemblyOrder item={item} task={task} state={state} />;
    case 'spot_defect':
      return <SpotDefect item={item} task={task} state={state} />;
    case 'safety_sign':
      return <SafetySign item={item} task={task} state={state} />;
    case 'count_change':
      return <CountChange item={item} task={task} state={state} />;
  }
}
