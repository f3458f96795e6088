import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder that holds everything of one kiosk. */
export interface Workspace {
  readonly directory: string;
  readonly databaseFile: string;
  readonly mediaDirectory: string;
  /** Every committed transaction once more. */
  readonly journalDirectory: string;
  /** Whole copies of the database, each read again after it was made. */
  readonly backupDirectory: string;
  /** Databases that could not be used any more, for a technician. */
  readonly setAsideDirectory: string;
  /** Installed models, one folder each. */
  readonly modelsDirectory: string;
  /** Rendered texts; may be emptied at any time. */
  readonly speechDirectory: string;
  /** What a recogniser makes for itself; may be emptied at any time. */
  readonly recogniserDirectory: string;
  readonly logDirectory: string;
  readonly secretFile: string;
}

export function workspaceOf(directory: string): Workspace {
  return {
    directory,
    databaseFile: join(directory, 'anteroom.db'),
    mediaDirectory: join(directory, 'media'),
    journalDirectory: join(directory, 'journal'),
    backupDirectory: join(directory, 'backups'),
    setAsideDirectory: join(directory, 'set-aside'),
    modelsDirectory: join(directory, 'models'),
    speechDirectory: join(directory, 'cache', 'speech'),
    recogniserDirectory: join(directory, 'cache', 'recogniser'),
    logDirectory: join(directory, 'log'),
    secretFile: join(directory, 'kiosk.secret'),
  };
}

/** Makes the folders, readable by this user only. */
export async function createWorkspace(directory: string): Promise<Workspace> {
  const workspace = workspaceOf(directory);
  for (const path of [directory, workspace.mediaDirectory, workspace.speechDirectory, workspace.logDirectory]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  return workspace;
}

/** The kiosk's 32-byte secret: pepper of PINs and root of deletion codes. Made once, readable by this user only. */
export async function readSecret(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      await handle.writeFile(randomBytes(32).toString('hex'));
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const secret = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
  if (secret.length !== 32)
    throw new Error(`${file} is damaged: it must hold 64 hexadecimal digits. Restore it from a backup.`);
  return secret;
}
