import { app } from './app.ts';
import { audit } from './audit.ts';
import { decision } from './decision.ts';
import { enrolment } from './enrolment.ts';
import { expected } from './expected.ts';
import { insights } from './insights.ts';
import { jobs } from './jobs.ts';
import { paper } from './paper.ts';
import { proposal } from './proposal.ts';
import { rating } from './rating.ts';
import { readAloud } from './read-aloud.ts';
import { readiness } from './readiness.ts';
import { receipt } from './receipt.ts';
import { review } from './review.ts';
import { session } from './session.ts';
import { settings } from './settings.ts';
import { staff } from './staff.ts';
import { sync } from './sync.ts';

/** One page of promises: every call between a screen and the core, by noun. */
export const contract = {
  app,
  audit,
  decision,
  enrolment,
  expected,
  insights,
  jobs,
  paper,
  proposal,
  rating,
  readAloud,
  readiness,
  receipt,
  review,
  session,
  settings,
  staff,
  sync,
};
export type Contract = typeof contract;
