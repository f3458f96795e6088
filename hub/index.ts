import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type CountryCode, isSupportedCountry } from 'libphonenumber-js';
import { readMediaAddress } from './media/media-address.ts';
import { openSqliteDatabase } from './database/sqlite-database.native.ts';
import { createHubStore } from './store/sql-hub-store.ts';

const usage = `Usage: node hub/index.ts --data DIR [--port N] [--host ADDRESS] [--token TOKEN]
       node hub/index.ts --data DIR --add-person LOGIN --role ROLE [--role ROLE …] [--name NAME] [--site SITE …]
       node hub/index.ts --data DIR --backup FOLDER
       node hub/index.ts --data DIR --accept-audit-log DEVICE
       node hub/index.ts --data DIR --identity FILE --audit-table FILE
       node hub/index.ts --data DIR --identity FILE --import BUNDLE [--import BUNDLE …]

Collects records and media from kiosks, and serves head office's console at /. Prints one JSON line {"url","token","pid"} once it listens.

  --data DIR      folder for the database, the media and the token (created if needed)
  --port N        TCP port; 0 or nothing: any free port
  --host ADDRESS  address to bind (127.0.0.1)
  --database URL  postgres://… of a server; without it DIR/hub.db (also: environment variable ANTEROOM_HUB_DATABASE)
  --media URL     bucket of an S3-compatible store, https://HOST/BUCKET?region=REGION; without it DIR/media
                  (keys: environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)
  --key FILE      the hub's own key (DIR/hub-key.pem), made once; belongs into the backup, and is the same for all hubs of
                  one database
  --token TOKEN   device token; without it one is made once and kept in DIR/token
  --tls-cert FILE, --tls-key FILE
                  certificate (with its chain) and key, PEM: the hub speaks HTTPS itself
  --behind-proxy  believe the x-forwarded-* headers of the reverse proxy in front (only with one: anybody can send them)
  --public-url URL
                  address of this hub as others reach it (for messages and for those who post results back)
  --phone-region CC
                  country of telephone numbers without a country code, such as CN or DE (CN)
  --add-person LOGIN
                  make an account and print a code for choosing its password; the hub may be running. Roles: administrator, hr,
                  site_manager, auditor, integrator. For a name that exists: a new code (lost password).
  --backup FOLDER copy database, recordings and keys into a new folder, and end; the hub may be running (not for --database, --media)
  --accept-audit-log DEVICE
                  after an alarm was looked into: take the next audit head of this kiosk as its first, and end.
                  The alarm itself stays on record.
  --import BUNDLE take what a kiosk exported onto a stick (its folder or bundle.json), leave receipts there, and end;
                  the hub may be running. Exit code 1 when a bundle is refused.
  --audit-table FILE
                  write a CSV table of finished interviews with what candidates said of themselves (no names, no ids), for
                  the audit of bias, and end; the hub may be running
  --identity FILE private half of the recovery key that bundles and such answers are encrypted to
  --help          this text
`;

/** Lets go of the head held of a device; the hub may be running. Exit code 0 done, 1 there is none, 2 no hub's folder. */
async function acceptAuditLog(dataDir: string, deviceId: string): Promise<number> {
  const file = join(dataDir, 'hub.db');
  if (!existsSync(file)) {
    process.stderr.write(`${dataDir} holds no hub (no hub.db). Give the folder the hub is started with.\n`);
    return 2;
  }
  const store = createHubStore(openSqliteDatabase(file));
  let isForgotten: boolean;
  try {
    isForgotten = await store.forgetAuditHead(deviceId);
  } finally {
    await store.close();
  }
  process.stdout.write(
    isForgotten
      ? `The next audit head of ${deviceId} is taken as its first. Its alarms stay on record.\n`
      : `No audit head of ${deviceId} is held; nothing was changed. Look at GET /v1/audit-alarms for the kiosk's name.\n`,
  );
  return isForgotten ? 0 : 1;
}

