import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** Everything a page could keep of somebody: what is drawn, typed, stored, cached, addressed and held in memory. */
export async function tracesIn(page: Page): Promise<Record<string, string>> {
  const kept = await page.evaluate(async () => {
    const fields = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value);
    const cached: string[] = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) cached.push(request.url);
    }
    return {
      dom: document.documentElement.outerHTML,
      fields: fields.join('\n'),
      localStorage: JSON.stringify(localStorage),
      sessionStorage: JSON.stringify(sessionStorage),
      databases: JSON.stringify(await indexedDB.databases()),
      caches: cached.join('\n'),
      url: location.href,
      history: JSON.stringify(history.state),
      cookies: document.cookie,
    };
  });
  return { ...kept, memory: await heap(page) };
}

/** Strings in the page's JavaScript heap, after garbage collection. */
async function heap(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const { strings } = JSON.parse(chunks.join('')) as { strings: string[] };
  return strings.join('\n');
}

/** Files written since, and those among them that hold one of the texts, in the encodings a program could have used. */
export async function filesWith(folders: readonly string[], sinceMs: number, canaries: readonly string[]) {
  const forms = canaries.flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]);
  const files: string[] = [];
  const withCanary: string[] = [];
  for (const folder of folders.filter((each) => existsSync(each))) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      // the page's own profile is the browser's, and its test is above
      if (!entry.isFile() || path.includes('playwright') || path.includes('org.chromium')) continue;
      // other programs' files come and go
      const found = await stat(path).catch(() => null);
      if (found === null || found.mtimeMs < sinceMs || found.size > 64 * 1024 * 1024) continue;
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      files.push(path);
      if (forms.some((form) => bytes.includes(form))) withCanary.push(path);
    }
  }
  return { files, withCanary };
}
