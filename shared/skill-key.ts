/** A skill tag as it is compared: lower case, single spaces, full-width letters as half-width. */
export function skillKey(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ');
}
