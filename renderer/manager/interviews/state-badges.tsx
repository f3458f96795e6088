import { CircleCheck, CircleX, Clock3, EyeOff, Pause, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, type BadgeTone } from '#renderer/ui/index.ts';
import type { SessionPhase, SyncState } from '#shared/contract/review.ts';
import type { AnswerStatus } from '#shared/score.ts';

export const PHASE_TONES: Readonly<Record<SessionPhase, BadgeTone>> = {
  draft: 'accent',
  sealed: 'warn',
  // completed, not "good"
  finalized: 'neutral',
  withdrawn: 'neutral',
  erased: 'neutral',
};

const SYNC_LOOKS: Readonly<Record<SyncState, { tone: BadgeTone; icon: ReactNode }>> = {
  held: { tone: 'neutral', icon: <Pause aria-hidden="true" /> },
  withheld: { tone: 'neutral', icon: <EyeOff aria-hidden="true" /> },
  waiting: { tone: 'neutral', icon: <Clock3 aria-hidden="true" /> },
  sent: { tone: 'good', icon: <CircleCheck aria-hidden="true" /> },
  parked: { tone: 'danger', icon: <TriangleAlert aria-hidden="true" /> },
};

/** Where something is on its way to head office. */
export function SyncBadge({ state }: { readonly state: SyncState }) {
  const { t } = useTranslation('manager');
  const { tone, icon } = SYNC_LOOKS[state];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`sync_states.${state}`)}
    </Badge>
  );
}

/** Statuses are codes with a colon; keys of the locale files have none. */
export function statusKey(status: AnswerStatus): string {
  return status.replace(':', '_');
}

/** `listen`: a person has to; never "bad". */
export function statusMood(status: AnswerStatus): 'scored' | 'listen' | 'waiting' | 'none' {
  if (status === 'scored') return 'scored';
  if (status === 'pending') return 'waiting';
  if (status === 'no_answer') return 'none';
  return 'listen';
}

export const ConsentIcon = ({ isGiven }: { readonly isGiven: boolean }) =>
  isGiven ? <CircleCheck aria-hidden="true" className="mgr-yes" /> : <CircleX aria-hidden="true" className="mgr-no" />;
