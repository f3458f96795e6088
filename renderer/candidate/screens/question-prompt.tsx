import { MessageCircleQuestion, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CandidateItem } from '#shared/job.ts';
import { Badge } from '#renderer/ui/index.ts';
import { activeState } from '../active-state.ts';
import { useCandidateSession } from '../session-context.tsx';
import { Prompt } from './prompt.tsx';
import { RolePlayPrompt } from './role-play-prompt.tsx';

type WordedItem = Extract<CandidateItem, { kind: 'spoken' | 'typed' }>;

/** What is read aloud when the question appears. In a conversation the situation is told once. */
export function spokenPrompt(item: CandidateItem): string {
  const turn = item.kind === 'spoken' ? item.turn : null;
  if (turn === null) return item.prompt;
  return turn.number === 1 ? `${item.prompt}\n${turn.says}` : turn.says;
}

/** Why this question comes once more, or outside the plan; null for an ordinary one. */
function Occasion({ isFollowUp }: { readonly isFollowUp: boolean }) {
  const { t } = useTranslation('candidate');
  const { view } = useCandidateSession();
  const active = activeState(view.state);
  const number = view.progress?.number;
  if (isFollowUp) {
    return (
      <Badge tone="accent" icon={<MessageCircleQuestion aria-hidden="true" />}>
        {number === undefined ? t('followUp.badgePlain') : t('followUp.badge', { number })}
      </Badge>
    );
  }
  if (active?.kind !== 'question' || active.stage !== 'again' || number === undefined) return null;
  return (
    <Badge tone="accent" icon={<RotateCcw aria-hidden="true" />}>
      {t('followUp.again', { number })}
    </Badge>
  );
}

export interface QuestionPromptProps {
  readonly item: WordedItem;
  /** False while the candidate speaks. */
  readonly canAskForHint?: boolean;
  readonly isHintShown?: boolean;
  readonly tools?: ReactNode;
  readonly children?: ReactNode;
}

/** The words of a question that is answered in words: plain, as a follow-up, or as a line of a conversation. */
export function QuestionPrompt({ item, canAskForHint = false, isHintShown, tools, children }: QuestionPromptProps) {
  const { t } = useTranslation('candidate');
  const { followsUp } = useCandidateSession().view;
  const shared = {
    ...(canAskForHint && item.hint !== '' ? { hint: item.hint } : {}),
    ...(isHintShown === undefined ? {} : { isHintShown }),
    tools,
  };
  if (item.kind === 'spoken' && item.turn !== null) {
    return (
      <RolePlayPrompt situation={item.prompt} turn={item.turn} {...shared}>
        {children}
      </RolePlayPrompt>
    );
  }
  return (
    <Prompt text={item.prompt} above={<Occasion isFollowUp={item.isFollowUp} />} {...shared}>
      {item.isFollowUp && followsUp !== null && (
        <p className="c-asked">
          <span>{t('followUp.asked')}</span> {followsUp}
        </p>
      )}
      {children}
    </Prompt>
  );
}
