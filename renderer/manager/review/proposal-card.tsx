import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Button, TextField, type BadgeTone } from '#renderer/ui/index.ts';
import { type KioskProposal, ProposalReason, type ProposalState } from '#shared/proposal.ts';
import { useManagerClient } from '../manager-client.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { problemOf, type Problem } from '../problem.ts';
import { useFormats } from '../use-formats.ts';
import { type AppointmentDraft, AppointmentFields, appointmentOf, NO_APPOINTMENT } from './appointment-fields.tsx';
import { useConditionWords } from './condition-words.ts';

const TONES: Readonly<Record<ProposalState, BadgeTone>> = {
  open: 'accent',
  approved: 'good',
  dismissed: 'neutral',
  withdrawn: 'neutral',
};

interface ProposalCardProps {
  readonly proposal: KioskProposal;
  readonly dimensions: readonly { readonly id: string; readonly name: string }[];
  readonly onChanged: () => void;
}

/** What a rule proposes and why, and the person who says yes or no. */
export function ProposalCard({ proposal, dimensions, onChanged }: ProposalCardProps) {
  const { t, i18n } = useTranslation('review');
  const format = useFormats();
  const words = useConditionWords(dimensions);
  const [asked, setAsked] = useState<'approve' | 'dismiss' | null>(null);
  const { state, action, ground, ruleName, decidedBy, decidedAt, reason, sending } = proposal;
  return (
    <article className="rev-proposal">
      <header className="rev-proposal__head">
        <h3 className="rev-proposal__action">{words.action(action)}</h3>
        <Badge tone={TONES[state]}>{t(`proposals.states.${state}`)}</Badge>
      </header>
      <div>
        <p className="mgr-soft">
          {t('proposals.rule', {
            name: i18n.language === 'en' ? ruleName.en : ruleName['zh-CN'],
            interpolation: { escapeValue: false },
          })}
        </p>
        <ul className="rev-proposal__ground" aria-label={t('proposals.because')}>
          {ground.map((each) => (
            <li key={JSON.stringify(each.condition)}>{words.ground(each)}</li>
          ))}
        </ul>
      </div>
      {decidedAt !== null && (
        <p className="mgr-soft">
          {decidedBy === null
            ? t(`proposals.withdrawn_because.${reason ?? 'ground_changed'}`)
            : `${reason ?? ''} — ${t('decide.by', { name: decidedBy, at: format.dateTime(decidedAt) })}`}
        </p>
      )}
      {sending !== null && <p>{t(`proposals.sending.${sending}`)}</p>}
      {state === 'open' &&
        (asked === null ? (
          <div className="rev-compare__acts">
            <Button variant="primary" icon={<Check aria-hidden="true" />} onPress={() => setAsked('approve')}>
              {t('proposals.approve')}
            </Button>
            <Button icon={<X aria-hidden="true" />} onPress={() => setAsked('dismiss')}>
              {t('proposals.dismiss')}
            </Button>
          </div>
        ) : (
          <ProposalForm proposal={proposal} asked={asked} onBack={() => setAsked(null)} onChanged={onChanged} />
        ))}
    </article>
  );
}

function ProposalForm({
  proposal: { id, action },
  asked,
  onBack,
  onChanged,
}: {
  readonly proposal: KioskProposal;
  readonly asked: 'approve' | 'dismiss';
  readonly onBack: () => void;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation('review');
  const client = useManagerClient();
  const [reason, setReason] = useState('');
  const [draft, setDraft] = useState<AppointmentDraft>(NO_APPOINTMENT);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const needsAppointment = asked === 'approve' && action.kind === 'invite';
  const appointment = needsAppointment ? appointmentOf(draft) : null;
  const isReady = ProposalReason.safeParse(reason).success && (!needsAppointment || appointment !== null);

  async function save(): Promise<void> {
    setPending(true);
    try {
      if (asked === 'approve') await client.proposal.approve({ id, reason, appointment });
      else await client.proposal.dismiss({ id, reason });
      onChanged();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setPending(false);
  }

  return (
    <div className="rev-change">
      {needsAppointment && <AppointmentFields draft={draft} onChange={setDraft} />}
      <TextField
        label={t('proposals.reason')}
        description={t('proposals.reason_hint')}
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
      {problem !== null && <ProblemBanner problem={problem} />}
      <div className="rev-change__acts">
        <Button onPress={onBack}>{t('proposals.cancel')}</Button>
        <Button variant="primary" isDisabled={!isReady} isPending={isPending} onPress={() => void save()}>
          {t(`proposals.confirm_${asked}`)}
        </Button>
      </div>
    </div>
  );
}
