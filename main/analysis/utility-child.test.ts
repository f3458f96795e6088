import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { analystProgram } from './child-programs.ts';
import type { ChildExit, ChildLogEntry } from './ports.ts';
import { createUtilityChildLauncher, type UtilityFork } from './utility-child.ts';

test('a utility process gets the models folder, passes messages both ways, and what it prints is logged', async () => {
  const sent: unknown[] = [];
  const forked: Parameters<UtilityFork>[] = [];
  const stderr = new PassThrough();
  const child = Object.assign(new EventEmitter(), {
    pid: 7,
    stdout: null,
    stderr,
    postMessage: (value: unknown) => void sent.push(value),
    kill: () => child.emit('exit', 143),
  });
  const logged: ChildLogEntry[] = [];
  const launcher = createUtilityChildLauncher(
    (...args) => {
      forked.push(args);
      return child;
    },
    analystProgram('out/main/analyst.js', 'resources/models'),
    (entry) => void logged.push(entry),
  );
  const analyst = launcher.start();
  const heard: unknown[] = [];
  const exits: ChildExit[] = [];
  analyst.onMessage((value) => heard.push(value));
  analyst.onExit((exit) => exits.push(exit));
  analyst.send({ kind: 'analyse', id: 'a', pcm: { path: 'a.pcm' }, prosody: false });
  child.emit('message', { kind: 'ready' });
  for (let line = 0; line < 300; line++) stderr.write(`line ${line} ${'x'.repeat(600)}\n`);
  analyst.kill();

  expect(forked).toEqual([
    ['out/main/analyst.js', ['--models', 'resources/models'], { stdio: 'pipe', serviceName: 'analyst' }],
  ]);
  expect(sent).toEqual([{ kind: 'analyse', id: 'a', pcm: { path: 'a.pcm' }, prosody: false }]);
  expect(heard).toEqual([{ kind: 'ready' }]);
  expect(exits).toEqual([{ code: 143, signal: null }]);
  await vi.waitFor(() => expect(logged).toHaveLength(200));
  expect(String(logged[0]?.detail['line'])).toHaveLength(500);
  expect(logged[199]?.detail['line']).toBe('further lines of this process are not logged');
});
