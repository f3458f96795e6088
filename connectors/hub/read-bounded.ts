/** Largest answer worth reading: 200 receipts are about 60 KB; a stranger's endless page is cut here. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/**
 * The text of an answer.
 * @param encoding `latin1`: bytes, one a character
 * @throws {Error} for one that no hub would send, or when it is cut off
 */
export async function readBounded(response: Response, encoding: 'utf8' | 'latin1' = 'utf8'): Promise<string> {
  if (response.body === null) return '';
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body) {
    if (!(piece instanceof Uint8Array)) throw new TypeError('A response body carries bytes.');
    size += piece.length;
    if (size > MAX_ANSWER_BYTES) throw new Error('The answer is longer than any hub would send.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString(encoding);
}

/** The value in a JSON text; undefined for a text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
