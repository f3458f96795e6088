import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { App } from '#main/app.ts';
import { locate } from '#main/locations.ts';
import { openNodeApp } from '#main/node-app.ts';
import { knownKeyring } from '#main/store/keys/keys.fake.ts';
import { CandidateCreated } from '#shared/hub/candidates.ts';
import { Invitation, Slot } from '#shared/hub/messages.ts';
import { pageOf } from '#shared/hub/page.ts';
import type { SessionEvent } from '#shared/session.ts';
import { SessionView } from '#shared/session-view.ts';
import { MadeCode } from '#shared/wire/device.ts';
import { createBench } from '#tests/sync/sync-bench.ts';
import { CARRIERS, type JoinedPage } from '#tests/contract/carriers.ts';
import { present } from '#tests/fixtures/present.ts';

const inProcess = present(CARRIERS[0], 'no carrier');
let folder: string;
let app: App;
let page: JoinedPage;
/** Another page, on which nobody is signed in. */
let candidate: JoinedPage;

async function open(): Promise<void> {
  const { resourcesDirectory, modelsDirectory } = locate();
  const options = { dataDirectory: folder, resourcesDirectory, modelsDirectory, keyring: knownKeyring };
  app = await openNodeApp({ ...options, log: () => undefined });
  page = await inProcess.join(app);
  candidate = await inProcess.join(app);
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'anteroom-studio-'));
  await open();
  await page.client.staff.setUp({ name: '王芳', pin: '482913' });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const jobs = () => page.client.jobs;
const list = async () => (await jobs().list({ locale: 'en' })).jobs;
const entry = async (id: string) =>
  present(
    (await list()).find((each) => each.id === id),
    `no post ${id}`,
  );

/** The view on the screen now. */
async function view(): Promise<SessionView> {
  for await (const shown of await candidate.client.session.watch()) return SessionView.parse(shown);
  throw new Error('The kiosk shows nothing.');
}

/** A candidate begins an interview for this post. */
async function choose(jobId: string): Promise<void> {
  const { revision } = await view();
  await candidate.client.session.send({ revision, event: { type: 'job_chosen', jobId } });
}

async function copied(id = 'store-associate') {
  const { draftId } = await jobs().copy({ id, version: null });
  return jobs().openDraft({ draftId });
}

/** Publishes a copy whose English title is this one. */
async function publishCopy(title: string) {
  const draft = await copied();
  const job = { ...draft.job, title: { ...draft.job.title, en: title } };
  const { revision } = await jobs().saveDraft({ draftId: draft.id, revision: draft.revision, job });
  return jobs().publish({ draftId: draft.id, revision });
}

test('a shipped post is copied, changed and published, stands on the attract screen at once, and an interview is held with it', async () => {
  const done = await publishCopy('Evening associate');
  expect(done).toMatchObject({ id: 'local-store-associate', version: 1, isOffered: true });
  const shown = await view();
  expect(shown.jobs.map(({ id, title }) => [id, title[0] !== ''])).toContainEqual([done.id, true]);
  await choose(done.id);
  expect(await entry(done.id)).toMatchObject({ origin: 'local', interviews: 1, version: 1, draft: null });
});

test('a version that was used never changes: its next version is another text, and the interview keeps its own', async () => {
  const { id } = await publishCopy('First');
  await choose(id);
  const { draftId } = await jobs().edit({ id });
  // the same draft, not a second one
  expect(await jobs().edit({ id })).toEqual({ draftId });
  const draft = await jobs().openDraft({ draftId });
  expect(draft).toMatchObject({ baseVersion: 1, job: { id, version: 2 } });
  // whatever a page sends, a draft never becomes a version that is there already, nor another post
  const job = { ...draft.job, id: 'store-associate', version: 1, title: { ...draft.job.title, en: 'Second' } };
  const { revision } = await jobs().saveDraft({ draftId, revision: draft.revision, job });
  expect(await jobs().publish({ draftId, revision })).toMatchObject({ id, version: 2 });
  expect(await jobs().read({ id, version: 1 })).toMatchObject({ job: { title: { en: 'First' } }, interviews: 1 });
  expect(await jobs().read({ id, version: null })).toMatchObject({ job: { title: { en: 'Second' } }, interviews: 0 });
  expect((await view()).job?.title).not.toBe('Second');
  const { versions } = await entry(id);
  expect(versions).toMatchObject([
    { version: 2, interviews: 0, publishedBy: '王芳' },
    { version: 1, interviews: 1, publishedBy: '王芳' },
  ]);
});

test('posts from elsewhere are read and copied, never edited', async () => {
  await expect(jobs().edit({ id: 'store-associate' })).rejects.toMatchObject({ code: 'job_read_only' });
  await expect(jobs().edit({ id: 'nobody' })).rejects.toMatchObject({ code: 'job_unknown' });
  await expect(jobs().read({ id: 'store-associate', version: 99 })).rejects.toMatchObject({ code: 'job_unknown' });
  const [first, second] = [await copied(), await copied()];
  expect([first.job.id, second.job.id]).toEqual(['local-store-associate', 'local-store-associate-2']);
});

