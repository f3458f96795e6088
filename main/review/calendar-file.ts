import ical, { ICalCalendarMethod } from 'ical-generator';
import type { Appointment } from '#shared/proposal.ts';

/** An appointment as a calendar shows it. */
export interface CalendarEntry {
  /** Of the proposal: sent again, calendars take it once. */
  readonly id: string;
  readonly appointment: Appointment;
  /** When it was made. */
  readonly stampedAt: string;
  readonly title: string;
  readonly organiser: string;
}

/** The appointment as a calendar file (RFC 5545), which head office sends along with its invitation. */
export function calendarFile(parts: CalendarEntry): string {
  const { startsAt, endsAt, place } = parts.appointment;
  const calendar = ical({ method: ICalCalendarMethod.PUBLISH, prodId: { company: 'Anteroom', product: 'kiosk' } });
  calendar.createEvent({
    id: parts.id,
    stamp: new Date(parts.stampedAt),
    start: new Date(startsAt),
    end: new Date(endsAt),
    summary: `${parts.organiser} · ${parts.title}`,
    location: place,
  });
  return calendar.toString();
}
