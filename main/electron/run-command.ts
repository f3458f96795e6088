import { app as electron } from 'electron';

/** What stands before the words of a command, since Node cannot be run by its own name in a packed program. */
const COMMAND_SWITCH = '--cli';

/** The words after `--cli`; null when a kiosk is wanted. */
export function commandWords(argv: readonly string[]): string[] | null {
  const at = argv.indexOf(COMMAND_SWITCH);
  return at === -1 ? null : argv.slice(at + 1);
}

/** Resolves when everything written so far has been handed to the operating system. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}

/**
 * Runs a command in Electron's main process, where the operating system's keyring is, and ends the program with its exit
 * code. Opens no window, and takes no lock: some commands are for a kiosk that is running.
 *
 * @param profileDirectory the kiosk's own: on Windows what opens the keyring lies there
 */
export async function runCommand(profileDirectory: string, command: () => Promise<unknown>): Promise<void> {
  electron.setPath('userData', profileDirectory);
  await electron.whenReady();
  await command();
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  electron.exit(Number(process.exitCode ?? 0));
}
