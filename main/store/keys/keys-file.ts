import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from './replace-file.ts';

const Base64 = z.base64();

/** What lies in `keys/`: the same file twice, so that one damaged sector does not cost all interviews. */
export const KeysFile = z.strictObject({
  version: z.literal(1),
  /** Rises with every change. */
  generation: z.int().positive(),
  ringId: z.uuid(),
  keyring: z.enum(['system', 'passphrase', 'key_file']),
  /** The root key, locked by the keyring. */
  lockedRoot: Base64,
  /** The root key, encrypted to the organisation's recovery key (age, https://age-encryption.org/v1); null without one. */
  recovery: z.strictObject({ recipient: z.string(), file: Base64 }).nullable(),
  /** The ring, sealed with the root key. */
  sealedRing: Base64,
});
export type KeysFile = z.infer<typeof KeysFile>;

const NAMES = ['keys-a.json', 'keys-b.json'] as const;

/** Writes both files, one after the other: at any moment one of them is whole. */
export function writeKeysFiles(folder: string, contents: KeysFile): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify(contents, null, 1)}\n`;
  for (const name of NAMES) replaceFile(join(folder, name), text);
}

/** The key files that can be read, the newest first, and what is wrong with the others. */
export function readKeysFiles(folder: string): { files: KeysFile[]; problems: string[] } {
  const files: KeysFile[] = [];
  const problems: string[] = [];
  for (const name of NAMES) {
    const path = join(folder, name);
    if (!existsSync(path)) {
      problems.push(`${path} is missing`);
      continue;
    }
    try {
      files.push(KeysFile.parse(JSON.parse(readFileSync(path, 'utf8'))));
    } catch (error) {
      problems.push(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const [a, b] = files;
  if (a && b && JSON.stringify(a) !== JSON.stringify(b)) problems.push('the two key files are not alike');
  return { files: files.toSorted((a, b) => b.generation - a.generation), problems };
}
