import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Locations } from './locations.ts';
import { escapeHtml } from '#shared/escape-html.ts';
import { Localized } from '#shared/localized.ts';
import { isDiskError, isDiskFull } from './store/disk-errors.ts';
import { contentSecurityPolicy, SECURITY_HEADERS } from './security-headers.ts';

const Texts = z.strictObject({
  title: Localized,
  nothingLost: Localized,
  forStaff: Localized,
  codes: z.record(z.string(), Localized),
});

/** Why the records of a kiosk cannot be opened. */
export interface Refusal {
  readonly code: string;
  /** For a technician. */
  readonly message: string;
}

/** Errors that a person in front of the kiosk can be told of; all others are faults of the program. */
const FORESEEN = new Set(['DatabaseRefusedError', 'DatabaseVersionError', 'KeysUnavailableError']);

/** @returns null for anything that was not foreseen */
export function refusalOf(error: unknown): Refusal | null {
  if (isDiskError(error) || isDiskFull(error))
    return { code: isDiskFull(error) ? 'disk_full' : 'disk_failed', message: String(error) };
  if (!(error instanceof Error) || !FORESEEN.has(error.name)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'newer_version';
  return { code, message: error.message };
}

const STYLE = `
  :root { color-scheme: light; font-family: "Noto Sans SC Variable", system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #faf5ee; color: #21302a; }
  main { max-width: 56rem; padding: 3rem; }
  section + section { margin-top: 2.5rem; padding-top: 2.5rem; border-top: 1px solid #ddd2c0; }
  h1 { font-size: 2.25rem; line-height: 1.25; margin: 0 0 1rem; }
  p { font-size: 1.5rem; line-height: 1.5; margin: 0 0 0.75rem; }
  .staff { font-size: 1.125rem; color: #4a5852; }
  code { font-size: 0.9375rem; overflow-wrap: anywhere; color: #4a5852; }
`;

/** Where the texts and the built page with its fonts lie. */
export type RefusalPlaces = Pick<Locations, 'resourcesDirectory' | 'pageDirectory'>;

/** The built page's own styles bring the fonts: a kiosk's system may have none for Chinese. */
async function stylesheets(pageDirectory: string): Promise<string> {
  const index = await readFile(join(pageDirectory, 'index.html'), 'utf8');
  return [...index.matchAll(/<link rel="stylesheet"[^>]*href="([^"]+)"/g)]
    .map(([, href = '']) => `<link rel="stylesheet" href="${escapeHtml(new URL(href, 'http://page/').pathname)}" />`)
    .join('\n    ');
}

/**
 * The page that a shell shows in place of the kiosk's: what has happened and what to do, in both languages, without scripts.
 *
 * @throws when the texts of this release cannot be read
 */
export async function refusalPage(places: RefusalPlaces, { code, message }: Refusal): Promise<Response> {
  const { resourcesDirectory, pageDirectory } = places;
  const texts = Texts.parse(parse(await readFile(join(resourcesDirectory, 'refusals.yaml'), 'utf8')));
  const nonce = randomBytes(16).toString('base64');
  const section = (locale: 'zh-CN' | 'en') => `<section lang="${locale}">
      <h1>${escapeHtml(texts.title[locale])}</h1>
      <p>${escapeHtml(texts.nothingLost[locale])}</p>
      <p class="staff"><strong>${escapeHtml(texts.forStaff[locale])}</strong> ${escapeHtml(texts.codes[code]?.[locale] ?? '')}</p>
    </section>`;
  const html = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${escapeHtml(texts.title.en)}</title>
    ${await stylesheets(pageDirectory)}
    <style nonce="${nonce}">${STYLE}</style>
  </head>
  <body>
    <main>
      ${section('zh-CN')}
      ${section('en')}
      <section><code>${escapeHtml(`${code}: ${message}`)}</code></section>
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
