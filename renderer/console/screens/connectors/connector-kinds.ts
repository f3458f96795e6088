/** One field of the form of a connector, by the name of its setting; its words are `connectors.fields.NAME`. */
export type ConnectorField = {
  readonly name: string;
  readonly isOptional?: boolean;
  /** Filled in to begin with. */
  readonly initial?: string;
} & (
  | {
      readonly type: 'text' | 'address' | 'secret' | 'switch' | 'formats' | 'jobs' | 'webhook_key' | 'long';
    }
  | { readonly type: 'choice'; readonly options: readonly string[] }
);

const LANGUAGE: ConnectorField = { name: 'locale', type: 'choice', options: ['zh-CN', 'en'], initial: 'zh-CN' };
const REPORT: ConnectorField = { name: 'report', type: 'choice', options: ['attached', 'none'], initial: 'attached' };
const MAPPING: ConnectorField = { name: 'mapping', type: 'long', isOptional: true };

/** What the hub asks for each kind (connectors/result/registry.ts); it judges what is entered. */
export const CONNECTOR_KINDS = {
  'file-drop': [
    { name: 'folder', type: 'text' },
    { name: 'formats', type: 'formats', initial: 'csv' },
    { name: 'hasBom', type: 'switch', initial: 'on' },
    LANGUAGE,
    MAPPING,
  ],
  'sftp-drop': [
    { name: 'address', type: 'text' },
    { name: 'hostKey', type: 'text' },
    { name: 'password', type: 'secret', isOptional: true },
    { name: 'privateKey', type: 'secret', isOptional: true },
    { name: 'passphrase', type: 'secret', isOptional: true },
    { name: 'formats', type: 'formats', initial: 'csv' },
    { name: 'hasBom', type: 'switch', initial: 'on' },
    LANGUAGE,
    MAPPING,
  ],
  webhook: [
    { name: 'url', type: 'address' },
    { name: 'source', type: 'address' },
    { name: 'keys', type: 'webhook_key' },
    MAPPING,
  ],
  odoo: [
    { name: 'url', type: 'address' },
    { name: 'database', type: 'text' },
    { name: 'login', type: 'text' },
    { name: 'apiKey', type: 'secret' },
    { name: 'version', type: 'choice', options: ['19', '18', '17'], initial: '19' },
    REPORT,
    LANGUAGE,
    { name: 'createsJobs', type: 'switch', initial: 'off' },
    { name: 'jobs', type: 'jobs', isOptional: true },
    MAPPING,
  ],
  'feishu-hire': [
    { name: 'url', type: 'address', initial: 'https://open.feishu.cn' },
    { name: 'appId', type: 'text' },
    { name: 'appSecret', type: 'secret' },
    MAPPING,
  ],
  kombo: [
    { name: 'url', type: 'address', initial: 'https://api.kombo.dev/v1' },
    { name: 'integrationId', type: 'text' },
    { name: 'apiKey', type: 'secret' },
    { ...REPORT, initial: 'none' },
    LANGUAGE,
    MAPPING,
  ],
  frappe: [
    { name: 'url', type: 'address' },
    { name: 'apiKey', type: 'text' },
    { name: 'apiSecret', type: 'secret' },
    { name: 'doctype', type: 'text', initial: 'Job Applicant' },
    { name: 'keyField', type: 'text', initial: 'custom_anteroom_result' },
    MAPPING,
  ],
  'chat-robot': [
    { name: 'service', type: 'choice', options: ['wecom', 'dingtalk', 'feishu'], initial: 'wecom' },
    LANGUAGE,
    { name: 'url', type: 'secret' },
    { name: 'secret', type: 'secret', isOptional: true },
  ],
} as const satisfies Record<string, readonly ConnectorField[]>;

export type ConnectorKind = keyof typeof CONNECTOR_KINDS;
export const CONNECTOR_KIND_NAMES = Object.keys(CONNECTOR_KINDS) as readonly ConnectorKind[];

export function isConnectorKind(kind: string): kind is ConnectorKind {
  return Object.hasOwn(CONNECTOR_KINDS, kind);
}

/** The form's texts by field. */
export type ConnectorEntries = Readonly<Record<string, string>>;

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.join(' ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, id]) => `${name} = ${String(id)}`)
      .join('\n');
  return undefined;
}

/** What stands in the form first: the settings as they are, or the usual ones. */
export function entriesOf(
  fields: readonly ConnectorField[],
  settings: Readonly<Record<string, unknown>>,
): ConnectorEntries {
  return Object.fromEntries(
    fields.map(({ name, initial }) => [
      name,
      textOf(settings[name]) ?? (Object.hasOwn(settings, name) ? '' : (initial ?? '')),
    ]),
  );
}

function jobsOf(text: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [job = '', id = ''] = line.split(/[=＝:：]/);
      return [job.trim(), Number(id.trim())];
    }),
  );
}

/**
 * The settings as the hub takes them. A secret that was left empty is not sent: the hub keeps the one it has.
 *
 * @param cleared optional secrets to take away
 */
export function settingsOf(
  fields: readonly ConnectorField[],
  entries: ConnectorEntries,
  cleared: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const { name, type, isOptional } of fields) {
    const entered = (entries[name] ?? '').trim();
    if (type === 'secret' || type === 'webhook_key') {
      if (cleared.has(name)) settings[name] = null;
      else if (entered !== '') settings[name] = type === 'secret' ? entered : webhookKeysOf(entered);
    } else if (type === 'switch') settings[name] = entered === 'on';
    else if (type === 'formats') settings[name] = entered.split(' ').filter((format) => format !== '');
    else if (type === 'jobs') settings[name] = jobsOf(entered);
    else if (type === 'long') settings[name] = entered === '' ? null : entries[name];
    else if (entered !== '' || isOptional !== true) settings[name] = entered;
  }
  return settings;
}

/** One or two keys, by spaces; their beginning tells the kind. */
function webhookKeysOf(text: string): Record<string, string>[] {
  return text
    .split(/\s+/)
    .map((key) => (key.startsWith('whsk_') ? { kind: 'ed25519', privateKey: key } : { kind: 'hmac', secret: key }));
}
