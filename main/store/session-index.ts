import type { SessionPhase, SyncState, Wait } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import { Purpose } from '#shared/purpose.ts';
import { createCommonTokens } from './common-tokens.ts';
import type { Database } from './database.native.ts';
import type { SearchIndex } from './keys/search-index.ts';
import { PLAN_PURPOSE } from './plans-of-purpose.ts';
import { UNSENT_FILE } from './outbox-figures.ts';
import { createReferenceText } from './reference-text.ts';
import { comparePlaces, cursorOf, type Place, placeOf, positionOf, RANKS } from './session-order.ts';
import { Phase } from './session-rows.ts';
import { watchSessions } from './watch-sessions.ts';

const DAY_MS = 86_400_000;
/** With more changes than this, everything is read anew: quicker than putting each in its place. */
const MANY_TOUCHED = 5_000;

/** Which interviews a list shows. Null and an empty search leave nothing out. */
export interface SessionFilter {
  phase: SessionPhase | null;
  search: string;
  jobId: string | null;
  wait: Wait | null;
  /** Null, or left out: whatever they were held for. */
  purpose?: Purpose | null;
  /** Days of the kiosk's own calendar, `YYYY-MM-DD`, both included. */
  from: string | null;
  to: string | null;
}

export interface SessionQuery extends SessionFilter {
  /** Continue behind this place; null starts. */
  after: string | null;
  limit: number;
}

/** What a list knows of an interview without reading it. */
export interface ListEntry {
  id: SessionId;
  reference: string;
  isHeld: boolean;
  /** States of records and files that have not arrived; empty once everything has. */
  unsent: readonly SyncState[];
}

const NOTHING: readonly never[] = [];

/** An interview as far as a list finds and sorts it; nothing personal. */
interface Entry extends Place {
  phase: SessionPhase;
  plan: Plan;
  reference: string;
  isToListen: boolean;
  wantsSecond: boolean;
  isHeld: boolean;
  /** States of records and files that have not arrived; empty once everything has. */
  unsent: readonly SyncState[];
  /** Number of the last search that found it; internal. */
  foundBy: number;
}

/** What else is stored of an interview, as far as a list needs it. */
interface Facts extends Pick<Entry, 'isHeld' | 'unsent'> {
  isToListen: boolean;
  isDecided: boolean;
  wantsSecond: boolean;
}

interface Plan {
  sha256: string;
  jobId: string;
  version: number;
  titles: string;
  purpose: Purpose;
}

interface EntrySqlRow {
  session_id: string;
  phase: string;
  plan_sha256: string;
  reference: string;
  started_at: string;
}

/** The same conditions as in the partial indexes of migration 120. */
const TO_LISTEN = `status >= 'needs_review:' and status < 'needs_review;'`;
const UNSENT_FILES = `slices > 0 and ${UNSENT_FILE}`;
const UNSENT_RECORDS = `state in ('held', 'withheld', 'waiting', 'parked')`;

/** Day on the calendar of this machine's time zone. */
function localDay(instant: string): number {
  const at = new Date(instant);
  return Math.floor((at.getTime() - at.getTimezoneOffset() * 60_000) / DAY_MS);
}

const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/**
 * Every interview in memory, in the order of the list, without anything personal: names are found by the blind index of the
 * database. Read once; afterwards only what a write touched is read again.
 */
