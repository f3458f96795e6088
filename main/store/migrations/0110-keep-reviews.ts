import type { Migration } from '../migrate.ts';

/** What people make of an interview: blind judgements, changes after the reveal, decisions, and what rules propose. */
export const keepReviews: Migration = {
  version: 110,
  sql: `
    -- How far each person has come with each interview.
    create table reviews (
      session_id text not null references sessions (session_id),
      rater text not null, -- a staff id
      state text not null check (state in ('open', 'locked', 'revealed', 'done')),
      draft_json text, -- sealed; null once locked
      opened_at text not null,
      locked_at text,
      revealed_at text,
      levels_shown_at text, -- when this person asked for the machine's levels although they are hidden by default
      done_at text,
      primary key (session_id, rater)
    ) strict;
    create index reviews_by_rater on reviews (rater, state);

    create table ratings (
      rating_id text primary key,
      session_id text not null references sessions (session_id),
      rater text not null, -- a staff id
      item_id text not null,
      indicator_id text not null,
      round text not null check (round in ('blind_first', 'blind_second', 'after_reveal')),
      level integer check (level between 1 and 5), -- null: nobody can tell
      cannot_tell text,
      change_reason text, -- of a change after the reveal
      detail_json text not null, -- sealed: quotes, and words of a change
      rated_at text not null,
      check ((level is null) <> (cannot_tell is null)),
      check ((change_reason is null) = (round <> 'after_reveal'))
    ) strict;
    create index ratings_by_session on ratings (session_id, rating_id);
    create index ratings_of_second on ratings (session_id, item_id) where round = 'blind_second';
    create trigger ratings_are_append_only before update on ratings begin
      select raise(abort, 'a judgement is never changed');
    end;

    create table decisions (
      decision_id text primary key,
      session_id text not null references sessions (session_id),
      outcome text not null check (outcome in ('advance', 'hold', 'decline')),
      reason text not null,
      words text not null, -- sealed
      decided_by text not null, -- a staff id
      decided_at text not null,
      supersedes text references decisions (decision_id)
    ) strict;
    create index decisions_by_session on decisions (session_id, decision_id);
    create unique index decisions_one_after_another on decisions (session_id, coalesce(supersedes, ''));
    create trigger decisions_are_append_only before update on decisions begin
      select raise(abort, 'a decision is never changed');
    end;

    -- Interviews that a second person is asked to rate.
    create table wanted_reviews (
      session_id text primary key references sessions (session_id),
      wanted_at text not null
    ) strict;

    -- Every version of the rules of this site.
    create table site_rules (
      rule_id text not null,
      version integer not null,
      rule_json text, -- null: removed
      changed_by text not null, -- a staff id
      changed_at text not null,
      primary key (rule_id, version)
    ) strict;

    create table proposals (
      proposal_id text primary key,
      session_id text not null references sessions (session_id),
      rule_id text not null,
      rule_version integer not null,
      state text not null check (state in ('open', 'approved', 'dismissed', 'withdrawn')),
      body_json text not null, -- sealed: name of the rule, action and ground
      opened_at text not null,
      decided_at text,
      decided_by text, -- a staff id; null when it was withdrawn
      reason text, -- sealed when a person wrote it
      action_record_id text -- the record by which head office carries it out
    ) strict;
    create index proposals_by_session on proposals (session_id, proposal_id);
    create index proposals_by_state on proposals (state, proposal_id);
  `,
};
