import { z } from 'zod';

/** An Ed25519 key (RFC 8032): its raw 32 bytes, base64url. */
export const PublicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected 32 bytes as base64url');
/** An Ed25519 signature: 64 bytes, base64url. */
export const Signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'expected 64 bytes as base64url');
