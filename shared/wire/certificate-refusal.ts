/**
 * Why a kiosk does not talk to what answers at head office's address: what its certificate is. Everything waits until a person
 * has acted; it is tried again by itself.
 */
export const CERTIFICATE_REFUSALS = [
  'certificate_expired',
  'certificate_not_yet_valid',
  'certificate_wrong_host',
  'certificate_self_signed',
  'certificate_untrusted',
  'certificate_not_pinned',
] as const;
/** See {@link CERTIFICATE_REFUSALS}. */
export type CertificateRefusal = (typeof CERTIFICATE_REFUSALS)[number];

export function isCertificateRefusal(code: string): code is CertificateRefusal {
  return CERTIFICATE_REFUSALS.some((known) => known === code);
}
