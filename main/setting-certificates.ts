import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** @throws when one of them cannot be read. */
function certificatesOf(pem: string): X509Certificate[] {
  return [...pem.matchAll(CERTIFICATE)].map(([text]) => new X509Certificate(text));
}

/** Why these certificates cannot be used as authorities; null when they can, or when there are none. */
export function authorityRefusal(pem: string): string | null {
  try {
    certificatesOf(pem);
    return null;
  } catch (error) {
    return `no certificate: ${error instanceof Error ? error.message : String(error)}`;
  }
}
