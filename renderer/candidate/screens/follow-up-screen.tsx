import { BookOpenText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ProgressBar } from '#renderer/ui/index.ts';
import { FocusHeading } from '../focus-heading.tsx';
import { useCandidateSession } from '../session-context.tsx';
import { Stage } from '../stage.tsx';
import { useNow } from '../use-now.ts';
import './simple-screens.css';
import './follow-up-screen.css';

/** Reading takes seconds; after this long a person wonders. */
const LONG_MS = 8_000;

/** All questions are answered, the last answers are still being read. Nothing is asked of anybody. */
export function FollowUpScreen({ since }: { readonly since: string }) {
  const { t } = useTranslation('candidate');
  const { waiting } = useCandidateSession().view;
  const isLong = useNow() - Date.parse(since) > LONG_MS;
  const isKnown = waiting !== null && waiting.total > 0;
  const read = isKnown ? t('followUp.waitDone', { done: waiting.done, total: waiting.total }) : '';
  return (
    <Stage>
      <div className="c-sheet">
        <span className="c-sheet__icon" aria-hidden="true">
          <BookOpenText />
        </span>
        <FocusHeading>{t('followUp.waitTitle')}</FocusHeading>
        <output className="c-waiting__text">
          {isLong ? t('followUp.waitLong') : t('followUp.waitText')}
          <span className="ui-visually-hidden"> {read}</span>
        </output>
        <ProgressBar
          className="c-waiting"
          label={t('followUp.waitBar')}
          value={isKnown ? waiting.done / waiting.total : null}
          {...(isKnown ? { valueText: read } : {})}
        />
      </div>
    </Stage>
  );
}
