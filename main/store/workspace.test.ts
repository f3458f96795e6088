import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorkspace } from './workspace.ts';

test('spoken texts that an earlier release left in the clear are removed at the start; nothing else is', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'anteroom-workspace-'));
  try {
    for (const name of ['speech', 'recogniser']) {
      mkdirSync(join(directory, 'cache', name), { recursive: true });
      writeFileSync(join(directory, 'cache', name, 'kept.wav'), 'RIFF');
    }
    await createWorkspace(directory);
    expect(existsSync(join(directory, 'cache', 'speech'))).toBe(false);
    expect(existsSync(join(directory, 'cache', 'recogniser', 'kept.wav'))).toBe(true);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
