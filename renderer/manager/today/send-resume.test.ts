import { expect, test } from 'vitest';
import { MAX_PART } from '#shared/contract/expected.ts';
import type { ManagerClient } from '../manager-client.tsx';
import { resumeKind, sendResume } from './send-resume.ts';

test('a file goes in parts that a message has room for, in order, and comes out as it was', async () => {
  const bytes = Buffer.alloc(1_300_000, 'résumé ');
  const parts: string[] = [];
  const asked: unknown[] = [];
  const client = {
    expected: {
      sendPart: async ({ part, base64 }: { part: number; base64: string }) => {
        expect(base64.length).toBeLessThanOrEqual(MAX_PART);
        parts[part] = base64;
        return { ok: true };
      },
      readResume: async (input: unknown) => {
        asked.push(input);
        return { name: '', nameFrom: 'none', phone: '', skills: [] };
      },
    },
  } as unknown as Pick<ManagerClient, 'expected'>;
  await sendResume(client, { name: 'cv.PDF', arrayBuffer: async () => new Uint8Array(bytes).buffer });
  expect(parts.length).toBeGreaterThan(1);
  expect(Buffer.concat(parts.map((part) => Buffer.from(part, 'base64'))).equals(bytes)).toBe(true);
  expect(asked).toEqual([{ kind: 'pdf' }]);
  // an empty file is one empty part, and says itself that it is none
  parts.length = 0;
  await sendResume(client, { name: 'cv.pdf', arrayBuffer: async () => new ArrayBuffer(0) });
  expect(parts).toEqual(['']);
});

test.each([
  ['cv.pdf', 'pdf'],
  ['CV.JSON', 'json'],
  ['list.csv', 'csv'],
  ['list.txt', 'csv'],
  ['photo.jpg', 'pdf'],
])('%s is read as %s', (name, kind) => {
  expect(resumeKind({ name })).toBe(kind);
});
