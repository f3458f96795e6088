import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { escapeHtml } from '#shared/escape-html.ts';
import type { Site } from '#shared/hub/messages.ts';
import { LOCALES, type Locale, type Localized } from '#shared/localized.ts';

/** All that an invitation says. */
export type InvitationMessage = {
  readonly invitationId: string;
  readonly sequence: number;
  readonly method: 'REQUEST' | 'CANCEL';
  readonly organisation: string;
  readonly candidateName: string | null;
  readonly jobTitle: Localized;
  readonly jobId: string;
  readonly code: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly site: Site;
  /** Null: in every language. */
  readonly locale: Locale | null;
  /** Where another time can be chosen; null where this hub has no address for others. */
  readonly timesUrl: string | null;
};

const words = {
  'zh-CN': {
    invited: (job: string) => `面试邀请：${job}`,
    cancelled: (job: string) => `面试取消：${job}`,
    hello: (name: string | null) => (name === null ? '您好：' : `${name}，您好：`),
    invite: (organisation: string, job: string) => `${organisation} 邀请您参加“${job}”的自助面试。`,
    cancel: (organisation: string, job: string) =>
      `${organisation} 取消了“${job}”的面试安排，请不要前来。我们会再与您联系。`,
    when: '时间',
    where: '地点',
    code: '面试邀请码',
    codeHint: '到场后在面试机上输入这个邀请码。',
    times: '这个时间不方便？在这里换一个',
    phone: '有问题请打电话',
    rights: '面试会录音录像，并由电脑评分，最后由人决定。您可以拒绝其中任何一项。',
    sms: (message: InvitationMessage, when: string) =>
      `【${message.organisation}】${message.jobTitle['zh-CN']}面试：${when}，${message.site.name['zh-CN']}。邀请码 ${message.code}。电话 ${message.site.phone}${message.timesUrl === null ? '' : `。改时间 ${message.timesUrl}`}`,
    smsCancel: (message: InvitationMessage, when: string) =>
      `【${message.organisation}】${message.jobTitle['zh-CN']}面试（${when}）已取消，请不要前来。电话 ${message.site.phone}`,
  },
  en: {
    invited: (job: string) => `Interview invitation: ${job}`,
    cancelled: (job: string) => `Interview cancelled: ${job}`,
    hello: (name: string | null) => (name === null ? 'Hello,' : `Hello ${name},`),
    invite: (organisation: string, job: string) => `${organisation} invites you to a kiosk interview for "${job}".`,
    cancel: (organisation: string, job: string) =>
      `${organisation} has called off your interview for "${job}". Please do not come; we will be in touch.`,
    when: 'When',
    where: 'Where',
    code: 'Invitation code',
    codeHint: 'Enter this code at the kiosk when you arrive.',
    times: 'Not a good time? Choose another here',
    phone: 'Questions? Call',
    rights: 'The interview is recorded and scored by a computer, and a person decides. You may refuse any of these.',
    sms: (message: InvitationMessage, when: string) =>
      `${message.organisation}: interview for ${message.jobTitle.en}, ${when}, ${message.site.name.en}. Code ${message.code}. Tel ${message.site.phone}${message.timesUrl === null ? '' : `. Another time: ${message.timesUrl}`}`,
    smsCancel: (message: InvitationMessage, when: string) =>
      `${message.organisation}: your interview for ${message.jobTitle.en} (${when}) is called off. Please do not come. Tel ${message.site.phone}`,
  },
} as const;

/** The time at the site, as people there write it. */
export function localTime({ startsAt, site }: Pick<InvitationMessage, 'startsAt' | 'site'>, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: site.timeZone,
    dateStyle: 'full',
    timeStyle: 'short',
  }).format(new Date(startsAt));
}

const localesOf = ({ locale }: InvitationMessage): readonly Locale[] => (locale === null ? LOCALES : [locale]);

export function subjectOf(message: InvitationMessage): string {
  return localesOf(message)
    .map((locale) => words[locale][message.method === 'REQUEST' ? 'invited' : 'cancelled'](message.jobTitle[locale]))
    .join(' / ');
}

/** Lines of one language: a text, or a label with its value. */
function linesOf(message: InvitationMessage, locale: Locale): (string | readonly [string, string])[] {
  const say = words[locale];
  const { organisation, jobTitle, site, code, timesUrl } = message;
  const when = [say.when, localTime(message, locale)] as const;
  const phone = site.phone === '' ? [] : [[say.phone, site.phone] as const];
  if (message.method === 'CANCEL')
    return [say.hello(message.candidateName), say.cancel(organisation, jobTitle[locale]), when, ...phone];
  return [
    say.hello(message.candidateName),
    say.invite(organisation, jobTitle[locale]),
    when,
    [say.where, `${site.name[locale]}${site.address === '' ? '' : `, ${site.address}`}`],
    [say.code, code],
    say.codeHint,
    ...(timesUrl === null ? [] : [[say.times, timesUrl] as const]),
    say.rights,
    ...phone,
  ];
}

export function plainText(message: InvitationMessage): string {
  return localesOf(message)
    .map((locale) =>
      linesOf(message, locale)
        .map((line) => (typeof line === 'string' ? line : `${line[0]}: ${line[1]}`))
        .join('\n'),
    )
    .join('\n\n---\n\n');
}

export function htmlText(message: InvitationMessage): string {
  const parts = localesOf(message).map((locale) => {
    const lines = linesOf(message, locale).map((line) =>
      typeof line === 'string'
        ? `<p>${escapeHtml(line)}</p>`
        : `<p>${escapeHtml(line[0])}: <strong>${escapeHtml(line[1])}</strong></p>`,
    );
    return `<div lang="${locale}">${lines.join('')}</div>`;
  });
  return `<!doctype html><html lang="${localesOf(message)[0] ?? 'en'}"><head><meta charset="utf-8"></head><body>${parts.join('<hr>')}</body></html>`;
}

export function smsText(message: InvitationMessage): string {
  const locale = message.locale ?? 'zh-CN';
  return words[locale][message.method === 'REQUEST' ? 'sms' : 'smsCancel'](message, localTime(message, locale));
}

/**
 * The calendar file (RFC 5545): the same UID for ever and a rising SEQUENCE, so that a calendar moves or removes what it has.
 * @param from address of who invites
 */
export function calendarFile(message: InvitationMessage, from: string, attendee: string, at: Date): string {
  const isCancelled = message.method === 'CANCEL';
  const calendar = ical({
    prodId: { company: 'Anteroom', product: 'hub', language: 'EN' },
    method: isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  });
  calendar.createEvent({
    id: `${message.invitationId}@anteroom`,
    sequence: message.sequence,
    stamp: at,
    start: new Date(message.startsAt),
    end: new Date(message.endsAt),
    summary: subjectOf(message),
    description: plainText(message),
    location: [message.site.name[message.locale ?? 'zh-CN'], message.site.address]
      .filter((part) => part !== '')
      .join(', '),
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: message.organisation, email: from },
    attendees: [{ email: attendee, name: message.candidateName ?? attendee, rsvp: true }],
  });
  return calendar.toString();
}
