import { beforeEach, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { type Database, openDatabase } from '#main/store/database.native.ts';
import { changedRows } from '#main/store/journal/changed-rows.ts';
import type { StoreKeys } from '#main/store/keys/cells.ts';
import { keysInMemory } from '#main/store/keys/keys.fake.ts';
import { openStore, type Store } from '#main/store/open-store.ts';
import { readJobs } from '#main/store/resource-files.ts';
import { fakeClock, type FakeClock } from '#main/session/interviews.fake.ts';
import { Job } from '#shared/job.ts';
import { present } from '#tests/fixtures/present.ts';
import { createExpectedBook, type ExpectedBook } from './expected-book.ts';

const jobs = await readJobs('resources/jobs');
const [shipped] = jobs;
const plain = present(
  jobs.find(({ id, items }) => id !== shipped?.id && items.every(({ variant }) => variant === undefined)),
  'another job is shipped, without groups',
);
const first = present(present(shipped, 'no job is shipped').items[0], 'a question');
const job = Job.parse({
  ...shipped,
  id: 'local-picker',
  items: [
    { ...first, variant: { group: 'work', tags: [] } },
    ...present(shipped, 'a job').items.slice(1),
    { ...first, id: 'other', variant: { group: 'work', tags: ['Forklift  Licence', '叉车'] } },
  ],
});
const DAY_MS = 24 * 60 * 60_000;
const BY = v7();
const WANG = { jobId: job.id, name: '王芳', phone: '13811110001', skills: ['叉车', 'piano', 'FORKLIFT licence'] };

let database: Database;
let keys: StoreKeys;
let store: Store;
let clock: FakeClock;
let isIdle: boolean;
let book: ExpectedBook;
const logged: string[] = [];

function open(): void {
  store = openStore(database, { now: clock.now, newId: () => v7(), reference: () => 'ABC123', keys });
  let next = 0;
  book = createExpectedBook({
    rows: store.expected,
    jobs: () => [job, plain],
    now: clock.now,
    newId: () => v7(),
    randomInt: (size) => (next += 7) % size,
    after: clock.after,
    isIdle: () => isIdle,
    log: (event) => logged.push(event),
  });
}
beforeEach(() => {
  database = openDatabase(':memory:');
  keys = keysInMemory();
  clock = fakeClock();
  isIdle = true;
  open();
});

const codeOf = (person: typeof WANG) => present(book.add(person, BY), 'the post is there');
const rows = () => database.prepare<[], { body_json: string }>('select * from expected_candidates').all();

test('a code of the kiosk’s own carries name, number and the skills that the post’s questions know', () => {
  const code = codeOf(WANG);
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
  expect(book.list('en')).toMatchObject([{ code, name: '王芳', skills: ['forklift licence', '叉车'] }]);
  const identity = { by: 'name', name: '王芳', phone: '13811110001' };
  const typed = `${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`;
  expect(book.arrive(typed, job.id)).toEqual({ identity, skills: ['forklift licence', '叉车'] });
  // for another post they are the same person, and their skills say nothing
  expect(book.arrive(code, plain.id)).toEqual({ identity, skills: [] });
  expect(book.arrive('ZZZZZZZZ', job.id)).toBeNull();
  expect(book.lookUp(code, job.id, 'en')).toMatchObject({ kind: 'invited', isOtherJob: false, startsAt: null });
  expect(book.lookUp(code, plain.id, 'en')).toMatchObject({ isOtherJob: true, jobTitle: job.title.en });
  expect(book.lookUp('ZZZZZZZZ', job.id, 'en')).toBeNull();
  expect(book.add({ ...WANG, jobId: 'unheard-of' }, BY)).toBeNull();
});

test('two people never have one code, though chance would have it', () => {
  expect(codeOf(WANG)).not.toBe(codeOf({ ...WANG, name: '李静' }));
});

test('posts say which skills their questions know; one without groups knows none', () => {
  expect(book.posts([job.id, plain.id], 'en')).toEqual([
    { id: job.id, title: job.title.en, skills: ['forklift licence', '叉车'] },
    { id: plain.id, title: plain.title.en, skills: [] },
  ]);
  expect(book.posts([plain.id], 'en')).toHaveLength(1);
});

test('nothing of them stands in the clear, and nothing can be read once they came, a day is over, or they are removed', () => {
  const waysOut: [string, (code: string) => void][] = [
    [
      'came',
      (code) => {
        isIdle = false;
        book.arrive(code, job.id);
        book.forget();
        // the interview goes on: the code still works, should they go back a page
        expect(book.arrive(code, job.id)).not.toBeNull();
        isIdle = true;
        book.forget();
      },
    ],
    ['expired', () => clock.advance(DAY_MS + 11 * 60_000)],
    ['removed', () => book.remove(present(book.list('en')[0], 'they are listed').id, BY)],
  ];
  for (const [reason, leave] of waysOut) {
    const code = codeOf(WANG);
    const [row] = rows();
    expect(JSON.stringify(row)).not.toMatch(new RegExp(`王芳|13811110001|叉车|forklift|${code}`, 'i'));
    expect(keys.sessions.list()).toHaveLength(1);
    leave(code);
    expect(rows()).toEqual([]);
    expect(keys.sessions.list()).toEqual([]);
    expect(book.list('en')).toEqual([]);
    const details = database.prepare<[], string>(
      `select detail_json from audit where action = 'candidate.not_expected'`,
    );
    expect(details.pluck().all().at(-1)).toContain(reason);
  }
  const audited = database.prepare('select detail_json from audit').pluck().all().join();
  expect(audited).not.toMatch(/王芳|13811110001|叉车/);
  expect(changedRows(database)).toEqual([]);
  expect(logged).toEqual([]);
});

test('what a power cut leaves between row and key is finished at the next start; who stays is still known', () => {
  const stays = codeOf({ ...WANG, name: '李静' });
  codeOf(WANG);
  const gone = present(
    book.list('en').find(({ name }) => name === '王芳'),
    'they are listed',
  );
  // as far as the first transaction of a removal came
  database.prepare(`update expected_candidates set body_json = '' where expected_id = ?`).run(gone.id);
  open();
  expect(keys.sessions.list()).toHaveLength(1);
  expect(book.list('en')).toMatchObject([{ name: '李静', code: stays }]);
});

test('a database put back from before somebody was removed makes nobody expected again', () => {
  const code = codeOf(WANG);
  keys.sessions.destroy(keys.sessions.list());
  expect(book.arrive(code, job.id)).toBeNull();
  expect(book.list('en')).toEqual([]);
  book.forget();
  expect(rows()).toEqual([]);
});
