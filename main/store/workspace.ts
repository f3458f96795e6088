import { mkdir, rm } from 'node:fs/promises';
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
  /** What a recogniser makes for itself; may be emptied at any time. */
  readonly recogniserDirectory: string;
  readonly logDirectory: string;
  /** Keys, locked by a keyring that is not in this folder. */
  readonly keysDirectory: string;
  /** Where earlier releases kept the kiosk's secret in the clear; taken over by the keys and removed. */
  readonly secretFile: string;
  /** Which signing key is in use, once the kiosk has changed its first one. */
  readonly deviceKeyFile: string;
  /** The last head of the audit log that head office acknowledged. */
  readonly acknowledgedHeadFile: string;
  /** Ids of deleted interviews: a database put back from an older copy does not know them. */
  readonly tombstoneFile: string;
  /** There while the database is not to be believed before every row of it was read. */
  readonly doubtFile: string;
  /** Room that is given up when the disk is full (reliability.md §2). */
  readonly ballastFile: string;
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
    recogniserDirectory: join(directory, 'cache', 'recogniser'),
    logDirectory: join(directory, 'log'),
    keysDirectory: join(directory, 'keys'),
    secretFile: join(directory, 'kiosk.secret'),
    deviceKeyFile: join(directory, 'keys', 'device-key.json'),
    acknowledgedHeadFile: join(directory, 'audit-head.json'),
    tombstoneFile: join(directory, 'tombstones.ndjson'),
    doubtFile: join(directory, 'read-every-row'),
    ballastFile: join(directory, 'ballast'),
  };
}

/** Makes the folders, readable by this user only, and removes what earlier releases left in the clear. */
export async function createWorkspace(directory: string): Promise<Workspace> {
  const workspace = workspaceOf(directory);
  for (const path of [directory, workspace.mediaDirectory, workspace.logDirectory]) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  }
  // texts that were spoken, candidates' own words among them
  await rm(join(directory, 'cache', 'speech'), { recursive: true, force: true });
  return workspace;
}
