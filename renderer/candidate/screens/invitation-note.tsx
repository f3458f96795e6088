import { useTranslation } from 'react-i18next';
import type { InvitationAnswer } from '#shared/invitation.ts';
import { Banner } from '#renderer/ui/index.ts';
import { useCandidateSession } from '../session-context.tsx';

/** What the kiosk knows about a typed code. It never holds anybody up. */
export function InvitationNote({ answer }: { readonly answer: InvitationAnswer | null }) {
  const { t } = useTranslation('candidate');
  const { view } = useCandidateSession();
  if (answer === null || answer.kind === 'none_here') return null;
  if (answer.kind === 'unknown') return <Banner tone="warn" title={t('invitation.unknown')} />;
  const { jobTitle, isOtherJob, startsAt } = answer;
  const time =
    startsAt === null
      ? null
      : new Intl.DateTimeFormat(view.locale, {
          month: 'long',
          day: 'numeric',
          weekday: 'long',
          hour: '2-digit',
          minute: '2-digit',
        }).format(new Date(startsAt));
  if (isOtherJob)
    return (
      <Banner tone="warn" title={t('invitation.other', { invited: jobTitle, chosen: view.job?.title ?? '' })}>
        {t('invitation.otherHelp')}
      </Banner>
    );
  return (
    <Banner tone="good" title={t('invitation.found', { job: jobTitle })}>
      {time}
    </Banner>
  );
}
