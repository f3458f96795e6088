import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAPTURE_CACHE } from './chromium.ts';
import { bandLimitedNoise, fromS16le, toWav } from './continuity.ts';

const SECONDS = 90;
const WAV_HEADER_BYTES = 44;

/** Noise for the fake microphone, made once: a 48 kHz WAV, and what a lossless 16 kHz capture of it looks like. */
export function noiseMicrophone(): { wav: string; reference: Float32Array } {
  const wav = join(CAPTURE_CACHE, `noise-${SECONDS}s-1.wav`);
  if (!existsSync(wav)) {
    mkdirSync(CAPTURE_CACHE, { recursive: true });
    const made = join(CAPTURE_CACHE, `.noise-${process.pid}.wav`);
    writeFileSync(made, toWav(bandLimitedNoise(SECONDS), 48_000));
    renameSync(made, wav);
  }
  const samples = fromS16le(readFileSync(wav).subarray(WAV_HEADER_BYTES));
  return { wav, reference: samples.filter((_, index) => index % 3 === 0) };
}
