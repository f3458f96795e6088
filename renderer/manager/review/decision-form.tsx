import { BookOpenCheck, CircleArrowRight, CircleX, GraduationCap, Hourglass } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, RadioCards } from '#renderer/ui/index.ts';
import { DECISION_REASONS, Outcome, OUTCOMES, RESTS_ON_REVIEW, Verdict } from '#shared/decision.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Purpose } from '#shared/purpose.ts';
import { MIN_REASON_CHARS } from '#shared/rating.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { Chips } from './chips.tsx';
import { ReasonWordsField } from './reason-words.tsx';

const ICONS: Readonly<Record<Outcome, ReactNode>> = {
  advance: <CircleArrowRight aria-hidden="true" />,
  hold: <Hourglass aria-hidden="true" />,
  decline: <CircleX aria-hidden="true" />,
  plan: <GraduationCap aria-hidden="true" />,
  noted: <BookOpenCheck aria-hidden="true" />,
};

interface DecisionFormProps {
  readonly id: SessionId;
  readonly name: string;
  /** What it was held for: it tells what can be decided at all. */
  readonly purpose: Purpose;
  /** Nobody has locked a review yet: what would have to rest on one cannot be chosen. */
  readonly isUnrated: boolean;
  /** The decision on the screen, which this one takes the place of; null for none. */
  readonly supersedes: string | null;
  readonly onCancel: (() => void) | null;
  readonly onDecided: () => void;
}

/** What becomes of it, with a reason as a code and in words. */
export function DecisionForm({ id, name, purpose, isUnrated, supersedes, onCancel, onDecided }: DecisionFormProps) {
  const { t } = useTranslation('review');
  const client = useManagerClient();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const verdict = Verdict.safeParse({ outcome, reason, words }).data;
  const options = OUTCOMES[purpose].filter((each) => !isUnrated || !RESTS_ON_REVIEW.has(each));
  const reasons: readonly string[] = outcome === null ? [] : DECISION_REASONS[outcome];

  async function save(decided: Verdict): Promise<void> {
    setPending(true);
    try {
      await client.decision.make({ id, verdict: decided, supersedes });
      onDecided();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  return (
    <div className="mgr-stack">
      <RadioCards
        label={t('decide.outcome', { context: purpose, name, interpolation: { escapeValue: false } })}
        options={options.map((value) => ({
          value,
          icon: ICONS[value],
          label: t(`outcomes.${value}`),
          description: t(`outcome_hints.${value}`),
        }))}
        value={outcome}
        onChange={(value) => {
          setOutcome(Outcome.options.find((each) => each === value) ?? null);
          setReason(null);
        }}
      />
      {outcome !== null && (
        <>
          <Chips
            label={t('decide.reason')}
            options={reasons.map((value) => ({ value, label: t(`decision_reasons.${value}`) }))}
            value={reason}
            onChange={setReason}
          />
          <ReasonWordsField
            label={t('decide.words')}
            hint={t('decide.words_hint', {
              count: MIN_REASON_CHARS,
              name,
              interpolation: { escapeValue: false },
            })}
            value={words}
            onChange={setWords}
          />
        </>
      )}
      {problem !== null && <ProblemBanner problem={problem} />}
      <div className="rev-change__acts">
        {onCancel !== null && <Button onPress={onCancel}>{t('decide.cancel')}</Button>}
        <Button
          variant="primary"
          isDisabled={verdict === undefined}
          isPending={isPending}
          onPress={() => {
            if (verdict !== undefined) void save(verdict);
          }}
        >
          {t('decide.save', { context: purpose })}
        </Button>
      </div>
    </div>
  );
}
