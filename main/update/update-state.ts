import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Instant } from '#shared/ids.ts';
import { Version } from '#shared/update-manifest.ts';
import { compareVersions } from './compare-versions.ts';
import type { Disk } from './disk.ts';
import { UpdateError } from './update-error.ts';

/** As many versions that did not become healthy are remembered; a publisher goes on to higher ones. */
const MOST_FAILED = 20;

/** What a kiosk must not forget of updates, and what it tells of them. */
const UpdateState = z.strictObject({
  format: z.literal(1),
  seen: z.strictObject({
    sequence: z.int().nonnegative(),
    sha256: z.string().regex(/^([0-9a-f]{64})?$/),
    floor: Version.nullable(),
    failedVersions: z.array(Version).max(MOST_FAILED),
  }),
  /** Whole in the other slot, waiting for a quiet moment. */
  ready: Version.nullable(),
  lastLookAt: Instant.nullable(),
  /** Of the last try; null after one that went well. */
  failure: z.strictObject({ code: z.string(), at: Instant, version: Version.nullable() }).nullable(),
});
export type UpdateState = z.infer<typeof UpdateState>;

const EMPTY: UpdateState = {
  format: 1,
  seen: { sequence: 0, sha256: '', floor: null, failedVersions: [] },
  ready: null,
  lastLookAt: null,
  failure: null,
};

/** The state in its file; each change is on the disk before it returns. */
export interface StateFile {
  current(): UpdateState;
  change(parts: Partial<Omit<UpdateState, 'format'>>): void;
}

/**
 * @throws {UpdateError} `state_unreadable`: with what was seen forgotten, an older manifest would be believed again
 */
export function openStateFile(disk: Disk, file: string): StateFile {
  let state = read(file);
  return {
    current: () => state,
    change(parts) {
      const next = { ...state, ...parts };
      disk.write(`${file}.new`, JSON.stringify(next));
      disk.sync(`${file}.new`);
      disk.rename(`${file}.new`, file);
      disk.sync(dirname(file));
      state = next;
    },
  };
}

function read(file: string): UpdateState {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return EMPTY;
    throw new UpdateError('state_unreadable', String(error), { cause: error });
  }
  try {
    return UpdateState.parse(JSON.parse(text));
  } catch (error) {
    throw new UpdateError('state_unreadable', `${file}: ${String(error)}`, { cause: error });
  }
}

/** What was seen, with one more version that did not become healthy. */
export function withFailed(seen: UpdateState['seen'], version: string): UpdateState['seen'] {
  const others = seen.failedVersions.filter((each) => each !== version);
  return { ...seen, failedVersions: [...others, version].slice(-MOST_FAILED) };
}

/** What was seen, with a manifest that is believed now. */
export function withManifest(
  seen: UpdateState['seen'],
  { sequence, floor, sha256 }: { sequence: number; floor: string; sha256: string },
): UpdateState['seen'] {
  const isHigher = seen.floor === null || compareVersions(floor, seen.floor) > 0;
  return { ...seen, sequence, sha256, floor: isHigher ? floor : seen.floor };
}
