import type { SessionPhase, Wait } from '#shared/contract/review.ts';
import type { SessionId } from '#shared/ids.ts';
import type { Database } from './database.native.ts';
import type { SearchIndex } from './keys/search-index.ts';
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
  /** Days of the kiosk's own calendar, `YYYY-MM-DD`, both included. */
  from: string | null;
  to: string | null;
}

export interface SessionQuery extends SessionFilter {
  /** Continue behind this place; null starts. */
  after: string | null;
  limit: number;
}

/** Who comes first: those that wait for a person's ear, then those that wait for a decision, then everything else. */
const RANKS = { toListen: 0, undecided: 1, rest: 2 } as const;

/** What the order goes by. */
interface Place {
  rank: number;
  /** Number of the day on the kiosk's own calendar. */
  day: number;
  id: string;
}

/** An interview as far as a list finds and sorts it; nothing personal. */
interface Entry extends Place {
  phase: SessionPhase;
  plan: Plan;
  /** Lower case. */
  reference: string;
  isToListen: boolean;
  isParked: boolean;
  /** Number of the last search that found it; internal. */
  foundBy: number;
}

interface Plan {
  sha256: string;
  jobId: string;
  version: number;
  titles: string;
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
const PARKED = `sync_state = 'parked'`;

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The stated order: never a ranking of people. The newest day comes first; who waits is listed as they came that day, the rest
 * newest first.
 */
function comparePlaces(a: Place, b: Place): number {
  return (
    a.rank - b.rank || b.day - a.day || (a.rank === RANKS.rest ? compareText(b.id, a.id) : compareText(a.id, b.id))
  );
}

const cursorOf = ({ rank, day, id }: Place) => `${rank}.${day}.${id}`;

function placeOf(cursor: string): Place {
  const [rank = '', day = '', id = ''] = cursor.split('.');
  return { rank: Number(rank), day: Number(day), id };
}

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
  const selectParked = database
    .prepare<[], string>(
      `select session_id from outbox cross join records using (record_id) where state = 'parked'
       union select session_id from recordings where ${PARKED}`,
    )
    .pluck();
  const isParked = database
    .prepare<{ id: string }, number>(
      `select exists (select 1 from records cross join outbox using (record_id) where session_id = @id and state = 'parked')
         or exists (select 1 from recordings where session_id = @id and ${PARKED})`,
    )
    .pluck();
  const selectPlan = database.prepare<[string], { job_id: string; job_version: number; title_search: string }>(
    'select job_id, job_version, title_search from plans where sha256 = ?',
  );
  const selectFound = database
    .prepare<[Buffer], string>('select json_group_array(session_id) from search_tokens where token = ?')
    .pluck();

  const plans = new Map<string, Plan>();
  /** Null until somebody asks for a list. */
  let entries: Map<string, Entry> | null = null;
  let order: Entry[] = [];
  let searches = 0;
  const touched = new Set<string>();
  watchSessions(database, (id) => {
    if (entries !== null) touched.add(id);
  });

  function planOf(sha256: string): Plan {
    const known = plans.get(sha256);
    if (known) return known;
    const row = selectPlan.get(sha256);
    const plan = { sha256, jobId: row?.job_id ?? '', version: row?.job_version ?? 0, titles: row?.title_search ?? '' };
    plans.set(sha256, plan);
    return plan;
  }

  function entryOf(row: EntrySqlRow, hasToListen: boolean, hasParked: boolean): Entry {
    const phase = Phase.parse(row.phase);
    const isWaiting = phase === 'finalized';
    return {
      id: row.session_id,
      rank: !isWaiting ? RANKS.rest : hasToListen ? RANKS.toListen : RANKS.undecided,
      day: localDay(row.started_at),
      phase,
      plan: planOf(row.plan_sha256),
      reference: row.reference.toLowerCase(),
      isToListen: isWaiting && hasToListen,
      isParked: hasParked,
      foundBy: 0,
    };
  }

