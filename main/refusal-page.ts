import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { escapeHtml } from '#shared/escape-html.ts';
import { type Locale, LOCALES, Localized } from '#shared/localized.ts';
import { isDiskError, isDiskFull } from './store/disk-errors.ts';
import { type PlainPagePlaces, plainPage } from './plain-page.ts';

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

/**
 * The page that a shell shows in place of the kiosk's: what has happened and what to do, in both languages, without scripts.
 *
 * @throws when the texts of this release cannot be read
 */
export async function refusalPage(places: PlainPagePlaces, { code, message }: Refusal): Promise<Response> {
  const texts = Texts.parse(parse(await readFile(join(places.resourcesDirectory, 'refusals.yaml'), 'utf8')));
  const section = (locale: Locale) => `<section lang="${locale}">
      <h1>${escapeHtml(texts.title[locale])}</h1>
      <p>${escapeHtml(texts.nothingLost[locale])}</p>
      <p class="staff"><strong>${escapeHtml(texts.forStaff[locale])}</strong> ${escapeHtml(texts.codes[code]?.[locale] ?? '')}</p>
    </section>`;
  return plainPage(places, {
    title: texts.title.en,
    main: [...LOCALES.map(section), `<section><code>${escapeHtml(`${code}: ${message}`)}</code></section>`].join(
      '\n      ',
    ),
  });
}
