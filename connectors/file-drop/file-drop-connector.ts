import { createHash } from 'node:crypto';
import { access, constants, readdir, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { Locale } from '#shared/localized.ts';
import type { InterviewResult } from '#shared/result.ts';
import { writeDurably } from '../bundle/write-durably.ts';
import { deliverOnce, type DeliveryLedger } from '../result/delivery-ledger.ts';
import type { Mapping } from '../result/mapping.ts';
import {
  DeliveryEnded,
  endingsAsOutcomes,
  type DeliveryOutcome,
  type PlannedRequest,
  type ResultConnector,
} from '../result/result-connector.ts';
import { lasting } from '../result/sentences.ts';
import { DropFormat, dropFile, MIME_TYPES } from './drop-files.ts';

export const FileDropConfiguration = z.strictObject({
  folder: z.string().refine(isAbsolute, 'must be an absolute path'),
  formats: z
    .array(DropFormat)
    .min(1)
    .refine((formats) => new Set(formats).size === formats.length, 'a format stands twice'),
  /** Of CSV files: begin with a byte order mark, as Excel wants it. */
  hasBom: z.boolean().default(true),
  /** Language of the PDF. */
  locale: Locale.default('zh-CN'),
});
export type FileDropConfiguration = z.infer<typeof FileDropConfiguration>;

const FOLDER = { en: 'the folder', 'zh-CN': '此文件夹' };

/** No person and no job is in a name: folders are listed in places where files are not read. */
function fileName({ id, revision }: InterviewResult, format: DropFormat): string {
  return `${id}-r${String(revision).padStart(4, '0')}.${format}`;
}

/** Revision in the name of a file of this result; null for any other file. */
function revisionIn(name: string, id: string): number | null {
  const match = /^(.{36})-r(\d{4,})\.[a-z]+$/.exec(name);
  return match?.[1] === id ? Number(match[2]) : null;
}

/** What an error of the file system means; its text holds paths and is not passed on. */
function endOf(error: unknown): DeliveryEnded {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR')
    return new DeliveryEnded(
      lasting('misconfigured', FOLDER, {
        en: 'This program may not write into it.',
        'zh-CN': '本程序没有写入权限。',
      }),
    );
  // a share that is not mounted, a stick that was pulled out, a disk that is full: all pass when somebody looks after them
  if (code === 'ENOSPC' || code === 'EDQUOT') return new DeliveryEnded({ kind: 'transient', reason: 'busy' });
  if (typeof code === 'string') return new DeliveryEnded({ kind: 'transient', reason: 'unreachable' });
  throw error;
}

async function ofFileSystem<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DeliveryEnded ? error : endOf(error);
  }
}

/**
 * Files in a folder that another program empties. Each gets its name only when it is whole and on the medium; files of lower revisions that
 * nobody has fetched yet go away after that.
 */
export function createFileDropConnector(
  { folder, formats, hasBom, locale }: FileDropConfiguration,
  mapping: Mapping,
  { id: connector, ledger }: { readonly id: string; readonly ledger: DeliveryLedger },
): ResultConnector {
  const bytesOf = (format: DropFormat, result: InterviewResult) =>
    dropFile(format, result, { mapping, hasBom, locale });

  async function drop(result: InterviewResult, signal: AbortSignal): Promise<DeliveryOutcome> {
    const goOn = () => {
      if (signal.aborted) throw new DeliveryEnded({ kind: 'transient', reason: 'stopped' });
    };
    goOn();
    const remoteIds = Object.fromEntries(formats.map((format) => [format, fileName(result, format)]));
    const revisions = (await readdir(folder)).map((name) => ({ name, revision: revisionIn(name, result.id) ?? 0 }));
    if (revisions.some(({ revision }) => revision > result.revision)) return { kind: 'delivered', remoteIds };
    for (const format of formats) {
      const bytes = await bytesOf(format, result);
      goOn();
      const name = fileName(result, format);
      // a name that begins with a dot is not looked at by those who fetch
      await writeDurably(folder, [bytes], () => name, `.${name}.part`);
    }
    const overtaken = revisions.filter(({ revision }) => revision > 0 && revision < result.revision);
    for (const { name } of overtaken) await rm(join(folder, name), { force: true });
    return { kind: 'delivered', remoteIds };
  }

  return {
    upsert: (result, signal) =>
      deliverOnce(ledger, connector, result, () => endingsAsOutcomes(() => ofFileSystem(() => drop(result, signal)))),
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
    check: () =>
      endingsAsOutcomes(() =>
        ofFileSystem(async () => {
          if (!(await stat(folder)).isDirectory())
            throw endOf(Object.assign(new Error('no folder'), { code: 'ENOTDIR' }));
          await access(folder, constants.W_OK);
          return { kind: 'ready', about: formats.join(', ') };
        }),
      ),
  };
}
