import addressParser from 'nodemailer/lib/addressparser';
import type { Localized } from '#shared/localized.ts';
import type { Invitation, MessageSettings, Sms } from '#shared/hub/messages.ts';
import { summariesOf } from '../candidates/read-candidates.ts';
import { rootOf } from '../candidates/candidate-file.ts';
import type { HubDatabase, Queries } from '../database/database.ts';
import type { Sealer } from '../devices/hub-key.ts';
import type { JobOutcome } from '../jobs/job-queue.ts';
import type { JobHandler } from '../jobs/run-jobs.ts';
import { jobNames } from '../publishing/job-names.ts';
import { applicationOf } from '../workflow/applications.ts';
import { calendarFile, htmlText, plainText, smsText, subjectOf, type InvitationMessage } from './invitation-message.ts';
import { invitationOf, MessageJob } from './invitations.ts';
import { messageSettings } from './message-settings.ts';
import type { TimeLink } from './time-link.ts';

const fatal = (zh: string, en: string): JobOutcome => ({ kind: 'fatal', detail: { 'zh-CN': zh, en } });
const transient = (detail: Localized): JobOutcome => ({ kind: 'transient', detail });

/** What is said of an invitation now, and to whom. @param timesUrl where another time can be chosen */
export async function messageOf(
  database: Queries,
  sealer: Sealer,
  invitation: Invitation,
  method: InvitationMessage['method'],
  timesUrl: string | null = null,
) {
  const { jobId } = await applicationOf(database, invitation.applicationId);
  const [candidate] = await summariesOf(database, [(await rootOf(database, invitation.candidateId)) ?? '']);
  const settings = await messageSettings(database, sealer);
  const { siteId } = invitation.slot;
  const site = settings.sites.find(({ id }) => id === siteId) ?? {
    id: siteId,
    name: { 'zh-CN': siteId, en: siteId },
    address: '',
    phone: '',
    timeZone: 'UTC',
  };
  const message: InvitationMessage = {
    invitationId: invitation.id,
    sequence: invitation.sequence,
    method,
    organisation: settings.organisation,
    candidateName: candidate?.name ?? null,
    jobId,
    jobTitle: (await jobNames(database, jobId)).title,
    code: invitation.code,
    startsAt: invitation.slot.startsAt,
    endsAt: invitation.slot.endsAt,
    site,
    locale: invitation.locale,
    timesUrl,
  };
  return { message, settings, email: candidate?.emails[0], phone: candidate?.phones[0] };
}

/** What a message is made of now; null: there is a newer one, or the invitation is called off, and this one is not to go out. */
async function prepare({ database, sealer, link }: MessageParts, payload: unknown) {
  const { invitationId, sequence, method } = MessageJob.parse(payload);
  const invitation = await invitationOf(database, invitationId);
  return invitation.sequence === sequence
    ? messageOf(database, sealer, invitation, method, link.of(invitationId))
    : null;
}

/** What every message needs. */
interface MessageParts {
  readonly database: HubDatabase;
  readonly sealer: Sealer;
  readonly link: Pick<TimeLink, 'of'>;
}

/**
 * Sends the e-mail of an invitation. Sent again after a crash it carries the same Message-ID, UID and SEQUENCE, so that mail programs and
 * calendars take it once.
 */
export function emailHandler(parts: MessageParts & { readonly now: () => Date }): JobHandler {
  return async ({ payload }) => {
    const prepared = await prepare(parts, payload);
    if (prepared === null) return { kind: 'done' };
    const { message, settings, email } = prepared;
    if (email === undefined)
      return fatal(
        '这位候选人没有电子邮箱。请补充后重试。',
        'This candidate has no e-mail address. Add one and try again.',
      );
    if (settings.smtp === null) return fatal('还没有设置发信服务器。', 'No mail server is set up.');
    return sendMail(settings.smtp, message, email, parts.now());
  };
}

