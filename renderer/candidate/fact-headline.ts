import type { JobCard } from '#shared/session-view.ts';

/** The first statement of a text: up to the first full stop, semicolon or bracket. */
function firstStatement(text: string): string {
  const [first = text] = text.split(/[；;。（(]|\.\s/u);
  return first.trim().replace(/\.$/, '') || text;
}

/**
 * What a small card says of a fact; the whole text stands on a later screen.
 *
 * Additions after a Latin comma go. A Chinese comma also joins equals ("early shift …，late shift …"), so it ends the pay only.
 */
export function factHeadline(fact: 'pay' | 'shift' | 'hours' | 'place', job: JobCard): string {
  const statement = firstStatement(job[fact]);
  const [gist = statement] = statement.split(fact === 'pay' ? /，|,\s/u : /,\s/u);
  return gist;
}
