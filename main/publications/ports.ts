import type { Change } from '#shared/wire/publication.ts';

/** A change after it was looked at. */
export type CheckedChange = Change & {
  readonly state: 'waiting' | 'kept' | 'refused';
  /** Why it is not used; null for one that is. */
  readonly reason: string | null;
};

/** A change that is to be used once nobody is being interviewed. */
export interface WaitingChange {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly body: unknown;
}

/** The kiosk's durable memory of what head office published. Each call is one transaction. */
export interface Publications {
  /** Up to where everything was taken; 0 before the first. */
  cursor(): number;
  /** Keeps changes and moves the cursor, together. What is there already stays, unless it was refused. */
  take(changes: readonly CheckedChange[], next: number, hubKey: string): void;
  /** In the order they were published. */
  waiting(): WaitingChange[];
  /** All of them are in use from now on, or none. @param also runs in the same transaction */
  apply(changes: readonly WaitingChange[], also: () => void): void;
  /** This one is done with. */
  settle(change: WaitingChange, reason: string): void;
  /** Bodies of a kind in their newest version in use, by id; what was withdrawn is left out. */
  newest(kind: string): unknown[];
  /** One version that is or was in use; null when there is none. */
  find(kind: string, id: string, version: number): unknown;
  /** What is not used although it is the newest of its kind and id. */
  troubles(): { kind: string; id: string; version: number; state: 'kept' | 'refused'; reason: string | null }[];
  count(): number;
  /** After an enrolment. @param isOtherHub what another hub published is forgotten: its versions mean nothing here */
  startOver(isOtherHub: boolean): void;
}
