import { createHash } from 'node:crypto';
import { chmod, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SessionId } from '#shared/ids.ts';
import { playableFile } from './capture/export-recording.ts';
import { UnreadableRecordingError } from './capture/recording-reader.ts';
import { holdingsOf } from './holdings-of.ts';
import { localeWords } from './locale-words.ts';
import { locate } from './locations.ts';
import { exportPage } from './review/export-page.ts';
import { toInterviewExport } from './review/interview-export.ts';
import { KioskRefusedError, openStoppedKiosk, type StoppedKiosk } from './stopped-kiosk.ts';
import type { Keyring } from './store/keys/keyring-port.ts';
import { KeyGoneError } from './store/keys/cells.ts';
import { readProbes } from './store/resource-files.ts';

export interface ExportOptions {
  readonly session: string;
  readonly data: string;
  readonly out: string;
}

export interface ExportOutput {
  readonly keyring: Keyring;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** Why nothing was exported; `message` is one sentence for the person at the terminal. */
class ExportRefusedError extends Error {
  override readonly name = 'ExportRefusedError';
}

/** Makes the folder, or takes one that is empty. Only its owner may look into it. */
async function makeFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    if (error.code === 'ENOTDIR') throw new ExportRefusedError(`${folder} is a file. Name a new folder with --out.`);
    throw error;
  });
  if (names !== null && names.length > 0)
    throw new ExportRefusedError(`${folder} is not empty. Name a new folder with --out: nothing is ever overwritten.`);
  await mkdir(join(folder, 'media'), { recursive: true, mode: 0o700 });
  // whatever the umask, and a folder that was there already
  for (const path of [folder, join(folder, 'media')]) await chmod(path, 0o700);
}

/** Writes a file that only its owner can read, to the disk. @returns hex SHA-256 and size */
async function writeOut(
  file: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ sha256: string; sizeBytes: number }> {
  const handle = await open(file, 'wx', 0o600);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    await handle.chmod(0o600);
    for await (const piece of pieces) {
      await handle.writeFile(piece);
      hash.update(piece);
      sizeBytes += piece.length;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

function findSession(kiosk: StoppedKiosk, { session, data }: ExportOptions): SessionId {
  const [id, ...others] = kiosk.store.holdings.idsOf(session);
  if (id === undefined)
    throw new ExportRefusedError(
      `There is no interview "${session}" in ${data}. Give its number or its short reference.`,
    );
  if (others.length > 0)
    throw new ExportRefusedError(
      `"${session}" is the reference of ${others.length + 1} interviews. Give the full number: ${[id, ...others].join(', ')}.`,
    );
  return id;
}

type Written = Map<string, string>;

/** Recordings as playable files; one that cannot be read is named and does not keep the others back. */
async function writeMedia(kiosk: StoppedKiosk, id: SessionId, folder: string, written: Written) {
  const files = new Map<string, { file: string | null; problem: string | null }>();
  for (const row of kiosk.store.sessions.recordings(id)) {
    const kind = row.kind === 'pcm' ? 'sound' : row.mimeType.startsWith('audio/') ? 'audio' : 'video';
    if (row.slices === 0) {
      files.set(row.id, { file: null, problem: 'nothing was recorded' });
      continue;
    }
    const stem = `media/${row.itemId}-take${row.take}-part${row.part}-${kind}`;
    let path = stem;
    try {
      const { extension, pieces } = await playableFile(kiosk.openRecording, row);
      path = stem + extension;
      written.set(path, (await writeOut(join(folder, path), pieces)).sha256);
      files.set(row.id, { file: path, problem: null });
    } catch (error) {
      if (!(error instanceof UnreadableRecordingError)) throw error;
      // half a file under this name would pass for the whole
      await rm(join(folder, path), { force: true });
      files.set(row.id, { file: null, problem: error.message });
    }
  }
  return files;
}

async function writeAll(kiosk: StoppedKiosk, id: SessionId, folder: string): Promise<Written> {
  const { store, packs } = kiosk;
  const { resourcesDirectory } = locate();
  const written: Written = new Map();
  const holdings = holdingsOf(store, id);
  if (holdings === null) throw new Error(`interview ${id} was there a moment ago`);
  const files = await writeMedia(kiosk, id, folder, written);
  const words = await localeWords(resourcesDirectory, holdings.stored.session.locale, ['export', 'manager', 'review']);
  const settings = store.kiosk.settings();
  const names = new Map<string, string>(store.staff.list().map((account) => [account.id, account.name]));
  const found = toInterviewExport(holdings, {
    words,
    packs,
    probes: await readProbes(join(resourcesDirectory, 'probes')),
    kiosk: { deviceId: store.deviceId, site: settings.site, headOffice: settings.hub?.url ?? null },
    staffName: (staffId) => names.get(staffId) ?? null,
    files,
    exportedAt: new Date().toISOString(),
  });
  const texts: readonly (readonly [string, string])[] = [
    ['interview.html', exportPage(found, words)],
    ['interview.json', `${JSON.stringify(found, null, 2)}\n`],
  ];
  for (const [name, text] of texts) written.set(name, (await writeOut(join(folder, name), [Buffer.from(text)])).sha256);
  // last: a folder with it is whole
  const manifest = [...written].map(([name, sha256]) => `${sha256}  ${name}\n`).join('');
  await writeOut(join(folder, 'MANIFEST.sha256'), [Buffer.from(manifest)]);
  return written;
}

/**
 * `anteroom export`: everything the kiosk holds of one interview, for the person it is about. Plain by purpose. The export is
 * written into the audit log before the first byte of it.
 *
 * @returns exit code: 0; 2 when nothing was exported, and the sentence why is said
 */
export async function exportCommand(
  options: ExportOptions,
  { keyring, print, complain }: ExportOutput,
): Promise<number> {
  let kiosk: StoppedKiosk | null = null;
  let isBegun = false;
  try {
    kiosk = await openStoppedKiosk(options.data, keyring);
    const id = findSession(kiosk, options);
    await makeFolder(options.out);
    isBegun = true;
    const { holdings, ledger, sessions } = kiosk.store;
    const recordings = sessions.recordings(id).length;
    ledger.audit({ actor: 'command line', action: 'session.exported', subject: id, detail: { recordings } });
    const written = await writeAll(kiosk, id, options.out);
    isBegun = false;
    print(`Everything this kiosk holds of interview ${id}: ${written.size} files in ${options.out}`);
    print('These files are NOT encrypted, so that the person can read them. Hand them over, then delete them here.');
    print(`The export stands in the kiosk's audit log (line ${holdings.auditLines(id).at(-1)?.line ?? '?'}).`);
    return 0;
  } catch (error) {
    // what is half written is in the clear and of no use
    if (isBegun) await rm(options.out, { recursive: true, force: true });
    if (error instanceof KeyGoneError)
      complain(`The interview was deleted: ${error.message} There is nothing to export.`);
    else if (error instanceof KioskRefusedError || error instanceof ExportRefusedError) complain(error.message);
    else if (isRefusedByDisk(error))
      complain(
        `${options.out} cannot be written (${error.message}). Nothing was kept; make room or name another folder with --out.`,
      );
    else throw error;
    return 2;
  } finally {
    kiosk?.close();
  }
}

function isRefusedByDisk(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && /^(ENOSPC|EDQUOT|EACCES|EPERM|EROFS)$/.test(String(error.code));
}
