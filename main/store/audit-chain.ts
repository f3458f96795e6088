import { AUDIT_ROOT, type AuditHead } from '#shared/wire/audit-head.ts';
import { auditText } from './ledger.ts';
import { sha256 } from './sha256.ts';

/** A line of the audit log as it is stored. */
export type AuditRow = Parameters<typeof auditText>[0] & { readonly sha256: string };

/**
 * One thing that is wrong with an audit log.
 *
 * - `missing`: lines are gone from the middle, or from the beginning. - `unlinked`: the line before was exchanged. -
 *   `changed`: the line is not what its own hash says. - `cut`: a signed head proves lines after the last one. -
 *   `rewritten`: a signed head proves another line in this place; whoever wrote it made all hashes anew.
 */
export interface ChainProblem {
  readonly kind: 'missing' | 'unlinked' | 'changed' | 'cut' | 'rewritten';
  /** Number of the line, or of the first one that is missing. */
  readonly line: number;
  readonly sentence: string;
}

/** A head that was kept somewhere else than in the log. */
export interface KeptHead {
  readonly head: AuditHead;
  /** Whose word it is, for the sentence: "head office holds". */
  readonly keptBy: string;
}

/** What reading a whole log found. */
export interface ChainReading {
  readonly lines: number;
  /** Number of the last line; 0 for none. */
  readonly lastLine: number;
  readonly problems: readonly ChainProblem[];
}

function missing(from: number, to: number): ChainProblem {
  const sentence = from === to ? `line ${from} is missing` : `lines ${from} to ${to} are missing`;
  return { kind: 'missing', line: from, sentence };
}

/**
 * Reads every line of an audit log: numbers without gaps, each line under its own hash and after the one before it.
 *
 * The lines alone prove no more than that they belong together: a log that was cut at its end, or whose end was made anew with
 * hashes and all, is a sound log. Only a head that was signed before and kept elsewhere tells (C2SP tlog-checkpoint).
 *
 * @param rows by `seq`, rising
 * @param kept heads whose signatures were found genuine
 */
export function readChain(rows: Iterable<AuditRow>, kept: readonly KeptHead[] = []): ChainReading {
  const problems: ChainProblem[] = [];
  const wanted = new Set(kept.map(({ head }) => head.seq));
  const found = new Map([[0, AUDIT_ROOT]]);
  let previous = AUDIT_ROOT;
  let lines = 0;
  let lastLine = 0;
  for (const row of rows) {
    lines += 1;
    const { seq } = row;
    if (seq > lastLine + 1) problems.push(missing(lastLine + 1, seq - 1));
    else if (row.previous_sha256 !== previous)
      problems.push({ kind: 'unlinked', line: seq, sentence: `line ${seq} does not follow the line before it` });
    if (sha256(auditText(row)) !== row.sha256)
      problems.push({ kind: 'changed', line: seq, sentence: `line ${seq} was changed` });
    if (wanted.has(seq)) found.set(seq, row.sha256);
    previous = row.sha256;
    lastLine = seq;
  }
  for (const { head, keptBy } of kept) {
    if (head.seq > lastLine) {
      const sentence = `the log ends at line ${lastLine}, but ${keptBy} line ${head.seq}, signed at ${head.signedAt}: what came after line ${lastLine} was cut off`;
      problems.push({ kind: 'cut', line: lastLine + 1, sentence });
    } else if ((found.get(head.seq) ?? head.sha256) !== head.sha256) {
      const sentence = `line ${head.seq} is another one than ${keptBy}, signed at ${head.signedAt}: this line or lines before it were written anew`;
      problems.push({ kind: 'rewritten', line: head.seq, sentence });
    }
  }
  return { lines, lastLine, problems };
}
