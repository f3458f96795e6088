import { createHmac } from 'node:crypto';
import type { Database } from '../database.native.ts';
import { derivedKey } from './sealed-bytes.ts';

/** Of a name nobody types more. */
const MAX_PREFIX_CHARACTERS = 12;
/** 64 bits: of a million entries, two being the same by chance is 1 in 10⁷. */
const TOKEN_BYTES = 8;
const HAN = /\p{Script=Han}/u;

/** Words of a text in lower case, without marks and punctuation. */
function wordsOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLocaleLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** What a search may begin with to find this text: the beginnings of each word; in Chinese, of each character on. */
function beginningsOf(text: string): Set<string> {
  const found = new Set<string>();
  for (const word of wordsOf(text)) {
    const characters = Array.from(word);
    const starts = HAN.test(word) ? characters.keys() : [0].values();
    for (const start of starts)
      for (let end = start + 1; end <= Math.min(characters.length, start + MAX_PREFIX_CHARACTERS); end++)
        found.add(characters.slice(start, end).join(''));
  }
  return found;
}

/**
 * A blind index: interviews are found by the beginnings of names and codes, of which the database holds keyed hashes only
 * (HMAC-SHA-256, cut to 64 bits).
 *
 * @param secret the kiosk's 32-byte secret
 */
export function createSearchIndex(database: Database, secret: Uint8Array) {
  const key = derivedKey(secret, 'anteroom search index v1');
  const token = (beginning: string) => createHmac('sha256', key).update(beginning).digest().subarray(0, TOKEN_BYTES);
  const select = database.prepare<[string], Buffer>('select token from search_tokens where session_id = ?').pluck();
  const insert = database.prepare('insert into search_tokens (session_id, token) values (?, ?)');
  const remove = database.prepare('delete from search_tokens where session_id = ?');
  return {
    /** Makes an interview findable by this text alone; null takes it out of the index. Runs inside the caller's transaction. */
    put(sessionId: string, text: string | null): void {
      const wanted = text === null ? [] : [...beginningsOf(text)].map(token);
      const found = select.all(sessionId);
      const isSame =
        found.length === wanted.length && wanted.every((each) => found.some((other) => other.equals(each)));
      if (isSame) return;
      remove.run(sessionId);
      for (const each of wanted) insert.run(sessionId, each);
    },
    /** Hashes that an interview must all have to be found by `query`; empty when nothing can be searched for. */
    tokensOf(query: string): Buffer[] {
      const beginnings = wordsOf(query).map((word) => Array.from(word).slice(0, MAX_PREFIX_CHARACTERS).join(''));
      return [...new Set(beginnings)].map(token);
    },
  };
}
export type SearchIndex = ReturnType<typeof createSearchIndex>;
