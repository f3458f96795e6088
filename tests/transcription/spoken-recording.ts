import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import type { SpeechAnalysis } from '#shared/analysis.ts';
import { analyseRecording } from '#main/children/analyst/analyse-recording.ts';
import type { SileroVoiceDetector } from '#main/children/analyst/silero.native.ts';
import { openPcm } from '#main/children/common/pcm-file.ts';
import { toPcm16 } from '#main/wav-file.ts';
import { fromPcm16 } from '#tests/analysis/sound-maths.ts';
import { synthesizeSpeech, type EnglishVoice } from '#tests/fixtures/speech.ts';

/** A text spoken at 16 kHz, half a second of silence before and after. */
export function spoken(text: string, voice: EnglishVoice): Float32Array {
  const wav = synthesizeSpeech({ text, locale: 'en', voice, sampleRateHz: 16_000 });
  const raw = execFileSync('sox', [wav, '-t', 'raw', '-'], { maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] });
  return fromPcm16(raw);
}

/** Writes a recording and says where the kiosk's own voice detector hears speech in it. */
export async function recordAndAnalyse(
  path: string,
  samples: Float32Array,
  detector: SileroVoiceDetector,
): Promise<SpeechAnalysis> {
  await writeFile(path, toPcm16(samples));
  return analyseRecording(await openPcm({ path }), detector);
}
