// The shell on the stand-in around the real core: who leaves the screen takes window, session and clipboard along, by the core's word
// and without the page's help.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { afterEach, expect, test, vi } from 'vitest';
import { startKiosk } from '#main/electron/start-kiosk.ts';
import { locate } from '#main/locations.ts';
import { openNodeApp } from '#main/node-app.ts';
import type { ContractClient } from '#renderer/api/connect.ts';
import { electronCarrier } from '#renderer/api/electron-carrier.ts';
import { SessionView } from '#shared/session-view.ts';
import { makePageDirectory } from '../shell/serve-for-test.ts';
import { readBuiltPreload } from './built-preload.ts';
import { app as electron, BrowserWindow, clipboard } from './fake.ts';
import { openFakePage } from './fake-page.ts';

const folders: string[] = [];
afterEach(async () => {
  BrowserWindow.isSlow = false;
  const isOver = new Promise((done) => electron.once('quit', done));
  electron.quit();
  await isOver;
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The client of the page in a window. */
async function joinPage(window: BrowserWindow): Promise<ContractClient> {
  const page = openFakePage(window.webContents, readBuiltPreload());
  vi.stubGlobal('window', page.window);
  vi.stubGlobal('location', page.location);
  const { link } = await electronCarrier()();
  vi.unstubAllGlobals();
  return createORPCClient(link);
}
const newest = () => {
  const window = BrowserWindow.open.at(-1);
  if (window === undefined) throw new Error('The shell has no window.');
  return window;
};
const events = async (client: ContractClient, ...types: ('left' | 'language_confirmed')[]) => {
  const views = (await client.session.watch())[Symbol.asyncIterator]();
  const begun = SessionView.parse((await views.next()).value);
  let view = await client.session.send({
    revision: begun.revision,
    event: { type: 'job_chosen', jobId: begun.jobs[0]?.id ?? '' },
  });
  for (const type of types) view = await client.session.send({ revision: view.revision, event: { type } });
  return view;
};

test('an interview that leaves the screen takes its window and session along; the next page knows nobody', async () => {
  const [dataDirectory, pageDirectory] = [mkdtempSync(join(tmpdir(), 'anteroom-core-')), makePageDirectory()];
  folders.push(dataDirectory, pageDirectory);
  const { resourcesDirectory, modelsDirectory } = locate();
  await startKiosk({
    refusal: () => null,
    restPage: () => Promise.resolve(new Response('rest')),
    service: { ready: () => undefined, alive: () => undefined, aliveEveryMs: null },
    isSupervised: true,
    openApp: (onBroken, goOnWith, around) =>
      openNodeApp({
        dataDirectory,
        resourcesDirectory,
        modelsDirectory,
        onBroken,
        goOnWith,
        ...around,
        log: () => undefined,
      }),
    pageDirectory,
    preloadFile: 'out/preload/index.cjs',
    profileDirectory: pageDirectory,
    onPage: () => undefined,
    log: () => undefined,
  });
  const setUp = await joinPage(newest());
  await setUp.staff.setUp({ name: '王芳', pin: '482913' });
  await setUp.staff.signOut();

  const first = newest();
  clipboard.text = 'of the first candidate';
  const during = await events(await joinPage(first));
  expect(during.sessionId).not.toBeNull();
  expect(newest()).toBe(first);
  // a page takes its time to be drawn: the old one still hears its answer
  BrowserWindow.isSlow = true;
  const left = await (await joinPage(first)).session.send({ revision: during.revision, event: { type: 'left' } });
  expect(left.sessionId).toBeNull();
  expect(newest()).not.toBe(first);
  newest().fakeDraw();
  expect(first.isGone).toBe(true);
  expect(newest().fakeSession.partition).not.toBe(first.fakeSession.partition);
  expect(clipboard.text).toBe('');
  await expect.poll(() => first.fakeSession.wiped).toContain('storage');

  // and so does the next one
  const second = newest();
  await events(await joinPage(second), 'language_confirmed', 'left');
  newest().fakeDraw();
  expect(second.isGone).toBe(true);
});
