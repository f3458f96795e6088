import { expect, test } from 'vitest';
import { keysInMemory } from './keys/keys.fake.ts';
import type { OpenedKeys } from './keys/open-keys.ts';
import { createStoreHealth, StoreBrokenError } from './store-health.ts';
import { watchKeys } from './watch-keys.ts';

const failure = (code: string) => Object.assign(new Error(code), { code });

/** Keys whose disk answers what the test says. */
function start() {
  const { ring, sessions } = keysInMemory();
  let answer: Error | null = null;
  const told: string[] = [];
  const health = createStoreHealth((error) => void told.push(error.message));
  const keys: OpenedKeys = {
    ring,
    sessions: {
      ...sessions,
      make(session) {
        if (answer) throw answer;
        return sessions.make(session);
      },
    },
    keyring: 'key_file',
    recipient: () => null,
    setRecipient: async () => {
      if (answer) throw answer;
    },
    problems: [],
  };
  return { keys: watchKeys(keys, health), told, health, answerWith: (error: Error | null) => (answer = error) };
}

test('a key that the disk did not keep breaks the store, and no key is made after it', async () => {
  const { keys, told, answerWith } = start();
  answerWith(failure('EIO'));
  expect(() => keys.sessions.make('a')).toThrow('EIO');
  answerWith(null);
  expect(() => keys.sessions.make('b')).toThrow(StoreBrokenError);
  expect(() => keys.sessions.destroy(['a'])).toThrow(StoreBrokenError);
  await expect(keys.setRecipient(null)).rejects.toThrow(StoreBrokenError);
  expect(told).toEqual(['EIO']);
});

test('the organisation’s key counts too; a full disk and a wrong recipient do not', async () => {
  const { keys, told, health, answerWith } = start();
  for (const code of ['ENOSPC', 'no_age_recipient']) {
    answerWith(failure(code));
    await expect(keys.setRecipient('x')).rejects.toThrow(code);
  }
  expect(health.broken()).toBeNull();
  answerWith(failure('EIO'));
  await expect(keys.setRecipient('x')).rejects.toThrow('EIO');
  expect(told).toEqual(['EIO']);
});
