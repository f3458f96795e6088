import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repairCommand } from './repair-command.native.ts';
import { openKeeper } from './store/keeper.native.ts';
import { createWorkspace, type Workspace } from './store/workspace.ts';

let workspace: Workspace;
const printed: string[] = [];

beforeEach(async () => {
  workspace = await createWorkspace(await mkdtemp(`${tmpdir()}/repair-`));
  printed.length = 0;
  const print = (text: string): void => void printed.push(text);
  vi.spyOn(console, 'log').mockImplementation(print);
  vi.spyOn(console, 'error').mockImplementation(print);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(workspace.directory, { recursive: true });
});

function used(): void {
  openKeeper(workspace, () => new Date()).database.close();
}

test('a sound folder needs nothing', () => {
  used();
  expect(repairCommand(workspace.directory)).toBe(0);
  expect(printed).toEqual(['Every page and row is as it was written. Nothing to repair.']);
});

test('a damaged database is repaired, and it is said from what, and where the old one is', async () => {
  used();
  await writeFile(workspace.databaseFile, Buffer.alloc(9000, 1));
  expect(repairCommand(workspace.directory)).toBe(0);
  expect(printed.join('\n')).toMatch(
    /Set aside: .*set-aside[\s\S]*Began from: .*backups[\s\S]*Nothing that was acknowledged is missing/,
  );
});

test('with nothing to repair it from, one sentence says what to do', async () => {
  used();
  await writeFile(workspace.databaseFile, Buffer.alloc(9000, 1));
  await rm(workspace.backupDirectory, { recursive: true });
  await rm(workspace.journalDirectory, { recursive: true });
  expect(repairCommand(workspace.directory)).toBe(1);
  expect(printed.join()).toContain('Keep the folder and call the technician');
});

test('a folder that is none of ours is refused, and nothing is made in it', () => {
  expect(repairCommand(`${workspace.directory}/cache`)).toBe(1);
  expect(printed.join()).toContain('holds no kiosk data');
});
