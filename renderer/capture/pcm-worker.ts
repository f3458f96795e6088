/** Dedicated worker: reads the microphone away from the page's main thread, where a busy moment costs samples. */
import type { PcmCommand, PcmReport } from './pcm-messages.ts';
import { createPcmPipeline } from './pcm-pipeline.ts';
import { createPcmWatchdog } from './pcm-watchdog.ts';

const CHECK_EVERY_MS = 100;

function report(message: PcmReport, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

const pipeline = createPcmPipeline({
  onLevels: (frames) => {
    report({ kind: 'levels', frames });
  },
  onBatch: (batch) => {
    report({ kind: 'batch', batch }, [batch.bytes]);
  },
});

const watchdog = createPcmWatchdog(performance.now());
setInterval(() => {
  const change = watchdog.check(performance.now());
  if (change) report({ kind: change });
}, CHECK_EVERY_MS);

/** Averages the channels. The rate and the channel count are the data's own: what was asked for does not bind the device. */
function mixDown(audio: AudioData): Float32Array {
  const mono = new Float32Array(audio.numberOfFrames);
  const plane = new Float32Array(audio.numberOfFrames);
  for (let channel = 0; channel < audio.numberOfChannels; channel += 1) {
    audio.copyTo(plane, { planeIndex: channel, format: 'f32-planar' });
    for (let index = 0; index < mono.length; index += 1) {
      mono[index] = mono[index]! + plane[index]! / audio.numberOfChannels;
    }
  }
  return mono;
}

async function readTrack(readable: ReadableStream<AudioData>): Promise<void> {
  const reader = readable.getReader();
  for (;;) {
    const { value: audio, done } = await reader.read();
    if (done) return;
    watchdog.beat(performance.now());
    pipeline.push(mixDown(audio), audio.sampleRate);
    audio.close();
  }
}

function readPort(port: MessagePort, sampleRate: number): void {
  port.addEventListener('message', ({ data }: MessageEvent<Float32Array>) => {
    watchdog.beat(performance.now());
    pipeline.push(data, sampleRate);
  });
  port.start();
}

self.addEventListener('message', ({ data }: MessageEvent<PcmCommand>) => {
  switch (data.kind) {
    case 'open_readable':
      void readTrack(data.readable);
      break;
    case 'open_port':
      readPort(data.port, data.sampleRate);
      break;
    case 'record':
      pipeline.record();
      break;
    case 'pause':
      pipeline.pause();
      break;
    case 'resume':
      pipeline.resume();
      break;
    case 'finish':
      pipeline.finish();
      break;
  }
});
