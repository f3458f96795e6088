import type { expectedCalls } from '#main/expected-calls.ts';
import { createExpectedBook } from '#main/expected/expected-book.ts';
import type { StoredExpected } from '#main/expected/ports.ts';
import type { Job } from '#shared/job.ts';
import { JOBS } from './fixtures.ts';

const BY = '0195a3c0-0000-7000-8000-000000000001';
const uuid = (number: number) => `0195a3c0-0000-7000-8000-${String(700_000 + number).padStart(12, '0')}`;

/** The first post with a group of equals. */
const POSTS: readonly Job[] = JOBS.map((job, at): Job => {
  const [first, ...others] = job.items;
  if (at > 0 || first === undefined) return job;
  const tags = ['叉车', 'Forklift licence', '夜班', 'Night shifts', 'SAP'];
  return {
    ...job,
    items: [
      { ...first, variant: { group: 'work', tags: [] } },
      ...others,
      { ...first, id: 'other', variant: { group: 'work', tags } },
    ],
  };
});

/**
 * The real book over rows in memory. A stub for the file: names say what is read of it (connectors/resume reads real ones); nothing is
 * read of a scan.
 */
export function fakeExpected(isEmpty: boolean): Parameters<typeof expectedCalls>[1] {
  let rows: StoredExpected[] = [];
  let made = 0;
  const book = createExpectedBook({
    rows: {
      all: () => rows,
      add: (entry) => void (rows = [entry, ...rows]),
      remove: (ids) => void (rows = rows.filter(({ id }) => !ids.includes(id))),
    },
    jobs: () => POSTS,
    now: () => new Date(),
    newId: () => uuid((made += 1)),
    randomInt: (size) => (made * 7 + (made += 1) * 3) % size,
    after: () => () => undefined,
    isIdle: () => true,
    log: () => undefined,
  });
  const jobId = POSTS[0]?.id ?? '';
  if (!isEmpty) {
    book.add({ jobId, name: '赵敏', phone: '13811110001', skills: ['叉车', 'Night shifts'] }, BY);
    book.add({ jobId, name: 'Ana Díaz de Vivar', phone: '13811110002', skills: [] }, BY);
  }
  return {
    book,
    offered: () => POSTS.map(({ id }) => id),
    intake: {
      put: () => true,
      read: async (_page, kind) =>
        kind === 'pdf'
          ? { refused: 'no_text' }
          : { name: '王芳', nameFrom: 'first_line', phone: '+8613811110003', skills: ['叉车', 'SAP', '钢琴'] },
    },
  };
}
