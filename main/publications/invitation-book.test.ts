import { expect, test } from 'vitest';
import { readJobs } from '#main/store/resource-files.ts';
import { present } from '#tests/fixtures/present.ts';
import { invitationBook } from './invitation-book.ts';

const [job, otherJob] = await readJobs('resources/jobs');
const first = present(job, 'no job is shipped');
const second = present(otherJob, 'only one job is shipped');
const notice = {
  id: 'invitation-1',
  code: 'K7RM2XPA',
  jobId: first.id,
  startsAt: '2026-11-28T01:30:00.000Z',
  endsAt: '2026-11-28T02:00:00.000Z',
};

function bookOf(bodies: unknown[], now = '2026-11-28T01:00:00.000Z') {
  return invitationBook({ rows: { newest: () => bodies }, jobs: () => [first, second], now: () => new Date(now) });
}

test('a code is found however it is typed, with its post and time', () => {
  const book = bookOf([notice]);
  const { startsAt, endsAt } = notice;
  const found = { kind: 'invited', jobTitle: first.title.en, isOtherJob: false, startsAt, endsAt };
  for (const typed of ['K7RM2XPA', 'k7rm-2xpa', ' k7rm 2xpa '])
    expect(book.lookUp(typed, first.id, 'en')).toEqual(found);
  expect(book.lookUp('K7RM2XPA', second.id, 'en')).toEqual({ ...found, isOtherJob: true });
  expect(book.lookUp('K7RM2XPA', first.id, 'zh-CN')).toMatchObject({ jobTitle: first.title['zh-CN'] });
});

test('a wrong code, one for a post that is not here and one of the day before yesterday are not known', () => {
  expect(bookOf([notice]).lookUp('K7RM2XPB', first.id, 'en')).toEqual({ kind: 'unknown' });
  expect(bookOf([{ ...notice, jobId: 'elsewhere' }]).lookUp('K7RM2XPA', first.id, 'en')).toEqual({ kind: 'unknown' });
  expect(bookOf([notice], '2026-11-29T01:59:00.000Z').lookUp('K7RM2XPA', first.id, 'en').kind).toBe('invited');
  expect(bookOf([notice], '2026-11-29T02:01:00.000Z').lookUp('K7RM2XPA', first.id, 'en')).toEqual({ kind: 'unknown' });
});

test('skills come with the code of the post that was begun, and with nothing else', () => {
  const skilled = { ...notice, skills: ['forklift licence'] };
  expect(bookOf([skilled]).skillsOf(' k7rm-2xpa', first.id)).toEqual(['forklift licence']);
  expect(bookOf([skilled]).skillsOf('K7RM2XPA', second.id)).toEqual([]);
  expect(bookOf([skilled]).skillsOf('K7RM2XPB', first.id)).toEqual([]);
  expect(bookOf([skilled], '2026-11-29T02:01:00.000Z').skillsOf('K7RM2XPA', first.id)).toEqual([]);
  expect(bookOf([notice]).skillsOf('K7RM2XPA', first.id)).toEqual([]);
});

test('a kiosk that was never told of one says nothing about any; what it cannot read is none', () => {
  expect(bookOf([]).lookUp('K7RM2XPA', first.id, 'en')).toEqual({ kind: 'none_here' });
  expect(bookOf([{ ...notice, code: '' }]).lookUp('K7RM2XPA', first.id, 'en')).toEqual({ kind: 'none_here' });
});

test('what was published later is known after a reload', () => {
  const bodies: unknown[] = [];
  const book = bookOf(bodies);
  bodies.push(notice);
  expect(book.lookUp('K7RM2XPA', first.id, 'en').kind).toBe('none_here');
  book.reload();
  expect(book.lookUp('K7RM2XPA', first.id, 'en').kind).toBe('invited');
});
