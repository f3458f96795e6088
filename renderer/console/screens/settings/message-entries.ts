import type { MessageSettingsInput, MessageSettingsShown } from '#shared/hub/messages.ts';

type Smtp = NonNullable<NonNullable<MessageSettingsInput['smtp']>>;
type Sms = NonNullable<NonNullable<MessageSettingsInput['sms']>>;

/** A form of texts, as it is filled in. */
export type MailEntries = Readonly<Record<'host' | 'port' | 'user' | 'password' | 'from', string>> & {
  readonly security: Smtp['security'];
};

/** Ports by kind of protection: implicit TLS, submission with STARTTLS (RFC 8314), plain. */
export const MAIL_PORTS: Readonly<Record<Smtp['security'], string>> = { tls: '465', starttls: '587', none: '25' };

/** What the form begins with: what is set up, or what is usual. */
export function mailEntries(smtp: MessageSettingsShown['smtp']): MailEntries {
  if (smtp === null) return { host: '', port: MAIL_PORTS.tls, security: 'tls', user: '', password: '', from: '' };
  const { host, port, security, user, from } = smtp;
  return { host, port: String(port), security, user: user ?? '', password: '', from };
}

/** Names of fields that cannot be sent as they are. A password once kept has to be entered again, since the hub never shows it. */
export function mailFaults(entries: MailEntries): readonly (keyof MailEntries)[] {
  const port = Number(entries.port);
  return [
    ...(entries.host.trim() === '' || /[\s/]/.test(entries.host.trim()) ? (['host'] as const) : []),
    ...(/^\d{1,5}$/.test(entries.port.trim()) && port >= 1 && port <= 65_535 ? [] : (['port'] as const)),
    ...(entries.user.trim() !== '' && entries.password === '' ? (['password'] as const) : []),
    ...(/[^\s@]+@[^\s@]+/.test(entries.from) ? [] : (['from'] as const)),
  ];
}

export function smtpOf({ host, port, security, user, password, from }: MailEntries): Smtp {
  return {
    host: host.trim(),
    port: Number(port),
    security,
    user: user.trim() === '' ? null : user.trim(),
    password: password === '' ? null : password,
    from: from.trim(),
  };
}

export type SmsEntries = Readonly<Record<'url' | 'headers' | 'body', string>> & Pick<Sms, 'method' | 'contentType'>;

/** Nothing of what is set up can be shown again: address, headers and body may hold keys. */
export const EMPTY_SMS: SmsEntries = {
  url: '',
  method: 'POST',
  contentType: 'application/json',
  headers: '',
  body: '{"to":"{{phone}}","text":"{{text}}"}',
};

const HEADER = /^([A-Za-z0-9-]+):\s*(\S.*)$/;

/** `Name: value` a line. Null: a line is none. */
function headersOf(text: string): Record<string, string> | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line) => HEADER.exec(line.trim()));
  if (pairs.some((pair) => pair === null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}

/** Names of fields that cannot be sent as they are; a message must say whom and what. */
export function smsFaults({ url, headers, body }: SmsEntries): readonly (keyof SmsEntries)[] {
  const protocol = URL.parse(url.trim())?.protocol;
  const says = (what: string) => url.includes(what) || body.includes(what);
  return [
    ...(protocol === 'https:' || protocol === 'http:' ? [] : (['url'] as const)),
    ...(headersOf(headers) === null ? (['headers'] as const) : []),
    ...(says('{{phone}}') && says('{{text}}') ? [] : (['body'] as const)),
  ];
}

export function smsOf({ url, method, contentType, headers, body }: SmsEntries): Sms {
  return { url: url.trim(), method, contentType, headers: headersOf(headers) ?? {}, body };
}
