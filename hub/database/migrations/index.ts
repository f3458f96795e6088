import type { Migration } from '../database.ts';
import { createIntake } from './0010-create-intake.ts';
import { eraseSessions } from './0020-erase-sessions.ts';
import { keepAuditHeads } from './0030-keep-audit-heads.ts';
import { keepMediaParts } from './0040-keep-media-parts.ts';
import { enrolDevices } from './0100-enrol-devices.ts';
import { peopleKeysAudit } from './0300-people-keys-audit.ts';

/** In order; a step that is released is never edited, and a new one has the highest version. */
export const migrations: readonly Migration[] = [
  createIntake,
  eraseSessions,
  keepAuditHeads,
  keepMediaParts,
  enrolDevices,
  peopleKeysAudit,
];
