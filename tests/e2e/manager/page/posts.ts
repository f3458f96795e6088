import type { JobRows } from '#main/jobs/ports.ts';
import type { Job } from '#shared/job.ts';
import { JOBS } from './fixtures.ts';

const BY = '0195a3c0-0000-7000-8000-000000000001';
const uuid = (number: number) => `0195a3c0-0000-7000-8000-${String(800_000 + number).padStart(12, '0')}`;

/** Posts a manager wrote: one in its second version with the next begun, one never published; and two questions in the bank. */
export function writePosts(rows: JobRows): void {
  const shipped = JOBS[0]!;
  const night: Job = {
    ...shipped,
    id: 'local-night-shift',
    version: 1,
    title: { 'zh-CN': '夜班装配工', en: 'Night shift assembler' },
  };
  const first = rows.begin({ id: uuid(1), jobId: night.id, baseVersion: null, job: night }, BY);
  const { version } = rows.publish(first, night, BY);
  const second = rows.begin({ id: uuid(2), jobId: night.id, baseVersion: version, job: night }, BY);
  rows.publish(second, night, BY);
  const third: Job = { ...night, version: 3, items: night.items.toSpliced(3, 1) };
  rows.begin({ id: uuid(3), jobId: night.id, baseVersion: 2, job: third }, BY);
  const forklift: Job = {
    ...shipped,
    id: 'local-forklift',
    title: { 'zh-CN': '叉车司机', en: '' },
    items: shipped.items.slice(0, 4),
  };
  rows.begin({ id: uuid(4), jobId: forklift.id, baseVersion: null, job: forklift }, BY);
  const from = { jobId: shipped.id, jobTitle: shipped.title.en, version: 3 };
  rows.addToBank({ id: uuid(5), item: shipped.items[0]!, tags: ['质检', 'quality'], from, addedBy: BY });
  rows.addToBank({ id: uuid(6), item: shipped.items[3]!, tags: ['安全', 'safety'], from, addedBy: BY });
}
