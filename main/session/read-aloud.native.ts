import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Control characters end a line or worse; `[[` would switch espeak-ng to phoneme names. */
function plainText(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll('[[', '[ [')
    .trim();
}

/** Length of a PCM WAV as espeak-ng writes it: a 44-byte header with the byte rate at 28 and the data length at 40. */
async function wavDurationMs(path: string): Promise<number | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(44), 0, 44, 0);
    const isWav = bytesRead === 44 && buffer.toString('latin1', 36, 40) === 'data' && buffer.readUInt32LE(28) > 0;
    const dataBytes = isWav ? buffer.readUInt32LE(40) : 0;
    // a header that promises more than the file holds is a file cut short
    if (dataBytes === 0 || (await file.stat()).size < 44 + dataBytes) return undefined;
    return Math.round((dataBytes / buffer.readUInt32LE(28)) * 1000);
  } finally {
    await file.close();
  }
}

/** Runs the program with the text on stdin: no shell, and nothing in a text can be taken for an option. */
function speak(
  args: readonly string[],
  text: string,
  timeoutMs: number,
): Promise<Extract<ReadAloudResult, { detail: string }> | undefined> {
  return new Promise((resolve) => {
    const child = spawn(PROGRAM, args, {
      stdio: ['pipe', 'ignore', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-DETAIL_CHARACTERS);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ unavailable: error.code === 'ENOENT' ? 'not_installed' : 'failed', detail: error.message });
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else if (signal === 'SIGKILL') resolve({ unavailable: 'timed_out', detail: `no result in ${timeoutMs} ms` });
      else resolve({ unavailable: 'failed', detail: `${PROGRAM} ended with ${signal ?? code}: ${stderr.trim()}` });
    });
    // a program that ends without reading closes the pipe; its exit code says what there is to say
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
  });
}

/**
 * Speaks with espeak-ng (a program of its own, GPL-3) into WAV files that are kept: the same text is spoken once.
 * @param options.directory folder for the files; made when it is not there
 */
export function readAloud(options: { directory: string; timeoutMs?: number }): ReadAloud {
  const { directory, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const underWay = new Map<string, Promise<ReadAloudResult>>();

  const make = async (path: string, text: string, locale: Locale): Promise<ReadAloudResult> => {
    const kept = await wavDurationMs(path);
    if (kept !== undefined) return { path, durationMs: kept };
    await mkdir(directory, { recursive: true });
    const unfinished = `${path}.${process.pid}.part`;
    try {
      const { voice, wordsPerMinute } = VOICES[locale];
      const utf8 = ['-b', '1'];
      const args = ['-v', voice, '-s', String(wordsPerMinute), ...utf8, '-w', unfinished, '--stdin'];
      const unavailable = await speak(args, text, timeoutMs);
      if (unavailable !== undefined) return unavailable;
      const durationMs = await wavDurationMs(unfinished);
      if (durationMs === undefined) return { unavailable: 'failed', detail: `${PROGRAM} wrote no sound` };
      await rename(unfinished, path);
      return { path, durationMs };
    } finally {
      await rm(unfinished, { force: true });
    }
  };

  return {
    async render({ text, locale }) {
      const plain = plainText(text);
      if (!/[\p{L}\p{N}]/u.test(plain)) return { unavailable: 'nothing_to_read', detail: '' };
      if (plain.length > READ_ALOUD_LIMIT_CHARACTERS) {
        return { unavailable: 'too_long', detail: `${plain.length} of ${READ_ALOUD_LIMIT_CHARACTERS} characters` };
      }
      const key = JSON.stringify([locale, VOICES[locale], plain]);
      const path = join(directory, `${createHash('sha256').update(key).digest('hex')}.wav`);
      const running = underWay.get(path) ?? make(path, plain, locale);
      underWay.set(path, running);
      try {
        return await running;
      } finally {
        underWay.delete(path);
      }
    },
  };
}
