import { escapeHtml } from '#shared/escape-html.ts';
import type { Slot } from '#shared/hub/messages.ts';
import { LOCALES, type Locale } from '#shared/localized.ts';
import { localTime, type InvitationMessage } from './invitation-message.ts';

/** What became of the last press on the page. */
export type TimeChange = 'none' | 'moved' | 'taken';

const WORDS = {
  'zh-CN': {
    title: '您的面试时间',
    job: '岗位',
    now: '现在的时间',
    where: '地点',
    code: '面试邀请码',
    choose: '换一个时间',
    none: '现在没有其他空闲的时间。',
    call: (phone: string) => `需要帮助请打电话 ${phone}。`,
    moved: '时间已经改好了。我们也会给您发一条新消息。',
    taken: '这个时间刚刚被别人选走了，请再选一个。您原来的时间没有变。',
    cancelled: '这次面试已经取消，请不要前来。',
    begun: '这次面试的时间已经到了，不能再改。',
  },
  en: {
    title: 'The time of your interview',
    job: 'Job',
    now: 'Your time',
    where: 'Where',
    code: 'Invitation code',
    choose: 'Choose another time',
    none: 'No other time is free just now.',
    call: (phone: string) => `Please call ${phone} if we can help.`,
    moved: 'Your time is changed. We send you a new message as well.',
    taken: 'Somebody took this time a moment ago. Please choose another; your own has not changed.',
    cancelled: 'This interview was called off. Please do not come.',
    begun: 'The time of this interview has come; it cannot be changed any more.',
  },
} as const;

/** Large, calm, and drawn without a script: any telephone shows it. The colours are those of the kiosk (renderer/ui/tokens.css). */
const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #faf6ee; color: #1d2b29; font: 1.0625rem/1.5 system-ui, 'Noto Sans SC', sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.75rem; }
dl { margin: 0; padding: 1rem 1.25rem; border-radius: 14px; background: #fff; box-shadow: 0 2px 8px rgb(60 45 20 / 8%); }
dt { color: #4b5754; font-size: 0.9rem; }
dd { margin: 0 0 0.75rem; font-weight: 600; overflow-wrap: anywhere; }
dd:last-child { margin-bottom: 0; }
.note { margin: 0 0 1rem; padding: 0.9rem 1.1rem; border-radius: 12px; font-weight: 600; }
.good { background: #e2f2e3; color: #1c6536; }
.warn { background: #fdeecf; color: #7a4700; }
button { display: block; width: 100%; min-height: 3.5rem; margin: 0 0 0.75rem; padding: 0.75rem 1.25rem; border: 2px solid #0d6656; border-radius: 14px;
  background: #fff; color: #084a3e; font: inherit; font-weight: 600; text-align: start; cursor: pointer; }
button:hover, button:focus-visible { background: #dcefe8; }
button:focus-visible { outline: 3px solid #12302b; outline-offset: 2px; }
nav { margin-top: 2rem; }
a { color: #084a3e; }
`;

/** @param free times that may be chosen, the earliest first; empty where none may be */
export function timePage(
  message: InvitationMessage,
  options: {
    readonly locale: Locale;
    readonly free: readonly Slot[];
    readonly change: TimeChange;
    readonly hasBegun: boolean;
    readonly nonce: string;
  },
): string {
  const { locale, free, change, hasBegun, nonce } = options;
  const say = WORDS[locale];
  const { site } = message;
  const isCancelled = message.method === 'CANCEL';
  const facts = [
    [say.job, message.jobTitle[locale]],
    [say.now, localTime(message, locale)],
    [say.where, [site.name[locale], site.address].filter((part) => part !== '').join(', ')],
    [say.code, message.code],
  ] as const;
  const note = isCancelled
    ? (['warn', say.cancelled] as const)
    : hasBegun
      ? (['warn', say.begun] as const)
      : change === 'none'
        ? null
        : ([change === 'moved' ? 'good' : 'warn', say[change]] as const);
  const call = site.phone === '' ? '' : `<p>${escapeHtml(say.call(site.phone))}</p>`;
  const choices = free
    .map(
      ({ id, startsAt }) =>
        `<button name="slotId" value="${escapeHtml(id)}">${escapeHtml(localTime({ startsAt, site }, locale))}</button>`,
    )
    .join('');
  const times =
    isCancelled || hasBegun
      ? ''
      : `<h2>${say.choose}</h2>${choices === '' ? `<p>${say.none}</p>` : `<form method="post">${choices}</form>`}`;
  const others = LOCALES.filter((each) => each !== locale)
    .map((each) => `<a href="?lang=${each}" lang="${each}">${each === 'en' ? 'English' : '中文'}</a>`)
    .join(' ');
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${say.title}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body><main>
<h1>${say.title}</h1>
${note === null ? '' : `<p class="note ${note[0]}" role="status">${escapeHtml(note[1])}</p>`}
<dl>${facts.map(([term, text]) => `<dt>${term}</dt><dd>${escapeHtml(text)}</dd>`).join('')}</dl>
${times}
${call}
<nav>${others}</nav>
</main></body>
</html>
`;
}
