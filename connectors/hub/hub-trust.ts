import { createHash, X509Certificate } from 'node:crypto';
import {
  checkServerIdentity,
  type ConnectionOptions,
  type DetailedPeerCertificate,
  type PeerCertificate,
} from 'node:tls';
import type { CertificateRefusal } from '#shared/wire/certificate-refusal.ts';

/** Whose certificates count as head office's. */
export type HubTrust = {
  /** PEM certificates of the only authorities believed; empty: the authorities this program ships with. */
  readonly caPem: string;
  /**
   * Base64 SHA-256 of public keys (SubjectPublicKeyInfo, as in RFC 7469). One of them must be in the chain, besides everything else
   * that makes a certificate good; two allow for a change of keys. Empty: any key.
   */
  readonly pins: readonly string[];
};

/** The chain is good, but no key in it is one of the pins. */
export class PinMismatchError extends Error {
  override readonly name = 'PinMismatchError';
  readonly code = 'PIN_MISMATCH';
  constructor() {
    super('No key in the certificate chain is one that this kiosk was told to expect.');
  }
}

/** What `tls.connect` needs to believe the right hub and nobody else. */
export function trustOptions(trust: HubTrust): Pick<ConnectionOptions, 'ca' | 'checkServerIdentity' | 'minVersion'> {
  return {
    minVersion: 'TLSv1.2',
    ...(trust.caPem === '' ? {} : { ca: trust.caPem }),
    checkServerIdentity: (host, certificate) =>
      checkServerIdentity(host, certificate) ??
      (trust.pins.length === 0 || hasPinnedKey(certificate, trust.pins) ? undefined : new PinMismatchError()),
  };
}

/** Base64 SHA-256 of the public key of a certificate. */
export function pinOf(certificate: X509Certificate): string {
  return createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}

/**
 * Walks from the leaf to its issuers. Each step is proven by a signature: what a server merely sends along proves nothing, and a
 * stranger's good certificate could come with the pinned one beside it.
 */
function hasPinnedKey(leaf: PeerCertificate, pins: readonly string[]): boolean {
  let entry: DetailedPeerCertificate | undefined = leaf as DetailedPeerCertificate;
  let current = new X509Certificate(entry.raw);
  for (;;) {
    if (pins.includes(pinOf(current))) return true;
    const next: DetailedPeerCertificate | undefined = entry.issuerCertificate;
    // a root is its own issuer
    if (next === undefined || next.fingerprint256 === entry.fingerprint256) return false;
    const issuer = new X509Certificate(next.raw);
    if (!current.verify(issuer.publicKey)) return false;
    entry = next;
    current = issuer;
  }
}

const REFUSALS: Readonly<Record<string, CertificateRefusal>> = {
  CERT_HAS_EXPIRED: 'certificate_expired',
  CERT_NOT_YET_VALID: 'certificate_not_yet_valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate_wrong_host',
  HOSTNAME_MISMATCH: 'certificate_wrong_host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate_self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate_untrusted',
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: 'certificate_untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate_untrusted',
  CERT_CHAIN_TOO_LONG: 'certificate_untrusted',
  CERT_REVOKED: 'certificate_untrusted',
  CERT_REJECTED: 'certificate_untrusted',
  CERT_UNTRUSTED: 'certificate_untrusted',
  INVALID_CA: 'certificate_untrusted',
  INVALID_PURPOSE: 'certificate_untrusted',
  PATH_LENGTH_EXCEEDED: 'certificate_untrusted',
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'certificate_untrusted',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'certificate_untrusted',
  PIN_MISMATCH: 'certificate_not_pinned',
};

/** Longest chain of causes that is followed. */
const MAX_CAUSES = 5;

/** What was wrong with the certificate, found in an error or in what it names as its cause; null when it was something else. */
export function certificateRefusalOf(error: unknown): CertificateRefusal | null {
  let current: unknown = error;
  for (let step = 0; step < MAX_CAUSES && current instanceof Error; step += 1) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    const refusal = REFUSALS[code];
    if (refusal !== undefined) return refusal;
    current = 'causingError' in current ? current.causingError : current.cause;
  }
  return null;
}
