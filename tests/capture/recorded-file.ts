import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What ffprobe finds in a recording after remuxing (a live recording carries no duration). */
export interface RecordedFile {
  durationSeconds: number;
  videoCodec: string | undefined;
  audioCodec: string | undefined;
  videoFrames: number;
  decodeErrors: string;
}

interface ProbedStream {
  codec_type: string;
  codec_name: string;
  nb_read_packets?: string;
}

function inFolder<Value>(bytes: Buffer, work: (file: string, folder: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-recording-'));
  try {
    const file = join(folder, 'recording.bin');
    writeFileSync(file, bytes);
    return work(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Remuxes, probes and decodes a recording. @throws when it cannot be read at all */
export function readRecording(bytes: Buffer): RecordedFile {
  return inFolder(bytes, (file, folder) => {
    const remuxed = join(folder, 'remuxed.mkv');
    execFileSync('ffmpeg', ['-v', 'fatal', '-nostdin', '-i', file, '-c', 'copy', remuxed]);
    const probe = ['-v', 'error', '-count_packets', '-show_streams', '-show_format', '-of', 'json', remuxed];
    const { streams, format } = JSON.parse(execFileSync('ffprobe', probe, { encoding: 'utf8' })) as {
      streams: ProbedStream[];
      format: { duration: string };
    };
    const video = streams.find(({ codec_type }) => codec_type === 'video');
    const audio = streams.find(({ codec_type }) => codec_type === 'audio');
    const decoded = spawnSync(
      'ffmpeg',
      [
        '-v',
        'error',
        '-nostdin',
        '-i',
        remuxed,
        '-fps_mode',
        'passthrough',
        '-enc_time_base',
        '1:100000',
        '-f',
        'null',
        '-',
      ],
      {
        encoding: 'utf8',
      },
    );
    return {
      durationSeconds: Number(format.duration),
      videoCodec: video?.codec_name,
      audioCodec: audio?.codec_name,
      videoFrames: Number(video?.nb_read_packets ?? 0),
      decodeErrors: decoded.stderr,
    };
  });
}

/** The recording's sound as signed 16-bit mono at 16 kHz. */
export function soundOf(bytes: Buffer): Buffer {
  return inFolder(bytes, (file) =>
    execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-i', file, '-ac', '1', '-ar', '16000', '-f', 's16le', '-'], {
      maxBuffer: 1 << 28,
    }),
  );
}
