const LEADS = { first: 0x81, last: 0xfe };
const TRAILS = { first: 0x40, last: 0xfe, none: 0x7f };
/** Stands for what the printer has no sign for. */
const UNKNOWN = 0x3f;

let table: ReadonlyMap<string, number> | null = null;

/** Node reads GBK but does not write it: the table it reads by, turned round. */
function signs(): ReadonlyMap<string, number> {
  if (table !== null) return table;
  const decoder = new TextDecoder('gbk');
  const found = new Map<string, number>();
  for (let lead = LEADS.first; lead <= LEADS.last; lead += 1) {
    for (let trail = TRAILS.first; trail <= TRAILS.last; trail += 1) {
      if (trail === TRAILS.none) continue;
      const sign = decoder.decode(Uint8Array.of(lead, trail));
      if (sign.length === 1 && sign !== '\ufffd' && !found.has(sign)) found.set(sign, (lead << 8) | trail);
    }
  }
  table = found;
  return found;
}

/** Text as GBK; what it does not have becomes a question mark. */
export function encodeGbk(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? UNKNOWN;
    const pair = code < 0x80 ? undefined : signs().get(sign);
    if (code < 0x80) bytes.push(code);
    else if (pair === undefined) bytes.push(UNKNOWN);
    else bytes.push(pair >> 8, pair & 0xff);
  }
  return Uint8Array.from(bytes);
}
