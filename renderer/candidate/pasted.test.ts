import { expect, test } from 'vitest';
import { watchPastes } from './pasted.ts';

const fresh = () => watchPastes({ text: '', isPasted: false });

test('typed text is not pasted', () => {
  const watch = fresh();
  watch.note('insertText', 'I');
  watch.note('insertFromComposition', 'I 停了机器，叫了班长');
  watch.note('insertReplacementText', 'I stopped the machine and called my lead');
  expect(watch.isPasted()).toBe(false);
});

test.each(['insertFromPaste', 'insertFromDrop'])(
  '%s of a sentence is noticed, at any place and instead of a selection',
  (how) => {
    const watch = watchPastes({ text: 'At first. Then we went home.', isPasted: false });
    watch.note(how, 'At first we checked every belt. Then we went home.');
    expect(watch.isPasted()).toBe(true);
  },
);

test('a word or a number that is pasted is nothing to note', () => {
  const watch = watchPastes({ text: 'Line ', isPasted: false });
  watch.note('insertFromPaste', 'Line 4711');
  expect(watch.isPasted()).toBe(false);
});

test('words that were in the field before are only moved', () => {
  const watch = watchPastes({ text: 'then I called. First I stopped it. ', isPasted: false });
  watch.note('deleteByCut', 'First I stopped it. ');
  watch.note('insertFromPaste', 'First I stopped it. then I called. ');
  watch.note('deleteByDrag', 'then I called. ');
  watch.note('insertFromDrop', 'then I called. First I stopped it. ');
  watch.note('insertFromPaste', 'then I called. First I stopped it. First I stopped it. ');
  expect(watch.isPasted()).toBe(false);
});

test('a paste is remembered while anything is left, and after a reload', () => {
  const watch = watchPastes({ text: 'pasted words', isPasted: true });
  watch.note('insertText', 'pasted words!');
  expect(watch.isPasted()).toBe(true);
  watch.note('deleteContentBackward', '');
  expect(watch.isPasted()).toBe(false);
});
