import type { Localized } from '#shared/localized.ts';

/** What the queue says of another system that will take it later. */
export const passing: Localized = {
  'zh-CN': '对方系统暂时不可用，稍后会自动重试。',
  en: 'The other system is not available just now; it is tried again by itself.',
};
