import { createHash } from 'node:crypto';
import {
  type Artifact,
  MANIFEST_CONTEXT,
  type ManifestRefusal,
  type Platform,
  SignedManifest,
  UpdateManifest,
} from '#shared/update-manifest.ts';
import { canonicalText } from '#shared/wire/canonical.ts';
import { compareVersions } from './compare-versions.ts';
import { isInRollout } from './rollout.ts';

/** What a kiosk is, and what it has seen of manifests before. */
export interface ManifestReader {
  /** Public halves of the publishers' keys, raw 32 bytes in base64url; several while one follows another. */
  readonly trustedKeys: readonly string[];
  /** Ed25519; false also for what is no key or no signature. */
  readonly verify: (publicKey: string, message: Uint8Array, signature: string) => boolean;
  readonly platform: Platform | null;
  /** The version that runs. */
  readonly version: string;
  /** The version of the database here. */
  readonly schema: number;
  readonly deviceId: string;
  readonly nowMs: number;
  readonly seen: {
    /** Of the newest manifest that was believed; 0 before the first. */
    readonly sequence: number;
    /** SHA-256 of its canonical text: the same number for something else is a replay too. */
    readonly sha256: string;
    /** The highest floor ever seen; null before the first. */
    readonly floor: string | null;
    /** Versions that did not become healthy here. */
    readonly failedVersions: readonly string[];
  };
}

/** The manifest is believed; what it means for this kiosk. */
export interface BelievedManifest {
  readonly kind: 'believed';
  readonly manifest: UpdateManifest;
  readonly sha256: string;
  /** Null: nothing to do, for this reason. */
  readonly offer: Artifact | null;
  readonly reason: 'newer' | 'up_to_date' | 'not_in_rollout' | 'failed_before';
}

/** @param detail for the log */
type Refused = { readonly kind: 'refused'; readonly code: ManifestRefusal; readonly detail: string };

/** What a key is called in a manifest. @param publicKey raw 32 bytes, base64url */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, 16);
}

/** The bytes that a publisher signs. */
export function signedBytes(manifest: Readonly<Record<string, unknown>>): Buffer {
  return Buffer.from(MANIFEST_CONTEXT + canonicalText(manifest), 'utf8');
}

function bytesToCheck(manifest: Readonly<Record<string, unknown>>): Buffer | null {
  try {
    return signedBytes(manifest);
  } catch {
    // nested without end, or text that is none: nobody has signed that
    return null;
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // a portal's page, a torn answer: what it is instead is of no use to anybody
    return null;
  }
}

/**
 * Decides whether what a server answered is a manifest of a trusted publisher, newer than all before, valid now, and whether this
 * kiosk follows it. Nothing in it is read before its signature was found good.
 */
export function openManifest(bytes: Uint8Array, reader: ManifestReader): BelievedManifest | Refused {
  const refused = (code: ManifestRefusal, detail = ''): Refused => ({ kind: 'refused', code, detail });
  const envelope = SignedManifest.safeParse(jsonOf(bytes));
  if (!envelope.success) return refused('not_a_manifest');
  const message = bytesToCheck(envelope.data.manifest);
  if (message === null) return refused('not_a_manifest');
  const byId = new Map(reader.trustedKeys.map((key) => [keyIdOf(key), key]));
  const known = envelope.data.signatures.filter(({ keyId }) => byId.has(keyId));
  if (known.length === 0) return refused('unknown_key', envelope.data.signatures.map(({ keyId }) => keyId).join(' '));
  if (!known.some(({ keyId, signature }) => reader.verify(byId.get(keyId) ?? '', message, signature)))
    return refused('bad_signature');

  const parsed = UpdateManifest.safeParse(envelope.data.manifest);
  if (!parsed.success) return refused('invalid_manifest', parsed.error.message);
  const manifest = parsed.data;
  const sha256 = createHash('sha256').update(message).digest('hex');
  const { seen } = reader;
  if (manifest.sequence < seen.sequence || (manifest.sequence === seen.sequence && sha256 !== seen.sha256))
    return refused('replayed', `${manifest.sequence} after ${seen.sequence}`);
  if (reader.nowMs < Date.parse(manifest.notBefore)) return refused('not_yet_valid', manifest.notBefore);
  if (reader.nowMs >= Date.parse(manifest.expiresAt)) return refused('expired', manifest.expiresAt);

  const { version, floor } = manifest;
  if (compareVersions(version, floor) < 0 || (seen.floor !== null && compareVersions(version, seen.floor) < 0))
    return refused('below_floor', version);
  const order = compareVersions(version, reader.version);
  if (order < 0) return refused('downgrade', version);
  const believed = { kind: 'believed', manifest, sha256 } as const;
  if (order === 0) return { ...believed, offer: null, reason: 'up_to_date' };
  if (compareVersions(reader.version, manifest.updatesFrom) < 0) return refused('step_missing', manifest.updatesFrom);
  if (manifest.schema < reader.schema) return refused('cannot_read_data', String(manifest.schema));
  const artifact = reader.platform === null ? undefined : manifest.artifacts[reader.platform];
  if (artifact === undefined) return refused('no_artifact', String(reader.platform));
  if (seen.failedVersions.includes(version)) return { ...believed, offer: null, reason: 'failed_before' };
  if (!isInRollout(reader.deviceId, manifest.rolloutPercent))
    return { ...believed, offer: null, reason: 'not_in_rollout' };
  return { ...believed, offer: artifact, reason: 'newer' };
}
