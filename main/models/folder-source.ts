import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ModelError, readError } from './model-error.ts';
import type { ModelSource, SourceFile } from './ports.ts';

/** Far more than any model has; somebody has named the whole disk by mistake. */
const MAX_FILES = 20_000;

/** The files under a folder. Links are not followed: they could lead anywhere. */
export async function openFolderSource(directory: string): Promise<ModelSource> {
  const files: SourceFile[] = [];
  const skipped: { path: string; reason: 'link' | 'special' }[] = [];
  const waiting = [directory];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of await listFolder(next)) {
      const full = join(next, entry.name);
      const path = relative(directory, full).replaceAll(sep, '/');
      if (entry.isDirectory()) waiting.push(full);
      else if (entry.isFile()) files.push(await fileOf(full, path));
      else skipped.push({ path, reason: entry.isSymbolicLink() ? 'link' : 'special' });
    }
    if (files.length > MAX_FILES) {
      throw new ModelError('input', `${directory} holds more than ${MAX_FILES} files. Name the model's own folder.`);
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { name: directory, files, skipped, close: () => Promise.resolve() };
}

async function listFolder(directory: string) {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    throw readError(directory, error);
  }
}

async function fileOf(full: string, path: string): Promise<SourceFile> {
  try {
    const { size } = await stat(full);
    return { path, sizeBytes: size, read: () => readFileBytes(full) };
  } catch (error) {
    throw readError(full, error);
  }
}

async function* readFileBytes(path: string): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Buffer;
  } catch (error) {
    throw readError(path, error);
  }
}
