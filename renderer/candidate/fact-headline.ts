/** The first statement of a fact: up to the first full stop, semicolon or bracket. The whole text stands on a later screen. */
export function factHeadline(fact: string): string {
  const [first = fact] = fact.split(/[；;。（(]|\.\s/u);
  return first.trim().replace(/\.$/, '') || fact;
}

/** The amount alone: what is paid on top, and when, stands on a later screen. */
export function payHeadline(pay: string): string {
  const [first = pay] = factHeadline(pay).split(/，|,\s/u);
  return first;
}
