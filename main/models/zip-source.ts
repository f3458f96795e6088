import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { ModelError, readError } from './model-error.ts';
import type { ModelSource, SourceFile } from './ports.ts';
import { dataOffset, readZipDirectory, type ZipEntry, ZipError } from './zip-directory.ts';

const BLOCK_BYTES = 256 * 1024;

/**
 * The files of a ZIP, unpacked one block at a time. Names and sizes come from its central directory, so nothing is unpacked
 * before it is known what the ZIP claims to hold; a file that unpacks to more than it claims ends with an error.
 *
 * @throws {ModelError} when it cannot be read, is no ZIP, or is not a harmless one
 */
export async function openZipSource(path: string): Promise<ModelSource> {
  const zip = await openFile(path);
  try {
    const entries = await readZipDirectory(zip);
    const locked = entries.find(({ isEncrypted }) => isEncrypted);
    if (locked !== undefined)
      throw new ZipError(`is locked with a password (${locked.path}). Pack it again without one`);
    return {
      name: path,
      files: entries.filter(({ kind }) => kind === 'file').map((entry) => fileOf(zip, path, entry)),
      skipped: entries.flatMap(({ path, kind }) =>
        kind === 'link' || kind === 'special' ? [{ path, reason: kind }] : [],
      ),
      close: () => zip.close(),
    };
  } catch (error) {
    await zip.close();
    throw sentence(path, error);
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw readError(path, error);
  }
}

function fileOf(zip: FileHandle, zipPath: string, entry: ZipEntry): SourceFile {
  return { path: entry.path, sizeBytes: entry.sizeBytes, read: () => readEntry(zip, zipPath, entry) };
}

async function* readEntry(zip: FileHandle, zipPath: string, entry: ZipEntry): AsyncIterable<Uint8Array> {
  if (entry.method === 'unsupported') {
    throw new ModelError(
      'input',
      `${entry.path} in ${zipPath} is packed in a way this kiosk cannot read. Unpack the ZIP and name the folder.`,
    );
  }
  let unpacked = 0;
  let checksum = 0;
  try {
    for await (const chunk of await unpackedBytes(zip, entry)) {
      const block = chunk as Buffer;
      unpacked += block.length;
      if (unpacked > entry.sizeBytes) break;
      checksum = crc32(block, checksum);
      yield block;
    }
  } catch (error) {
    throw sentence(zipPath, error);
  }
  if (unpacked !== entry.sizeBytes || checksum !== entry.crc32) {
    throw new ModelError('verification', `${entry.path} in ${zipPath} is damaged. Copy or download the ZIP again.`);
  }
}

async function unpackedBytes(zip: FileHandle, entry: ZipEntry): Promise<AsyncIterable<unknown>> {
  const packed = readRange(zip, await dataOffset(zip, entry), entry.packedBytes);
  if (entry.method === 'stored') return packed;
  const inflate = createInflateRaw();
  // whoever reads from `inflate` gets the error
  pipeline(packed, inflate, () => undefined);
  return inflate;
}

async function* readRange(zip: FileHandle, start: number, length: number): AsyncIterable<Uint8Array> {
  for (let done = 0; done < length;) {
    const block = Buffer.alloc(Math.min(BLOCK_BYTES, length - done));
    const { bytesRead } = await zip.read(block, 0, block.length, start + done);
    if (bytesRead === 0) throw new ZipError('is damaged or cut off');
    done += bytesRead;
    yield block.subarray(0, bytesRead);
  }
}

function sentence(path: string, error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  if (error instanceof ZipError) return new ModelError('input', `${path} ${error.message}.`, { cause: error });
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
    return new ModelError('verification', `${path} is damaged. Copy or download the ZIP again.`, { cause: error });
  }
  return readError(path, error);
}