/** The region as the library types it; undefined for none. It was checked before. */
function readRegion(region: string | undefined): CountryCode | undefined {
  return region !== undefined && isSupportedCountry(region) ? region : undefined;
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    port: { type: 'string', default: '0' },
    host: { type: 'string' },
    token: { type: 'string' },
    key: { type: 'string' },
    database: { type: 'string' },
    media: { type: 'string' },
    'accept-audit-log': { type: 'string' },
    import: { type: 'string', multiple: true },
    identity: { type: 'string' },
    'audit-table': { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    'behind-proxy': { type: 'boolean', default: false },
    'public-url': { type: 'string' },
    'phone-region': { type: 'string' },
    backup: { type: 'string' },
    'add-person': { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', multiple: true, default: [] },
    site: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});
const port = Number(values.port);
const databaseUrl = values.database ?? process.env['ANTEROOM_HUB_DATABASE'];
const print = (text: string) => process.stdout.write(`${text}\n`);
const complain = (text: string) => process.stderr.write(`${text}\n`);
/** `out/renderer`, seen from the sources and from the built program. */
const pagesDir = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../out/renderer' : '../renderer', import.meta.url),
);

// each way of running loads what it needs, and starts in half the time
if (values.help) {
  process.stdout.write(usage);
} else if (values.data === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`Give a folder with --data and, if any, a port between 0 and 65535.\n\n${usage}`);
  process.exitCode = 2;
} else if (values.token !== undefined && !/^[\x21-\x7e]{16,}$/.test(values.token)) {
  process.stderr.write('A token has at least 16 letters, digits or signs, and no space.\n');
  process.exitCode = 2;
} else if (values['public-url'] !== undefined && !/^https?:$/.test(URL.parse(values['public-url'])?.protocol ?? '')) {
  complain('--public-url takes an address such as https://hub.example.org.');
  process.exitCode = 2;
} else if (values['phone-region'] !== undefined && !isSupportedCountry(values['phone-region'])) {
  complain('--phone-region takes the two letters of a country, such as CN.');
  process.exitCode = 2;
} else if (values['accept-audit-log'] !== undefined) {
  process.exitCode = await acceptAuditLog(values.data, values['accept-audit-log']);
} else if ((values['tls-cert'] === undefined) !== (values['tls-key'] === undefined)) {
  complain('--tls-cert and --tls-key belong together.');
  process.exitCode = 2;
} else if (values.backup !== undefined) {
  const { backUpFolder } = await import('./backup/back-up-folder.native.ts');
  const outcome = await backUpFolder(values.data, values.backup);
  if (outcome === 'done') print(`Backed up into ${values.backup}.`);
  else complain(outcome === 'no_hub' ? `${values.data} holds no hub.` : `${values.backup} exists; name a new folder.`);
  process.exitCode = outcome === 'done' ? 0 : 2;
} else if (values['add-person'] !== undefined) {
  const { name, role: roles, site: sites } = values;
  const login = values['add-person'];
  const { addPersonCommand } = await import('./people/add-person-command.ts');
  process.exitCode = await addPersonCommand({
    dataDir: values.data,
    databaseUrl,
    login,
    name,
    roles,
    sites,
    print,
    complain,
  });
} else if (values['audit-table'] !== undefined) {
  const { auditTableCommand } = await import('./self-identification/audit-table-command.ts');
  process.exitCode = await auditTableCommand({
    dataDir: values.data,
    databaseUrl,
    identityFile: values.identity,
    file: values['audit-table'],
    print,
    complain,
  });
} else if (values.import !== undefined) {
  const { importCommand } = await import('./bundle/import-command.ts');
  process.exitCode = await importCommand(values.import, {
    dataDir: values.data,
    identityFile: values.identity,
    now: () => new Date(),
    log: (event, fields) => process.stderr.write(`${JSON.stringify({ event, ...fields })}\n`),
    print,
    complain,
  });
} else {
  const { startHub } = await import('./hub.ts');
  const hub = await startHub({
    dataDir: values.data,
    port,
    host: values.host,
    token: values.token,
    keyFile: values.key,
    media: values.media === undefined ? undefined : readMediaAddress(values.media, process.env),
    databaseUrl,
    trustProxy: values['behind-proxy'],
    publicUrl: values['public-url'],
    phoneRegion: readRegion(values['phone-region']),
    pagesDir,
    tls:
      values['tls-cert'] === undefined || values['tls-key'] === undefined
        ? undefined
        : { cert: readFileSync(values['tls-cert'], 'utf8'), key: readFileSync(values['tls-key'], 'utf8') },
    log: (event, fields) =>
      process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      hub.close().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`The hub did not close cleanly: ${String(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
  process.stdout.write(`${JSON.stringify({ url: hub.url, token: hub.token, pid: process.pid })}\n`);
}
