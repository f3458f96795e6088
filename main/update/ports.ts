import type { Instant } from '#shared/ids.ts';
import type { InstallFacts, WaitReason } from './may-install.ts';

/** Why a kiosk does not update itself. */
export type NotUpdating = 'not_by_this_shell' | 'no_publisher' | 'no_launcher' | 'state_unreadable';

/** How it stands, for a person. */
export interface UpdateStatus {
  /** The version that runs. */
  readonly version: string;
  /** Null: it is updated by itself. */
  readonly off: NotUpdating | null;
  /** A version that is whole on this kiosk, or is being fetched; null: none. */
  readonly waiting: string | null;
  /** What it waits for; null: it is next. */
  readonly reason: WaitReason | null;
  readonly lastLookAt: Instant | null;
  /** Of the last try: a code of shared/update-manifest.ts or update-error.ts, or `gave_up`. */
  readonly failure: { readonly code: string; readonly at: Instant; readonly version: string | null } | null;
}

/** What updates ask of the kiosk's core. */
export interface UpdateHost {
  readonly deviceId: string;
  /** Version of the database. */
  readonly schema: number;
  /** Without the room that is needed, which the shell knows. */
  facts(): Promise<Omit<InstallFacts, 'neededBytes'>>;
  /** Reads the whole store and makes a copy of it; returns what is wrong. */
  prepare(): readonly string[];
  audit(action: string, detail: Record<string, string>): void;
  readonly log: (event: string, detail: Record<string, unknown>) => void;
  readonly clock: { now: () => Date; after: (ms: number, call: () => void) => () => void };
}

/** What a shell brings for updates. */
export interface UpdateShell {
  /** This version has not been seen healthy: nothing is sent, deleted or taken from head office before it is. */
  isOnTrial(): boolean;
  /** Called once when the trial is over. */
  onProven(listener: () => void): void;
  /** The launcher came back to this version: the one after it never became healthy. */
  readonly hasComeBack: boolean;
  /** Looks for new versions from now on. */
  watch(host: UpdateHost): { status(): UpdateStatus; stop(): Promise<void> };
}

/** A shell whose program is put in its place by somebody else. */
export function noUpdates(version: string, off: NotUpdating = 'not_by_this_shell'): UpdateShell {
  const status: UpdateStatus = { version, off, waiting: null, reason: null, lastLookAt: null, failure: null };
  return {
    isOnTrial: () => false,
    onProven: () => undefined,
    hasComeBack: false,
    watch: () => ({ status: () => status, stop: () => Promise.resolve() }),
  };
}
