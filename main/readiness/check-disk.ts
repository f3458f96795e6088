import type { Check, DiskProbe } from './ports.ts';

/** One hour of video and sound on disk, as measured in capture.md. */
export const VIDEO_BYTES_PER_HOUR = 480_000_000;
/** Less than two hours of video left: the next interviews may not fit. */
export const DISK_FAIL_HOURS = 2;
/** About two busy days of interviews. */
export const DISK_WARN_HOURS = 20;

const RESERVE_CODES = { gone: 'reserve_gone', no_room: 'reserve_no_room', failed: 'reserve_failed' } as const;

/** How many hours of video still fit, what is not recorded any more, and whether the reserve for answers is there. */
export function checkDisk(probe: DiskProbe): Check {
  return {
    id: 'disk',
    async run() {
      const freeBytes = await probe.freeBytes();
      const videoHours = Math.floor(freeBytes / VIDEO_BYTES_PER_HOUR);
      const values = { freeBytes, videoHours };
      const room = probe.room();
      if (!room.sound) return { result: 'fail', code: 'disk_no_sound', values };
      if (!room.picture) return { result: 'fail', code: 'disk_no_picture', values };
      if (videoHours < DISK_FAIL_HOURS) return { result: 'fail', code: 'disk_full', values };
      const reserve = probe.reserve();
      if (reserve !== 'whole' && reserve !== 'growing') return { result: 'warn', code: RESERVE_CODES[reserve], values };
      if (videoHours < DISK_WARN_HOURS) return { result: 'warn', code: 'disk_low', values };
      return { result: 'pass', code: 'disk_enough', values };
    },
  };
}
