import { access, constants, readdir, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../bundle/write-durably.ts';
import type { DeliveryLedger } from '../result/delivery-ledger.ts';
import type { Mapping } from '../result/mapping.ts';
import { DeliveryEnded, type ResultConnector } from '../result/result-connector.ts';
import { lasting } from '../result/sentences.ts';
import { dropConnector, DropLook, type DropPlace } from './drop-connector.ts';

export const FileDropConfiguration = z.strictObject({
  folder: z.string().refine(isAbsolute, 'must be an absolute path'),
  ...DropLook.shape,
});
export type FileDropConfiguration = z.infer<typeof FileDropConfiguration>;

const FOLDER = { en: 'the folder', 'zh-CN': '此文件夹' };

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

/** A folder of this machine; shares and sticks are such too. */
function localFolder(folder: string): DropPlace {
  return {
    names: () => readdir(folder),
    // a name that begins with a dot is not looked at by those who fetch
    put: async (name, bytes) => void (await writeDurably(folder, [bytes], () => name, `.${name}.part`)),
    remove: (name) => rm(join(folder, name), { force: true }),
    check: async () => {
      if (!(await stat(folder)).isDirectory()) throw endOf(Object.assign(new Error('no folder'), { code: 'ENOTDIR' }));
      await access(folder, constants.W_OK);
    },
  };
}

/** Files in a folder that another program empties. */
export function createFileDropConnector(
  { folder, ...look }: FileDropConfiguration,
  mapping: Mapping,
  options: { readonly id: string; readonly ledger: DeliveryLedger },
): ResultConnector {
  return dropConnector(
    look,
    mapping,
    {
      open: async (_signal, work) => {
        try {
          return await work(localFolder(folder));
        } catch (error) {
          throw error instanceof DeliveryEnded ? error : endOf(error);
        }
      },
    },
    options,
  );
}
