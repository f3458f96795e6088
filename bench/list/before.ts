import type { Database } from '#main/store/database.native.ts';
import type { SearchIndex } from '#main/store/keys/search-index.ts';
import type { Store } from '#main/store/open-store.ts';
import type { SessionPhase } from '#shared/contract/review.ts';
import { StoredJob } from '#shared/job.ts';
import type { SessionId } from '#shared/ids.ts';
import { countAnswered } from '#shared/plan.ts';

const FLAGGED = `(phase = 'finalized' and exists (select 1 from answers where answers.session_id = sessions.session_id and status like 'needs_review%'))`;
const MATCHING = `from sessions join plans on plans.sha256 = sessions.plan_sha256
  where (@phase is null or phase = @phase) and (
    @search = '' or instr(lower(reference), @search) > 0 or instr(title_search, @search) > 0
    or session_id in (select session_id from search_tokens where token in (select unhex(value) from json_each(@tokens))
      group by session_id having count(distinct token) = json_array_length(@tokens)))`;

/**
 * The list as it was before: sorted and counted by SQL each time, every row of the page read whole, its job parsed anew. What a
 * row says of sending and keeping is left out, which flatters it; so are its later pages, each of which compared every row with all
 * others.
 */
export function listBefore(database: Database, store: Store, search: SearchIndex) {
  const page = database
    .prepare<{ phase: string | null; search: string; tokens: string; limit: number }, string>(
      `with found as (select session_id, ${FLAGGED} as flagged ${MATCHING})
       select session_id from found
       order by flagged desc, session_id desc limit @limit`,
    )
    .pluck();
  const count = database
    .prepare<{ phase: string | null; search: string; tokens: string }, number>(`select count(*) ${MATCHING}`)
    .pluck();
  const jobOf = database
    .prepare<[string], string>('select job_json from sessions join plans on sha256 = plan_sha256 where session_id = ?')
    .pluck();
  return (query: { phase: SessionPhase | null; search: string; limit: number }) => {
    const tokens = JSON.stringify(search.tokensOf(query.search).map((token) => token.toString('hex')));
    const wanted = { phase: query.phase, search: query.search.toLocaleLowerCase(), tokens };
    const ids = page.all({ ...wanted, limit: query.limit }) as SessionId[];
    const sessions = ids.map((id) => {
      const job = StoredJob.parse(JSON.parse(jobOf.get(id) ?? ''));
      return { interview: store.sessions.find(id), answered: countAnswered(job, store.sessions.answers(id)) };
    });
    return { sessions, total: count.get(wanted) ?? 0 };
  };
}
