import { expect, test } from 'vitest';
import {
  changeClause,
  clauseText,
  draftOf,
  editedClauses,
  editsOf,
  noEdits,
  settleClause,
  typeClause,
  undoClause,
} from './read-back-edits.ts';

const HEARD = ['I stopped the lion', 'and called my lead', 'the end'];

test('untouched clauses are as heard', () => {
  expect(editedClauses(noEdits(3), HEARD)).toEqual(HEARD);
});

test('a clause is corrected, another was never said', () => {
  let edits = changeClause(noEdits(3), 0, HEARD[0]!);
  edits = typeClause(edits, 0, ' I stopped the line ');
  edits = settleClause(edits, 0, HEARD[0]!);
  edits = changeClause(edits, 2, '');
  expect(editedClauses(edits, HEARD)).toEqual(['I stopped the line', 'and called my lead', '']);
});

test('crossing out a corrected clause by mistake brings the correction back, then what was heard', () => {
  let edits = changeClause(changeClause(noEdits(3), 0, 'I stopped the line'), 0, '');
  expect(clauseText(edits, 0, HEARD[0]!)).toBe('');
  edits = undoClause(edits, 0);
  expect(clauseText(edits, 0, HEARD[0]!)).toBe('I stopped the line');
  edits = undoClause(edits, 0);
  expect(clauseText(edits, 0, HEARD[0]!)).toBe(HEARD[0]);
  expect(clauseText(undoClause(edits, 0), 0, HEARD[0]!)).toBe(HEARD[0]);
});

test('a field that was opened and left as it was is no change', () => {
  const opened = changeClause(noEdits(3), 1, HEARD[1]!);
  expect(settleClause(opened, 1, HEARD[1]!)).toEqual(noEdits(3));
});

test('a draft brings back what stood on the screen, and a step back leads to what was heard', () => {
  let edits = changeClause(noEdits(3), 0, 'I stopped the lyin');
  edits = { ...changeClause(edits, 0, 'I stopped the line'), added: 'we met' };
  edits = changeClause(changeClause(edits, 1, HEARD[1]!), 2, '');
  const draft = draftOf(edits, HEARD);
  expect(draft).toEqual({ kind: 'read_back', clauses: ['I stopped the line', null, ''], added: 'we met' });
  const back = editsOf(draft, 3);
  expect(editedClauses(back, HEARD)).toEqual(['I stopped the line', 'and called my lead', '']);
  expect(back.added).toBe('we met');
  expect(clauseText(undoClause(back, 0), 0, HEARD[0]!)).toBe(HEARD[0]);
});

test('a draft of other clauses or of another screen brings back nothing', () => {
  expect(editsOf({ kind: 'read_back', clauses: ['I', 'see'], added: '' }, 3)).toEqual(noEdits(3));
  expect(editsOf({ kind: 'typed', text: 'I see' }, 3)).toEqual(noEdits(3));
  expect(editsOf(null, 3)).toEqual(noEdits(3));
});
