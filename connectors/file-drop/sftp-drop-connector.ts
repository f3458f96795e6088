import { createHash } from 'node:crypto';
import type { SFTPWrapper } from 'ssh2';
import { z } from 'zod';
import type { DeliveryLedger } from '../result/delivery-ledger.ts';
import type { Mapping } from '../result/mapping.ts';
import { DeliveryEnded, type ResultConnector } from '../result/result-connector.ts';
import { lasting } from '../result/sentences.ts';
import { dropConnector, DropLook, type DropPlace } from './drop-connector.ts';
import { isMissing, SFTP, withSftp } from './sftp-session.ts';

export const SftpDropConfiguration = z.strictObject({
  /** `sftp://user@host:22/folder`; a folder that begins with `/~/` is from where the user arrives. */
  address: z
    .string()
    .max(2000)
    .refine((text) => placeOf(text) !== null, 'must be an address such as sftp://user@host/folder, without a password'),
  /** As `ssh-keyscan HOST | ssh-keygen -lf -` prints it; several, by spaces, while the server changes its key. */
  hostKey: z
    .string()
    .max(1000)
    .regex(
      /^SHA256:[A-Za-z0-9+/]{43}( SHA256:[A-Za-z0-9+/]{43})*$/,
      'must be a fingerprint such as SHA256:… with 43 characters',
    ),
  /** One of these two. */
  password: z.string().min(1).max(500).nullable().default(null),
  /** OpenSSH or PEM. */
  privateKey: z.string().min(100).max(20_000).nullable().default(null),
  passphrase: z.string().max(500).nullable().default(null),
  ...DropLook.shape,
});
export type SftpDropConfiguration = z.infer<typeof SftpDropConfiguration>;

const SFTP_PORT = 22;
/** What a server surely takes in one request. */
const PIECE_BYTES = 32 * 1024;

/** Where an address leads; null for one that is none. */
function placeOf(address: string): { host: string; port: number; user: string; folder: string } | null {
  const url = URL.parse(address);
  if (url?.protocol !== 'sftp:' || url.hostname === '' || url.username === '' || url.password !== '') return null;
  const path = decodeURIComponent(url.pathname);
  return {
    // without the brackets of an address of version 6
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? SFTP_PORT : Number(url.port),
    user: decodeURIComponent(url.username),
    folder: path.startsWith('/~/') ? `./${path.slice(3)}` : path === '' ? '/' : path,
  };
}

type Done<Value> = (error: Error | null | undefined, value: Value) => void;

/** One call of the protocol as a promise. */
function call<Value = void>(start: (done: Done<Value>) => void): Promise<Value> {
  return new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
}

/** False: the server does not know this extension. Anything else it says is an error. */
async function extended(start: (done: Done<unknown>) => void): Promise<boolean> {
  try {
    await call(start);
    return true;
  } catch (error) {
    if (error instanceof Error && /does not support/.test(error.message)) return false;
    throw error;
  }
}

/** A folder on an SFTP server, for the time of one session. */
function remoteFolder(sftp: SFTPWrapper, folder: string): DropPlace {
  const path = (name: string) => `${folder.replace(/\/+$/, '')}/${name}`;

  async function sizeOf(name: string): Promise<number | null> {
    try {
      return (await call<{ size: number }>((done) => sftp.stat(path(name), done))).size;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async function remove(name: string): Promise<void> {
    try {
      await call((done) => sftp.unlink(path(name), (error) => done(error, undefined)));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async function holds(name: string, bytes: Uint8Array): Promise<boolean> {
    if ((await sizeOf(name)) !== bytes.length) return false;
    const held = await call<Buffer>((done) => sftp.readFile(path(name), done));
    return hashOf(held) === hashOf(bytes);
  }

  async function write(name: string, bytes: Uint8Array): Promise<void> {
    const handle = await call<Buffer>((done) => sftp.open(path(name), 'w', 0o600, done));
    try {
      const buffer = Buffer.from(bytes);
      for (let at = 0; at < buffer.length; at += PIECE_BYTES) {
        const length = Math.min(PIECE_BYTES, buffer.length - at);
        await call((done) => sftp.write(handle, buffer, at, length, at, (error) => done(error, undefined)));
      }
      await extended((done) => sftp.ext_openssh_fsync(handle, (error) => done(error, undefined)));
    } finally {
      await call((done) => sftp.close(handle, (error) => done(error, undefined)));
    }
  }

  return {
    names: async () => {
      const list = await call<{ filename: string }[]>((done) => sftp.readdir(folder, done));
      return list.map(({ filename }) => filename);
    },
    put: async (name, bytes) => {
      // an answer that was lost: it is all there
      if (await holds(name, bytes)) return;
      const unfinished = `.${name}.part`;
      await write(unfinished, bytes);
      if ((await sizeOf(unfinished)) !== bytes.length)
        throw new DeliveryEnded({ kind: 'transient', reason: 'unreachable' });
      const [from, to] = [path(unfinished), path(name)];
      const isOver = await extended((done) => sftp.ext_openssh_rename(from, to, (error) => done(error, undefined)));
      if (isOver) return;
      // the plain call of the protocol does not write over a file
      await remove(name);
      await call((done) => sftp.rename(from, to, (error) => done(error, undefined)));
    },
    remove,
    check: async () => {
      const found = await call<{ isDirectory: () => boolean }>((done) => sftp.stat(folder, done));
      if (!found.isDirectory())
        throw new DeliveryEnded(
          lasting('misconfigured', SFTP, { en: 'What is named there is no folder.', 'zh-CN': '该路径不是文件夹。' }),
        );
    },
  };
}

/** The files of a file drop on an SFTP server; see `dropConnector`. */
export function createSftpDropConnector(
  { address, hostKey, password, privateKey, passphrase, ...look }: SftpDropConfiguration,
  mapping: Mapping,
  options: { readonly id: string; readonly ledger: DeliveryLedger },
): ResultConnector {
  const place = placeOf(address);
  if (place === null) throw new Error('The address was not checked by its schema.');
  const { folder, ...server } = place;
  const settings = { ...server, hostKeys: hostKey.split(' '), password, privateKey, passphrase };
  return dropConnector(
    look,
    mapping,
    { open: (signal, work) => withSftp(settings, signal, (sftp) => work(remoteFolder(sftp, folder))) },
    options,
  );
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
