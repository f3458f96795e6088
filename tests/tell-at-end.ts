import { appendFileSync } from 'node:fs';

/** Says it now, and once more at the very end of `npm test`, which names a file for that: minutes of output lie in between. */
export function tellAtEnd(lines: readonly string[]): void {
  if (lines.length === 0) return;
  const text = `\n${lines.join('\n')}`;
  console.error(text);
  const file = process.env['ANTEROOM_TESTS_TOLD'];
  if (file !== undefined) appendFileSync(file, `${text}\n`);
}

/** A heading with names below it. */
export function namesUnder(heading: string, names: readonly string[]): string[] {
  return [`${heading} (${names.length})`, ...names.map((name) => `  - ${name}`)];
}
