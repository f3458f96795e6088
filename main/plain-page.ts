import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { escapeHtml } from '#shared/escape-html.ts';
import type { Locations } from './locations.ts';
import { contentSecurityPolicy, SECURITY_HEADERS } from './security-headers.ts';

const STYLE = `
  :root { color-scheme: light; font-family: "Noto Sans SC Variable", system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #faf5ee; color: #21302a; }
  main { max-width: 56rem; padding: 3rem; }
  section + section { margin-top: 2.5rem; padding-top: 2.5rem; border-top: 1px solid #ddd2c0; }
  h1 { font-size: 2.25rem; line-height: 1.25; margin: 0 0 1rem; }
  p { font-size: 1.5rem; line-height: 1.5; margin: 0 0 0.75rem; }
  .staff { font-size: 1.125rem; color: #4a5852; }
  .again {
    display: inline-block; min-height: 4rem; box-sizing: border-box; margin-top: 0.75rem; padding: 1rem 2.5rem; border-radius: 0.75rem;
    background: #1f5c43; color: #ffffff; font-size: 1.5rem; line-height: 2rem; text-decoration: none;
  }
  .again:focus-visible { outline: 4px solid #e0a100; outline-offset: 4px; }
  code { font-size: 0.9375rem; overflow-wrap: anywhere; color: #4a5852; }
`;

/** Where the texts and the built page with its fonts lie. */
export type PlainPagePlaces = Pick<Locations, 'resourcesDirectory' | 'pageDirectory'>;

/** The built page's own styles bring the fonts: a kiosk's system may have none for Chinese. */
async function stylesheets(pageDirectory: string): Promise<string> {
  const index = await readFile(join(pageDirectory, 'index.html'), 'utf8');
  return [...index.matchAll(/<link rel="stylesheet"[^>]*href="([^"]+)"/g)]
    .map(([, href = '']) => `<link rel="stylesheet" href="${escapeHtml(new URL(href, 'http://page/').pathname)}" />`)
    .join('\n    ');
}

/**
 * A page without scripts that stands in place of the kiosk's: big type, the built page's fonts, nothing personal.
 *
 * @param page.main HTML, escaped by whoever made it
 * @param page.refresh where the page goes by itself, and after how many seconds
 */
export async function plainPage(
  { pageDirectory }: Pick<PlainPagePlaces, 'pageDirectory'>,
  page: { title: string; main: string; refresh?: { seconds: number; address: string } | undefined },
): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  const { refresh } = page;
  const goesOn =
    refresh === undefined
      ? ''
      : `<meta http-equiv="refresh" content="${refresh.seconds}; url=${escapeHtml(refresh.address)}" />`;
  const html = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    ${goesOn}
    <title>${escapeHtml(page.title)}</title>
    ${await stylesheets(pageDirectory)}
    <style nonce="${nonce}">${STYLE}</style>
  </head>
  <body>
    <main>
      ${page.main}
    </main>
  </body>
</html>
`;
  return new Response(html, {
    status: 503,
    headers: {
      ...SECURITY_HEADERS,
      'content-security-policy': contentSecurityPolicy({ nonce }),
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    },
  });
}
