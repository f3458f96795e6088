import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, type BadgeTone, Button, Card } from '#renderer/ui/index.ts';
import type { ThresholdChange } from '#shared/insights/threshold.ts';
import { useManagerClient } from '../../manager-client.tsx';
import { ProblemBanner } from '../../problem-banner.tsx';
import { problemOf, type Problem } from '../../problem.ts';
import { useFormats } from '../../use-formats.ts';
import type { ThresholdState } from './rehearsal-tab.tsx';

const TONES: Readonly<Record<ThresholdChange['state'], BadgeTone>> = {
  proposed: 'warn',
  approved: 'good',
  withdrawn: 'neutral',
};

/** Changes that were put down, the newest first; a second person approves. */
export function ThresholdChanges({
  state,
  onChanged,
}: {
  readonly state: ThresholdState;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation('insights');
  const client = useManagerClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [pendingId, setPendingId] = useState<string | null>(null);

  async function settle(id: string, how: 'approveThreshold' | 'withdrawThreshold'): Promise<void> {
    setPendingId(id);
    setProblem(null);
    try {
      await client.insights[how]({ id });
      onChanged();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPendingId(null);
  }

  return (
    <Card title={t('changes.title')}>
      {problem !== null && <ProblemBanner problem={problem} />}
      {state.changes.length === 0 && <p className="mgr-soft">{t('changes.none')}</p>}
      <ul className="ins-changes">
        {state.changes.map((change) => (
          <li key={change.id} className="ins-change">
            <ChangeWords change={change} dimensions={state.dimensions} />
            {change.state === 'proposed' && (
              <div className="ins-change__actions">
                {change.mayApprove ? (
                  <Button
                    variant="primary"
                    isPending={pendingId === change.id}
                    onPress={() => void settle(change.id, 'approveThreshold')}
                  >
                    {t('changes.approve')}
                  </Button>
                ) : (
                  <span className="mgr-soft">{t('changes.second_person')}</span>
                )}
                <Button variant="quiet" onPress={() => void settle(change.id, 'withdrawThreshold')}>
                  {t('changes.withdraw')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <p className="mgr-soft">{t('changes.note')}</p>
    </Card>
  );
}

function ChangeWords({
  change,
  dimensions,
}: {
  readonly change: ThresholdChange;
  readonly dimensions: ThresholdState['dimensions'];
}) {
  const { t } = useTranslation('insights');
  const format = useFormats();
  const { before, after, figures, proposedBy, decidedBy, decidedAt } = change;
  const moved = dimensions.filter(({ id }) => Math.abs((before.weights[id] ?? 0) - (after.weights[id] ?? 0)) > 1e-6);
  return (
    <div className="mgr-stack ins-change__words">
      <p>
        <Badge tone={TONES[change.state]}>{t(`changes.states.${change.state}`)}</Badge>{' '}
        <span className="mgr-soft">
          {t('changes.proposed_by', {
            name: proposedBy ?? t('changes.somebody'),
            at: format.dateTime(change.proposedAt),
          })}
          {decidedAt !== null &&
            ` · ${t(`changes.${change.state === 'approved' ? 'approved_by' : 'withdrawn_by'}`, {
              name: decidedBy ?? t('changes.somebody'),
              at: format.dateTime(decidedAt),
            })}`}
        </span>
      </p>
      <p>
        {[
          ...moved.map(({ id, name }) =>
            t('changes.weight', {
              name,
              before: format.finePercent(before.weights[id] ?? 0),
              after: format.finePercent(after.weights[id] ?? 0),
            }),
          ),
          ...(before.cutOff === after.cutOff
            ? []
            : [t('changes.cut_off', { before: before.cutOff, after: after.cutOff })]),
        ].join(' · ')}
      </p>
      <p className="mgr-soft">
        {t('changes.figures', { people: figures.people, up: figures.up, down: figures.down })} {change.reason}
      </p>
    </div>
  );
}
