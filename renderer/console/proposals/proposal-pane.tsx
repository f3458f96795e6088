import { ArrowRight, Check, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '#renderer/manager/use-formats.ts';
import { Badge, Button } from '#renderer/ui/index.ts';
import type { Ground, Proposal } from '#shared/hub/workflow.ts';
import { type Decision, DecisionForm } from '../flow/decision-form.tsx';
import { useNames } from '../flow/names.tsx';
import { ScoreBar } from '../flow/score-bar.tsx';
import { actionText, actorText, groundText } from '../flow/words.ts';
import { goTo } from '../use-place.ts';

export type Verdict = 'approve' | 'dismiss';

interface ProposalPaneProps {
  readonly proposal: Proposal;
  /** Null: both are still open. */
  readonly verdict: Verdict | null;
  readonly onVerdict: (verdict: Verdict | null) => void;
  readonly onDecided: (verdict: Verdict, decision: Decision) => Promise<void>;
  readonly mayDecide: boolean;
  readonly mayOpenSlots: boolean;
}

function GroundLine({ jobId, ground }: { readonly jobId: string; readonly ground: Ground }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const { condition, observed } = ground;
  const { score, low, high } = observed;
  return (
    <li className="flow-ground">
      <Check aria-hidden="true" />
      <div>
        <p>{groundText({ t, formats, names }, jobId, ground)}</p>
        {(condition.kind === 'total_at_least' || condition.kind === 'dimension_at_least') &&
          typeof score === 'number' && (
            <ScoreBar
              score={score}
              bar={condition.score}
              {...(typeof low === 'number' && typeof high === 'number' ? { low, high } : {})}
            />
          )}
      </div>
    </li>
  );
}

/** One proposal: who, what, on what ground, and a person's word on it. */
export function ProposalPane({ proposal, verdict, onVerdict, onDecided, mayDecide, mayOpenSlots }: ProposalPaneProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const names = useNames();
  const { application, action, ground } = proposal;
  const { jobId, candidateId } = application;
  const session = ground.map(({ observed }) => observed['sessionId']).find((id) => typeof id === 'string');
  const isInvitation = action.kind === 'invite';
  return (
    <section className="flow-pane" aria-label={t('proposals.one')}>
      <header className="flow-pane__head">
        <div>
          <h2 className="flow-pane__name">{proposal.candidateName ?? t('candidates.nameless')}</h2>
          <p className="mgr-soft">
            {t('proposals.stands', { job: names.job(jobId), stage: names.stage(jobId, application.stageId) })}
          </p>
        </div>
        <Button icon={<UserRound aria-hidden="true" />} onPress={() => goTo('candidates', candidateId)}>
          {t('proposals.open_file')}
        </Button>
      </header>
      <p className="flow-pane__action">
        <ArrowRight aria-hidden="true" />
        {actionText({ t, names }, jobId, action)}
      </p>
      <div>
        <h3 className="mgr-small-title">{t('proposals.because')}</h3>
        <ul className="flow-grounds">
          {ground.map((each) => (
            <GroundLine key={JSON.stringify(each.condition)} jobId={jobId} ground={each} />
          ))}
          {ground.length === 0 && <li className="mgr-soft">{t('proposals.ground_gone')}</li>}
        </ul>
        {typeof session === 'string' && (
          <Button variant="quiet" className="flow-link" onPress={() => goTo('interviews', session)}>
            {t('proposals.see_interview')}
          </Button>
        )}
      </div>
      <p className="mgr-soft">
        {t('proposals.by_rule', {
          rule: names.text(proposal.ruleName),
          version: proposal.workflowVersion,
          at: formats.dateTime(proposal.createdAt),
        })}
      </p>
      {proposal.state !== 'open' && (
        <div className="flow-verdict">
          <StateBadge state={proposal.state} />
          <p>
            {t('proposals.decided', {
              who: proposal.decidedBy === null ? '–' : actorText(t, names, proposal.decidedBy),
              at: proposal.decidedAt === null ? '–' : formats.dateTime(proposal.decidedAt),
            })}
          </p>
          {proposal.reason !== null && <p className="mgr-quote">{reasonText(t, proposal)}</p>}
        </div>
      )}
      {proposal.state === 'open' && mayDecide && verdict === null && (
        <div className="flow-row">
          <Button variant="primary" onPress={() => onVerdict('approve')}>
            {t('proposals.approve')} <kbd>A</kbd>
          </Button>
          <Button onPress={() => onVerdict('dismiss')}>
            {t('proposals.dismiss')} <kbd>D</kbd>
          </Button>
        </div>
      )}
      {proposal.state === 'open' && verdict !== null && (
        <DecisionForm
          key={`${proposal.id} ${verdict}`}
          suggestions={['first', 'second', 'third'].map((each) => t(`proposals.suggestions.${verdict}.${each}`))}
          slotsFor={verdict === 'approve' && isInvitation ? jobId : null}
          hasMessage={verdict === 'approve' && isInvitation}
          mayOpenSlots={mayOpenSlots}
          submit={verdict === 'approve' ? t('proposals.approve') : t('proposals.dismiss')}
          onSubmit={(decision) => onDecided(verdict, decision)}
          onCancel={() => onVerdict(null)}
        />
      )}
    </section>
  );
}

const TONES = { open: 'accent', approved: 'good', dismissed: 'neutral', withdrawn: 'warn' } as const;

/** What became of a proposal. */
export function StateBadge({ state }: { readonly state: Proposal['state'] }) {
  const { t } = useTranslation();
  return <Badge tone={TONES[state]}>{t(`proposals.states.${state}`)}</Badge>;
}

function reasonText(t: ReturnType<typeof useTranslation>['t'], { state, reason }: Proposal): string {
  if (state !== 'withdrawn' || reason === null) return reason ?? '';
  return t(`proposals.withdrawn_because.${reason}`);
}