export function createSessionIndex(database: Database, search: SearchIndex) {
  const columns = 'select session_id, phase, plan_sha256, reference, started_at from sessions';
  const selectAll = database.prepare<[], EntrySqlRow>(columns);
  const selectOne = database.prepare<[string], EntrySqlRow>(`${columns} where session_id = ?`);
  const selectToListen = database
    .prepare<[], string>(`select distinct session_id from answers where ${TO_LISTEN}`)
    .pluck();
  const isToListen = database
    .prepare<[string], number>(`select exists (select 1 from answers where session_id = ? and ${TO_LISTEN})`)
    .pluck();
  const selectUnsent = database.prepare<[], { session_id: string; state: SyncState }>(
    // from the few that wait, not from everything that was ever sent
    `select distinct session_id, state from outbox cross join records using (record_id) where ${UNSENT_RECORDS}
     union select session_id, sync_state from recordings where ${UNSENT_FILES}`,
  );
  const unsentOf = database
    .prepare<{ id: string }, SyncState>(
      `select state from records cross join outbox using (record_id) where session_id = @id and ${UNSENT_RECORDS}
       union select sync_state from recordings where session_id = @id and ${UNSENT_FILES}`,
    )
    .pluck();
  const selectDecided = database.prepare<[], string>('select distinct session_id from decisions').pluck();
  const isDecided = database
    .prepare<[string], number>('select exists (select 1 from decisions where session_id = ?)')
    .pluck();
  // two people are enough
  const wanted = `select session_id from wanted_reviews where
    (select count(*) from reviews where reviews.session_id = wanted_reviews.session_id and state <> 'open') < 2`;
  const selectWanted = database.prepare<[], string>(wanted).pluck();
  const isWanted = database.prepare<[string], string>(`${wanted} and session_id = ?`).pluck();
  const selectHeld = database.prepare<[], string>('select session_id from holds').pluck();
  const isHeld = database.prepare<[string], number>('select exists (select 1 from holds where session_id = ?)').pluck();
  const selectPlan = database.prepare<
    [string],
    { job_id: string; job_version: number; title_search: string; purpose: string }
  >(`select job_id, job_version, title_search, ${PLAN_PURPOSE} purpose from plans where sha256 = ?`);
  const selectFound = database
    .prepare<[Buffer], string>('select json_group_array(session_id) from search_tokens where token = ?')
    .pluck();

  const plans = new Map<string, Plan>();
  /** Null until somebody asks for a list. */
  let entries: Map<string, Entry> | null = null;
  let order: Entry[] = [];
  let references = createReferenceText(lowerReference);
  let searches = 0;
  const touched = new Set<string>();
  const common = createCommonTokens<Entry>(database);
  watchSessions(database, (id) => {
    if (entries !== null) touched.add(id);
  });

  function planOf(sha256: string): Plan {
    const known = plans.get(sha256);
    if (known) return known;
    const row = selectPlan.get(sha256);
    const plan = {
      sha256,
      jobId: row?.job_id ?? '',
      version: row?.job_version ?? 0,
      titles: row?.title_search ?? '',
      purpose: Purpose.parse(row?.purpose ?? 'hiring'),
    };
    plans.set(sha256, plan);
    return plan;
  }

  function entryOf(row: EntrySqlRow, facts: Facts): Entry {
    const phase = Phase.parse(row.phase);
    const isWaiting = phase === 'finalized' && !facts.isDecided;
    const asks = facts.isToListen || facts.wantsSecond;
    return {
      id: row.session_id,
      rank: !isWaiting ? RANKS.rest : asks ? RANKS.asks : RANKS.undecided,
      day: localDay(row.started_at),
      phase,
      plan: planOf(row.plan_sha256),
      reference: row.reference,
      isToListen: isWaiting && facts.isToListen,
      wantsSecond: isWaiting && facts.wantsSecond,
      isHeld: facts.isHeld,
      unsent: facts.unsent,
      foundBy: 0,
    };
  }

  function readAll(): Map<string, Entry> {
    touched.clear();
    const toListen = new Set(selectToListen.all());
    const held = new Set(selectHeld.all());
    const unsent = new Map<string, SyncState[]>();
    for (const { session_id, state } of selectUnsent.iterate())
      unsent.set(session_id, [...(unsent.get(session_id) ?? []), state]);
    const decided = new Set(selectDecided.all());
    const second = new Set(selectWanted.all());
    order = selectAll
      .all()
      .map((row) => {
        const { session_id: id } = row;
        return entryOf(row, {
          isToListen: toListen.has(id),
          isDecided: decided.has(id),
          wantsSecond: second.has(id),
          isHeld: held.has(id),
          unsent: unsent.get(id) ?? NOTHING,
        });
      })
      .sort(comparePlaces);
    references = createReferenceText(lowerReference);
    for (const entry of order) references.add(entry);
    const read = new Map(order.map((entry) => [entry.id, entry]));
    common.read((id) => read.get(id));
    return read;
  }

  function readOne(known: Map<string, Entry>, id: string): void {
    const before = known.get(id);
    if (before) order.splice(positionOf(order, before), 1);
    const row = selectOne.get(id);
    if (!row) {
      known.delete(id);
      if (before) common.change(id, before);
      return;
    }
    const read = entryOf(row, {
      isToListen: isToListen.get(id) === 1,
      isDecided: isDecided.get(id) === 1,
      wantsSecond: isWanted.get(id) !== undefined,
      isHeld: isHeld.get(id) === 1,
      unsent: unsentOf.all({ id }),
    });
    // the same object: what refers to it sees the change
    const entry = before ? Object.assign(before, read) : read;
    if (!before) {
      known.set(id, entry);
      references.add(entry);
    }
    order.splice(positionOf(order, entry), 0, entry);
    common.change(id, entry);
  }

  function current(): Map<string, Entry> {
    if (entries === null || touched.size > MANY_TOUCHED) entries = readAll();
    for (const id of touched) readOne(entries, id);
    touched.clear();
    return entries;
  }

  /** The interviews whose name or code holds a part that is typed. */
  function entriesWith(known: Map<string, Entry>, token: Buffer): Iterable<Entry> {
    const ids = () => JSON.parse(selectFound.get(token) ?? '[]') as string[];
    return common.find(token) ?? ids().flatMap((id) => known.get(id) ?? []);
  }

  /** Marks what a search finds; returns the number to know it by. */
  function find(known: Map<string, Entry>, text: string): number {
    const needle = text.toLocaleLowerCase();
    const tokens = search.tokensOf(text);
    // each token moves what it finds, and the one before had found, one step on
    let mark = searches + 1;
    for (const [index, token] of tokens.entries()) {
      for (const entry of entriesWith(known, token))
        if (index === 0 || entry.foundBy === mark + index - 1) entry.foundBy = mark + index;
    }
    mark += Math.max(0, tokens.length - 1);
    searches = mark;
    const titled = new Set([...plans.values()].filter(({ titles }) => titles.includes(needle)));
    if (titled.size > 0) for (const entry of order) if (titled.has(entry.plan)) entry.foundBy = mark;
    for (const entry of references.find(needle)) entry.foundBy = mark;
    return mark;
  }

  /**
   * Those that a filter shows, in order: how many there are, and a stretch of them.
   *
   * @param from number in the whole order, of all interviews, where the stretch may begin
   */
  function look(filter: SessionFilter, from: number, limit: number): { total: number; stretch: Entry[] } {
    const known = current();
    const { phase, jobId, wait } = filter;
    // where everything is of that purpose, as it mostly is, nobody has to look
    const purpose = [...plans.values()].every((plan) => plan.purpose === filter.purpose)
      ? null
      : (filter.purpose ?? null);
    const mark = filter.search === '' ? null : find(known, filter.search);
    const first = filter.from === null ? -Infinity : dayOf(filter.from);
    const last = filter.to === null ? Infinity : dayOf(filter.to);
    const isAnyDay = filter.from === null && filter.to === null;
    if (mark === null && phase === null && jobId === null && wait === null && purpose === null && isAnyDay)
      return { total: order.length, stretch: order.slice(from, from + limit) };
    const stretch: Entry[] = [];
    let total = 0;
    // a hundred thousand times for each letter somebody types: a plain loop
    for (let position = 0; position < order.length; position++) {
      const entry = order[position];
      if (entry === undefined || (mark !== null && entry.foundBy !== mark)) continue;
      if ((phase !== null && entry.phase !== phase) || (jobId !== null && entry.plan.jobId !== jobId)) continue;
      if (purpose !== null && entry.plan.purpose !== purpose) continue;
      if (!isAnyDay && (entry.day < first || entry.day > last)) continue;
      if (wait !== null && !isWaitingFor(entry, wait)) continue;
      total += 1;
      if (position >= from && stretch.length < limit) stretch.push(entry);
    }
    return { total, stretch };
  }

  return {
    /** Reads everything, if that was not done yet: the first list would take the time otherwise. @returns how many there are */
    prepare: (): number => current().size,

    has: (id: SessionId): boolean => current().has(id),

    /** One page. `next` continues behind it, whatever changes meanwhile; null at the end. `total` counts all that match. */
    page(query: SessionQuery): { entries: ListEntry[]; next: string | null; total: number } {
      const { after, limit, ...filter } = query;
      current();
      const from = after === null ? 0 : positionOf(order, placeOf(after), true);
      // one more than a page has tells whether there is another
      const { total, stretch: found } = look(filter, from, limit + 1);
      const shown = found.slice(0, query.limit);
      const last = shown.at(-1);
      const next = found.length > query.limit && last ? cursorOf(last) : null;
      return {
        entries: shown.map(({ id, reference, isHeld: held, unsent }) => ({
          id: id as SessionId,
          reference,
          isHeld: held,
          unsent,
        })),
        next,
        total,
      };
    },

    /** How many interviews match, without reading any of them. */
    count: (filter: SessionFilter): number => look(filter, 0, 0).total,

    /** Posts that interviews here were about, with the newest plan of each and how many interviews there are. */
    jobs(): { jobId: string; planSha256: string; interviews: number }[] {
      current();
      const found = new Map<string, { newest: Plan; interviews: number }>();
      for (const { plan } of order) {
        const known = found.get(plan.jobId);
        const newest = known && known.newest.version >= plan.version ? known.newest : plan;
        found.set(plan.jobId, { newest, interviews: (known?.interviews ?? 0) + 1 });
      }
      return [...found].map(([jobId, { newest, interviews }]) => ({ jobId, planSha256: newest.sha256, interviews }));
    },
  };
}

const lowerReference = ({ reference }: Entry): string => reference.toLowerCase();

function isWaitingFor(entry: Entry, wait: Wait): boolean {
  switch (wait) {
    case 'to_listen':
      return entry.isToListen;
    case 'second_rater':
      return entry.wantsSecond;
    case 'undecided':
      return entry.rank !== RANKS.rest;
    case 'parked':
      return entry.unsent.includes('parked');
  }
}
