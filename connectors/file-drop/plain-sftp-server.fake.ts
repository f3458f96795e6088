import { createHash } from 'node:crypto';
import { once } from 'node:events';
import ssh2, { type SFTPWrapper } from 'ssh2';

const { OK, EOF, NO_SUCH_FILE, FAILURE } = ssh2.utils.sftp.STATUS_CODE;
const FILE_MODE = 0o100_600;

/** An SFTP server with passwords and without the extensions of OpenSSH, over a folder in memory. */
export type PlainSftpServer = {
  readonly port: number;
  /** As `ssh-keygen -lf` prints it. */
  readonly hostKey: string;
  /** By whole path. */
  readonly files: Map<string, Buffer>;
  readonly close: () => Promise<void>;
};

/** `rename` never writes over a file, as the protocol says. */
export async function startPlainSftp(password: string): Promise<PlainSftpServer> {
  const files = new Map<string, Buffer>();
  const host = ssh2.utils.generateKeyPairSync('ed25519');
  const key = ssh2.utils.parseKey(host.public);
  if (key instanceof Error) throw key;
  const server = new ssh2.Server({ hostKeys: [host.private] }, (client) => {
    // a client that goes away is none of ours
    client.on('error', () => client.end());
    client.on('authentication', (context) => {
      if (context.method === 'password' && context.password === password) context.accept();
      else context.reject(['password']);
    });
    client.on('session', (accept) => accept().on('sftp', (acceptSftp) => serve(acceptSftp(), files)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  const { port } = address as { port: number };
  return {
    port,
    hostKey: `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`,
    files,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

function serve(sftp: SFTPWrapper, files: Map<string, Buffer>): void {
  const listed = new Set<string>();
  const answer = (id: number, isDone: boolean, otherwise: number) => sftp.status(id, isDone ? OK : otherwise);
  const attrs = (size: number) => ({ mode: FILE_MODE, uid: 0, gid: 0, size, atime: 0, mtime: 0 });
  sftp.on('OPENDIR', (id, path) => sftp.handle(id, Buffer.from(path)));
  sftp.on('READDIR', (id, handle) => {
    const path = handle.toString();
    if (listed.delete(path)) {
      sftp.status(id, EOF);
      return;
    }
    listed.add(path);
    const names = [...files].map(([name, { length }]) => ({
      filename: name.slice(path.length + 1),
      longname: name,
      attrs: attrs(length),
    }));
    if (names.length === 0) sftp.status(id, EOF);
    else sftp.name(id, names);
  });
  sftp.on('STAT', (id, path) => {
    const held = files.get(path);
    if (held === undefined) sftp.status(id, NO_SUCH_FILE);
    else sftp.attrs(id, attrs(held.length));
  });
  sftp.on('FSTAT', (id, handle) => sftp.attrs(id, attrs(files.get(handle.toString())?.length ?? 0)));
  sftp.on('OPEN', (id, path, flags) => {
    if ((flags & ssh2.utils.sftp.OPEN_MODE.TRUNC) !== 0) files.set(path, Buffer.alloc(0));
    if (files.has(path)) sftp.handle(id, Buffer.from(path));
    else sftp.status(id, NO_SUCH_FILE);
  });
  sftp.on('READ', (id, handle, at, length) => {
    const piece = files.get(handle.toString())?.subarray(at, at + length);
    if (piece === undefined || piece.length === 0) sftp.status(id, EOF);
    else sftp.data(id, piece);
  });
  sftp.on('WRITE', (id, handle, at, data) => {
    const held = files.get(handle.toString()) ?? Buffer.alloc(0);
    files.set(handle.toString(), Buffer.concat([held.subarray(0, at), data]));
    sftp.status(id, OK);
  });
  sftp.on('CLOSE', (id) => sftp.status(id, OK));
  sftp.on('REMOVE', (id, path) => answer(id, files.delete(path), NO_SUCH_FILE));
  sftp.on('RENAME', (id, from, to) => {
    const held = files.get(from);
    const isFree = held !== undefined && !files.has(to);
    if (isFree) files.set(to, held);
    if (isFree) files.delete(from);
    answer(id, isFree, FAILURE);
  });
}
