import { expect, test } from 'vitest';
import { handedOver, putOnTray, takeFromTray } from './till.ts';

test('pieces of one value lie in one pile, the largest first', () => {
  const tray = [100, 1000, 100].reduce(putOnTray, []);
  expect(tray).toEqual([
    { fen: 1000, count: 1 },
    { fen: 100, count: 2 },
  ]);
});

test('a piece is taken back; with its last piece the pile goes', () => {
  const tray = [100, 1000, 100].reduce(putOnTray, []);
  expect(takeFromTray(tray, 100)).toEqual([
    { fen: 1000, count: 1 },
    { fen: 100, count: 1 },
  ]);
  expect(takeFromTray(tray, 1000)).toEqual([{ fen: 100, count: 2 }]);
  expect(takeFromTray(tray, 5000)).toEqual(tray);
});

test('there are never more of a kind than the core takes', () => {
  const full = [{ fen: 100, count: 50 }];
  expect(putOnTray(full, 100)).toBe(full);
});

test('a customer hands over the fewest pieces, and the sum is right', () => {
  expect(handedOver(10_050)).toEqual([
    { fen: 10_000, count: 1 },
    { fen: 50, count: 1 },
  ]);
  for (const fen of [10, 90, 5000, 7770]) {
    expect(handedOver(fen).reduce((sum, pile) => sum + pile.fen * pile.count, 0)).toBe(fen);
  }
});
