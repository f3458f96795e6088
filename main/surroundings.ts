import { createNodeChildLauncher } from './analysis/node-child.native.ts';
import type { ChildLauncher, ChildLog, ChildProgram } from './analysis/ports.ts';
import { nodeKeyring } from './node-keyring.ts';
import type { Keyring } from './store/keys/keyring-port.ts';

/** What the commands take from the program that runs them. */
export interface Surroundings {
  /** The words after the program's name. */
  readonly words: readonly string[];
  readonly keyring: () => Keyring;
  readonly launchChild: (program: ChildProgram, log: ChildLog) => ChildLauncher<object>;
}

let current: Surroundings = {
  words: process.argv.slice(2),
  keyring: () => nodeKeyring(process.env),
  launchChild: createNodeChildLauncher,
};

/** Plain Node's, until Electron says otherwise. */
export const surroundings = (): Surroundings => current;

/** Electron calls this before it loads `cli.ts`, once. */
export function surroundWith(others: Surroundings): void {
  current = others;
}
