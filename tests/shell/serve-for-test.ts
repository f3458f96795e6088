import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { serveLoopback } from '#main/loopback/serve-loopback.ts';
import type { LoopbackOptions } from '#main/loopback/serve-loopback.ts';
import type { PageApp } from '#main/page-app.ts';
import { RPC_PATH, RPC_SUBPROTOCOL, SESSION_PATH } from '#shared/loopback-routes.ts';

/** A folder with a page in it, as small as the host accepts. */
export function makePageDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'anteroom-page-'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>page</title><p>page</p>');
  return directory;
}

/** Serves an app on a free port, with a page that only says "page" unless told otherwise. */
export async function serveForTest(app: PageApp, options: Partial<LoopbackOptions> = {}) {
  const ownPage = options.pageDirectory === undefined ? makePageDirectory() : null;
  const host = await serveLoopback({
    app,
    port: 0,
    sessionSecret: randomBytes(32),
    reloadGraceMs: 50,
    log: () => undefined,
    pageDirectory: ownPage ?? '',
    ...options,
  });
  return {
    ...host,
    async close() {
      await host.close();
      if (ownPage !== null) rmSync(ownPage, { recursive: true });
    },
  };
}

/** Exchanges a token as the page does. @returns the cookie pair */
export async function exchangeToken(origin: string, token: string): Promise<string> {
  const headers = { origin, authorization: `Bearer ${token}` };
  const answer = await fetch(origin + SESSION_PATH, { method: 'POST', headers });
  const [cookie] = (answer.headers.get('set-cookie') ?? '').split(';');
  if (answer.status !== 204 || !cookie) throw new Error(`The token was not taken: ${answer.status}`);
  return cookie;
}

/** Opens the host's socket with these headers. @throws when the host refuses */
export function openSocket(origin: string, headers: Record<string, string>): Promise<WebSocket> {
  const socket = new WebSocket(origin.replace('http', 'ws') + RPC_PATH, RPC_SUBPROTOCOL, { headers });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}
