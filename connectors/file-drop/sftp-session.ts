import type { SFTPWrapper } from 'ssh2';
import { DeliveryEnded } from '../result/result-connector.ts';
import { lasting, saidBy } from '../result/sentences.ts';

export const SFTP = { en: 'The SFTP server', 'zh-CN': 'SFTP 服务器' };

export type SftpSettings = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Fingerprints that are taken, `SHA256:…`. */
  readonly hostKeys: readonly string[];
  /** A key is preferred where both are given. */
  readonly password: string | null;
  readonly privateKey: string | null;
  readonly passphrase: string | null;
};

const READY_LIMIT_MS = 20_000;
/** Silence on an open connection that is taken for its end. */
const KEEP_ALIVE_MS = 10_000;

/** Status codes of the protocol (draft-ietf-secsh-filexfer-02 §7). OpenSSH answers a full disk with FAILURE. */
const STATUS = { NO_SUCH_FILE: 2, PERMISSION_DENIED: 3, NO_CONNECTION: 6, CONNECTION_LOST: 7 } as const;

const misconfigured = (en: string, zh: string) =>
  new DeliveryEnded(lasting('misconfigured', SFTP, { en, 'zh-CN': zh }));

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Whether the server says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === STATUS.NO_SUCH_FILE;
}

/** What a failed call means. @param secrets must not be in what is shown */
export function endOfSftp(error: unknown, secrets: readonly string[]): DeliveryEnded {
  if (error instanceof DeliveryEnded) return error;
  const code = codeOf(error);
  if (code === STATUS.NO_SUCH_FILE)
    return misconfigured(
      'The folder is not there. Create it there, or enter another one in the settings.',
      '对方没有此文件夹。请在对方服务器上创建，或在设置中更改。',
    );
  if (code === STATUS.PERMISSION_DENIED)
    return misconfigured(
      'This user may not write into the folder. Ask its administrator for the right to.',
      '此用户没有该文件夹的写入权限，请联系对方管理员。',
    );
  if (code === STATUS.NO_CONNECTION || code === STATUS.CONNECTION_LOST)
    return new DeliveryEnded({ kind: 'transient', reason: 'unreachable' });
  // a full disk, a quota, a server that is going down: all pass when somebody looks after them
  if (typeof code === 'number') return new DeliveryEnded({ kind: 'transient', reason: 'busy' });
  if (!(error instanceof Error)) throw error;
  const level = 'level' in error ? error.level : undefined;
  if (level === 'client-authentication') return new DeliveryEnded(lasting('refused', SFTP));
  if (level === 'client-timeout') return new DeliveryEnded({ kind: 'transient', reason: 'timeout' });
  // what the two cannot agree on stays as it is until somebody changes it
  if (level === 'handshake' && /no matching/i.test(error.message))
    return new DeliveryEnded(lasting('misconfigured', SFTP, saidBy(error.message, secrets)));
  return new DeliveryEnded({ kind: 'transient', reason: 'unreachable' });
}

/**
 * Opens a session for one piece of work. The server's key must be one that is pinned: nothing is said to a stranger, not even the user name.
 * @throws DeliveryEnded
 */
export async function withSftp<Answer>(
  settings: SftpSettings,
  signal: AbortSignal,
  work: (sftp: SFTPWrapper) => Promise<Answer>,
): Promise<Answer> {
  const { host, port, user, hostKeys, password, passphrase } = settings;
  const privateKey = settings.privateKey === null ? null : withLines(settings.privateKey);
  if (privateKey === null && password === null)
    throw misconfigured(
      'Neither a password nor a private key is set. Enter one.',
      '没有填写密码或私钥，请填写其中一项。',
    );
  // loaded with the first delivery, not with every hub
  const { default: ssh2 } = await import('ssh2');
  const secrets = [password, privateKey, passphrase].filter((secret) => secret !== null);
  const key = privateKey === null ? null : ssh2.utils.parseKey(privateKey, passphrase ?? undefined);
  if (key instanceof Error)
    throw misconfigured(
      'The private key cannot be read: it is damaged, or its passphrase is wrong. Enter it again.',
      '私钥无法读取：内容损坏或口令错误，请重新填写。',
    );
  const client = new ssh2.Client();
  let stranger: string | null = null;
  let stop = (): void => undefined;
  const lost = new Promise<never>((_, reject) => {
    client.on('error', (error) => reject(stranger === null ? endOfSftp(error, secrets) : unknownHost(stranger)));
    client.on('close', () => reject(new DeliveryEnded({ kind: 'transient', reason: 'unreachable' })));
    stop = () => reject(new DeliveryEnded({ kind: 'transient', reason: 'stopped' }));
  });
  // it may fail while nobody waits for it: after the work is done
  lost.catch(() => undefined);
  signal.addEventListener('abort', stop);
  const opened = new Promise<SFTPWrapper>((resolve, reject) => {
    client.on('ready', () => client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp))));
  });
  try {
    client.connect({
      host,
      port,
      username: user,
      ...(privateKey === null ? { password: password ?? '' } : { privateKey, passphrase: passphrase ?? '' }),
      hostHash: 'sha256',
      hostVerifier: (hex: string) => {
        const seen = fingerprintOf(hex);
        if (!hostKeys.includes(seen)) stranger = seen;
        return stranger === null;
      },
      readyTimeout: READY_LIMIT_MS,
      keepaliveInterval: KEEP_ALIVE_MS,
      keepaliveCountMax: 2,
    });
    return await Promise.race([lost, opened.then(work)]);
  } catch (error) {
    throw endOfSftp(error, secrets);
  } finally {
    signal.removeEventListener('abort', stop);
    client.end();
  }
}

/** A key that lost its line ends in a field of one line gets them back; any other text stays as it is. */
function withLines(key: string): string {
  const [, begin, body = '', end] =
    /^\s*(-----BEGIN [A-Z ]+-----)([A-Za-z0-9+/=\s]+)(-----END [A-Z ]+-----)\s*$/.exec(key) ?? [];
  if (begin === undefined || end === undefined) return key;
  return [begin, ...(body.replaceAll(/\s/g, '').match(/.{1,70}/g) ?? []), end, ''].join('\n');
}

/** As `ssh-keygen -lf` prints it. */
function fingerprintOf(hex: string): string {
  return `SHA256:${Buffer.from(hex, 'hex').toString('base64').replace(/=+$/, '')}`;
}

function unknownHost(seen: string): DeliveryEnded {
  return misconfigured(
    `It shows the key ${seen}, which is not one of those in the settings; nothing was sent. Ask its administrator whether its key was changed before you enter this one.`,
    `对方出示的主机密钥 ${seen} 不在设置之中，未发送任何内容。请先向对方管理员确认密钥是否已更换，再填写新的指纹。`,
  );
}
