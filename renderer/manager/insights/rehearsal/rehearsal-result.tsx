import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Button, Card, TextField } from '#renderer/ui/index.ts';
import type { Threshold } from '#shared/insights/threshold.ts';
import { useManagerClient } from '../../manager-client.tsx';
import { ProblemBanner } from '../../problem-banner.tsx';
import { problemOf, type Problem } from '../../problem.ts';
import { useFormats } from '../../use-formats.ts';
import { ColumnsChart } from '../charts/columns-chart.tsx';
import type { RehearsalOutcome } from './rehearsal-tab.tsx';

/** A reason has to say something. */
const MIN_REASON = 10;

interface RehearsalResultProps {
  readonly outcome: RehearsalOutcome;
  readonly after: Threshold;
  readonly jobId: string;
  readonly last: number;
  /** Another change of the job waits for approval. */
  readonly isWaiting: boolean;
  readonly onProposed: () => void;
}

/** Who would cross the line, and putting the change down for a second person. */
export function RehearsalResult({ outcome, after, jobId, last, isWaiting, onProposed }: RehearsalResultProps) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  if (outcome.status === 'too_few') {
    return (
      <Banner title={t('rehearsal.too_few.title', { count: outcome.people })}>
        {t('rehearsal.too_few.next', { needed: outcome.needed })}
      </Banner>
    );
  }
  const { figures, before, binsBefore, binsAfter, crossings, unnamed } = outcome;
  return (
    <Card title={t('rehearsal.result')}>
      <dl className="ins-crossings">
        {(['reachedBefore', 'reachedAfter', 'up', 'down', 'withinError', 'undecidable'] as const).map((each) => (
          <div key={each}>
            <dt>{t(`rehearsal.figures.${each}`)}</dt>
            <dd className="ui-tabular">{format.number(figures[each])}</dd>
          </div>
        ))}
      </dl>
      <div className="ins-two">
        <div className="mgr-stack">
          <ColumnsChart
            label={t('rehearsal.picture')}
            unit={t('scores.people')}
            format={format.number}
            columns={binsBefore.map((count, bin) => ({
              id: String(bin),
              label: `${bin * 10}–${bin * 10 + 10}`,
              values: [count, binsAfter[bin] ?? 0],
            }))}
            marks={[
              { at: before.cutOff / 100, series: 0 },
              { at: after.cutOff / 100, series: 1 },
            ]}
          />
          <p className="ins-legend">
            <span className="ins-legend__sign ins-legend__sign--0" aria-hidden="true" />
            {t('rehearsal.legend_before', { cutOff: before.cutOff })}
            <span className="ins-legend__sign ins-legend__sign--1" aria-hidden="true" />
            {t('rehearsal.legend_after', { cutOff: after.cutOff })}
          </p>
        </div>
        <table className="ins-plain">
          <thead>
            <tr>
              <th scope="col">{t('rehearsal.points')}</th>
              <th scope="col">{t('rehearsal.before')}</th>
              <th scope="col">{t('rehearsal.after')}</th>
            </tr>
          </thead>
          <tbody>
            {binsBefore.map((count, bin) => (
              // the bins are their places
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={bin}>
                <th scope="row">{`${bin * 10}–${bin * 10 + 10}`}</th>
                <td>{format.number(count)}</td>
                <td>{format.number(binsAfter[bin] ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="mgr-soft">
        {t('rehearsal.looked_at', { people: figures.people, without: figures.withoutTotal })}
        {unnamed > 0 && ` ${t('rehearsal.unnamed', { count: unnamed })}`}
      </p>
      {crossings.length > 0 && (
        <details className="ins-details">
          <summary>{t('rehearsal.named', { count: crossings.length })}</summary>
          <ul className="ins-names">
            {crossings.map(({ sessionId, reference, direction, isWithinError }) => (
              <li key={sessionId}>
                <span className="ui-tabular">{reference}</span> {t(`rehearsal.directions.${direction}`)}
                {isWithinError && <span className="mgr-soft"> {t('rehearsal.within_error')}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {isWaiting ? (
        <Banner>{t('rehearsal.waiting')}</Banner>
      ) : (
        <ProposeChange jobId={jobId} last={last} after={after} onProposed={onProposed} />
      )}
    </Card>
  );
}

function ProposeChange({
  jobId,
  last,
  after,
  onProposed,
}: Pick<RehearsalResultProps, 'jobId' | 'last' | 'after' | 'onProposed'>) {
  const { t } = useTranslation('insights');
  const client = useManagerClient();
  const [reason, setReason] = useState('');
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function propose(): Promise<void> {
    setPending(true);
    setProblem(null);
    try {
      await client.insights.proposeThreshold({ jobId, after, last, reason: reason.trim() });
      onProposed();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  return (
    <div className="ins-propose">
      <TextField
        label={t('rehearsal.reason')}
        description={t('rehearsal.reason_hint')}
        value={reason}
        maxLength={500}
        onChange={setReason}
      />
      <Button
        variant="primary"
        isDisabled={reason.trim().length < MIN_REASON}
        isPending={isPending}
        onPress={() => void propose()}
      >
        {t('rehearsal.propose')}
      </Button>
      {problem !== null && <ProblemBanner problem={problem} />}
    </div>
  );
}
