import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Locale } from '#shared/localized.ts';
import type { InterviewResult } from '#shared/result.ts';
import { deliverOnce, type DeliveryLedger } from '../result/delivery-ledger.ts';
import type { Mapping } from '../result/mapping.ts';
import {
  DeliveryEnded,
  endingsAsOutcomes,
  type DeliveryOutcome,
  type ErasureNotice,
  type PlannedRequest,
  type ResultConnector,
} from '../result/result-connector.ts';
import { DropFormat, dropFile, MIME_TYPES } from './drop-files.ts';

/** What the files look like, wherever they are put. */
export const DropLook = z.strictObject({
  formats: z
    .array(DropFormat)
    .min(1)
    .refine((formats) => new Set(formats).size === formats.length, 'a format stands twice'),
  /** Of CSV files: begin with a byte order mark, as Excel wants it. */
  hasBom: z.boolean().default(true),
  /** Language of the PDF. */
  locale: Locale.default('zh-CN'),
});
export type DropLook = z.infer<typeof DropLook>;

/** A folder, here or elsewhere. Each function throws `DeliveryEnded`, or what its opener knows how to read. */
export type DropPlace = {
  readonly names: () => Promise<readonly string[]>;
  /** The file has its name only when it is whole and stays; the same bytes under the same name are done already. */
  readonly put: (name: string, bytes: Uint8Array) => Promise<void>;
  /** Harmless when there is none. */
  readonly remove: (name: string) => Promise<void>;
  readonly check: () => Promise<void>;
};

/** Opens the place for one piece of work, and closes it after that. */
export type DropCarrier = {
  readonly open: <Answer>(signal: AbortSignal, work: (place: DropPlace) => Promise<Answer>) => Promise<Answer>;
};

/** No person and no job is in a name: folders are listed in places where files are not read. */
function fileName({ id, revision }: InterviewResult, format: DropFormat): string {
  return `${id}-r${String(revision).padStart(4, '0')}.${format}`;
}

/** Says that the person was erased, and stays: whoever fetches later must erase too. */
const tombstoneName = (id: string): string => `${id}-erased.json`;

/** Revision in the name of a file of this result; null for any other file. */
function revisionIn(name: string, id: string): number | null {
  const match = /^(.{36})-r(\d{4,})\.[a-z]+$/.exec(name);
  return match?.[1] === id ? Number(match[2]) : null;
}

/**
 * Hands results over as files that another program fetches. Each gets its name only when it is whole and on the medium; files of lower
 * revisions that nobody has fetched yet go away after that. An erasure takes all of them away and leaves a tombstone.
 */
export function dropConnector(
  { formats, hasBom, locale }: DropLook,
  mapping: Mapping,
  carrier: DropCarrier,
  { id: connector, ledger }: { readonly id: string; readonly ledger: DeliveryLedger },
): ResultConnector {
  const bytesOf = (format: DropFormat, result: InterviewResult) =>
    dropFile(format, result, { mapping, hasBom, locale });
  const goOn = (signal: AbortSignal) => {
    if (signal.aborted) throw new DeliveryEnded({ kind: 'transient', reason: 'stopped' });
  };

  async function drop(result: InterviewResult, place: DropPlace, signal: AbortSignal): Promise<DeliveryOutcome> {
    const remoteIds = Object.fromEntries(formats.map((format) => [format, fileName(result, format)]));
    const names = await place.names();
    const revisions = names.map((name) => ({ name, revision: revisionIn(name, result.id) ?? 0 }));
    const isOver = names.includes(tombstoneName(result.id));
    if (isOver || revisions.some(({ revision }) => revision > result.revision)) return { kind: 'delivered', remoteIds };
    for (const format of formats) {
      const bytes = await bytesOf(format, result);
      goOn(signal);
      await place.put(fileName(result, format), bytes);
    }
    const overtaken = revisions.filter(({ revision }) => revision > 0 && revision < result.revision);
    for (const { name } of overtaken) await place.remove(name);
    return { kind: 'delivered', remoteIds };
  }

  async function bury({ resultId: id, revision, erasedAt }: ErasureNotice, place: DropPlace): Promise<void> {
    const tombstone = { schema: 'interview.erased/1', id, revision, erasedAt };
    await place.put(tombstoneName(id), Buffer.from(`${JSON.stringify(tombstone)}\n`));
    for (const name of await place.names()) if (revisionIn(name, id) !== null) await place.remove(name);
  }

  return {
    upsert: (result, signal) =>
      deliverOnce(ledger, connector, result, () =>
        endingsAsOutcomes(async () => {
          goOn(signal);
          return carrier.open(signal, (place) => drop(result, place, signal));
        }),
      ),
    erase: (notice, signal) =>
      endingsAsOutcomes(async () => {
        goOn(signal);
        await carrier.open(signal, (place) => bury(notice, place));
        return { kind: 'told' as const };
      }),
    dryRun: async (result) => {
      const requests: PlannedRequest[] = [];
      for (const format of formats) {
        const bytes = await bytesOf(format, result);
        const isText = format === 'csv' || format === 'ndjson';
        requests.push({
          method: 'WRITE',
          url: fileName(result, format),
          headers: { 'content-type': MIME_TYPES[format] },
          body: isText
            ? Buffer.from(bytes).toString('utf8')
            : { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
          isQuestion: false,
        });
      }
      return { kind: 'planned', requests };
    },
    check: (signal) =>
      endingsAsOutcomes(async () => {
        await carrier.open(signal, (place) => place.check());
        return { kind: 'ready' as const, about: formats.join(', ') };
      }),
  };
}
