import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { certificateText } from '#shared/wire/deletion-certificate.ts';
import type { WireRecord } from '#shared/wire/record.ts';
import { expect, look, type OfficeKiosk, test } from './head-office.ts';
import { lookInBoth, person, place, signIn } from './operations-page.ts';

// one story over one hub
test.describe.configure({ mode: 'serial', timeout: 300_000 });
test.use({ story: 'interviews' });
test.use({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Shanghai', permissions: ['clipboard-write'] });
test.use({ actionTimeout: 15_000 });

/** The certificate a kiosk signs when it has deleted. */
function certificateOf(kiosk: OfficeKiosk, deviceId: string, sessionId: string): Record<string, unknown> {
  const certificate = {
    format: 'anteroom.deletion-certificate',
    version: 1,
    certificateId: uuidv7(),
    deviceId,
    sessionId,
    recordIds: [uuidv7(), uuidv7(), uuidv7()],
    files: [{ recordingId: 'answer-1-av', sha256: '5f'.repeat(32), sizeBytes: 48_211 }],
    method: 'head_office',
    actor: 'head_office:1',
    deletedAt: '2026-11-28T09:30:00.000Z',
    keyEpochDestroyed: 12,
    previousAuditHead: { seq: 431, sha256: 'ab'.repeat(32) },
    publicKey: kiosk.publicKey,
  };
  return { ...certificate, signature: kiosk.sign(certificateText(certificate)) };
}

test('deletions: asked for with a reason, followed at the kiosk, proven by certificates', async ({
  page,
  office,
  complaints,
}) => {
  const record = (sessionId: string, seq: number, more: Partial<WireRecord> = {}) =>
    sampleRecord({ deviceId: 'kiosk-north', sessionId, seq, ...more });
  await office.sendRecords(person('0199-okafor', 'Ada Okafor', '13800009876', [88, 79, 91]));
  await office.sendRecords([record('0199-north', 1), record('0199-north', 2), record('0199-code', 3)]);
  const kiosk = await office.enrolKiosk('kiosk-north', 'Gate 2');
  // one candidate asked for it at the kiosk
  await kiosk.sendRecords([
    record('0199-code', 4, {
      type: 'session.erased',
      body: { certificate: certificateOf(kiosk, 'kiosk-north', '0199-code') },
    }),
  ]);
  await signIn(page, office);
  await place(page, 'Deletion requests').click();
  await expect(page.getByRole('row').filter({ hasText: '0199-code' })).toContainText('By the candidate');

  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await page.getByRole('button', { name: 'Ask for a deletion' }).click();
  await dialog.getByText('One interview', { exact: true }).click();
  await dialog.getByLabel('Interview', { exact: true }).fill('0199-north');
  await expect(dialog.getByRole('button', { name: 'Go on' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('来电要求删除，工单 20261128-07');
  await look(page, 'deletions-new');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await look(page, 'deletions-sure');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  const north = page.getByRole('row').filter({ hasText: '0199-north' });
  await expect(north).toContainText('not told yet');
  await expect(north).toContainText('After the kiosk');

  // a person, with everything
  await page.getByRole('button', { name: 'Ask for a deletion' }).click();
  await dialog.getByRole('textbox', { name: 'Who' }).fill('Okafor');
  await page.keyboard.press('Enter');
  await dialog.getByText('Ada Okafor').click();
  await dialog.getByLabel('Reason').fill('GDPR Art. 17, request by e-mail');
  await look(page, 'deletions-candidate');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'GDPR Art. 17' })).toContainText('cannot be told');

  // the kiosk is told, deletes, and says so
  const reload = async () => {
    await place(page, 'Interviews').click();
    await place(page, 'Deletion requests').click();
  };
  await kiosk.askAll();
  await reload();
  await expect(north).toContainText('told');
  await lookInBoth(page, 'deletions');
  await kiosk.sendRecords([
    record('0199-north', 5, {
      type: 'session.erased',
      body: { certificate: certificateOf(kiosk, 'kiosk-north', '0199-north') },
    }),
  ]);
  await reload();
  await expect(north).toContainText('Deleted');
  await north.getByRole('button', { name: 'Certificate' }).click();
  await expect(dialog.getByText('Signature checked')).toBeVisible();
  await look(page, 'deletions-certificate');
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as a file' }).click();
  expect((await download).suggestedFilename()).toBe('deletion-0199-north.json');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('row').filter({ hasText: 'GDPR Art. 17' }).getByRole('button', { name: 'Certificate' }).click();
  await expect(dialog.getByText('Line of the audit log')).toBeVisible();
  await look(page, 'deletions-certificate-candidate');
  expect(complaints).toEqual([]);
});

/** A second of a moving picture, as a browser records it. */
async function film(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [320, 180];
    const pen = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: 'video/webm' });
    const pieces: Blob[] = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    const ended = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    const until = performance.now() + 1200;
    while (performance.now() < until) {
      await new Promise(requestAnimationFrame);
      if (pen === null) throw new Error('There is no canvas.');
      pen.fillStyle = `hsl(${performance.now() / 10} 40% 60%)`;
      pen.fillRect(0, 0, 320, 180);
    }
    recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return Buffer.from(base64, 'base64');
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('an interview: its answers, its recordings played from the hub, every play in the audit log', async ({
  page,
  office,
  complaints,
}) => {
  const picture = await film(page);
  const sound = Buffer.from(
    Int16Array.from({ length: 16_000 }, (_, index) => 6000 * Math.sin((2 * Math.PI * 440 * index) / 16_000)).buffer,
  );
  const missing = Buffer.from('never sent');
  const RAW = 'audio/l16;rate=16000;channels=1';
  const reference = (bytes: Buffer, kind: 'video' | 'audio', mimeType: string, recordingId: string) => ({
    sha256: hashOf(bytes),
    sizeBytes: bytes.length,
    mimeType,
    kind,
    recordingId,
    durationMs: 1000,
  });
  let seq = 500;
  const record = (type: string, body: unknown, media?: ReturnType<typeof reference>[]) =>
    sampleRecord({ sessionId: '0199-lin', type, body, seq: (seq += 1), ...(media === undefined ? {} : { media }) });
  const answer = (itemId: string, itemKind: string, number: number, more: Record<string, unknown>) => ({
    itemId,
    itemKind,
    number,
    take: 1,
    status: 'pending',
    score: null,
    ...more,
  });
  const transcript = {
    transcriptVersion: 1,
    recogniser: {
      engine: 'sense_voice',
      model: { id: 'sense-voice-small', sha256: 'c'.repeat(64) },
      isPunctuated: true,
    },
    locale: 'zh-CN',
    durationMs: 1000,
    speechMs: 900,
    heardLanguage: 'zh',
    unknownRatio: 0,
    segments: [
      { startMs: 0, endMs: 500, text: '上个月夜班，我发现三号机的防护罩松了，', tokens: [] },
      { startMs: 500, endMs: 1000, text: '我先停机挂牌，再叫班长来看。', tokens: [] },
    ],
  };
  await office.sendRecords(person('0199-lin', '林娜', '13800001234', [72, 81, 66]));
  await office.sendRecords([
    record('answer.saved', answer('found-a-fault', 'spoken', 1, { body: { kind: 'spoken' } }), [
      reference(picture, 'video', 'video/webm', 'r1-av'),
      reference(sound, 'audio', RAW, 'r1-pcm'),
    ]),
    record('answer.assessed', {
      itemId: 'found-a-fault',
      status: 'needs_review:short',
      assessment: null,
      errorCode: null,
      transcripts: [{ recordingId: 'r1-pcm', transcript }],
      analyses: [],
    }),
    record(
      'answer.saved',
      answer('why-here', 'typed', 2, {
        body: { kind: 'typed', text: '离家近，朋友在这里做了两年，说班长讲道理。' },
        status: 'needs_review:human_only',
      }),
    ),
    record(
      'answer.saved',
      answer('parts-pile-up', 'choice', 3, {
        body: { kind: 'choice', optionId: 'tell' },
        status: 'scored',
        score: {
          score: 1,
          level: 5,
          evidence: [{ kind: 'option', optionId: 'tell', text: '当面提醒他戴上手套，并告诉班长' }],
          keySource: 'authored',
          rule: { id: 'choice_effectiveness', version: 1 },
        },
      }),
    ),
    record('answer.saved', answer('learned-with-hands', 'spoken', 4, { body: { kind: 'spoken' } }), [
      reference(missing, 'video', 'video/webm', 'r4-av'),
    ]),
  ]);
  await office.upload(picture, 'video/webm');
  await office.upload(sound, RAW);

  await signIn(page, office);
  await place(page, 'Interviews').click();
  await page.getByRole('row').filter({ hasText: '0199-lin' }).click();
  const first = page.getByRole('article', { name: /a real time when you found something/ });
  await expect(first).toContainText('我先停机挂牌');
  // the question as it was asked, in the reader's language; of what nobody knows the wording, the id
  await expect(first).not.toContainText('found-a-fault');
  await expect(first.getByTitle('found-a-fault')).toBeVisible();
  await expect(page.getByRole('article', { name: 'Answer 2, why-here' })).toBeVisible();
  await expect(page.getByRole('article', { name: /Parts pile up as far as your place/ })).toContainText('Level 5 of 5');
  const fourth = page.getByRole('article', { name: /learned to do something new/ });
  await expect(fourth).toContainText('still at the kiosk');
  await expect(fourth.getByRole('button', { name: 'Play' })).toHaveCount(0);

  const plays = async () => {
    const log = (await (await office.ask('/v1/audit-log?limit=500')).json()) as {
      lines: { action: string; subject: string; callerName: string }[];
    };
    return log.lines.filter(({ action, callerName }) => action === 'media.read' && callerName === '林晓');
  };
  // nothing is read before somebody presses play
  expect(await plays()).toEqual([]);
  const lengthOf = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.duration);
  for (const [kind, bytes] of [
    ['Audio', sound],
    ['Video', picture],
  ] as const) {
    await first.locator('.con-recording').filter({ hasText: kind }).getByRole('button', { name: 'Play' }).click();
    await expect.poll(lengthOf).toBeGreaterThan(0.5);
    await expect
      .poll(() => page.locator('video').evaluate((video: HTMLVideoElement) => video.played.length))
      .toBeGreaterThan(0);
    expect((await plays()).some(({ subject }) => subject === hashOf(bytes))).toBe(true);
  }
  await lookInBoth(page, 'interview-answers');
  await page.getByRole('button', { name: 'Ask for its deletion' }).click();
  await expect(page.getByRole('dialog').getByLabel('Interview', { exact: true })).toHaveValue('0199-lin');
  expect(complaints).toEqual([]);
});
