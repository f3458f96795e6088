import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Locale } from '#shared/localized.ts';
import { READ_ALOUD_LIMIT_CHARACTERS, type ReadAloud, type ReadAloudResult } from './read-aloud-port.ts';

/**
 * espeak-ng voice and words per minute. `cmn` reads hanzi as English letters, `cmn-latn-pinyin` reads them;
 * 170 gives about 3.5 syllables a second, a pace for listening.
 */
const VOICES: Record<Locale, { voice: string; wordsPerMinute: number }> = {
  'zh-CN': { voice: 'cmn-latn-pinyin', wordsPerMinute: 170 },
  en: { voice: 'en-us', wordsPerMinute: 150 },
};
const PROGRAM = 'espeak-ng';
/** Speaking 600 characters takes it a tenth of a second. */
const DEFAULT_TIMEOUT_MS = 10_000;
const DETAIL_CHARACTERS = 500;
const MIB = 1024 * 1024;
/** 600 hanzi are read in three minutes, 8 MiB; a program that writes more does not read a text. */
const MAX_SOUND_BYTES = 16 * MIB;
/** The screens of one interview in both languages; the one heard longest ago goes first. */
const DEFAULT_KEPT_BYTES = 32 * MIB;
/** RIFF header, `fmt ` of 16 bytes, and the head of `data`: what espeak-ng writes before the samples. */
const HEADER_BYTES = 44;

/** Control characters end a line or worse; `[[` would switch espeak-ng to phoneme names. */
function plainText(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll('[[', '[ [')
    .trim();
}

interface Sound {
  readonly wav: Buffer;
  readonly durationMs: number;
}

/**
 * Puts the lengths into the header: a program that writes into a pipe does not know them and promises two gigabytes.
 * Little-endian, RIFF length at 4, byte rate at 28, data length at 40.
 * @returns undefined when this is no PCM WAV with sound in it
 */
function withLengths(wav: Buffer): Sound | undefined {
  if (wav.length <= HEADER_BYTES || wav.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  if (wav.toString('latin1', 36, 40) !== 'data' || wav.readUInt32LE(28) === 0) return undefined;
  const dataBytes = wav.length - HEADER_BYTES;
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.writeUInt32LE(dataBytes, 40);
  return { wav, durationMs: Math.round((dataBytes / wav.readUInt32LE(28)) * 1000) };
}

/** Runs the program with the text on stdin: no shell, and nothing in a text can be taken for an option. */
function speak(
  args: readonly string[],
  text: string,
  timeoutMs: number,
): Promise<Buffer | Extract<ReadAloudResult, { detail: string }>> {
  return new Promise((resolve) => {
    const child = spawn(PROGRAM, args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: timeoutMs, killSignal: 'SIGKILL' });
    const pieces: Buffer[] = [];
    let lengthBytes = 0;
    child.stdout.on('data', (piece: Buffer) => {
      lengthBytes += piece.length;
      if (lengthBytes <= MAX_SOUND_BYTES) pieces.push(piece);
      else child.kill('SIGTERM');
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-DETAIL_CHARACTERS);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ unavailable: error.code === 'ENOENT' ? 'not_installed' : 'failed', detail: error.message });
    });
    child.on('close', (code, signal) => {
      if (lengthBytes > MAX_SOUND_BYTES)
        resolve({ unavailable: 'failed', detail: `${PROGRAM} wrote more than ${MAX_SOUND_BYTES} bytes` });
      else if (code === 0) resolve(Buffer.concat(pieces));
      else if (signal === 'SIGKILL') resolve({ unavailable: 'timed_out', detail: `no result in ${timeoutMs} ms` });
      else resolve({ unavailable: 'failed', detail: `${PROGRAM} ended with ${signal ?? code}: ${stderr.trim()}` });
    });
    // a program that ends without reading closes the pipe; its exit code says what there is to say
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
  });
}

/**
 * Speaks with espeak-ng (a program of its own, GPL-3). Sounds are in memory only: among the texts are a candidate's own words,
 * and nothing of an interview may lie on the disk in the clear. The same text is spoken once while its sound is kept.
 * @param options.keptBytes what the sounds may take together
 */
export function readAloud(options: { timeoutMs?: number; keptBytes?: number } = {}): ReadAloud {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, keptBytes = DEFAULT_KEPT_BYTES } = options;
  /** In the order they were last asked for. */
  let sounds = new Map<string, Sound>();
  let underWay = new Map<string, Promise<ReadAloudResult>>();

  function find(sha256: string): Sound | undefined {
    const sound = sounds.get(sha256);
    if (sound === undefined) return undefined;
    sounds.delete(sha256);
    sounds.set(sha256, sound);
    return sound;
  }

  function keep(into: Map<string, Sound>, sha256: string, sound: Sound): void {
    into.set(sha256, sound);
    let total = [...into.values()].reduce((sum, { wav }) => sum + wav.length, 0);
    for (const [oldest, { wav }] of [...into].slice(0, -1)) {
      if (total <= keptBytes) return;
      into.delete(oldest);
      total -= wav.length;
    }
  }

  async function make(sha256: string, text: string, locale: Locale): Promise<ReadAloudResult> {
    const kept = find(sha256);
    if (kept !== undefined) return { sha256, durationMs: kept.durationMs };
    // what is forgotten while it is being spoken falls into a map nobody looks into
    const into = sounds;
    const { voice, wordsPerMinute } = VOICES[locale];
    const utf8 = ['-b', '1'];
    const spoken = await speak(
      ['-v', voice, '-s', String(wordsPerMinute), ...utf8, '--stdout', '--stdin'],
      text,
      timeoutMs,
    );
    if (!Buffer.isBuffer(spoken)) return spoken;
    const sound = withLengths(spoken);
    if (sound === undefined) return { unavailable: 'failed', detail: `${PROGRAM} wrote no sound` };
    keep(into, sha256, sound);
    return { sha256, durationMs: sound.durationMs };
  }

  return {
    async render({ text, locale }) {
      const plain = plainText(text);
      if (!/[\p{L}\p{N}]/u.test(plain)) return { unavailable: 'nothing_to_read', detail: '' };
      if (plain.length > READ_ALOUD_LIMIT_CHARACTERS) {
        return { unavailable: 'too_long', detail: `${plain.length} of ${READ_ALOUD_LIMIT_CHARACTERS} characters` };
      }
      const key = JSON.stringify([locale, VOICES[locale], plain]);
      const sha256 = createHash('sha256').update(key).digest('hex');
      const among = underWay;
      const running = among.get(sha256) ?? make(sha256, plain, locale);
      among.set(sha256, running);
      try {
        return await running;
      } finally {
        among.delete(sha256);
      }
    },
    soundOf: (sha256) => find(sha256)?.wav ?? null,
    forget() {
      sounds = new Map();
      underWay = new Map();
    },
  };
}
