/** `东门, Gate 2` → the sites; nothing: null, which is all of them. */
export function readSites(text: string): string[] | null {
  const sites = text
    .split(/[,，、;；\n]/)
    .map((site) => site.trim())
    .filter((site) => site !== '');
  return sites.length === 0 ? null : [...new Set(sites)];
}
