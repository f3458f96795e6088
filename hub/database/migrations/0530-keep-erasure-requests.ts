import type { Migration } from '../database.ts';

/** Deletions that were asked for: who, when, why, and at which kiosks. They name ids and are kept when all else is gone. */
export const keepErasureRequests: Migration = {
  version: 530,
  sql: (dialect) => `
    create table erasure_requests (
      id text primary key,
      kind text not null check (kind in ('session', 'candidate')),
      subject_id text not null,
      reason text not null, -- empty: none was given
      requested_at text not null,
      requested_by text not null -- JSON
    )${dialect.clustered};
    create index erasure_requests_by_time on erasure_requests (requested_at, id);
    create index erasure_requests_by_subject on erasure_requests (subject_id);

    create table erasure_request_sessions (
      request_id text not null references erasure_requests (id),
      session_id text not null,
      device_id text not null, -- empty: not known which kiosk has it
      primary key (request_id, session_id, device_id)
    )${dialect.clustered};
    create index erasure_request_sessions_by_session on erasure_request_sessions (session_id);

    insert into erasure_requests (id, kind, subject_id, reason, requested_at, requested_by)
      select 'publication-' || id, 'session', id, '', min(published_at), '{"kind":"hub","id":"hub","name":"' || min(published_by) || '"}'
      from publications where kind = 'erasure' and instr(published_by, '"') = 0 and instr(published_by, '\\') = 0 group by id;
    insert into erasure_request_sessions (request_id, session_id, device_id)
      select distinct 'publication-' || p.id, p.id, coalesce(r.device_id, '')
      from publications p left join records r on r.session_id = p.id
      where exists (select 1 from erasure_requests e where e.id = 'publication-' || p.id);
  `,
};
