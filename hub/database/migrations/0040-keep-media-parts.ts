import type { Migration } from '../database.ts';

/** Where the bytes of a file lie when they are in an object store: one object for each part, in order. */
export const keepMediaParts: Migration = {
  version: 40,
  sql: (dialect) => `
    create table media_parts (
      object_key text primary key,
      sha256 text not null,
      upload_id text not null, -- an upload under way and a file taken whole at the same time stay apart
      start_byte ${dialect.integer} not null,
      size_bytes ${dialect.integer} not null,
      stored_at text, -- null: announced, so that an object without a row cannot be; not part of the file
      unique (upload_id, start_byte)
    )${dialect.clustered};

    create table media_objects (
      sha256 text primary key,
      upload_id text not null,
      size_bytes ${dialect.integer}, -- null until all parts were read back and their hash was right
      completed_at text
    )${dialect.clustered};
    create index media_parts_by_file on media_parts (sha256);
  `,
};