async function sendMail(
  smtp: NonNullable<MessageSettings['smtp']>,
  message: InvitationMessage,
  email: string,
  at: Date,
): Promise<JobOutcome> {
  const from = addressParser(smtp.from, { flatten: true })[0]?.address ?? smtp.from;
  // loaded with the first message, not with every hub
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.security === 'tls',
    requireTLS: smtp.security === 'starttls',
    ignoreTLS: smtp.security === 'none',
    ...(smtp.user === null ? {} : { auth: { user: smtp.user, pass: smtp.password ?? '' } }),
    connectionTimeout: 20_000,
    socketTimeout: 60_000,
  });
  try {
    await transport.sendMail({
      from: smtp.from,
      to: email,
      subject: subjectOf(message),
      text: plainText(message),
      html: htmlText(message),
      messageId: `<${message.invitationId}.${message.sequence}@anteroom>`,
      icalEvent: {
        method: message.method,
        filename: 'invitation.ics',
        content: calendarFile(message, from, email, at),
      },
    });
    return { kind: 'done' };
  } catch (error) {
    return mailOutcome(error);
  } finally {
    transport.close();
  }
}

/** 5xx is the server's final word (RFC 5321 §4.2.1); a wrong password is a person's to put right; all else may pass. */
function mailOutcome(error: unknown): JobOutcome {
  const said = error instanceof Error ? error : new Error('unknown');
  const status = 'responseCode' in said && typeof said.responseCode === 'number' ? said.responseCode : null;
  const code = 'code' in said ? said.code : undefined;
  if (code === 'EAUTH')
    return fatal('发信服务器不接受用户名或密码。', 'The mail server does not accept the user name or password.');
  if (status !== null && status >= 500)
    return fatal(
      `发信服务器拒绝了这封邮件（${status}）。请检查邮箱地址。`,
      `The mail server refuses this message (${status}). Check the address.`,
    );
  if (status === null && code === undefined) throw said;
  return transient({
    'zh-CN': `暂时发不出去${status === null ? '' : `（${status}）`}，稍后会自动重试。`,
    en: `It cannot be sent just now${status === null ? '' : ` (${status})`}; it is tried again by itself.`,
  });
}

/** Sends the text message of an invitation by the HTTP request that is set up. */
export function smsHandler(parts: MessageParts): JobHandler {
  return async ({ payload, uniqueKey }, signal) => {
    const prepared = await prepare(parts, payload);
    if (prepared === null) return { kind: 'done' };
    const { message, settings, phone } = prepared;
    if (phone === undefined)
      return fatal(
        '这位候选人没有电话号码。请补充后重试。',
        'This candidate has no telephone number. Add one and try again.',
      );
    if (settings.sms === null) return fatal('还没有设置短信服务。', 'No text message service is set up.');
    return sendSms(settings.sms, { phone, text: smsText(message) }, uniqueKey, signal);
  };
}

async function sendSms(
  sms: Sms,
  fields: { readonly phone: string; readonly text: string },
  key: string,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const inBody = sms.contentType === 'application/json' ? jsonEscape : encodeURIComponent;
  let response: Response;
  try {
    response = await fetch(filled(sms.url, fields, encodeURIComponent), {
      method: sms.method,
      headers: { ...sms.headers, 'content-type': sms.contentType, 'idempotency-key': key },
      body: filled(sms.body, fields, inBody),
      redirect: 'error',
      signal,
    });
  } catch (error) {
    if (!(error instanceof TypeError) && !signal.aborted) throw error;
    return transient({
      'zh-CN': '短信服务暂时连不上，稍后会自动重试。',
      en: 'The text message service cannot be reached just now; it is tried again by itself.',
    });
  }
  await response.body?.cancel();
  if (response.ok) return { kind: 'done' };
  const { status } = response;
  if (status === 408 || status === 429 || status >= 500)
    return transient({
      'zh-CN': `短信服务正忙（${status}），稍后会自动重试。`,
      en: `The text message service is busy (${status}); it is tried again by itself.`,
    });
  return fatal(
    `短信服务拒绝了这条短信（${status}）。请检查设置和电话号码。`,
    `The text message service refuses this message (${status}). Check the settings and the number.`,
  );
}

function filled(
  template: string,
  fields: { readonly phone: string; readonly text: string },
  escape: (text: string) => string,
): string {
  return template.replaceAll('{{phone}}', () => escape(fields.phone)).replaceAll('{{text}}', () => escape(fields.text));
}

/** As part of a JSON string. */
function jsonEscape(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
