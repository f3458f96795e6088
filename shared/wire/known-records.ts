import { z } from 'zod';
import type { WireRecord } from './record.ts';

/**
 * Body schemas this release understands, by type and version.
 *
 * Bodies are open objects in version 1: the rooms that write them own their shape. A type or version missing here
 * is still stored and acknowledged (`accepted_unparsed`), never refused.
 */
const openBody = z.looseObject({});
const knownBodies: Readonly<Record<string, Readonly<Record<number, z.ZodType>>>> = {
  'session.started': { 1: openBody },
  'session.resumed': { 1: openBody },
  'session.sealed': { 1: openBody },
  'session.withdrawn': { 1: openBody },
  'session.finalized': { 1: openBody },
  'session.erased': { 1: openBody },
  'capture.lost': { 1: openBody },
  'consent.given': { 1: openBody },
  'identity.given': { 1: openBody },
  'check.finished': { 1: openBody },
  'answer.saved': { 1: openBody },
  'answer.analysed': { 1: openBody },
  'rating.recorded': { 1: openBody },
  'decision.recorded': { 1: openBody },
};

/** Whether this release understands the record: known type, known version, body of the expected shape. */
export function isKnownRecord(record: WireRecord): boolean {
  const schema = knownBodies[record.type]?.[record.schemaVersion];
  return schema !== undefined && schema.safeParse(record.body).success;
}
