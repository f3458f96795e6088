import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from '#renderer/ui/index.ts';
import type { Purpose } from '#shared/purpose.ts';
import type { ReviewSheet } from '#shared/review-sheet.ts';
import './review-steps.css';

const STEPS = ['rate', 'compare', 'decide'] as const;

/** Which of the three steps is next; 3 when all are done. */
function nextStep({ mine, decisions }: ReviewSheet): number {
  if (mine === null || mine.state === 'open') return 0;
  if (mine.state !== 'done') return 1;
  return decisions.length === 0 ? 2 : 3;
}

/** Rate, compare, decide: where this person stands with this interview. */
export function ReviewSteps({ sheet, purpose }: { readonly sheet: ReviewSheet; readonly purpose: Purpose }) {
  const { t } = useTranslation('review');
  const next = nextStep(sheet);
  return (
    <ol className="rev-steps" aria-label={t('steps.label')}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          className={classNames('rev-step', index < next && 'rev-step--done', index === next && 'rev-step--now')}
          aria-current={index === next ? 'step' : undefined}
        >
          <span className="rev-step__mark" aria-hidden="true">
            {index < next ? <Check strokeWidth={3} /> : index + 1}
          </span>
          {t(`steps.${step}`, { context: purpose })}
        </li>
      ))}
    </ol>
  );
}
