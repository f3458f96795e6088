/** The scheme and host of our own page; nothing else is ever loaded into the window. */
export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'kiosk';
export const PAGE_URL = `${PAGE_SCHEME}://${PAGE_HOST}/`;

/**
 * True for an address of our own page. Compares scheme and host because Node gives every custom scheme the same opaque
 * origin, 'null'.
 */
export function isOurPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return protocol === `${PAGE_SCHEME}:` && host === PAGE_HOST;
}
