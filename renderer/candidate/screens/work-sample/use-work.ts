import { useState } from 'react';
import type { WorkSampleResult } from '#shared/job/work-sample.ts';
import { useCandidateSession } from '../../session-context.tsx';
import { useDraft } from '../../use-draft.ts';

type Result<Type extends WorkSampleResult['type']> = Extract<WorkSampleResult, { type: Type }>;

/** What was done so far in a work sample: kept as a draft with every change, given as the answer at the end. */
export function useWork<Type extends WorkSampleResult['type']>(
  type: Type,
  start: (saved: Result<Type> | null) => Result<Type>,
) {
  const { view, send, isSending } = useCandidateSession();
  const draft = useDraft();
  const [result, setResult] = useState(() => {
    const saved = view.draft?.kind === 'work_sample' ? view.draft.result : null;
    return start(saved?.type === type ? (saved as Result<Type>) : null);
  });
  const change = (next: Result<Type>) => {
    setResult(next);
    draft.save({ kind: 'work_sample', result: next });
  };
  const give = () => void send({ type: 'answer_given', body: { kind: 'work_sample', result } });
  return { result, change, give, isSending, draftState: draft.state };
}
