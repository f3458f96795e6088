import { expect, test } from 'vitest';
import {
  changeClause,
  clauseText,
  editedClauses,
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
