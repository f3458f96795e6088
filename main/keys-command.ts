import { constants, existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { KeysUnavailableError } from './store/keys/keyring-port.ts';
import { openKeys, recoverKeys } from './store/keys/open-keys.ts';
import { makeRecoveryKey } from './store/keys/recovery-key.ts';
import { workspaceOf } from './store/workspace.ts';
import { surroundings } from './surroundings.ts';

/** @returns the exit code of the work; 1 with the sentence when the keys cannot be had */
async function said(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof KeysUnavailableError)) throw error;
    console.error(error.message);
    return 1;
  }
}

/**
 * Makes a recovery key pair: the private half into a new file that only its owner can read, the public half to the terminal.
 *
 * @returns the exit code
 */
export async function makeRecoveryKeyFile(file: string): Promise<number> {
  if (existsSync(file)) {
    console.error(`${file} is there already. A recovery key is never overwritten: name another file.`);
    return 1;
  }
  const { identity, recipient } = await makeRecoveryKey();
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await handle.writeFile(`# Anteroom recovery key. Public key: ${recipient}\n${identity}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  console.log(recipient);
  console.error(
    `The private half is in ${file}: keep it in a safe, never on a kiosk. Enter the line above in the settings of every kiosk.`,
  );
  return 0;
}

/** Prints who can open the keys of a data folder. @returns the exit code */
export function showKeys(folder: string): Promise<number> {
  return said(async () => {
    const { keyring, recipient, sessions } = await openKeys(workspaceOf(folder), surroundings().keyring(), {
      isReadOnly: true,
    });
    console.log(`Keyring:       ${keyring}`);
    console.log(`Recovery key:  ${recipient() ?? 'none: when the keyring is lost, nobody can open this data'}`);
    console.log(`Interviews:    ${sessions.list().length} keys`);
    return 0;
  });
}

/** The line of a key file that is the key: comments and empty lines are for people. */
function identityIn(text: string): string {
  return text.split('\n').find((line) => line.startsWith('AGE-SECRET-KEY-')) ?? text.trim();
}

/** Opens the keys of a data folder with the organisation's recovery key, for a new keyring. @returns the exit code */
export function recoverFolder(folder: string, identityFile: string): Promise<number> {
  return said(async () => {
    const identity = identityIn(await readFile(identityFile, 'utf8'));
    const { keyring, sessions } = await recoverKeys(workspaceOf(folder), identity, surroundings().keyring());
    console.log(
      `Recovered: ${sessions.list().length} interviews can be opened again. Their keys are now kept by ${keyring}.`,
    );
    return 0;
  });
}

/** `anteroom keys …`. @param fromCaller a path as the person typed it */
export function keysCommand(fromCaller: (path: string) => string): Command {
  const keys = new Command('keys').description("keys of a kiosk's data, and the organisation's recovery key");
  keys
    .command('new')
    .description('make a recovery key pair; prints the public half for the settings of the kiosks')
    .argument('<file>', 'new file for the private half; keep it in a safe', fromCaller)
    .action(async (file: string) => {
      process.exitCode = await makeRecoveryKeyFile(file);
    });
  keys
    .command('show')
    .description('who can open the data of a kiosk')
    .argument('<folder>', 'the data folder; read only', fromCaller)
    .action(async (folder: string) => {
      process.exitCode = await showKeys(folder);
    });
  keys
    .command('recover')
    .description('open the data of a kiosk whose keyring was lost, and lock it with the keyring of this computer')
    .argument('<folder>', 'the data folder of a kiosk that is not running', fromCaller)
    .requiredOption('--identity <file>', 'the private half of the recovery key', fromCaller)
    .action(async (folder: string, options: { identity: string }) => {
      process.exitCode = await recoverFolder(folder, options.identity);
    });
  return keys;
}