test('a draft with problems is kept and not published; a save over another page is refused, the same save twice is not', async () => {
  const draft = await copied();
  const job = { ...draft.job, title: { 'zh-CN': '', en: '' } };
  const save = () => jobs().saveDraft({ draftId: draft.id, revision: draft.revision, job });
  const { revision } = await save();
  expect(await save()).toMatchObject({ revision });
  await expect(jobs().saveDraft({ draftId: draft.id, revision: draft.revision, job: draft.job })).rejects.toMatchObject(
    { code: 'draft_changed' },
  );
  await expect(jobs().publish({ draftId: draft.id, revision })).rejects.toMatchObject({
    code: 'job_invalid',
    data: { count: 2 },
  });
  await expect(jobs().publish({ draftId: draft.id, revision: 1 })).rejects.toMatchObject({ code: 'draft_changed' });
  expect((await jobs().openDraft({ draftId: draft.id })).job.title.en).toBe('');
  expect((await list()).map(({ id }) => id)).not.toContain(draft.job.id);
});

test('drafts, versions and the bank are there after the kiosk was closed and opened again', async () => {
  const { id } = await publishCopy('Kept');
  const { draftId } = await jobs().create();
  const { job } = await jobs().read({ id, version: null });
  const from = { jobId: id, jobTitle: 'Kept', version: 1 };
  await jobs().addToBank({ from, item: present(job.items[0], 'no item'), tags: ['tills'] });
  await app.close();
  await open();
  await page.client.staff.signIn({ staffId: await ownId(), pin: '482913' });
  expect(await entry(id)).toMatchObject({ title: 'Kept', version: 1 });
  expect((await jobs().openDraft({ draftId })).revision).toBe(1);
  expect(await jobs().bank({ locale: 'en' })).toMatchObject([{ tags: ['tills'], from, usedIn: [] }]);
});

async function ownId() {
  for await (const status of await page.client.staff.watch()) return present(status.accounts[0], 'no account').id;
  throw new Error('There is no account.');
}

test('the attract screen shows what is offered, never nothing, and a new post joins those the settings name', async () => {
  for (const id of ['assembly-operator', 'service-counter', 'warehouse-picker'])
    await jobs().offer({ id, isOffered: false });
  await expect(jobs().offer({ id: 'store-associate', isOffered: false })).rejects.toMatchObject({
    code: 'last_offered',
  });
  expect((await view()).jobs.map(({ id }) => id)).toEqual(['store-associate']);
  const { id } = await publishCopy('Joins');
  expect((await view()).jobs.map((each) => each.id)).toEqual(['store-associate', id]);
  await choose(id);
  await expect(jobs().offer({ id, isOffered: false })).rejects.toMatchObject({ code: 'interview_running' });
});

test('a post goes out as a file and comes back as it was; a bad file loses nothing', async () => {
  const { id } = await publishCopy('Travels');
  const { name, yaml } = await jobs().exportYaml({ of: 'job', id, version: 1 });
  expect(name).toBe('local-store-associate.yaml');
  const { draftId, problems } = await jobs().importYaml({ yaml });
  expect(problems).toEqual([]);
  const { job } = await jobs().read({ id, version: 1 });
  expect(await jobs().openDraft({ draftId })).toMatchObject({ baseVersion: 1, job: { ...job, version: 2 } });
  await expect(jobs().importYaml({ yaml })).rejects.toMatchObject({ code: 'draft_exists' });
  const before = await list();
  await expect(jobs().importYaml({ yaml: yaml.replace('title:', 'titel:') })).rejects.toMatchObject({
    code: 'yaml_refused',
    data: { problems: expect.arrayContaining([expect.objectContaining({ code: 'unknown_field' })]) as unknown },
  });
  expect(await list()).toEqual(before);
  // the text of a post from elsewhere becomes a post of this kiosk
  const shipped = await jobs().exportYaml({ of: 'job', id: 'warehouse-picker', version: null });
  const imported = await jobs().importYaml({ yaml: shipped.yaml });
  expect((await jobs().openDraft({ draftId: imported.draftId })).job.id).toBe('local-warehouse-picker');
});

test('a question of the bank is a copy: what becomes of either, the other stays', async () => {
  const { id } = await publishCopy('Gives');
  const { job } = await jobs().read({ id, version: null });
  const item = present(job.items[0], 'no item');
  const bank = await jobs().addToBank({ from: { jobId: id, jobTitle: 'Gives', version: 1 }, item, tags: ['a'] });
  const { draftId } = await jobs().edit({ id });
  const draft = await jobs().openDraft({ draftId });
  const items = [...draft.job.items.slice(1), { ...item, bankId: bank.id }];
  await jobs().saveDraft({ draftId, revision: draft.revision, job: { ...draft.job, items } });
  expect(await jobs().bank({ locale: 'en' })).toMatchObject([{ item, usedIn: [{ jobId: id, isDraft: true }] }]);
  await jobs().removeFromBank({ id: bank.id });
  await expect(jobs().tagBankItem({ id: bank.id, tags: [] })).rejects.toMatchObject({ code: 'bank_unknown' });
  expect((await jobs().openDraft({ draftId })).job.items.at(-1)).toEqual({ ...item, bankId: bank.id });
});

