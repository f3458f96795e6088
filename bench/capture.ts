import { openCaptureBrowser } from '#tests/capture/chromium.ts';
import { checkContinuity, fromS16le } from '#tests/capture/continuity.ts';
import { noiseMicrophone } from '#tests/capture/noise-microphone.ts';
import { readRecording } from '#tests/capture/recorded-file.ts';
import { cameraClip } from '#tests/fixtures/camera-clip.ts';
import { chromiumArgs } from '#tests/fixtures/chromium-args.ts';
import { descendantsCpuSeconds } from '#tests/kiosk/process-tree.ts';

const CAMERA_FRAMES_PER_SECOND = 30;

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
}

/**
 * What the whole capture page costs: preview, recording, PCM, face detection 5/s and light 3/s at 640×480.
 *
 * @param seconds recorded time, 10–80
 * @returns `cpu_percent_of_core` of the whole browser; `frames_share` recorded of 30/s; `pcm_jumps` by correlation;
 *   `slice_gap_ms` largest; `vision_median_ms`, `vision_p95_ms` per picture; `faces_right_share` pictures with one face
 */
export async function benchCapture(seconds = 30): Promise<Record<string, number>> {
  const { wav, reference } = noiseMicrophone();
  const args = chromiumArgs({ cameraClip: cameraClip().path, speech: wav, playOnce: true });
  const capture = await openCaptureBrowser({ args });
  try {
    const { page, host } = capture;
    await page.evaluate(async () => {
      await window.capturePage.open({ camera: true, microphone: true, echoCancellation: false });
      window.preview = await window.capturePage.watchPreview();
      window.capturePage.start({ av: 'bench-av', pcm: 'bench-pcm' });
    });
    await host.untilStored('bench-av', 3);
    const cpuBefore = descendantsCpuSeconds();
    const wallBefore = performance.now();
    await host.untilStored('bench-av', seconds);
    const cpuSeconds = descendantsCpuSeconds() - cpuBefore;
    const wallSeconds = (performance.now() - wallBefore) / 1000;
    await page.evaluate(() => window.capturePage.stop());
    const vision = await page.evaluate(() => window.preview?.stop());
    const times = host.stored('bench-av').map(({ atMs }) => atMs);
    const file = readRecording(host.bytes('bench-av'));
    const continuity = checkContinuity(fromS16le(host.bytes('bench-pcm')), reference);
    const tookMs = vision?.tookMs ?? [];
    const counts = vision?.counts ?? [];
    return {
      cpu_percent_of_core: (100 * cpuSeconds) / wallSeconds,
      frames_share: file.videoFrames / (CAMERA_FRAMES_PER_SECOND * file.durationSeconds),
      pcm_seconds_checked: continuity.checkedSeconds,
      pcm_jumps: continuity.jumps.length + continuity.badBlocks,
      slice_gap_ms: Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? at))),
      vision_median_ms: percentile(tookMs, 0.5),
      vision_p95_ms: percentile(tookMs, 0.95),
      faces_right_share: counts.filter((count) => count === 1).length / counts.length,
    };
  } finally {
    await capture.close();
  }
}
