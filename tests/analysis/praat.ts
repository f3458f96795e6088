import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toPcm16 } from '#main/wav-file.ts';

/** Whether Praat, the reference the bars are set against, is on the path. Our code is not made from its. */
export const HAS_PRAAT = spawnSync('praat', ['--version'], { stdio: 'ignore' }).status === 0;

/** Says once why the comparisons are left out. */
export function explainWithoutPraat(): void {
  if (!HAS_PRAAT)
    console.log('No praat on the PATH: the comparisons with it are skipped; the bars against known truth are not.');
}

export interface PraatMeasures {
  /** Hz per frame, 0 for voiceless. */
  readonly pitch: Float64Array;
  readonly firstPitchMs: number;
  /** dB re 2e-5 Pa where full scale is 1 Pa, per frame. */
  readonly intensity: Float64Array;
  readonly meanIntensity: number;
}

/** Writes the sounds as WAV files and a list of them, runs the work, and removes all. */
export function withWavFiles<T>(sounds: readonly Float32Array[], run: (listFile: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'praat-'));
  try {
    const paths = sounds.map((samples, n) => {
      const path = join(folder, `${n + 1}.wav`);
      const args = ['-t', 'raw', '-r', '16000', '-c', '1', '-b', '16', '-e', 'signed-integer', '-', path];
      execFileSync('sox', args, { input: toPcm16(samples), stdio: ['pipe', 'ignore', 'ignore'] });
      return path;
    });
    const listFile = join(folder, 'list.txt');
    writeFileSync(listFile, `${paths.join('\n')}\n`);
    return run(listFile, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param script in `praat/`; relative paths among the arguments would be taken from there */
export function runPraat(script: string, args: readonly string[]): void {
  execFileSync('praat', ['--run', join(import.meta.dirname, 'praat', script), ...args], { stdio: 'ignore' });
}

export function measureWithPraat(sounds: readonly Float32Array[]): PraatMeasures[] {
  return withWavFiles(sounds, (listFile, folder) => {
    runPraat('measure.praat', [listFile, folder]);
    return sounds.map((_, n) => {
      const lines = (name: string): string[] =>
        readFileSync(join(folder, `${n + 1}.${name}`), 'utf8')
          .trim()
          .split('\n');
      const pitch = lines('pitch').map((line) => line.split('\t').map(Number));
      const [mean = '', ...intensity] = lines('intensity');
      return {
        pitch: Float64Array.from(pitch, ([, hertz = Number.NaN]) => hertz),
        firstPitchMs: (pitch[0]?.[0] ?? Number.NaN) * 1_000,
        intensity: Float64Array.from(intensity, Number),
        meanIntensity: Number(mean),
      };
    });
  });
}

/** Syllable nuclei per sound by the published procedure. */
export function countNucleiWithPraat(sounds: readonly Float32Array[]): number[] {
  return withWavFiles(sounds, (listFile, folder) => {
    const file = join(folder, 'nuclei.txt');
    runPraat('nuclei.praat', [listFile, file]);
    return readFileSync(file, 'utf8').trim().split('\n').map(Number);
  });
}
