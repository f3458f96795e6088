import { app } from './app.ts';
import { audit } from './audit.ts';
import { enrolment } from './enrolment.ts';
import { jobs } from './jobs.ts';
import { readAloud } from './read-aloud.ts';
import { readiness } from './readiness.ts';
import { review } from './review.ts';
import { session } from './session.ts';
import { settings } from './settings.ts';
import { staff } from './staff.ts';
import { sync } from './sync.ts';

/** One page of promises: every call between a screen and the core, by noun. */
export const contract = { app, audit, enrolment, jobs, readAloud, readiness, review, session, settings, staff, sync };
export type Contract = typeof contract;
