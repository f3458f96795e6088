import type { Check, DiskProbe } from './ports.ts';

/** One hour of video and sound on disk, as measured in capture.md. */
export const VIDEO_BYTES_PER_HOUR = 480_000_000;
/** Less than two hours of video left: the next interviews may not fit. */
export const DISK_FAIL_HOURS = 2;
/** About two busy days of interviews. */
export const DISK_WARN_HOURS = 20;

/** How many hours of video still fit. */
export function checkDisk(probe: DiskProbe): Check {
  return {
    id: 'disk',
    async run() {
      const freeBytes = await probe.freeBytes();
      const videoHours = Math.floor(freeBytes / VIDEO_BYTES_PER_HOUR);
      const values = { freeBytes, videoHours };
      if (videoHours < DISK_FAIL_HOURS) return { result: 'fail', code: 'disk_full', values };
      if (videoHours < DISK_WARN_HOURS) return { result: 'warn', code: 'disk_low', values };
      return { result: 'pass', code: 'disk_enough', values };
    },
  };
}
