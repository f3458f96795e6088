import { z } from 'zod';
import { Instant } from './ids.ts';
import { Signature } from './wire/signature.ts';

/** Where a publisher's signed manifest lies, beside the programs it names. */
export const MANIFEST_NAME = 'anteroom-update.json';
/** A manifest lists every file of an unpacked program; more than this is none. */
export const MAX_MANIFEST_BYTES = 1024 * 1024;
/** Goes before the canonical JSON of a manifest when it is signed: a signature of ours is never one of something else. */
export const MANIFEST_CONTEXT = 'anteroom-update-v1\n';

/** Three numbers. No pre-releases: a kiosk runs what is meant for kiosks. */
export const Version = z
  .string()
  .regex(/^(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}$/, 'expected three numbers, as 1.4.0');
/** A file beside the manifest: never a way to somewhere else. */
const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/, 'expected the name of a file');
/** A file inside a program's folder, with `/`. */
const InnerPath = z
  .string()
  .max(400)
  .refine(
    (path) => path.split('/').every((part) => /^[^\\:*?"<>|\0]+$/.test(part) && part !== '.' && part !== '..'),
    'expected a path inside the folder',
  );
const Sha512 = z.string().regex(/^[A-Za-z0-9+/]{86}==$/, 'expected a SHA-512 in base64');
const Bytes = z
  .int()
  .positive()
  .max(8 * 1024 * 1024 * 1024);

const ProgramFile = z.strictObject({ path: InnerPath, size: Bytes.or(z.literal(0)), sha512: Sha512 });
export type ProgramFile = z.infer<typeof ProgramFile>;

/** The program for one kind of computer. */
const Artifact = z.strictObject({
  name: FileName,
  size: Bytes,
  sha512: Sha512,
  /** What the launcher starts, inside the program's folder. */
  start: InnerPath,
  /** Every file that the installer leaves behind; null where the download is the program. */
  unpacked: z.array(ProgramFile).min(1).max(5000).nullable(),
});
export type Artifact = z.infer<typeof Artifact>;

/** `process.platform` and `process.arch`. */
export const PLATFORMS = ['linux-x64', 'linux-arm64', 'win32-x64'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** One release, as its publisher offers it now. */
export const UpdateManifest = z.strictObject({
  format: z.literal(1),
  /** Rises with every manifest that is signed: an older one that is played again is known by it. */
  sequence: z.int().positive(),
  version: Version,
  /** The lowest version that may be installed from now on, also later and whatever another manifest says. */
  floor: Version,
  /** The lowest version that can go to this one in one step. */
  updatesFrom: Version,
  /** The newest version of the database that this release knows: with less it could not read what a kiosk holds. */
  schema: z.int().positive(),
  /** Of the kiosks, by the formula of main/update/rollout.ts. */
  rolloutPercent: z.number().min(0).max(100),
  notBefore: Instant,
  expiresAt: Instant,
  artifacts: z.partialRecord(z.enum(PLATFORMS), Artifact),
});
export type UpdateManifest = z.infer<typeof UpdateManifest>;

/** Names a publisher's key: the first 16 hexadecimal digits of the SHA-256 of its public half. */
const KeyId = z.string().regex(/^[0-9a-f]{16}$/);

/** What lies on the server. `manifest` is read only once a signature was found good. */
export const SignedManifest = z.strictObject({
  manifest: z.record(z.string(), z.unknown()),
  signatures: z
    .array(z.strictObject({ keyId: KeyId, signature: Signature }))
    .min(1)
    .max(8),
});
export type SignedManifest = z.infer<typeof SignedManifest>;

/** Why a manifest was not believed or not followed. Each is a sentence in the locale files. */
export const MANIFEST_REFUSALS = [
  'not_a_manifest',
  'unknown_key',
  'bad_signature',
  'invalid_manifest',
  'replayed',
  'not_yet_valid',
  'expired',
  'no_artifact',
  'below_floor',
  'downgrade',
  'step_missing',
  'cannot_read_data',
] as const;
export type ManifestRefusal = (typeof MANIFEST_REFUSALS)[number];
