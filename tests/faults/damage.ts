import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

/** What a disk does to a file by itself: turns one bit (F7), or returns a sector as zeros or noise (F6). */
export type DamageKind = 'bit' | 'zeros' | 'noise';

export const SECTOR_BYTES = 512;

/** A place in a file, and what happens there. */
export interface Damage {
  readonly kind: DamageKind;
  readonly offset: number;
  readonly bytes: Buffer;
}

/** A bit that is no cell of a row: of the header of a database, or of the text that made a table. */
export function chooseFrame(content: Buffer, random: () => number): Damage | null {
  const HEADER_BYTES = 100;
  const TEXT_BYTES = 300;
  const texts: number[] = [];
  for (let at = content.indexOf('CREATE '); at !== -1; at = content.indexOf('CREATE ', at + 1)) texts.push(at);
  const text = texts[Math.floor(random() * texts.length)] ?? 0;
  const isHeader = random() < 0.5;
  const [start, length] = isHeader ? [0, HEADER_BYTES] : [text, TEXT_BYTES];
  const chosen = chooseDamage('bit', content.subarray(start, start + length), random);
  return chosen && { ...chosen, offset: start + chosen.offset };
}

/** Chooses where; null for a file without bytes. */
export function chooseDamage(kind: DamageKind, content: Buffer, random: () => number): Damage | null {
  if (content.length === 0) return null;
  if (kind === 'bit') {
    const offset = Math.floor(random() * content.length);
    return { kind, offset, bytes: Buffer.from([(content[offset] ?? 0) ^ (1 << Math.floor(random() * 8))]) };
  }
  const sectors = Math.ceil(content.length / SECTOR_BYTES);
  const offset = Math.floor(random() * sectors) * SECTOR_BYTES;
  const bytes = Buffer.alloc(Math.min(SECTOR_BYTES, content.length - offset));
  if (kind === 'noise') for (const at of bytes.keys()) bytes[at] = Math.floor(random() * 256);
  return { kind, offset, bytes };
}

/** @returns whether any byte is another now */
export function applyDamage(file: string, { offset, bytes }: Damage): boolean {
  const handle = openSync(file, 'r+');
  try {
    const before = Buffer.alloc(bytes.length);
    readSync(handle, before, 0, before.length, offset);
    if (offset + bytes.length > fstatSync(handle).size) throw new Error('damage never makes a file longer');
    writeSync(handle, bytes, 0, bytes.length, offset);
    return !before.equals(bytes);
  } finally {
    closeSync(handle);
  }
}
