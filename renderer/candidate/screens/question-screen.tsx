import type { QuestionState } from '#shared/session.ts';
import { useReadOnce } from '../read-aloud-context.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { ChoiceQuestion } from './choice-question.tsx';
import { spokenPrompt } from './question-prompt.tsx';
import { RankingQuestion } from './ranking-question.tsx';
import { RatingQuestion } from './rating-question.tsx';
import { SpokenConfirm } from './spoken-confirm.tsx';
import { SpokenRecording } from './spoken-recording.tsx';
import { SpokenThink } from './spoken-think.tsx';
import { TypedQuestion } from './typed-question.tsx';
import { WorkSampleQuestion } from './work-sample/work-sample-question.tsx';

/** Draws the question by its kind and phase; reads it aloud once when it appears. */
export function QuestionScreen({ state }: { readonly state: QuestionState }) {
  const { view } = useCandidateSession();
  const { item } = view;
  const isFirstSight = (state.at.phase === 'think' || state.at.phase === 'open') && state.take === 1;
  useReadOnce(isFirstSight && item !== null ? spokenPrompt(item) : null, view.locale);
  if (item === null) return null;
  switch (item.kind) {
    case 'spoken':
      switch (state.at.phase) {
        case 'think':
          return <SpokenThink item={item} state={state} deadlineAt={state.at.deadlineAt} />;
        case 'recording':
          return <SpokenRecording item={item} startedAt={state.at.startedAt} deadlineAt={state.at.deadlineAt} />;
        case 'confirm':
          return <SpokenConfirm item={item} />;
        case 'open':
          return <TypedQuestion item={item} state={state} />;
      }
    // every phase above returns
    case 'typed':
      return <TypedQuestion item={item} state={state} />;
    case 'choice':
      return <ChoiceQuestion item={item} state={state} />;
    case 'ranking':
      return <RankingQuestion item={item} state={state} />;
    case 'rating':
      return <RatingQuestion item={item} state={state} />;
    case 'work_sample':
      return <WorkSampleQuestion item={item} state={state} />;
  }
}
