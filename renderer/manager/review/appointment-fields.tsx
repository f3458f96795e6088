import { useTranslation } from 'react-i18next';
import { TextField } from '#renderer/ui/index.ts';
import { Appointment } from '#shared/proposal.ts';

/** As it is typed: local day and time, minutes, place. */
export interface AppointmentDraft {
  readonly startsAt: string;
  readonly minutes: string;
  readonly place: string;
}

export const NO_APPOINTMENT: AppointmentDraft = { startsAt: '', minutes: '30', place: '' };
const MINUTE_MS = 60_000;

/** Null while something is missing or makes no sense. The clock on the wall is the kiosk's. */
export function appointmentOf({ startsAt, minutes, place }: AppointmentDraft): Appointment | null {
  const startMs = new Date(startsAt).getTime();
  const lengthMs = Number(minutes) * MINUTE_MS;
  if (Number.isNaN(startMs) || !(lengthMs > 0)) return null;
  return (
    Appointment.safeParse({
      startsAt: new Date(startMs).toISOString(),
      endsAt: new Date(startMs + lengthMs).toISOString(),
      place,
    }).data ?? null
  );
}

/** When and where the candidate is to come. */
export function AppointmentFields({
  draft,
  onChange,
}: {
  readonly draft: AppointmentDraft;
  readonly onChange: (draft: AppointmentDraft) => void;
}) {
  const { t } = useTranslation('review');
  return (
    <>
      <div className="rev-proposal__when">
        <TextField
          label={t('proposals.when')}
          type="datetime-local"
          value={draft.startsAt}
          onChange={(startsAt) => onChange({ ...draft, startsAt })}
        />
        <TextField
          label={t('proposals.minutes')}
          inputMode="numeric"
          value={draft.minutes}
          onChange={(minutes) => onChange({ ...draft, minutes })}
        />
        <TextField
          label={t('proposals.where')}
          maxLength={200}
          value={draft.place}
          onChange={(place) => onChange({ ...draft, place })}
        />
      </div>
      <p className="mgr-soft">{t('proposals.calendar_note')}</p>
    </>
  );
}
