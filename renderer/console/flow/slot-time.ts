/** Minutes that a time zone is ahead of UTC at an instant. */
function offsetMinutes(timeZone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(text) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -size : size;
}

/**
 * The instant at which clocks of a time zone show this. A time that clocks leave out in spring is the one an hour later.
 *
 * @param date `2026-03-02`
 * @param time `09:30`
 * @returns null for what is no date and time
 */
export function instantAt(timeZone: string, date: string, time: string): Date | null {
  const asUtc = new Date(`${date}T${time}:00Z`);
  if (Number.isNaN(asUtc.getTime())) return null;
  const guess = new Date(asUtc.getTime() - offsetMinutes(timeZone, asUtc) * 60_000);
  return new Date(asUtc.getTime() - offsetMinutes(timeZone, guess) * 60_000);
}

/** `Mon, 2 Mar, 09:00–09:30`, by the clocks of the time zone. */
export function slotTime(
  locale: string,
  timeZone: string,
  { startsAt, endsAt }: { readonly startsAt: string; readonly endsAt: string },
): string {
  const [start, end] = [new Date(startsAt), new Date(endsAt)];
  const isThisYear = start.getFullYear() === new Date().getFullYear();
  const day = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  });
  const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${day.format(start)} ${clock.format(start)}–${clock.format(end)}`;
}
