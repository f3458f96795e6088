/** Beginnings of words nobody should read in their own answer because a recogniser misheard them. */
const NEVER_WRITTEN =
  /^(?:mother)?(?:fuck|bullshit|shit|cunt|nigg(?:er|a)|bitch|asshole|whore|slut|fag(?:got)?s?$|cocksuck|twat)/;

/**
 * The recogniser's dictionary (`word phone phone …` a line, variants as `word(2)`) without swear words: what is not in it
 * cannot be recognised. Noise and half words turn into such words easily, and a candidate would read them as their own.
 */
export function politeDictionary(dictionary: string): string {
  return dictionary
    .split('\n')
    .filter((line) => !NEVER_WRITTEN.test(line))
    .join('\n');
}
