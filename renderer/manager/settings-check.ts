import { Settings } from '#shared/settings.ts';

/** Fields of the settings form that can be wrong; keys under `settings.errors` in manager.json. */
export type SettingsField =
  | 'site.name'
  | 'site.phone'
  | 'jobIds'
  | 'packId'
  | 'handsetDevice'
  | 'printer.address'
  | 'printer.name'
  | 'idle.warnAfterMs'
  | 'idle.sealAfterMs'
  | 'autoLockMs'
  | 'hub.url'
  | 'hub.token'
  | 'sending.kbitPerSecond'
  | 'sending.window.from'
  | 'sending.window.to'
  | 'sending.caPem'
  | 'sending.pins'
  | 'updates.window.from'
  | 'updates.window.to'
  | 'probeModel.url'
  | 'probeModel.model'
  | 'recoveryRecipient';

const FIELDS: readonly SettingsField[] = [
  'site.name',
  'site.phone',
  'jobIds',
  'packId',
  'handsetDevice',
  'printer.address',
  'printer.name',
  'idle.warnAfterMs',
  'idle.sealAfterMs',
  'autoLockMs',
  'hub.url',
  'hub.token',
  'sending.kbitPerSecond',
  'sending.window.from',
  'sending.window.to',
  'sending.caPem',
  'sending.pins',
  'updates.window.from',
  'updates.window.to',
  'probeModel.url',
  'probeModel.model',
  'recoveryRecipient',
];

/** The fields a kiosk would refuse, by the contract's own schema. */
export function wrongFields(settings: Settings): ReadonlySet<SettingsField> {
  const outcome = Settings.safeParse(settings);
  if (outcome.success) return new Set();
  const paths = outcome.error.issues.map(({ path }) => path.join('.'));
  return new Set(FIELDS.filter((field) => paths.some((path) => path === field || path.startsWith(`${field}.`))));
}
