import { expect, test } from 'vitest';
import type { AnswerDraft } from '#shared/answer.ts';
import { fakeTimers } from '#renderer/capture/timers.fake.ts';
import { createDraftSaver, type DraftState } from './draft-saver.ts';

const typed = (text: string): AnswerDraft => ({ kind: 'typed', text });

function openSaver(isDiskBroken = () => false) {
  const timers = fakeTimers();
  const stored: AnswerDraft[] = [];
  const states: DraftState[] = [];
  const saver = createDraftSaver({
    timers,
    onState: (state) => states.push(state),
    put: async (draft) => {
      if (isDiskBroken()) throw new Error('disk full');
      stored.push(draft);
    },
  });
  return { timers, stored, states, saver };
}

test('only the newest text of a burst of typing is stored, and "saved" comes after it', async () => {
  const { timers, stored, states, saver } = openSaver();
  saver.save(typed('a'));
  saver.save(typed('ab'));
  expect(stored).toEqual([]);
  await timers.advance(600);
  expect(stored).toEqual([typed('ab')]);
  expect(states).toEqual(['saving', 'saving', 'saved']);
});

test('a refused draft says so and is tried again', async () => {
  let isBroken = true;
  const { timers, stored, states, saver } = openSaver(() => isBroken);
  saver.save(typed('a'));
  await timers.advance(600);
  expect(states.at(-1)).toBe('failed');
  isBroken = false;
  await timers.advance(2_000);
  expect(stored).toEqual([typed('a')]);
  expect(states.at(-1)).toBe('saved');
});

test('closing sends what was waiting', () => {
  const { stored, saver } = openSaver();
  saver.save(typed('half a sent'));
  saver.close();
  expect(stored).toEqual([typed('half a sent')]);
});
