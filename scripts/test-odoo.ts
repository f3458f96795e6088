// The Odoo connector against a real Odoo 19. Brings one up (scripts/odoo-up.sh), runs tests/connectors/odoo-live.test.ts, stops it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Exit code of odoo-up.sh for "cannot be had here". */
const CANNOT = 3;
const script = join(import.meta.dirname, 'odoo-up.sh');

const begun = performance.now();
const up = spawnSync('bash', [script, 'up'], { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
process.stderr.write(up.stderr ?? '');
if (up.error !== undefined || up.status === CANNOT) {
  const reason = up.error === undefined ? (up.stderr.trim().split('\n').at(-1) ?? '') : 'There is no bash here.';
  console.log(`Skipped: the Odoo connector was not run against a real Odoo. ${reason}`);
} else if (up.status !== 0) {
  console.error('Odoo did not come up.');
  process.exitCode = 1;
} else {
  console.log(`Odoo is up after ${((performance.now() - begun) / 1000).toFixed(1)} s.`);
  // the answer holds a key: a file that only this user reads, gone afterwards
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-test-odoo-'));
  const access = join(folder, 'odoo.json');
  writeFileSync(access, up.stdout, { mode: 0o600 });
  try {
    const vitest = [
      'node_modules/vitest/vitest.mjs',
      'run',
      'tests/connectors/odoo-live.test.ts',
      ...process.argv.slice(2),
    ];
    const run = spawnSync(process.execPath, vitest, {
      stdio: 'inherit',
      env: { ...process.env, ANTEROOM_ODOO: access },
    });
    process.exitCode = run.status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    if (process.env['ANTEROOM_ODOO_KEEP'] === undefined) spawnSync('bash', [script, 'down'], { stdio: 'inherit' });
  }
}
