import { ANALYSIS_SAMPLE_RATE } from './analysis.ts';

export const WAV_HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;

/**
 * RIFF header of 16-bit mono PCM; lengths are exact, so no more than 4 GiB, 37 hours.
 *
 * @param sizeBytes length of the samples behind it
 */
export function wavHeader(sizeBytes: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(WAV_HEADER_BYTES));
  const write = (text: string, at: number) => {
    for (let index = 0; index < text.length; index += 1) header.setUint8(at + index, text.charCodeAt(index));
  };
  write('RIFF', 0);
  header.setUint32(4, WAV_HEADER_BYTES - 8 + sizeBytes, true);
  write('WAVEfmt ', 8);
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, ANALYSIS_SAMPLE_RATE, true);
  header.setUint32(28, ANALYSIS_SAMPLE_RATE * SAMPLE_BYTES, true);
  header.setUint16(32, SAMPLE_BYTES, true);
  header.setUint16(34, 8 * SAMPLE_BYTES, true);
  write('data', 36);
  header.setUint32(40, sizeBytes, true);
  return new Uint8Array(header.buffer);
}
