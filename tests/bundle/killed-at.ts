import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

// Preloaded (`--import`) into an export: ends it with SIGKILL right after it named its KILL_AT-th part on the stick, so that a
// busy machine does not decide how far it comes.
const killAt = Number(process.env['KILL_AT']);
const { rename } = promises;
let parts = 0;
promises.rename = async (from, to) => {
  await rename(from, to);
  if (String(to).endsWith('.age')) parts += 1;
  if (parts === killAt) process.kill(process.pid, 'SIGKILL');
};
syncBuiltinESMExports();
