import type { Migration } from '../database.ts';
import { createIntake } from './0010-create-intake.ts';
import { eraseSessions } from './0020-erase-sessions.ts';
import { keepAuditHeads } from './0030-keep-audit-heads.ts';
import { keepMediaParts } from './0040-keep-media-parts.ts';
import { enrolDevices } from './0100-enrol-devices.ts';
import { publish } from './0110-publish.ts';
import { peopleKeysAudit } from './0300-people-keys-audit.ts';
import { createCandidates } from './0410-create-candidates.ts';
import { createWorkflow } from './0420-create-workflow.ts';
import { createQueue } from './0430-create-queue.ts';
import { createImports } from './0440-create-imports.ts';
import { createMessages } from './0450-create-messages.ts';
import { createChecks } from './0460-create-checks.ts';
import { createConnectors } from './0470-create-connectors.ts';
import { targetQueue } from './0510-target-queue.ts';
import { noteCursors } from './0520-note-cursors.ts';
import { keepErasureRequests } from './0530-keep-erasure-requests.ts';
import { createResultFeed } from './0600-create-result-feed.ts';
import { createVendorOrders } from './0610-create-vendor-orders.ts';
import { secondFactors } from './0700-second-factors.ts';
import { knowPurposes } from './0800-know-purposes.ts';
import { shareLimits } from './0900-share-limits.ts';
import { findKioskJobs } from './0910-find-kiosk-jobs.ts';

/** In order; a step that is released is never edited, and a new one has the highest version. */
export const migrations: readonly Migration[] = [
  createIntake,
  eraseSessions,
  keepAuditHeads,
  keepMediaParts,
  enrolDevices,
  publish,
  peopleKeysAudit,
  createCandidates,
  createWorkflow,
  createQueue,
  createImports,
  createMessages,
  createChecks,
  createConnectors,
  targetQueue,
  noteCursors,
  keepErasureRequests,
  createResultFeed,
  createVendorOrders,
  secondFactors,
  knowPurposes,
  shareLimits,
  findKioskJobs,
];
