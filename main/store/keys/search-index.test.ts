import { expect, test } from 'vitest';
import { v7 } from 'uuid';
import type { SessionId } from '#shared/ids.ts';
import { openDatabase } from '../database.native.ts';
import { createSearchIndex } from './search-index.ts';

function indexOf(names: readonly string[]) {
  const database = openDatabase(':memory:');
  const index = createSearchIndex(database, new Uint8Array(32));
  const ids = names.map((name) => {
    const id = v7() as SessionId;
    index.put(id, name);
    return id;
  });
  const find = (query: string) => {
    const tokens = index.tokensOf(query);
    return names.filter((_, at) => {
      const found = database
        .prepare<[string], Buffer>('select token from search_tokens where session_id = ?')
        .pluck()
        .all(ids[at] ?? '');
      return tokens.length > 0 && tokens.every((token) => found.some((other) => other.equals(token)));
    });
  };
  return { database, index, ids, find };
}

test('names are found by the beginnings of their words, in any order and case', () => {
  const { find } = indexOf(['Anna Müller', 'Hanna Mueller', 'AB-12']);
  expect(find('ann')).toEqual(['Anna Müller']);
  expect(find('mül ANNA')).toEqual(['Anna Müller']);
  expect(find('m')).toEqual(['Anna Müller', 'Hanna Mueller']);
  expect(find('ab-12')).toEqual(['AB-12']);
  expect(find('anna mue')).toEqual([]);
  expect(find('nna')).toEqual([]);
  expect(find(' - ')).toEqual([]);
});

test('Chinese names are found from any character on', () => {
  const { find } = indexOf(['王小明', '小王子', '李小龙']);
  expect(find('小')).toEqual(['王小明', '小王子', '李小龙']);
  expect(find('小明')).toEqual(['王小明']);
  expect(find('王')).toEqual(['王小明', '小王子']);
  expect(find('明小')).toEqual([]);
});

test('a name that changes is found by the new one only; a name taken away by none', () => {
  const { index, ids, find, database } = indexOf(['Anna']);
  const [id = ''] = ids;
  index.put(id, 'Berta');
  expect(find('anna')).toEqual([]);
  index.put(id, null);
  expect(database.prepare('select count(*) from search_tokens').pluck().get()).toBe(0);
});
