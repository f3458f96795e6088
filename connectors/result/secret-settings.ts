import type { ConnectorConfiguration } from './registry.ts';

type Kind = ConnectorConfiguration['kind'];
type Settings = Readonly<Record<string, unknown>>;

/** Settings that are written and never shown again. The address of a chat robot is one: whoever has it can write there. */
const SECRETS: Readonly<Record<Kind, readonly string[]>> = {
  'file-drop': [],
  'sftp-drop': ['password', 'privateKey', 'passphrase'],
  webhook: ['keys'],
  odoo: ['apiKey'],
  'feishu-hire': ['appSecret'],
  kombo: ['apiKey'],
  frappe: ['apiSecret'],
  'chat-robot': ['url', 'secret'],
};

const isSet = (value: unknown): boolean => value !== null && value !== undefined;

/** Settings as a person may see them, and the names of the secrets that are set. */
export function shownSettings(configuration: ConnectorConfiguration): {
  readonly settings: Settings;
  readonly secrets: readonly string[];
} {
  const names = SECRETS[configuration.kind];
  const entries = Object.entries(configuration);
  return {
    settings: Object.fromEntries(entries.filter(([name]) => !names.includes(name))),
    secrets: entries.filter(([name, value]) => names.includes(name) && isSet(value)).map(([name]) => name),
  };
}

/** Where requests go; a path that cannot be read is told by the schema later. */
function originOf(settings: Settings): string | null {
  const { url, address } = settings;
  const text = url ?? address;
  if (typeof text !== 'string') return null;
  const { protocol = '', host = text } = URL.parse(text) ?? {};
  return `${protocol}//${host}`;
}

/**
 * New settings in which the secrets that were left out are those of before.
 *
 * @returns `secrets_needed` when the address is another one: a secret that nobody can read must not be sent to whoever asks for it
 */
export function withKeptSecrets(given: Settings, before: ConnectorConfiguration): Settings | 'secrets_needed' {
  const was: Settings = before;
  const left = SECRETS[before.kind].filter((name) => !Object.hasOwn(given, name) && isSet(was[name]));
  const isElsewhere =
    ['url', 'address'].some((name) => Object.hasOwn(given, name)) && originOf(given) !== originOf(was);
  // whoever answers under another key is somebody else until a person says the secret again
  const isOther = Object.hasOwn(given, 'hostKey') && given['hostKey'] !== was['hostKey'];
  if ((isElsewhere || isOther) && left.length > 0) return 'secrets_needed';
  return { ...given, ...Object.fromEntries(left.map((name) => [name, was[name]])) };
}
