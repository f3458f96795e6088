import { randomBytes } from 'node:crypto';
import { KEY_BYTES } from './sealed-bytes.ts';

/** A key that keys of interviews are wrapped with. */
export interface Epoch {
  readonly epoch: number;
  readonly key: Buffer;
}

/** What the key file holds, opened. */
export interface RingContents {
  /** 32 bytes: pepper of PINs, root of deletion codes, of the device's signature, of the search index. */
  readonly secret: Buffer;
  /** In rising order. The last one is current; one before it was being left when the power went. */
  readonly epochs: readonly Epoch[];
}

/** The keys of one kiosk, in memory. */
export interface KeyRing {
  /** Names the ring: data and keys belong together. */
  readonly id: string;
  readonly secret: Buffer;
  epochs(): readonly Epoch[];
  /** The epoch that keys of interviews are wrapped with. */
  current(): Epoch;
  /** Makes a new epoch the current one, on the disk when this returns. */
  addEpoch(): Epoch;
  /** Destroys every epoch but the current one, on the disk too: what was wrapped with them opens with nothing. */
  destroyEarlier(): void;
}

export function newContents(secret: Buffer = randomBytes(KEY_BYTES)): RingContents {
  return { secret, epochs: [{ epoch: 1, key: randomBytes(KEY_BYTES) }] };
}

/**
 * @param save makes contents durable before it returns, and what was there before unreadable; not given: memory only, for tests
 */
export function createKeyRing(
  id: string,
  contents: RingContents,
  save: (contents: RingContents) => void = () => undefined,
): KeyRing {
  let { epochs } = contents;
  const { secret } = contents;

  function put(next: readonly Epoch[]): void {
    save({ secret, epochs: next });
    epochs = next;
  }
  function current(): Epoch {
    const found = epochs.at(-1);
    if (!found) throw new Error('A key ring always has an epoch.');
    return found;
  }
  return {
    id,
    secret,
    epochs: () => epochs,
    current,
    addEpoch() {
      const made = { epoch: current().epoch + 1, key: randomBytes(KEY_BYTES) };
      put([...epochs, made]);
      return made;
    },
    destroyEarlier() {
      const gone = epochs.slice(0, -1);
      if (gone.length === 0) return;
      put([current()]);
      for (const { key } of gone) key.fill(0);
    },
  };
}
