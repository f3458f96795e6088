import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { escapeHtml } from '#shared/escape-html.ts';
import { type Locale, LOCALES, Localized } from '#shared/localized.ts';
import { type PlainPagePlaces, plainPage } from './plain-page.ts';

const Texts = z.strictObject({
  title: Localized,
  kept: Localized,
  forStaff: Localized,
  staff: Localized,
  again: Localized,
});

/**
 * The page of rest after the kiosk's page ended too often: what to do, in both languages, one big button, no script.
 *
 * @param goOn.address where the button leads
 * @param goOn.seconds after how long the page goes there by itself; null where the shell sees to that
 * @throws when the texts of this release cannot be read
 */
export async function restPage(
  places: PlainPagePlaces,
  goOn: { address: string; seconds: number | null },
): Promise<Response> {
  const texts = Texts.parse(parse(await readFile(join(places.resourcesDirectory, 'rest.yaml'), 'utf8')));
  const section = (locale: Locale) => `<section lang="${locale}">
      <h1>${escapeHtml(texts.title[locale])}</h1>
      <p>${escapeHtml(texts.kept[locale])}</p>
      <p class="staff"><strong>${escapeHtml(texts.forStaff[locale])}</strong> ${escapeHtml(texts.staff[locale])}</p>
      <a class="again" href="${escapeHtml(goOn.address)}">${escapeHtml(texts.again[locale])}</a>
    </section>`;
  return plainPage(places, {
    title: texts.title.en,
    main: LOCALES.map(section).join('\n      '),
    refresh: goOn.seconds === null ? undefined : { seconds: goOn.seconds, address: goOn.address },
  });
}
