import { createHash, generateKeyPairSync } from 'node:crypto';
import { NEWEST_SCHEMA } from '#main/store/migrate.ts';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DeviceSigner, signerOf } from '#main/store/device-signer.ts';
import { keyIdOf, signedBytes } from '#main/update/open-manifest.ts';
import type { Artifact, SignedManifest, UpdateManifest } from '#shared/update-manifest.ts';

/** A publisher's key. */
export function publisherKey(): DeviceSigner {
  const { d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return signerOf(Buffer.from(d ?? '', 'base64url'));
}

export const sha512Of = (bytes: Uint8Array | string) => createHash('sha512').update(bytes).digest('base64');

/** The download that is the program itself. */
export function appImageOf(version: string, bytes: Uint8Array | string): Artifact {
  const size = typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length;
  return {
    name: `Anteroom-${version}.AppImage`,
    size,
    sha512: sha512Of(bytes),
    start: 'Anteroom.AppImage',
    unpacked: null,
  };
}

export function manifestOf(parts: Partial<UpdateManifest> = {}): UpdateManifest {
  const version = parts.version ?? '1.1.0';
  return {
    format: 1,
    sequence: 1,
    version,
    floor: '1.0.0',
    updatesFrom: '1.0.0',
    schema: NEWEST_SCHEMA,
    rolloutPercent: 100,
    notBefore: '2026-11-01T00:00:00.000Z',
    expiresAt: '2027-02-01T00:00:00.000Z',
    artifacts: { 'linux-x64': appImageOf(version, `program ${version}`) },
    ...parts,
  };
}

/** As `anteroom update sign` does it. */
export function signed(manifest: object, ...signers: readonly DeviceSigner[]): SignedManifest {
  const bare = manifest as Record<string, unknown>;
  return {
    manifest: bare,
    signatures: signers.map((signer) => ({
      keyId: keyIdOf(signer.publicKey),
      signature: signer.sign(signedBytes(bare)),
    })),
  };
}

export type Answer = string | Uint8Array | ((request: IncomingMessage, response: ServerResponse) => void);

/** A real server with real files; what it is asked for is written down. */
export interface FileServer {
  readonly url: string;
  readonly files: Map<string, Answer>;
  readonly asked: string[];
  close(): Promise<void>;
}

export async function serveFiles(): Promise<FileServer> {
  const files = new Map<string, Answer>();
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://server').pathname;
    asked.push(path);
    const answer = files.get(path);
    if (answer === undefined) response.writeHead(404).end();
    else if (typeof answer === 'function') answer(request, response);
    else response.writeHead(200, { 'content-length': Buffer.byteLength(answer) }).end(answer);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    asked,
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** What electron-updater reads, as `anteroom update sign` writes it. */
export function feedFileOf({ version }: Pick<UpdateManifest, 'version'>, { name, sha512, size }: Artifact): string {
  return JSON.stringify({ version, files: [{ url: name, sha512, size }], path: name, sha512 });
}
