import { ANALYSIS_SAMPLE_RATE } from '#shared/analysis.ts';

export const WAV_HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;

/**
 * The RIFF header of uncompressed sound: one channel of 16-bit samples at the rate of the analysis.
 *
 * @param sizeBytes length of the samples behind it
 */
export function wavHeader(sizeBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + sizeBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(ANALYSIS_SAMPLE_RATE, 24);
  header.writeUInt32LE(ANALYSIS_SAMPLE_RATE * SAMPLE_BYTES, 28);
  header.writeUInt16LE(SAMPLE_BYTES, 32);
  header.writeUInt16LE(8 * SAMPLE_BYTES, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(sizeBytes, 40);
  return header;
}
