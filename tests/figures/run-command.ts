import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { afterAll } from 'vitest';
import { agreementCommand } from '#main/agreement-command.ts';
import { auditCommand } from '#main/audit-command.ts';
import { calibrateCommand } from '#main/calibrate-command.ts';

const CLI = resolve(import.meta.dirname, '../../main/cli.ts');
const folders: string[] = [];
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

/** Writes a CSV file. */
export async function csvFile(text: string | Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'figures-'));
  folders.push(folder);
  const file = join(folder, 'people.csv');
  await writeFile(file, text);
  return file;
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The same commands in this process: a program of its own takes seconds to start. */
export async function command(...words: readonly string[]): Promise<Ran> {
  const ran = { code: -1, out: '', err: '' };
  const parts = {
    fromCaller: (path: string) => path,
    print: (text: string) => void (ran.out += `${text}\n`),
    complain: (text: string) => void (ran.err += `${text}\n`),
    exit: (code: number) => void (ran.code = code),
    now: () => new Date('2026-03-02T08:00:00.000Z'),
  };
  const program = new Command('anteroom');
  for (const each of [auditCommand(parts), calibrateCommand(parts), agreementCommand(parts)]) program.addCommand(each);
  await program.parseAsync(words, { from: 'user' });
  return ran;
}

/** Runs `anteroom …` as a shell would. */
export function anteroom(...words: readonly string[]): Promise<Ran> {
  return new Promise((settle) => {
    execFile(process.execPath, [CLI, ...words], (error, out, err) => {
      settle({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}
