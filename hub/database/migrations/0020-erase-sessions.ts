import type { Migration } from '../database.ts';

/**
 * Sessions that stay erased, and files only they referred to. Erasures that came before this release are carried out
 * here; their files go at the same start.
 */
export const eraseSessions: Migration = {
  version: 20,
  sql: (dialect) => `
    create table erased_sessions (
      device_id text not null,
      session_id text not null,
      erased_at text not null,
      primary key (device_id, session_id)
    )${dialect.clustered};
    create index erased_sessions_by_session on erased_sessions (session_id);

    create table erased_media (
      sha256 text primary key,
      removed_at text
    )${dialect.clustered};
    create index media_to_remove on erased_media (sha256) where removed_at is null;
    create index media_references_by_file on media_references (sha256);

    insert into erased_sessions (device_id, session_id, erased_at)
      select device_id, session_id, min(received_at) from records
      where type = 'session.erased' and session_id is not null group by device_id, session_id;
    insert into erased_media (sha256)
      select distinct m.sha256 from media_references m
      join records r on r.hub_seq = m.hub_seq
      join erased_sessions e on e.device_id = r.device_id and e.session_id = r.session_id;
    delete from media_references where hub_seq in (
      select r.hub_seq from records r join erased_sessions e on e.device_id = r.device_id and e.session_id = r.session_id);
    delete from erased_media where sha256 in (select sha256 from media_references);
    delete from media where sha256 in (select sha256 from erased_media);
    update quarantine set raw = '' where exists (
      select 1 from erased_sessions e where instr(quarantine.raw, '"' || e.session_id || '"') > 0)
      or exists (
        select 1 from records r join erased_sessions e on e.device_id = r.device_id and e.session_id = r.session_id
        where r.device_id = quarantine.device_id and r.id = quarantine.id);
    update records set raw = '' where type <> 'session.erased' and exists (
      select 1 from erased_sessions e where e.device_id = records.device_id and e.session_id = records.session_id);
  `,
};
