import { z } from 'zod';
import { Action, Ground } from '#shared/hub/workflow.ts';
import { SessionId } from '#shared/ids.ts';
import { Localized } from '#shared/localized.ts';
import { LocalRule, ProposalState } from '#shared/proposal.ts';
import type { SyncState } from '#shared/contract/review.ts';
import type { Database } from './database.native.ts';
import { type Cells, isSealed } from './keys/cells.ts';
import type { StoredProposal, StoredRule } from './review-rows.ts';

const bodyPlace = (id: string) => `proposals.body_json ${id}`;
const reasonPlace = (id: string) => `proposals.reason ${id}`;
const rulePlace = (id: string, version: number) => `site_rules.rule_json\0${id}\0${version}`;

/** What is sealed of a proposal: its ground tells a score. */
const Body = z.strictObject({ ruleName: Localized, action: Action, ground: z.array(Ground) });

interface ProposalSqlRow {
  proposal_id: string;
  session_id: string;
  rule_id: string;
  rule_version: number;
  state: string;
  body_json: string;
  opened_at: string;
  decided_at: string | null;
  decided_by: string | null;
  reason: string | null;
  action_record_id: string | null;
  sending: SyncState | null;
}

/** Rules of the site in all their versions, and what they propose. Writes run inside the caller's transaction. */
export function createProposalStore(
  database: Database,
  parts: { now: () => Date; cells: Pick<Cells, 'seal' | 'open' | 'sealForDevice' | 'openForDevice' | 'hasKey'> },
) {
  const { cells } = parts;
  const select = `select proposals.*, outbox.state sending from proposals left join outbox on outbox.record_id = action_record_id`;
  const selectOf = database.prepare<[string], ProposalSqlRow>(
    `${select} where session_id = ? order by proposals.rowid desc`,
  );
  const selectOne = database.prepare<[string], ProposalSqlRow>(`${select} where proposal_id = ?`);
  const selectAll = database.prepare<{ isOpen: number; limit: number }, ProposalSqlRow>(
    `${select} where (proposals.state = 'open') = @isOpen order by proposals.proposal_id desc limit @limit`,
  );
  const upsert = database.prepare(`
    insert into proposals (proposal_id, session_id, rule_id, rule_version, state, body_json, opened_at, decided_at, decided_by, reason, action_record_id)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (proposal_id) do update set state = excluded.state, decided_at = excluded.decided_at,
      decided_by = excluded.decided_by, reason = excluded.reason, action_record_id = excluded.action_record_id`);
  const newestVersion = database
    .prepare<[string], number>('select coalesce(max(version), 0) from site_rules where rule_id = ?')
    .pluck();
  const insertRule = database.prepare(
    'insert into site_rules (rule_id, version, rule_json, changed_by, changed_at) values (?, ?, ?, ?, ?)',
  );
  const selectRules = database.prepare<[], { rule_id: string; version: number; rule_json: string }>(
    `select rule_id, version, rule_json from site_rules r where rule_json is not null and version =
       (select max(version) from site_rules n where n.rule_id = r.rule_id) order by rule_id`,
  );

  function proposalOf(row: ProposalSqlRow): StoredProposal {
    const sessionId = SessionId.parse(row.session_id);
    const { ruleName, action, ground } = Body.parse(
      JSON.parse(cells.open(sessionId, bodyPlace(row.proposal_id), row.body_json)),
    );
    return {
      id: row.proposal_id,
      sessionId,
      ruleId: row.rule_id,
      ruleVersion: row.rule_version,
      ruleName,
      action,
      ground,
      state: ProposalState.parse(row.state),
      openedAt: row.opened_at,
      decidedAt: row.decided_at,
      decidedBy: row.decided_by,
      reason:
        row.reason !== null && isSealed(row.reason)
          ? cells.open(sessionId, reasonPlace(row.proposal_id), row.reason)
          : row.reason,
      actionRecordId: row.action_record_id,
      sending: row.sending,
    };
  }

  return {
    put(proposal: StoredProposal): void {
      const { id, sessionId, ruleId, ruleVersion, ruleName, action, ground, state } = proposal;
      const { openedAt, decidedAt, decidedBy, reason, actionRecordId } = proposal;
      const body = cells.seal(sessionId, bodyPlace(id), JSON.stringify({ ruleName, action, ground }));
      const said = reason !== null && decidedBy !== null ? cells.seal(sessionId, reasonPlace(id), reason) : reason;
      upsert.run(id, sessionId, ruleId, ruleVersion, state, body, openedAt, decidedAt, decidedBy, said, actionRecordId);
    },
    proposals: (id: SessionId): StoredProposal[] => selectOf.all(id).map(proposalOf),
    listProposals: ({ isOpen, limit }: { isOpen: boolean; limit: number }): StoredProposal[] =>
      selectAll
        .all({ isOpen: Number(isOpen), limit })
        // one whose key is lost hides no other
        .flatMap((row) => (cells.hasKey(row.session_id) ? [proposalOf(row)] : [])),
    findProposal(id: string): StoredProposal | null {
      const row = selectOne.get(id);
      return row && cells.hasKey(row.session_id) ? proposalOf(row) : null;
    },
    rules: (): StoredRule[] =>
      selectRules.all().map(({ rule_id: id, version, rule_json }) => ({
        version,
        rule: LocalRule.parse(JSON.parse(cells.openForDevice(rulePlace(id, version), rule_json))),
      })),
    /** @returns the number of the new version */
    saveRule(id: string, rule: LocalRule | null, by: string): number {
      const version = (newestVersion.get(id) ?? 0) + 1;
      const json = rule === null ? null : cells.sealForDevice(rulePlace(id, version), JSON.stringify(rule));
      insertRule.run(id, version, json, by, parts.now().toISOString());
      return version;
    },
  };
}