test('none of it is for candidates', async () => {
  await page.client.staff.signOut();
  await expect(jobs().list({ locale: 'en' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(jobs().create()).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('head office receives the text of a post that was published here', async () => {
  const bench = createBench();
  try {
    const hub = await bench.hub();
    const headers = { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ site: 'Shanghai' });
    const made = await fetch(`${hub.url}/v1/enrolment-codes`, { method: 'POST', headers, body });
    const { code } = MadeCode.parse(await made.json());
    await page.client.enrolment.enrol({ url: hub.url, code });
    await publishCopy('Told');
    await page.client.sync.wake();
    for await (const status of await page.client.sync.watch()) {
      expect(status.recordsParked).toBe(0);
      if (status.recordsSent === 1 && status.recordsWaiting === 0) break;
    }
  } finally {
    await bench.close();
  }
}, 60_000);

test(
  'whoever head office invites to a post that was written here is asked by their skills',
  { timeout: 300_000 },
  async () => {
    const bench = createBench();
    try {
      const hub = await bench.hub();
      const headers = { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' };
      const ask = async <Schema extends z.ZodType>(schema: Schema, method: string, path: string, body?: unknown) => {
        const sent = body === undefined ? {} : { body: JSON.stringify(body) };
        const response = await fetch(hub.url + path, { method, headers, ...sent });
        const json: unknown = await response.json();
        if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
        return schema.parse(json);
      };
      const made = await ask(MadeCode, 'POST', '/v1/enrolment-codes', { site: 'Gate 2' });
      await page.client.enrolment.enrol({ url: hub.url, code: made.code });
      const draft = await copied();
      const first = present(draft.job.items[0], 'no item');
      const items = [
        { ...first, variant: { group: 'work', tags: [] } },
        ...draft.job.items.slice(1),
        { ...first, id: 'drove', variant: { group: 'work', tags: ['叉车'] } },
      ];
      const saved = await jobs().saveDraft({
        draftId: draft.id,
        revision: draft.revision,
        job: { ...draft.job, items },
      });
      const { id: jobId } = await jobs().publish({ draftId: draft.id, revision: saved.revision });
      await page.client.sync.wake();
      for await (const status of await page.client.sync.watch())
        if (status.recordsSent === 1 && status.recordsWaiting === 0) break;

      const site = { id: 'gate-2', name: { 'zh-CN': '二号门', en: 'Gate 2' }, address: '', phone: '', timeZone: 'UTC' };
      await ask(z.unknown(), 'PATCH', '/v1/message-settings', { sites: [site] });
      const times = [{ startsAt: '2099-03-02T01:00:00.000Z', endsAt: '2099-03-02T01:30:00.000Z' }];
      const { slots } = await ask(z.object({ slots: z.array(Slot) }), 'POST', '/v1/slots', {
        siteId: site.id,
        times,
        capacity: 1,
      });
      const person = { name: '林一', phones: ['13811110061'], skills: ['叉车', '钢琴'], jobId };
      const { candidate: file } = await ask(CandidateCreated, 'POST', '/v1/candidates', person);
      const [application] = file.applications;
      await ask(z.unknown(), 'POST', `/v1/applications/${present(application, 'they apply').id}/actions`, {
        action: { kind: 'invite', to: 'kiosk-interview', by: 'sms' },
        reason: 'Fits',
        slotId: slots[0]?.id,
      });
      const { items: invitations } = await ask(pageOf(Invitation), 'GET', '/v1/interview-invitations');
      const { code } = present(invitations[0], 'they are invited');

      const send = async (event: SessionEvent) =>
        candidate.client.session.send({ revision: (await view()).revision, event });
      const consents = { recording: false, scoring: true, sending: true, talentPool: false };
      // a pull is asked for and comes while the kiosk is idle; a candidate who is too early leaves again
      await expect
        .poll(
          async () => {
            await page.client.sync.wake();
            await choose(jobId);
            for (const type of ['language_confirmed', 'notice_understood'] as const) await send({ type });
            await send({ type: 'consents_given', consents });
            const { kind } = await candidate.client.session.lookUpInvitation({ code });
            if (kind === 'invited') return kind;
            await send({ type: 'withdrawn' });
            await send({ type: 'receipt_read' });
            return kind;
          },
          { timeout: 60_000 },
        )
        .toBe('invited');
      const accommodations = { textInstead: false, captions: false, moreTime: false, person: false };
      await send({ type: 'identity_given', identity: { by: 'invitation', code }, isOfAge: true, accommodations });
      expect((await view()).item?.id).toBe('drove');
    } finally {
      await bench.close();
    }
  },
);
