import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORPCError } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '#main/app.ts';
import { locate } from '#main/locations.ts';
import { openNodeApp } from '#main/node-app.ts';
import { SessionView } from '#shared/session-view.ts';
import { CARRIERS } from './carriers.ts';

let app: App;
let dataDirectory: string;

beforeEach(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'anteroom-app-'));
  const { resourcesDirectory, modelsDirectory } = locate();
  app = await openNodeApp({ dataDirectory, resourcesDirectory, modelsDirectory, log: () => undefined });
});
afterEach(async () => {
  await app.close();
  rmSync(dataDirectory, { recursive: true });
});

describe.each(CARRIERS)('the app over: $name', (carrier) => {
  test('a new kiosk makes its first manager, who configures it', async () => {
    const { client, leave } = await carrier.join(app);
    const statuses = (await client.staff.watch())[Symbol.asyncIterator]();
    expect((await statuses.next()).value).toMatchObject({ needsSetup: true, role: 'technician', accounts: [] });
    await client.staff.setUp({ name: '王芳', pin: '482913' });
    expect((await statuses.next()).value).toMatchObject({
      needsSetup: false,
      role: 'manager',
      signedIn: { name: '王芳' },
    });
    expect(await client.settings.get()).toMatchObject({ version: 1, hub: null });
    await client.staff.signOut();
    await expect(client.settings.get()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await leave();
  });

  test('addresses that others could read along or that lead outside are refused when they are saved', async () => {
    const { client, leave } = await carrier.join(app);
    await client.staff.setUp({ name: '王芳', pin: '482913' });
    const settings = await client.settings.get();
    const save = (change: Partial<typeof settings>) =>
      client.settings.update({ ...settings, ...change }).catch((error: unknown) => error);
    const refused = (field: string) => ({ code: 'setting_invalid', data: { field } });
    const hub = (url: string) => ({ hub: { url, token: '0123456789abcdef' } });
    const probeModel = (url: string) => ({ probeModel: { url, model: 'local' } });
    expect(await save(hub('http://192.168.1.20:4000'))).toMatchObject(refused('hub.url'));
    expect(await save(probeModel('https://203.0.113.9/v1'))).toMatchObject(refused('probeModel.url'));
    expect(await save(probeModel('http://192.168.1.20:8080'))).toMatchObject(refused('probeModel.url'));
    expect(await client.settings.get()).toEqual(settings);
    const own = probeModel('http://127.0.0.1:8080/v1');
    expect(await save(own)).toEqual({ ...settings, ...own });
    await leave();
  });

  test('a candidate starts an interview; an event drawn from an older view is refused with the newest revision', async () => {
    const { client, leave } = await carrier.join(app);
    await client.staff.setUp({ name: '王芳', pin: '482913' });
    await client.staff.signOut();
    const views = (await client.session.watch())[Symbol.asyncIterator]();
    const { state, revision, jobs } = SessionView.parse((await views.next()).value);
    expect(state).toEqual({ kind: 'idle' });
    const event = { type: 'job_chosen' as const, jobId: jobs[0]?.id ?? '' };
    const answered = await client.session.send({ revision, event });
    expect(answered.sessionId).not.toBeNull();
    expect((await views.next()).value).toEqual(answered);
    const stale = await client.session.send({ revision, event }).catch((error: unknown) => error);
    expect(stale).toBeInstanceOf(ORPCError);
    expect(stale).toMatchObject({ code: 'stale_revision', data: { revision: answered.revision } });
    await leave();
  });
});
