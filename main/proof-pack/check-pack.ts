import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Unzip, UnzipInflate } from 'fflate';
import { MANIFEST_NAME, packText, PackManifest, PackSignature, SIGNATURE_NAME } from './pack-format.ts';

/** More than this of one file is hashed and not kept. */
const KEPT_BYTES = 32 * 1024 * 1024;
/** A pack that unpacks to more is refused: no kiosk makes one. */
const MOST_BYTES = 16 * 1024 * 1024 * 1024;

/** What was found of a pack. Empty `problems`: nothing was changed since it was signed. */
export interface PackVerdict {
  /** Null when there is none that can be read. */
  readonly manifest: PackManifest | null;
  readonly publicKey: string | null;
  readonly problems: readonly string[];
}

/** The file is no zip at all, or cannot be read; `message` is one sentence. */
export class NoPackError extends Error {
  override readonly name = 'NoPackError';
}

interface Unpacked {
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Null when it is too large to keep. */
  readonly text: string | null;
}

/**
 * Reads every file of a zip, and gives those named in `whole` on, line by line, however large.
 *
 * @throws {NoPackError} for a file that is no zip, is cut off, or unpacks to more than 16 GB
 */
async function unpack(
  file: string,
  lines: ReadonlyMap<string, (line: string) => void>,
): Promise<Map<string, Unpacked[]>> {
  const found = new Map<string, Unpacked[]>();
  let failed: Error | null = null;
  let total = 0;
  let openFiles = 0;
  const unzip = new Unzip((entry) => {
    openFiles += 1;
    const hash = createHash('sha256');
    const onLine = lines.get(entry.name);
    let sizeBytes = 0;
    let kept: Buffer[] | null = [];
    let rest = '';
    const decoder = new TextDecoder();
    entry.ondata = (error, data, isLast) => {
      if (error) {
        failed = error;
        return;
      }
      hash.update(data);
      sizeBytes += data.length;
      total += data.length;
      if (total > MOST_BYTES) failed = new NoPackError('It unpacks to more than 16 GB.');
      if (onLine) {
        const parts = (rest + decoder.decode(data, { stream: !isLast })).split('\n');
        rest = parts.pop() ?? '';
        for (const line of parts) onLine(line);
      }
      if (sizeBytes > KEPT_BYTES) kept = null;
      kept?.push(Buffer.from(data));
      if (!isLast) return;
      openFiles -= 1;
      const text = kept === null ? null : Buffer.concat(kept).toString('utf8');
      found.set(entry.name, [...(found.get(entry.name) ?? []), { sha256: hash.digest('hex'), sizeBytes, text }]);
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  try {
    for await (const piece of createReadStream(file)) {
      unzip.push(piece as Uint8Array, false);
      if (failed !== null) throw failed;
    }
    unzip.push(new Uint8Array(0), true);
  } catch (error) {
    if (error instanceof NoPackError) throw error;
    throw new NoPackError(`It cannot be unpacked: ${error instanceof Error ? error.message : String(error)}.`, {
      cause: error,
    });
  }
  if (failed !== null) throw failed;
  if (found.size === 0 || openFiles > 0) throw new NoPackError('It is no zip file, or its end is missing.');
  return found;
}

/** Null for what is missing, or is no JSON. */
export function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Looks at the lines of one file of the pack; `end` says what is wrong with them. */
export interface LineCheck {
  readonly name: string;
  line(text: string): void;
  end(manifest: PackManifest, textOf: (name: string) => string | null): readonly string[];
}

/**
 * Checks a pack: its signature, that every file is there as the manifest says and none besides, and what is known of single files.
 *
 * @param publicKey the key the kiosk is known by; null trusts the key in the pack, which proves that nothing was changed since it was
 *   signed, and not who signed it
 * @param verify whether the holder of a key signed these bytes
 * @throws {NoPackError}
 */
export async function checkPack(
  file: string,
  publicKey: string | null,
  verify: (publicKey: string, message: Uint8Array, signature: string) => boolean,
  checks: readonly LineCheck[] = [],
): Promise<PackVerdict> {
  const found = await unpack(file, new Map(checks.map((check) => [check.name, (line) => check.line(line)])));
  const textOf = (name: string) => found.get(name)?.[0]?.text ?? null;
  const manifest = PackManifest.safeParse(jsonOf(textOf(MANIFEST_NAME))).data ?? null;
  const signed = PackSignature.safeParse(jsonOf(textOf(SIGNATURE_NAME))).data ?? null;
  if (manifest === null || signed === null)
    return {
      manifest,
      publicKey: null,
      problems: ['There is no manifest with a signature in it: this is no proof pack.'],
    };
  const problems: string[] = [];
  const sha256 = found.get(MANIFEST_NAME)?.[0]?.sha256 ?? '';
  if (!verify(signed.publicKey, Buffer.from(packText(manifest.deviceId, sha256)), signed.signature))
    problems.push('The signature does not fit the manifest: it was changed, or never signed by this key.');
  if (publicKey !== null && publicKey !== signed.publicKey)
    problems.push('It is signed with another key than the one that was given: it is not of this kiosk.');
  const listed = new Map(manifest.files.map((each) => [each.name, each]));
  for (const { name, sizeBytes, sha256: expected } of manifest.files) {
    const [first] = found.get(name) ?? [];
    if (first === undefined) problems.push(`${name} is missing.`);
    else if (first.sha256 !== expected || first.sizeBytes !== sizeBytes) problems.push(`${name} was changed.`);
  }
  for (const [name, copies] of found) {
    if (copies.length > 1) problems.push(`${name} is in it ${copies.length} times.`);
    if (!listed.has(name) && name !== MANIFEST_NAME && name !== SIGNATURE_NAME)
      problems.push(`${name} was added: the manifest does not know it.`);
  }
  for (const check of checks) problems.push(...check.end(manifest, textOf));
  return { manifest, publicKey: signed.publicKey, problems };
}
