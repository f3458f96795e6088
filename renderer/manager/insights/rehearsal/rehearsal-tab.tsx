import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Spinner } from '#renderer/ui/index.ts';
import type { Threshold } from '#shared/insights/threshold.ts';
import type { Locale } from '#shared/localized.ts';
import { useManagerClient, type ManagerClient } from '../../manager-client.tsx';
import { ProblemBanner } from '../../problem-banner.tsx';
import { problemOf, type Problem } from '../../problem.ts';
import { useLoad } from '../../use-load.ts';
import type { SuggestedWeights } from '../insights-screen.tsx';
import { RehearsalResult } from './rehearsal-result.tsx';
import { ThresholdChanges } from './threshold-changes.tsx';
import { ThresholdForm } from './threshold-form.tsx';

export type ThresholdState = Awaited<ReturnType<ManagerClient['insights']['threshold']>>;
export type RehearsalOutcome = Awaited<ReturnType<ManagerClient['insights']['rehearse']>>;

interface RehearsalTabProps {
  readonly jobId: string | null;
  readonly last: number;
  readonly locale: Locale;
  /** Weights that outcomes speak for; null to start from what is in force. */
  readonly suggested: SuggestedWeights | null;
}

/** What another weighting or cut-off would have meant, before anybody is judged by it. */
export function RehearsalTab({ jobId, last, locale, suggested }: RehearsalTabProps) {
  const { t } = useTranslation('insights');
  if (jobId === null) return <Banner>{t('empty.next')}</Banner>;
  return <JobRehearsal jobId={jobId} last={last} locale={locale} suggested={suggested} />;
}

function JobRehearsal({ jobId, last, locale, suggested }: RehearsalTabProps & { readonly jobId: string }) {
  const { t } = useTranslation('insights');
  const client = useManagerClient();
  const { load, reload } = useLoad(
    useCallback(() => client.insights.threshold({ jobId, locale }), [client, jobId, locale]),
  );
  const [rehearsed, setRehearsed] = useState<{ after: Threshold; outcome: RehearsalOutcome } | null>(null);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function rehearse(after: Threshold): Promise<void> {
    setPending(true);
    setProblem(null);
    try {
      setRehearsed({ after, outcome: await client.insights.rehearse({ jobId, after, last, groups: null }) });
    } catch (error) {
      setRehearsed(null);
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  async function changed(): Promise<void> {
    setRehearsed(null);
    await reload();
  }

  if (load.state === 'failed') return <ProblemBanner problem={load.problem} onRetry={() => void reload()} />;
  if (load.state === 'loading') {
    return (
      <div className="mgr-wait">
        <Spinner label={t('reading')} />
      </div>
    );
  }
  const state = load.value;
  return (
    <div className="mgr-stack">
      <ThresholdForm
        key={JSON.stringify([state.current, suggested])}
        state={state}
        suggested={suggested}
        isPending={isPending}
        onRehearse={(after) => void rehearse(after)}
        onEdited={() => setRehearsed(null)}
      />
      {problem !== null && <ProblemBanner problem={problem} />}
      {rehearsed !== null && (
        <RehearsalResult
          outcome={rehearsed.outcome}
          after={rehearsed.after}
          jobId={jobId}
          last={last}
          isWaiting={state.changes.some((change) => change.state === 'proposed')}
          onProposed={() => void changed()}
        />
      )}
      <ThresholdChanges state={state} onChanged={() => void changed()} />
    </div>
  );
}
