import { execFileSync } from 'node:child_process';

export interface Probed {
  /** As the file says it; NaN when it does not. */
  durationSeconds: number;
  videoFrames: number;
  audioPackets: number;
  /** Presentation time of every frame and packet, in the order of the file. */
  seconds: number[];
}

interface Probe {
  format: { duration?: string };
  packets: { codec_type: 'video' | 'audio'; pts_time: string }[];
}

/** What ffprobe reads in a file, also in one that is cut off. */
export function probe(path: string): Probed {
  const show = ['-show_entries', 'packet=codec_type,pts_time:format=duration', '-of', 'json', path];
  const printed = execFileSync('ffprobe', ['-v', 'quiet', ...show], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const { format, packets } = JSON.parse(printed) as Probe;
  const video = packets.filter(({ codec_type }) => codec_type === 'video');
  const audio = packets.filter(({ codec_type }) => codec_type === 'audio');
  return {
    durationSeconds: Number(format.duration),
    videoFrames: video.length,
    audioPackets: audio.length,
    seconds: packets.map(({ pts_time }) => Number(pts_time)),
  };
}

/** A hash of each stream's packets, times left out: equal when every frame is, byte for byte. */
export function streamHashes(path: string): string {
  const args = ['-v', 'quiet', '-nostdin', '-i', path, '-map', '0', '-c', 'copy', '-f', 'streamhash', '-'];
  return execFileSync('ffmpeg', args, { encoding: 'utf8' });
}
