import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resumePdf, scannedPdf } from '#connectors/resume/pdf-files.fake.ts';
import type { App } from '#main/app.ts';
import { locate } from '#main/locations.ts';
import { openNodeApp } from '#main/node-app.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import type { SessionEvent } from '#shared/session.ts';
import { SessionView } from '#shared/session-view.ts';
import { CARRIERS, type JoinedPage } from '#tests/contract/carriers.ts';
import { present } from '#tests/fixtures/present.ts';

const inProcess = present(CARRIERS[0], 'no carrier');
const CANARY = '金丝雀';
const NO_NEEDS = { textInstead: false, captions: false, moreTime: false, person: false };
let folder: string;
let app: App;
let page: JoinedPage;
/** Another page, on which nobody is signed in. */
let candidate: JoinedPage;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-expected-'));
  const { resourcesDirectory, modelsDirectory } = locate();
  const options = { dataDirectory: folder, resourcesDirectory, modelsDirectory, keyring: knownKeyring };
  app = await openNodeApp({ ...options, log: () => undefined });
  page = await inProcess.join(app);
  candidate = await inProcess.join(app);
  await page.client.staff.setUp({ name: 'Li', pin: '482913' });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

/** A post written here, whose first question has an equal for people who drive forklifts. */
async function publishPost(): Promise<string> {
  const jobs = page.client.jobs;
  const { draftId } = await jobs.copy({ id: 'store-associate', version: null });
  const { revision, job } = await jobs.openDraft({ draftId });
  const [first, ...others] = job.items;
  const items = [
    { ...present(first, 'a question'), variant: { group: 'work', tags: [] } },
    ...others,
    { ...present(first, 'a question'), id: 'drove', variant: { group: 'work', tags: ['叉车'] } },
  ];
  const saved = await jobs.saveDraft({ draftId, revision, job: { ...job, items } });
  return (await jobs.publish({ draftId, revision: saved.revision })).id;
}

/** As the page does it: in parts. */
async function send(bytes: Uint8Array): Promise<void> {
  const half = Math.ceil(bytes.length / 2);
  for (const part of [0, 1])
    await page.client.expected.sendPart({
      part,
      base64: Buffer.from(bytes.slice(part * half, (part + 1) * half)).toString('base64'),
    });
}

async function view(): Promise<SessionView> {
  for await (const shown of await candidate.client.session.watch()) return SessionView.parse(shown);
  throw new Error('The kiosk shows nothing.');
}
async function sendAll(...events: SessionEvent[]): Promise<void> {
  for (const event of events) await candidate.client.session.send({ revision: (await view()).revision, event });
}

/** Files of the workspace in which this text stands. */
function filesWith(text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = join(folder, name);
    return statSync(file).isFile() && readFileSync(file).includes(Buffer.from(text));
  });
}

test(
  'a résumé from a stick, a code of the kiosk’s own, the question its skills choose; and nothing of it stays',
  { timeout: 300_000 },
  async () => {
    const jobId = await publishPost();
    const { expected } = page.client;
    await send(
      await resumePdf([
        { kind: 'row', label: '姓名', text: CANARY },
        { kind: 'text', text: '电话：13811110001' },
        { kind: 'heading', text: '专业技能' },
        { kind: 'text', text: '叉车、钢琴独奏' },
      ]),
    );
    const read = await expected.readResume({ kind: 'pdf' });
    expect(read).toEqual({ name: CANARY, nameFrom: 'label', phone: '+8613811110001', skills: ['叉车', '钢琴独奏'] });
    const posts = await expected.posts({ locale: 'en' });
    expect(posts.find(({ id }) => id === jobId)?.skills).toEqual(['叉车']);
    // another file is read anew: the one before is gone
    await send(await scannedPdf());
    await expect(expected.readResume({ kind: 'pdf' })).rejects.toMatchObject({ data: { reason: 'no_text' } });
    await expect(candidate.client.expected.list({ locale: 'en' })).rejects.toMatchObject({ code: 'FORBIDDEN' });

    const { code } = await expected.add({ jobId, name: read.name, phone: read.phone, skills: read.skills });
    expect(await expected.list({ locale: 'en' })).toMatchObject([{ code, name: CANARY, skills: ['叉车'] }]);
    for (const text of [CANARY, '钢琴', '13811110001', code]) expect(filesWith(text)).toEqual([]);
    // the control: what is not personal is found
    expect(filesWith('expected_candidates')).not.toEqual([]);

    await sendAll(
      { type: 'job_chosen', jobId },
      { type: 'language_confirmed' },
      { type: 'notice_understood' },
      { type: 'consents_given', consents: { recording: false, scoring: true, sending: true, talentPool: false } },
    );
    expect(await candidate.client.session.lookUpInvitation({ code })).toMatchObject({
      kind: 'invited',
      isOtherJob: false,
      startsAt: null,
    });
    await sendAll({
      type: 'identity_given',
      identity: { by: 'invitation', code },
      isOfAge: true,
      accommodations: NO_NEEDS,
    });
    expect((await view()).item?.id).toBe('drove');
    const { sessions } = await page.client.review.listSessions({
      phase: null,
      search: '',
      from: null,
      after: null,
      limit: 10,
      locale: 'en',
    });
    expect(sessions).toMatchObject([{ candidate: CANARY }]);
    const detail = await page.client.review.getSession({ id: present(sessions[0], 'an interview').id, locale: 'en' });
    expect(detail.personal).toEqual([{ number: 1, skills: ['叉车'] }]);

    await sendAll({ type: 'withdrawn' }, { type: 'receipt_read' });
    expect(await expected.list({ locale: 'en' })).toEqual([]);
    for (const text of [CANARY, '钢琴', '13811110001']) expect(filesWith(text)).toEqual([]);
  },
);