  function readAll(): Map<string, Entry> {
    touched.clear();
    const toListen = new Set(selectToListen.all());
    const parked = new Set(selectParked.all());
    order = selectAll
      .all()
      .map((row) => entryOf(row, toListen.has(row.session_id), parked.has(row.session_id)))
      .sort(comparePlaces);
    return new Map(order.map((entry) => [entry.id, entry]));
  }

  /** Number of entries that come before a place or, with `isAfter`, not after it. */
  function positionOf(place: Place, isAfter = false): number {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = order[middle];
      const difference = entry === undefined ? 1 : comparePlaces(entry, place);
      if (difference < 0 || (isAfter && difference === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function readOne(known: Map<string, Entry>, id: string): void {
    const before = known.get(id);
    if (before) order.splice(positionOf(before), 1);
    const row = selectOne.get(id);
    if (!row) {
      known.delete(id);
      return;
    }
    const entry = entryOf(row, isToListen.get(id) === 1, isParked.get({ id }) === 1);
    known.set(id, entry);
    order.splice(positionOf(entry), 0, entry);
  }

  function current(): Map<string, Entry> {
    if (entries === null || touched.size > MANY_TOUCHED) entries = readAll();
    for (const id of touched) readOne(entries, id);
    touched.clear();
    return entries;
  }

  /** Marks what a search finds; returns the number to know it by. */
  function find(known: Map<string, Entry>, text: string): number {
    const needle = text.toLocaleLowerCase();
    const tokens = search.tokensOf(text);
    // each token moves what it finds, and the one before had found, one step on
    let mark = searches + 1;
    for (const [index, token] of tokens.entries()) {
      const ids = JSON.parse(selectFound.get(token) ?? '[]') as string[];
      for (const id of ids) {
        const entry = known.get(id);
        if (entry && (index === 0 || entry.foundBy === mark + index - 1)) entry.foundBy = mark + index;
      }
    }
    mark += Math.max(0, tokens.length - 1);
    searches = mark;
    const titled = new Set([...plans.values()].filter(({ titles }) => titles.includes(needle)));
    for (const entry of order) if (titled.has(entry.plan) || entry.reference.includes(needle)) entry.foundBy = mark;
    return mark;
  }

  function matcher(known: Map<string, Entry>, filter: SessionFilter): (entry: Entry) => boolean {
    const { phase, jobId, wait } = filter;
    const mark = filter.search === '' ? null : find(known, filter.search);
    const from = filter.from === null ? -Infinity : dayOf(filter.from);
    const to = filter.to === null ? Infinity : dayOf(filter.to);
    return (entry) =>
      (phase === null || entry.phase === phase) &&
      (jobId === null || entry.plan.jobId === jobId) &&
      (wait === null || isWaitingFor(entry, wait)) &&
      entry.day >= from &&
      entry.day <= to &&
      (mark === null || entry.foundBy === mark);
  }

  return {
    /** Reads everything, if that was not done yet: the first list would take the time otherwise. @returns how many there are */
    prepare: (): number => current().size,

    /** One page. `next` continues behind it, whatever changes meanwhile; null at the end. `total` counts all that match. */
    page(query: SessionQuery): { ids: SessionId[]; next: string | null; total: number } {
      const isMatch = matcher(current(), query);
      const start = query.after === null ? 0 : positionOf(placeOf(query.after), true);
      const found: Entry[] = [];
      let total = 0;
      for (const [position, entry] of order.entries()) {
        if (!isMatch(entry)) continue;
        total += 1;
        if (position >= start && found.length <= query.limit) found.push(entry);
      }
      const shown = found.slice(0, query.limit);
      const last = shown.at(-1);
      const next = found.length > query.limit && last ? cursorOf(last) : null;
      return { ids: shown.map(({ id }) => id as SessionId), next, total };
    },

    /** How many interviews match, without reading any of them. */
    count(filter: SessionFilter): number {
      const isMatch = matcher(current(), filter);
      return order.reduce((found, entry) => found + Number(isMatch(entry)), 0);
    },

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

function isWaitingFor(entry: Entry, wait: Wait): boolean {
  switch (wait) {
    case 'to_listen':
      return entry.isToListen;
    case 'undecided':
      return entry.rank !== RANKS.rest;
    case 'parked':
      return entry.isParked;
  }
}
