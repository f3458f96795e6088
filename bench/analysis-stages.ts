import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { BandPass } from '#main/children/analyst/band-pass.ts';
import { findEcho } from '#main/children/analyst/echo.ts';
import { frameCentreMs } from '#main/children/analyst/frames.ts';
import { IntensityMeter, LOUDNESS_RULE } from '#main/children/analyst/intensity.ts';
import { PitchCandidateFinder, SPEECH_PITCH } from '#main/children/analyst/pitch-candidates.ts';
import { findPitchPath, PITCH_COSTS } from '#main/children/analyst/pitch-path.ts';
import { findNuclei, NUCLEUS_BAND_HZ, NUCLEUS_PITCH_COSTS, NUCLEUS_RULE } from '#main/children/analyst/syllables.ts';
import { HAS_PRAAT, withWavFiles } from '#tests/analysis/praat.ts';

const REPEATS = 7;
/** So that starting Praat is small beside its work. */
const PRAAT_COPIES = 10;

/**
 * CPU seconds per second of audio of each stage after voice detection, on the whole recording with nothing left out; the
 * analyst skips pitch far from speech. Median of seven, the first run thrown away.
 *
 * @returns `f0_cpu_rtf`, `intensity_cpu_rtf`, `syllables_cpu_rtf` (band, contour, second path, nuclei), `echo_cpu_rtf`; with
 *   Praat on the path also `f0_of_praat` and `intensity_of_praat`, our CPU time over Praat's for the same
 */
export function benchStages(samples: Float32Array): Record<string, number> {
  const seconds = samples.length / 16_000;
  const pitch = (): PitchCandidateFinder => {
    const finder = new PitchCandidateFinder(SPEECH_PITCH, samples.length, 1);
    for (let at = 0; at < samples.length; at += 16_000) finder.accept(samples.subarray(at, at + 16_000));
    finder.finish();
    findPitchPath(finder.found, PITCH_COSTS);
    return finder;
  };
  const intensity = (): void => {
    const meter = new IntensityMeter(LOUDNESS_RULE, samples.length);
    for (let at = 0; at < samples.length; at += 16_000) meter.accept(samples.subarray(at, at + 16_000));
  };
  const candidates = pitch().found;
  const syllables = (): void => {
    const path = findPitchPath(candidates, NUCLEUS_PITCH_COSTS);
    const band = new BandPass(NUCLEUS_BAND_HZ.low, NUCLEUS_BAND_HZ.high);
    const meter = new IntensityMeter(NUCLEUS_RULE, samples.length);
    for (let at = 0; at < samples.length; at += 16_000) meter.accept(band.run(samples.subarray(at, at + 16_000)));
    const firstMs = frameCentreMs(candidates.layout, 0, 16);
    findNuclei(
      meter.contour,
      2.5,
      () => true,
      (atMs) => (path[Math.round((atMs - firstMs) / 10)] ?? 0) > 0,
    );
  };
  const prompt = samples.toReversed();
  const ours = {
    f0_cpu_rtf: cpuSeconds(pitch) / seconds,
    intensity_cpu_rtf: cpuSeconds(intensity) / seconds,
    syllables_cpu_rtf: cpuSeconds(syllables) / seconds,
    echo_cpu_rtf: cpuSeconds(() => void findEcho(prompt, samples)) / seconds,
  };
  if (!HAS_PRAAT) return ours;
  const praat = timePraat(samples);
  return {
    ...ours,
    f0_of_praat: (ours.f0_cpu_rtf * seconds) / praat.pitch,
    intensity_of_praat: (ours.intensity_cpu_rtf * seconds) / praat.intensity,
  };
}

function cpuSeconds(run: () => void): number {
  const times = Array.from({ length: REPEATS + 1 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return times.slice(1).toSorted((a, b) => a - b)[Math.floor(REPEATS / 2)] ?? Number.NaN;
}

/** Praat's CPU seconds for one copy, reading and starting taken off. */
function timePraat(samples: Float32Array): { pitch: number; intensity: number } {
  const script = join(import.meta.dirname, '..', 'tests', 'analysis', 'praat', 'time.praat');
  const copies = Array.from({ length: PRAAT_COPIES }, () => samples);
  return withWavFiles(copies, (listFile) => {
    const used = (what: string): number => {
      // `times` prints the shell's own time on the first line, its children's on the second: 0m1.234s 0m0.056s
      const printed = execFileSync('sh', ['-c', 'praat --run "$0" "$1" "$2" >&2; times', script, listFile, what], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const children = printed.trim().split('\n')[1] ?? '';
      return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0);
    };
    const reading = used('nothing');
    return { pitch: (used('pitch') - reading) / PRAAT_COPIES, intensity: (used('intensity') - reading) / PRAAT_COPIES };
  });
}
