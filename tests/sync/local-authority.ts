import 'reflect-metadata';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const KEYS = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
const newKeys = () => crypto.subtle.generateKey(KEYS, true, ['sign', 'verify']);

/** A certificate and its private key, PEM. `chain` is what a server sends: the certificate, and what stands between it and the root. */
export type Leaf = {
  readonly chain: string;
  readonly key: string;
  readonly certificate: NodeCertificate;
};

/** A certificate authority in memory; see {@link createAuthority}. */
export type Authority = {
  readonly pem: string;
  readonly certificate: NodeCertificate;
  /** Issues a certificate for `names` (`DNS` or `IP`), valid from `fromDays` to `toDays` counted from now. */
  readonly issue: (options?: LeafOptions) => Promise<Leaf>;
};

/** What a leaf says. */
export type LeafOptions = {
  readonly names?: readonly x509.JsonGeneralName[];
  readonly fromDays?: number;
  readonly toDays?: number;
  /** Signed by itself and by nobody else. */
  readonly isSelfSigned?: boolean;
};

/** Makes a root of its own. */
export async function createAuthority(name = 'Test authority'): Promise<Authority> {
  const keys = await newKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: KEYS,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 3650 * DAY_MS),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });

  async function issue(options: LeafOptions = {}): Promise<Leaf> {
    const {
      names = [
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ],
      fromDays = -1,
      toDays = 90,
    } = options;
    const own = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      subject: 'CN=hub',
      issuer: options.isSelfSigned === true ? 'CN=hub' : root.subject,
      publicKey: own.publicKey,
      signingKey: options.isSelfSigned === true ? own.privateKey : keys.privateKey,
      signingAlgorithm: KEYS,
      notBefore: new Date(Date.now() + fromDays * DAY_MS),
      notAfter: new Date(Date.now() + toDays * DAY_MS),
      extensions: [new x509.SubjectAlternativeNameExtension([...names])],
    });
    const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', own.privateKey), 'PRIVATE KEY');
    const chain = certificate.toString('pem');
    return { chain, key, certificate: new NodeCertificate(chain) };
  }

  const pem = root.toString('pem');
  return { pem, certificate: new NodeCertificate(pem), issue };
}
