import type { Measure } from '#shared/analysis.ts';
import type { InterviewExport } from '#shared/interview-export.ts';
import type { Words } from './interview-export.ts';

/** Voice and presence of one recording, as rows of name and value; null where it was not measured. */
export function observationRows(
  { voice, presence }: InterviewExport['observations'][number],
  words: Words,
): readonly (readonly [string, string | null])[] {
  const seconds = (ms: number) => words('observations.seconds', { seconds: (ms / 1000).toFixed(1) });
  const measured = (measure: Measure | undefined) =>
    measure === undefined || measure.value === null ? null : measure.value.toFixed(1);
  const prosody = voice?.analysisVersion === 2 ? voice.prosody : undefined;
  return [
    [words('observations.speech'), voice && seconds(voice.speechMs)],
    [words('observations.pauses'), voice && String(voice.pauses.length)],
    [words('observations.level'), measured(voice?.speechLevelDbfs)],
    [words('observations.snr'), measured(voice?.snrDb)],
    [words('observations.pitch'), measured(prosody?.medianF0Hz)],
    [words('observations.rate'), measured(prosody?.articulationRatePerSecond)],
    [words('observations.watched'), presence && seconds(presence.watchedMs)],
    [words('observations.absent'), presence && seconds(presence.absentMs)],
    [words('observations.several'), presence && seconds(presence.severalMs)],
    [words('observations.away'), presence && seconds(presence.awayMs)],
  ];
}
