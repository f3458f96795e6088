import type { AnswerDraft } from '#shared/answer.ts';

/** What a candidate changed in the clauses the computer heard. Every step can be taken back, so that a misfire loses nothing. */
export interface ReadBackEdits {
  /** For each clause its later versions, newest last; an empty text was never said, an empty list is as heard. */
  readonly versions: readonly (readonly string[])[];
  /** What was missing. */
  readonly added: string;
}

export function noEdits(clauses: number): ReadBackEdits {
  return { versions: Array.from({ length: clauses }, () => []), added: '' };
}

function withVersions(edits: ReadBackEdits, at: number, change: (before: readonly string[]) => readonly string[]) {
  return { ...edits, versions: edits.versions.map((versions, index) => (index === at ? change(versions) : versions)) };
}

/** The clause as it stands now; `heard` is what the computer made of it. */
export function clauseText(edits: ReadBackEdits, at: number, heard: string): string {
  return edits.versions[at]?.at(-1) ?? heard;
}

/** Adds a version: a corrected text, or '' for "I did not say this". */
export function changeClause(edits: ReadBackEdits, at: number, text: string): ReadBackEdits {
  return withVersions(edits, at, (versions) => [...versions, text]);
}

/** Replaces the newest version while it is being typed. */
export function typeClause(edits: ReadBackEdits, at: number, text: string): ReadBackEdits {
  return withVersions(edits, at, (versions) => [...versions.slice(0, -1), text]);
}

/** Drops the newest version when it says the same as the one before: the field was opened and nothing was changed. */
export function settleClause(edits: ReadBackEdits, at: number, heard: string): ReadBackEdits {
  return withVersions(edits, at, (versions) => {
    const newest = versions.at(-1);
    const before = versions.at(-2) ?? heard;
    return newest?.trim() === before.trim() ? versions.slice(0, -1) : versions;
  });
}

export function undoClause(edits: ReadBackEdits, at: number): ReadBackEdits {
  return withVersions(edits, at, (versions) => versions.slice(0, -1));
}

/** All clauses as the candidate leaves them, in their order. */
export function editedClauses(edits: ReadBackEdits, heard: readonly string[]): string[] {
  return heard.map((text, at) => clauseText(edits, at, text).trim());
}

/** What a power cut must not cost: each clause as it stands now. How it came to that is not kept. */
export function draftOf(edits: ReadBackEdits, heard: readonly string[]): AnswerDraft {
  const clauses = heard.map((text, at) => {
    const now = clauseText(edits, at, text);
    return now === text ? null : now;
  });
  return { kind: 'read_back', clauses, added: edits.added };
}

/** The edits a draft brings back; none when it is of another screen or of other clauses. */
export function editsOf(draft: AnswerDraft | null, clauses: number): ReadBackEdits {
  if (draft?.kind !== 'read_back' || draft.clauses.length !== clauses) return noEdits(clauses);
  return { versions: draft.clauses.map((text) => (text === null ? [] : [text])), added: draft.added };
}
