import { randomBytes } from 'node:crypto';
import { expect, test as base } from '@playwright/test';
import { restPage } from '#main/rest-page.ts';
import { FAKE_STAFF_ID, FakeApp } from '../contract/app.fake.ts';
import { serveForTest } from './serve-for-test.ts';
import { buildTestPage } from './test-page.ts';

type Served = Awaited<ReturnType<typeof serveForTest>>;

const test = base.extend<{ app: FakeApp; host: Served }, { pageDirectory: string }>({
  pageDirectory: [
    async ({ browserName: _browser }, provide) => {
      const page = await buildTestPage();
      await provide(page.directory);
      page.remove();
    },
    { scope: 'worker' },
  ],
  app: async ({ context: _context }, provide) => provide(new FakeApp()),
  host: async ({ app, pageDirectory }, provide) => {
    const host = await serveForTest(app, { pageDirectory, reloadGraceMs: 30_000 });
    await provide(host);
    await host.close();
  },
});

test('a page exchanges its token, hides it, and calls the core', async ({ page, host }) => {
  await page.goto(host.mint().url);
  const info = await page.evaluate(async () => (await testPage.connect()).app.info());
  expect(info).toMatchObject({ shell: 'loopback' });
  expect(page.url()).toBe(`${host.origin}/`);
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', domain: '127.0.0.1' });
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('a reload keeps the role', async ({ page, host, app }) => {
  await page.goto(host.mint().url);
  const input = { staffId: FAKE_STAFF_ID as never, pin: '246810' };
  await page.evaluate(async (signIn) => (await testPage.connect()).staff.signIn(signIn), input);
  await page.reload();
  expect(await page.evaluate(async () => (await testPage.connect()).settings.get())).toMatchObject({ version: 1 });
  expect(app.opened).toHaveLength(1);
});

test('a used token, and no token at all, are refused for good', async ({ page, host, browser }) => {
  const { url } = host.mint();
  await page.goto(url);
  await page.evaluate(async () => (await testPage.connect()).app.info());
  const stranger = await (await browser.newContext()).newPage();
  for (const address of [url, host.origin]) {
    await stranger.goto(address);
    const refusal = stranger.evaluate(() => testPage.connect().then(String, (error: Error) => error.name));
    expect(await refusal).toBe('PageRefusedError');
    expect(await stranger.evaluate(() => testPage.connection.state())).toBe('refused');
  }
  await stranger.context().close();
});

test('the page of rest: both languages, large buttons, no script, and its button leads to the kiosk', async ({
  page,
  app,
  pageDirectory,
}) => {
  const places = { resourcesDirectory: 'resources', pageDirectory };
  const host = await serveForTest(app, {
    pageDirectory,
    restPage: (address) => restPage(places, { address, seconds: 3600 }),
  });
  const { token } = host.mint();
  const answer = await page.goto(`${host.origin}/rest?next=${token}`);
  expect(answer?.status()).toBe(503);
  expect(await page.locator('script').count()).toBe(0);
  await expect(page.getByRole('heading', { name: 'The screen had a problem and is recovering' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '屏幕出了问题，正在恢复' })).toBeVisible();
  await expect(page.locator('meta[http-equiv=refresh]')).toHaveAttribute('content', `3600; url=/#token=${token}`);
  const button = page.getByRole('link', { name: 'Try again now' });
  expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(64);
  // by keyboard too
  await page.getByRole('link', { name: '现在重试' }).focus();
  await page.keyboard.press('Tab');
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await page.waitForURL(({ pathname }) => pathname === '/');
  expect(await page.evaluate(async () => (await testPage.connect()).app.info())).toMatchObject({ shell: 'loopback' });
  expect(app.opened).toHaveLength(1);
  for (const wrong of ['/rest', '/rest?next=short', '/rest?next=%22%3E%3Cscript%3E'])
    expect((await fetch(host.origin + wrong)).status).toBe(404);
  await host.close();
});

test('a page survives a restart of the host: it says so, reconnects, and its events go on', async ({
  page,
  app,
  pageDirectory,
}) => {
  const sessionSecret = randomBytes(32);
  const before = await serveForTest(app, { pageDirectory, sessionSecret });
  const port = Number(new URL(before.origin).port);
  await page.goto(before.mint().url);
  await page.evaluate(async () => {
    const client = await testPage.connect();
    const seen: string[] = [];
    Object.assign(globalThis, { seen, states: [testPage.connection.state()] });
    testPage.connection.subscribe(() => {
      (globalThis as unknown as { states: string[] }).states.push(testPage.connection.state());
    });
    const watch = (options: { signal: AbortSignal }) => client.staff.watch(undefined, options);
    void testPage.followEvents(watch, (status) => seen.push(status.role), new AbortController().signal);
  });
  const seen = () => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  await expect.poll(seen).toEqual(['candidate']);
  await before.close();
  await expect.poll(() => page.evaluate(() => testPage.connection.state())).toBe('reconnecting');
  const after = await serveForTest(app, { pageDirectory, sessionSecret, port });
  await expect.poll(seen).toEqual(['candidate', 'candidate']);
  const states = await page.evaluate(() => (globalThis as unknown as { states: string[] }).states);
  expect(states).toEqual(['connected', 'reconnecting', 'connected']);
  await after.close();
});

test('a call that was under way when the host died fails as lost, a later one waits', async ({
  page,
  app,
  pageDirectory,
}) => {
  const sessionSecret = randomBytes(32);
  const before = await serveForTest(app, { pageDirectory, sessionSecret });
  await page.goto(before.mint().url);
  await page.evaluate(async () => {
    const client = await testPage.connect();
    const iterator = (await client.staff.watch())[Symbol.asyncIterator]();
    await iterator.next();
    const lost = iterator.next().then(String, (error: Error) => error.name);
    Object.assign(globalThis, { lost });
  });
  await before.close();
  await expect.poll(() => page.evaluate(() => testPage.connection.state())).toBe('reconnecting');
  const later = page.evaluate(async () => (await testPage.connect()).app.info());
  const after = await serveForTest(app, { pageDirectory, sessionSecret, port: Number(new URL(before.origin).port) });
  expect(await later).toMatchObject({ deviceId: 'fake' });
  await after.close();
});

test('a slice is put, and a refusal tells its status', async ({ page, host, app }) => {
  await page.goto(host.mint().url);
  const outcome = await page.evaluate(async () => {
    await testPage.connect();
    const slice = { recordingId: '01990000-0000-7000-8000-00000000000a', sequence: 3, sha256: 'a'.repeat(64) };
    const put = (size: number) =>
      testPage.putSlice({ ...slice, bytes: new ArrayBuffer(size), mimeType: 'video/webm' }).then(
        () => 'stored',
        (error: { name: string; status: number }) => `${error.name} ${error.status}`,
      );
    return [await put(10), await put(4 * 1024 * 1024 + 1)];
  });
  expect(outcome).toEqual(['stored', 'SliceRefusedError 413']);
  expect(app.slices).toMatchObject([{ path: '/media/01990000-0000-7000-8000-00000000000a/3', bytes: 10 }]);
});

test('the content policy stops inline scripts and styles, foreign addresses and frames, and lets the page be', async ({
  page,
  host,
}) => {
  const violations: string[] = [];
  page.on('console', (message) => message.type() === 'error' && violations.push(message.text()));
  await page.goto(host.mint().url);
  await expect(page.getByRole('button', { name: 'press' })).toBeVisible();
  // the one <style> that react-aria adds carries the nonce of this response
  const touchAction = () => page.getByRole('button').evaluate((button) => getComputedStyle(button).touchAction);
  await page.getByRole('button').click();
  expect(await touchAction()).toBe('manipulation');
  expect(violations).toEqual([]);

  await page.evaluate(() => {
    const blocked: string[] = [];
    Object.assign(globalThis, { blocked });
    document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
    const style = document.createElement('style');
    style.textContent = 'body { color: red }';
    const script = document.createElement('script');
    script.textContent = 'globalThis.ranInline = true';
    const frame = document.createElement('iframe');
    frame.src = 'http://127.0.0.1:9/';
    document.body.append(style, script, frame);
    // refused before anything is sent; the event above says so
    fetch('http://127.0.0.1:9/').catch(() => undefined);
  });
  const blocked = () => page.evaluate(() => (globalThis as unknown as { blocked: string[] }).blocked.toSorted());
  await expect.poll(blocked).toEqual(['connect-src', 'frame-src', 'script-src-elem', 'style-src-elem']);
  expect(await page.evaluate(() => 'ranInline' in globalThis)).toBe(false);
});
