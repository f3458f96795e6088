import type { ReadinessCheck } from '#shared/contract/readiness.ts';
import type { Instant } from '#shared/ids.ts';
import type { Job } from '#shared/job.ts';
import type { Locale } from '#shared/localized.ts';
import type { Purpose } from '#shared/purpose.ts';

/** What one check found. `code` is a key under `readiness.codes` of the locale files; `values` fill its sentence. */
export type Finding = Omit<ReadinessCheck, 'id'>;

/** One device check. Null when it does not apply to this kiosk. A check that throws is reported as failed. */
export interface Check {
  readonly id: ReadinessCheck['id'];
  run(): Promise<Finding | null>;
}

export interface DatabaseProbe {
  /** Runs the database's own integrity check and a write; `detail` is for the log. */
  check(): Promise<{ isSound: boolean; detail: string }>;
  /** What was repaired at this start, and in how many places something could not be read; null for nothing. */
  readonly repaired: { unreadable: number } | null;
  /** How far the rows of this start have been held against their hashes; a large database is read while the kiosk runs. */
  rows(): { readonly isDone: boolean; readonly checked: number; readonly rows: number };
}

export interface DiskProbe {
  /** Bytes the kiosk may still write where the workspace lies. */
  freeBytes(): Promise<number>;
  /** What recordings have room for. */
  room(): { readonly picture: boolean; readonly sound: boolean };
  /** The reserve that is given up when an answer finds no room. */
  reserve(): 'whole' | 'growing' | 'no_room' | 'gone' | 'failed';
}

export interface ClockProbe {
  nowMs(): number;
  /** When this program was built: no right clock shows an earlier time. */
  readonly builtAtMs: number;
  /** The newest instant this kiosk has written down; null on a new workspace. */
  lastSeenMs(): number | null;
}

/** A file that must be there byte for byte. */
export interface ExpectedFile {
  path: string;
  sha256: string;
}

export interface ModelProbe {
  readonly modelId: string;
  readonly files: readonly ExpectedFile[];
  /** Lower-case hexadecimal SHA-256 of a file, relative to the models folder; null when there is none. */
  sha256(path: string): Promise<string | null>;
}

/** What turns speech into words now. `basic`: the operating system's, good for a demonstration. */
export type Recogniser =
  | (ModelProbe & { readonly kind: 'model'; readonly measuredRtf: number | null })
  | { readonly kind: 'basic' };

export interface RecogniserProbe {
  readonly locale: Locale;
  /** Null: nothing does. */
  find(): Promise<Recogniser | null>;
}

export interface MeaningProbe {
  /** Languages the questions are asked in. */
  readonly locales: readonly Locale[];
  /** The embedding model of a language, and whether it was found to tell related from unrelated sentences. */
  find(locale: Locale): Promise<(ModelProbe & { readonly isCalibrated: boolean }) | null>;
}

export interface VoiceProbe {
  /** Languages the questions are asked in. */
  readonly locales: readonly Locale[];
  /** Renders a short text; `reason` is a code. */
  speak(locale: Locale): Promise<{ isSpoken: true } | { isSpoken: false; reason: string }>;
}

export interface HandsetProbe {
  /** Whether the settings record sound by the wired handset. */
  isChosen(): boolean;
  /** Opens the handset, waits for sound data and closes it; `code` as in main/capture. */
  listen(): Promise<{ isHeard: true } | { isHeard: false; code: string }>;
}

export interface HubProbe {
  isConfigured(): boolean;
  /** Asks head office for a sign of life. `refused`: it answered, but does not accept this kiosk. */
  reach(): Promise<
    { kind: 'reached' } | { kind: 'refused'; status: number; detail: string } | { kind: 'unreachable'; reason: string }
  >;
  lastSentAt(): Instant | null;
  /** Records and files that wait to be sent. */
  waiting(): number;
  nowMs(): number;
}

export interface AuditProbe {
  /** Reads the whole log, and holds it against the last head that was acknowledged. */
  read(): {
    readonly lines: number;
    readonly problems: readonly { readonly kind: string; readonly line: number }[];
    readonly acknowledged: 'kept' | 'none' | 'damaged';
  };
  /** Code of the last failure of sending; null after a success. */
  lastError(): string | null;
}

export interface PostsProbe {
  /** Posts that the site wants on its attract screen. */
  switchedOn(): readonly Pick<Job, 'title' | 'purpose' | 'items'>[];
  /** Whether the pack of the site has consents, notice and period for interviews of a purpose. */
  hasTerms(purpose: Purpose): boolean;
}

export interface PublicationsProbe {
  isEnrolled(): boolean;
  /** What of it is not used although it is the newest. */
  troubles(): readonly { kind: string; id: string; version: number; state: 'kept' | 'refused' }[];
  count(): number;
}

export interface KeysProbe {
  /** Who keeps the key that this kiosk's keys are locked with. */
  keyring: 'system' | 'passphrase' | 'key_file';
  /** Public half of the organisation's recovery key; null when none is set. */
  recipient: () => string | null;
}

/** A display as a person sees it: its size in logical pixels. */
export interface SeenDisplay {
  readonly id: number;
  readonly width: number;
  readonly height: number;
  readonly isPrimary: boolean;
}

export interface DisplayProbe {
  /** Null: this shell cannot see displays. */
  displays(): readonly SeenDisplay[] | null;
  /** The display the kiosk was started on; null where that is not known. */
  readonly primaryAtStart: number | null;
}

/** What happens to a computer that nobody touches. Null: the operating system does not tell. */
export interface PowerPolicy {
  readonly sleeps: boolean | null;
  readonly blanks: boolean | null;
}

export interface PowerProbe {
  read(): Promise<PowerPolicy>;
}

export interface SpoolProbe {
  /** Whether papers are printed by this computer's CUPS. */
  isChosen(): boolean;
  /** Its configuration; null when it could not be read. */
  readConfig(): Promise<string | null>;
}

export interface UpdatesProbe {
  /** How it stands with new versions of the program; codes are those of main/update. */
  status(): {
    readonly version: string;
    readonly off: 'not_by_this_shell' | 'no_publisher' | 'no_launcher' | 'state_unreadable' | null;
    readonly waiting: string | null;
    readonly reason: string | null;
    readonly lastLookAt: Instant | null;
    readonly failure: { readonly code: string; readonly at: Instant; readonly version: string | null } | null;
  };
}

export interface RetentionProbe {
  /** How deleting by rule stands. `doubt`: why the time is not believed; null while it is, and before the first look. */
  status(): { doubt: string | null; unconfirmed: number; failure: string | null };
}
