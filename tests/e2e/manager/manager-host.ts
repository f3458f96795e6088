import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { contentSecurityPolicy, SECURITY_HEADERS } from '#main/security-headers.ts';
import { INTERVIEWS } from './stories.ts';
import { tellInterview } from './tell-interview.ts';

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** A picture that counts seconds with a tone, as MediaRecorder leaves it: no length in the header, no index. */
function makeRecording(path: string): void {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=480x270:rate=8:duration=64'];
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=220:duration=64'];
  const coded = ['-c:v', 'libvpx', '-deadline', 'realtime', '-g', '16', '-c:a', 'libopus', '-live', '1', '-f', 'webm'];
  const made = spawnSync('ffmpeg', ['-v', 'error', '-y', ...picture, ...tone, ...coded, path]);
  if (made.status !== 0) throw new Error(`ffmpeg: ${made.stderr.toString()}`);
}

export interface ManagerHost {
  url: string;
  close(): Promise<void>;
}

/** Builds the console over its fake kiosk and serves it under the app's own policy, recordings with Range. */
export async function startManagerHost(): Promise<ManagerHost> {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-manager-'));
  const nonce = 'CSP_NONCE';
  await build({
    root: join(import.meta.dirname, 'page'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    html: { cspNonce: nonce },
    build: { outDir: join(folder, 'page'), emptyOutDir: true, minify: false, assetsInlineLimit: 0, target: 'es2023' },
  });
  writeFileSync(join(folder, 'page', 'told.json'), JSON.stringify(INTERVIEWS.map(tellInterview)));
  const recording = join(folder, 'recording.webm');
  makeRecording(recording);
  const sizeBytes = statSync(recording).size;

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://kiosk').pathname;
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    response.setHeader('content-security-policy', contentSecurityPolicy({ nonce }));
    if (path.startsWith('/media/')) {
      const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
      const start = Number(from ?? 0);
      const end = to === undefined || to === '' ? sizeBytes - 1 : Number(to);
      response.writeHead(from === undefined ? 200 : 206, {
        'content-type': 'video/webm',
        'accept-ranges': 'bytes',
        'content-length': end - start + 1,
        ...(from === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${sizeBytes}` }),
      });
      createReadStream(recording, { start, end }).pipe(response);
      return;
    }
    const file = path === '/' ? '/index.html' : path;
    const type = MIME_TYPES[extname(file)];
    if (type === undefined || file.includes('..')) {
      response.writeHead(204).end();
      return;
    }
    response.writeHead(200, { 'content-type': type }).end(readFileSync(join(folder, 'page', file)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          rmSync(folder, { recursive: true });
          resolve();
        });
      }),
  };
}
