import { parseArgs } from 'node:util';
import { startHub } from './hub.ts';

const usage = `Usage: node hub/index.ts --data DIR [--port N] [--host ADDRESS] [--token TOKEN]

Collects records and media from kiosks. Prints one JSON line {"url","token","pid"} once it listens.

  --data DIR      folder for the database, the media and the token (created if needed)
  --port N        TCP port; 0 or nothing: any free port
  --host ADDRESS  address to bind (127.0.0.1)
  --token TOKEN   device token; without it one is made once and kept in DIR/token
  --help          this text
`;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    port: { type: 'string', default: '0' },
    host: { type: 'string' },
    token: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const port = Number(values.port);

if (values.help) {
  process.stdout.write(usage);
} else if (values.data === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`Give a folder with --data and, if any, a port between 0 and 65535.\n\n${usage}`);
  process.exitCode = 2;
} else {
  const hub = await startHub({
    dataDir: values.data,
    port,
    host: values.host,
    token: values.token,
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
