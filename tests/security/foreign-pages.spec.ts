import { chromium, expect, test } from '@playwright/test';
import { FakeApp } from '../contract/app.fake.ts';
import { serveForTest } from '../shell/serve-for-test.ts';

test('a foreign name that is rebound to 127.0.0.1 reaches nothing', async ({ launchOptions }) => {
  const host = await serveForTest(new FakeApp());
  const browser = await chromium.launch({
    ...launchOptions,
    args: ['--host-resolver-rules=MAP evil.example 127.0.0.1'],
  });
  const page = await browser.newPage();
  const { url } = host.mint();
  const rebound = await page.goto(url.replace('127.0.0.1', 'evil.example')).catch((error: unknown) => String(error));
  // an answer without a body is an error page to Chromium
  expect(String(typeof rebound === 'string' ? rebound : rebound?.status())).toMatch(
    /ERR_HTTP_RESPONSE_CODE_FAILURE|421/,
  );
  // the same browser, asking for the address itself
  const direct = await browser.newPage();
  expect((await direct.goto(url))?.status()).toBe(200);
  await browser.close();
  await host.close();
});

test('a page of another origin can neither read, nor post, nor open the socket', async ({ page }) => {
  const host = await serveForTest(new FakeApp());
  const { origin } = host;
  const attack = (target: string) =>
    page.evaluate(async (address) => {
      const read = await fetch(`${address}/`).then(
        (answer) => answer.status,
        () => 'blocked',
      );
      const post = await fetch(`${address}/session`, { method: 'POST', mode: 'no-cors' }).then(
        (answer) => answer.type,
        () => 'blocked',
      );
      const socket = await new Promise<string>((done) => {
        const tried = new WebSocket(`${address.replace('http', 'ws')}/rpc`, 'anteroom.v1');
        tried.addEventListener('open', () => done('open'));
        tried.addEventListener('error', () => done('blocked'));
      });
      return { read, post, socket };
    }, target);
  // on a page without a content policy, so that it is the host that refuses
  await page.route('http://stranger.test/**', (route) => route.fulfill({ contentType: 'text/html', body: 'stranger' }));
  await page.goto('http://stranger.test/');
  expect(await attack(origin)).toMatchObject({ read: 'blocked', socket: 'blocked' });
  expect(host.clients()).toBe(0);
  await page.goto(host.mint().url);
  expect(await attack(origin)).toMatchObject({ read: 200 });
  await host.close();
});
