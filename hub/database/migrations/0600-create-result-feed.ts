import type { Migration } from '../database.ts';

/**
 * The order in which result documents came about, and the report of each. What was made before this release is put in by the time it
 * was made.
 */
export const createResultFeed: Migration = {
  version: 600,
  sql: (dialect) => {
    const status = dialect.engine === 'postgres' ? `d.body::json ->> 'status'` : `json_extract(d.body, '$.status')`;
    return `
    create table result_feed (
      feed_seq ${dialect.identity}, -- rises in the order of commits; an erasure gives the row a new one
      result_id text not null,
      revision ${dialect.integer} not null,
      job_id text not null,
      site text, -- where the kiosk stood; null: it never enrolled
      status text not null,
      erased_at text,
      unique (result_id, revision)
    )${dialect.strict};

    create table result_reports (
      result_id text not null,
      revision ${dialect.integer} not null,
      sha256 text not null,
      size_bytes ${dialect.integer} not null,
      kept_at text, -- null: announced, so that a file without a row cannot be
      primary key (result_id, revision)
    )${dialect.clustered};

    insert into result_feed (result_id, revision, job_id, site, status, erased_at)
      select d.result_id, d.revision, a.job_id,
        (select max(v.site) from candidate_sessions s join devices v on v.device_id = s.device_id
          where s.session_id = d.session_id and s.application_id = d.application_id),
        case when d.body = '' then 'completed' else ${status} end,
        case when d.body = '' then coalesce((select max(s.erased_at) from candidate_sessions s where s.session_id = d.session_id),
          d.created_at) end
      from result_documents d join applications a on a.id = d.application_id
      order by d.created_at, d.result_id, d.revision;
  `;
  },
};
