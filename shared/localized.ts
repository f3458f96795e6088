import { z } from 'zod';

/** Languages the kiosk speaks and shows. A text that exists in one language only is refused, so no screen is ever half translated. */
export const LOCALES = ['zh-CN', 'en'] as const;
export const Locale = z.enum(LOCALES);
export type Locale = z.infer<typeof Locale>;

/** One text in every language. */
export const Localized = z.record(Locale, z.string().regex(/\S/, 'must not be empty'));
export type Localized = z.infer<typeof Localized>;

/** The text in the language shown. */
export function localizedText(text: Localized, locale: Locale): string {
  return text[locale];
}
