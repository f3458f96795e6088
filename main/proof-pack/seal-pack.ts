import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Zip, ZipDeflate } from 'fflate';
import { MANIFEST_NAME, packText, PackManifest, SIGNATURE_NAME } from './pack-format.ts';

/** A file of the pack; text or pieces of text, read once. */
export interface ProofFile {
  readonly name: string;
  readonly pieces: Iterable<string> | AsyncIterable<string>;
}

/** In whose name a pack is signed: Ed25519 (RFC 8032), base64url. */
export interface PackSigner {
  readonly publicKey: string;
  sign(message: Uint8Array): string;
}

/** Pieces are joined up to this many bytes before they are compressed. */
const BLOCK_BYTES = 256 * 1024;
const LEVEL = 6;

/** A zip that goes to the disk as it grows: a log of years is not held in memory. */
function zipTo(handle: FileHandle) {
  const out: Uint8Array[] = [];
  let failed: Error | null = null;
  const zip = new Zip((error, data) => {
    if (error) failed = error;
    else out.push(data);
  });
  async function flush(): Promise<void> {
    if (failed !== null) throw failed;
    for (const data of out.splice(0)) await handle.writeFile(data);
  }
  return {
    async add(name: string, pieces: ProofFile['pieces'], at: Date): Promise<{ sizeBytes: number; sha256: string }> {
      const file = new ZipDeflate(name, { level: LEVEL });
      file.mtime = at;
      zip.add(file);
      const hash = createHash('sha256');
      let sizeBytes = 0;
      let block: Buffer[] = [];
      let waiting = 0;
      async function push(isLast: boolean): Promise<void> {
        file.push(Buffer.concat(block), isLast);
        block = [];
        waiting = 0;
        await flush();
      }
      for await (const piece of pieces) {
        const bytes = Buffer.from(piece, 'utf8');
        hash.update(bytes);
        sizeBytes += bytes.length;
        block.push(bytes);
        waiting += bytes.length;
        if (waiting >= BLOCK_BYTES) await push(false);
      }
      await push(true);
      return { sizeBytes, sha256: hash.digest('hex') };
    },
    async end(): Promise<void> {
      zip.end();
      await flush();
    },
  };
}

/** The folder knows the new name when this returns. Windows knows no sync of folders. */
async function syncFolderOf(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dirname(file), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a pack: every file, then the manifest of them, then its signature. Until all of it is on the disk the file has another
 * name, so that half a pack never passes for a whole one. Only its owner can read it.
 *
 * @param file must not exist
 * @returns the manifest
 * @throws {Error} of the file system; nothing is then left behind
 */
export async function sealPack(
  file: string,
  about: Omit<PackManifest, 'format' | 'files'>,
  files: Iterable<ProofFile> | AsyncIterable<ProofFile>,
  signer: PackSigner,
): Promise<PackManifest> {
  const unfinished = `${file}.new`;
  const handle = await open(unfinished, 'wx', 0o600);
  try {
    const zip = zipTo(handle);
    const at = new Date(about.madeAt);
    const listed: PackManifest['files'] = [];
    for await (const { name, pieces } of files) listed.push({ name, ...(await zip.add(name, pieces, at)) });
    const manifest = PackManifest.parse({ format: 'anteroom.proof_pack/1', ...about, files: listed });
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    const { sha256 } = await zip.add(MANIFEST_NAME, [text], at);
    const signature = signer.sign(Buffer.from(packText(about.deviceId, sha256)));
    await zip.add(SIGNATURE_NAME, [`${JSON.stringify({ publicKey: signer.publicKey, signature })}\n`], at);
    await zip.end();
    await handle.sync();
    await handle.close();
    await rename(unfinished, file);
    await syncFolderOf(file);
    return manifest;
  } catch (error) {
    await handle.close();
    await rm(unfinished, { force: true });
    throw error;
  }
}
