import { appendFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

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

/** What an error says, in one line of at most 200 characters without colours. */
export function firstLine(error: { message?: string | undefined } | undefined): string {
  const message = stripVTControlCharacters(error?.message ?? 'no message');
  return message.split('\n', 1)[0]?.slice(0, 200) ?? '';
}
