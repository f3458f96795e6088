import { Check, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CandidateItem } from '#shared/job.ts';
import { Badge } from '#renderer/ui/index.ts';
import { FocusHeading } from '../focus-heading.tsx';
import { PromptTools } from './prompt.tsx';
import './role-play-prompt.css';

type Turn = NonNullable<Extract<CandidateItem, { kind: 'spoken' }>['turn']>;

/** A conversation: the situation, what was said so far, and what the other person says now. */
export function RolePlayPrompt({
  situation,
  turn,
  hint,
  isHintShown = false,
  tools,
  children,
}: {
  readonly situation: string;
  readonly turn: Turn;
  readonly hint?: string;
  readonly isHintShown?: boolean;
  readonly tools?: ReactNode;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation('candidate');
  return (
    <section className="c-question__left">
      <p className="c-talk__where">
        <Badge tone="accent">{t('rolePlay.turn', { number: turn.number, total: turn.total })}</Badge>
      </p>
      <div className="c-talk ui-scroll">
        <FocusHeading className="c-talk__situation">{situation}</FocusHeading>
        {turn.before.map((line, at) => (
          <div key={at} className="c-talk__before">
            <p className="c-talk__line">{line}</p>
            <p className="c-talk__own">
              <Check aria-hidden="true" />
              {t('rolePlay.answered')}
            </p>
          </div>
        ))}
      </div>
      <p className="c-talk__partner">
        <UserRound aria-hidden="true" />
        {t('rolePlay.says', { partner: turn.partner })}
      </p>
      <div className="c-talk__bubble ui-scroll">
        <p className="c-prompt__text">{turn.says}</p>
      </div>
      <PromptTools
        spoken={`${situation}\n${turn.says}`}
        {...(hint === undefined ? {} : { hint })}
        isHintShown={isHintShown}
        tools={tools}
      />
      {children}
    </section>
  );
}
