import type { Localized } from '#shared/localized.ts';
import type { LastingOutcome, LastingReason } from './result-connector.ts';

/** Longest word of a target that is passed on. */
const MAX_SAID = 300;
const SECRET = '•••';

/** Replaces every secret, also in the forms that it takes in an address. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => (secret === '' ? [] : [secret, encodeURIComponent(secret)]))
    .toSorted((a, b) => b.length - a.length)
    .reduce((clean, secret) => clean.replaceAll(secret, SECRET), text);
}

/**
 * The message of a target as far as a person may see it: the first line that is not part of a trace, without markup, without paths of
 * their machine, cut short. Null where nothing is left.
 */
export function saidBy(message: unknown, secrets: readonly string[]): string | null {
  if (typeof message !== 'string') return null;
  const line = message
    .replaceAll(/<[^>]{0,500}>/g, ' ')
    .split('\n')
    .map((part) => part.trim())
    .find((part) => part !== '' && !/^(Traceback|File "|at\s|raise\s)/.test(part));
  if (line === undefined) return null;
  const clean = withoutSecrets(line, secrets)
    .replaceAll(/(?:[A-Za-z]:)?(?:[\\/][\w.@~-]+){2,}/g, '…')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return clean === '' ? null : clean.slice(0, MAX_SAID);
}

/** What people call a target: one name, or one in each language. */
export type TargetName = string | Localized;

const SENTENCES: Readonly<Record<LastingReason, (en: string, zh: string) => Localized>> = {
  refused: (en, zh) => ({
    en: `${en} does not accept the credentials. Ask its administrator for a new key and enter it in the settings of this connector.`,
    'zh-CN': `${zh} 不接受这组凭据。请向其管理员索取新的密钥，并填入此连接的设置。`,
  }),
  rejected: (en, zh) => ({
    en: `${en} did not take this result. Compare the field mapping with what it expects, then send it again.`,
    'zh-CN': `${zh} 没有接收这份结果。请核对字段映射与对方要求，然后重新发送。`,
  }),
  gone: (en, zh) => ({
    en: `${en} no longer wants to receive anything. Sending has stopped; remove the connector or enter a new address.`,
    'zh-CN': `${zh} 已不再接收数据，发送已停止。请删除此连接或填写新的地址。`,
  }),
  misconfigured: (en, zh) => ({
    en: `Something that ${en} needs is missing. Complete the settings of this connector or the record there, then send it again.`,
    'zh-CN': `${zh} 缺少所需的内容。请补全此连接的设置或对方系统中的记录，然后重新发送。`,
  }),
  unsupported: (en, zh) => ({
    en: `${en} has no way to be told of this. Delete what it holds of this person there by hand, then give this entry up.`,
    'zh-CN': `${zh} 无法接收此类通知。请在对方系统中手动删除此人的资料，然后取消此条目。`,
  }),
  too_large: (en, zh) => ({
    en: `The result is too large for ${en}. Leave fields out of the mapping, then send it again.`,
    'zh-CN': `这份结果超出 ${zh} 的大小限制。请在映射中减少字段，然后重新发送。`,
  }),
};

/**
 * An outcome that a person has to look at.
 *
 * @param target name of the target, as people call it
 * @param said what exactly is wrong: our own words in both languages, or the target's own (`saidBy`), shown as they are
 */
export function lasting(
  reason: LastingReason,
  target: TargetName,
  said: string | Localized | null = null,
): LastingOutcome {
  const { en, 'zh-CN': zh } = typeof target === 'string' ? { en: target, 'zh-CN': target } : target;
  const sentence = SENTENCES[reason](en, zh);
  if (said === null) return { kind: 'fatal', reason, detail: sentence };
  const words = typeof said === 'string' ? { en: `It says: "${said}".`, 'zh-CN': `对方返回：“${said}”。` } : said;
  return {
    kind: 'fatal',
    reason,
    detail: { en: `${sentence.en} ${words.en}`, 'zh-CN': `${sentence['zh-CN']}${words['zh-CN']}` },
  };
}
