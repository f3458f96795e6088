import { Lightbulb } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, classNames } from '#renderer/ui/index.ts';
import { FocusHeading } from '../focus-heading.tsx';
import { ListenButton } from '../listen-button.tsx';
import { useCandidateSession } from '../session-context.tsx';
import './question-screen.css';

/** Chinese says in 70 characters what English says in 180. */
const LONG = { 'zh-CN': 80, en: 200 } as const;

/** What can be done about the words of a question: hear them, ask for a hint, and what the screen adds. */
export function PromptTools({
  spoken,
  hint,
  isHintShown,
  tools,
}: {
  readonly spoken: string;
  readonly hint?: string;
  readonly isHintShown: boolean;
  readonly tools?: ReactNode;
}) {
  const { t } = useTranslation('candidate');
  const { send, isSending } = useCandidateSession();
  return (
    <>
      {hint !== undefined && isHintShown && (
        <Banner icon={<Lightbulb />} className="c-prompt__hint">
          {hint}
        </Banner>
      )}
      <div className="c-prompt__tools">
        <ListenButton text={isHintShown && hint !== undefined ? `${spoken}\n${hint}` : spoken} variant="secondary" />
        {hint !== undefined && !isHintShown && (
          <Button
            icon={<Lightbulb aria-hidden="true" />}
            isDisabled={isSending}
            onPress={() => void send({ type: 'hint_shown' })}
          >
            {t('question.hint')}
          </Button>
        )}
        {tools}
      </div>
    </>
  );
}

/** The question itself: large, to be heard again, with a hint on request. */
export function Prompt({
  text,
  above,
  hint,
  isHintShown = false,
  tools,
  children,
}: {
  readonly text: string;
  /** One or two words over the question. */
  readonly above?: ReactNode;
  /** Left out while the candidate speaks. */
  readonly hint?: string;
  readonly isHintShown?: boolean;
  /** Other ways to go about this question. */
  readonly tools?: ReactNode;
  readonly children?: ReactNode;
}) {
  const { view } = useCandidateSession();
  return (
    <section className="c-question__left">
      {above}
      <div className={classNames('c-prompt ui-scroll', text.length > LONG[view.locale] && 'c-prompt--long')}>
        <FocusHeading className="c-prompt__text">{text}</FocusHeading>
      </div>
      <PromptTools spoken={text} {...(hint === undefined ? {} : { hint })} isHintShown={isHintShown} tools={tools} />
      {children}
    </section>
  );
}
