// Rules about rooms that neither the compiler nor the linter knows (docs/ARCHITECTURE.md). Exit code 1 on a breach.
import { resolve } from 'node:path';
import { checkLengths, checkNativeImports, checkReadmes, checkScreenText } from './room-rules.ts';

const root = resolve(import.meta.dirname, '..');
const results = [checkReadmes, checkNativeImports, checkLengths, checkScreenText].map((check) => check(root));

for (const { checked, breaches } of results) {
  const hasFailed = breaches.some(({ isWarning }) => isWarning !== true);
  console.log(`${hasFailed ? 'FAILED' : 'ok    '} ${checked}`);
  for (const { file, message, isWarning } of breaches)
    console.log(`  ${isWarning ? 'warning' : 'error  '} ${file}: ${message}`);
  if (hasFailed) process.exitCode = 1;
}
