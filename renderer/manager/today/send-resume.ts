import { MAX_PART, type ReadResume, type ResumeKind } from '#shared/contract/expected.ts';
import type { ManagerClient } from '../manager-client.tsx';

export const RESUME_FILES = ['.pdf', '.json', '.csv', 'application/pdf', 'application/json', 'text/csv'];

/** Bytes that make a part: a multiple of three, so that the base64 of a part ends evenly. */
const PART_BYTES = Math.floor(MAX_PART / 4) * 3;
/** Arguments that one call takes everywhere. */
const STEP = 0x80_00;

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP) text += String.fromCharCode(...bytes.subarray(at, at + STEP));
  return btoa(text);
}

/** How a file is read, by its name: what is neither JSON nor CSV is tried as PDF, which says what is wrong with it. */
export function resumeKind({ name }: { readonly name: string }): ResumeKind {
  if (/\.json$/i.test(name)) return 'json';
  return /\.(csv|tsv|txt)$/i.test(name) ? 'csv' : 'pdf';
}

/** Sends a résumé file to the core in parts and has it read; nothing of it is kept there. */
export async function sendResume(
  client: Pick<ManagerClient, 'expected'>,
  file: Pick<File, 'name' | 'arrayBuffer'>,
): Promise<ReadResume> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
  for (let part = 0; part < parts; part += 1)
    await client.expected.sendPart({
      part,
      base64: base64Of(bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES)),
    });
  return client.expected.readResume({ kind: resumeKind(file) });
}
