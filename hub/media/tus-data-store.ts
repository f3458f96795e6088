import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { problemBody } from '../http/problem.ts';
import type { HubStore, MediaRow } from '../store/hub-store.ts';
import { MediaHashMismatchError, type ContentStore } from './content-store.ts';

/**
 * tus 1.0 over the content-addressed store: the upload id is the SHA-256 of the whole file.
 *
 * Creating an id again never truncates: the upload goes on where it stopped, and a finished one is finished.
 */
export class TusDataStore extends DataStore {
  readonly #content: ContentStore;
  readonly #store: HubStore;
  readonly #now: () => Date;

  constructor(content: ContentStore, store: HubStore, now: () => Date) {
    super();
    this.extensions = ['creation'];
    this.#content = content;
    this.#store = store;
    this.#now = now;
  }

  override async create(upload: Upload): Promise<Upload> {
    const { id: sha256, size: sizeBytes } = upload;
    if (sizeBytes === undefined) throw ERRORS.INVALID_LENGTH;
    await this.#refuseErased(sha256);
    const state = await this.#content.stateOf(sha256);
    const known = await this.#store.findMedia(sha256);
    if (state.state === 'complete') {
      upload.offset = state.sizeBytes;
      await this.#announceComplete(sha256, state.sizeBytes, upload.metadata ?? {}, known);
      return upload;
    }
    if (state.state === 'partial' && known?.sizeBytes === sizeBytes) {
      upload.offset = state.sizeBytes;
      return upload;
    }
    // The row first: bytes without an announcement could not be resumed.
    await this.#store.putMedia({
      sha256,
      sizeBytes,
      metadata: upload.metadata ?? {},
      createdAt: this.#now().toISOString(),
    });
    await this.#content.create(sha256);
    upload.offset = 0;
    if (sizeBytes === 0) await this.#complete(sha256);
    return upload;
  }

  override async write(stream: Readable, sha256: string, offset: number): Promise<number> {
    const row = await this.#announced(sha256);
    const reached = await this.#content.append(sha256, offset, stream);
    if (reached === row.sizeBytes) await this.#complete(sha256);
    return reached;
  }

  override async getUpload(sha256: string): Promise<Upload> {
    await this.#refuseErased(sha256);
    const state = await this.#content.stateOf(sha256);
    if (state.state === 'absent') throw ERRORS.FILE_NOT_FOUND;
    if (state.state === 'complete') return new Upload({ id: sha256, size: state.sizeBytes, offset: state.sizeBytes });
    const row = await this.#announced(sha256);
    // All bytes came, then the process died before the check: check now, or the sender would take this for complete.
    if (state.sizeBytes >= row.sizeBytes) await this.#complete(sha256);
    return new Upload({ id: sha256, size: row.sizeBytes, offset: state.sizeBytes, metadata: row.metadata });
  }

  /** Asked under the lock of the upload: what is erased after this waits for the lock, then removes the bytes. */
  async #refuseErased(sha256: string): Promise<void> {
    if ((await this.#store.findMediaErasure(sha256)) !== 'erased') return;
    const problem = problemBody('media_erased');
    throw Object.assign(new Error(problem.title), {
      status_code: problem.status,
      body: `${JSON.stringify(problem)}\n`,
    });
  }

  async #announced(sha256: string): Promise<MediaRow> {
    const row = await this.#store.findMedia(sha256);
    if (row === null) throw ERRORS.FILE_NOT_FOUND;
    return row;
  }

  /** Heals the row of a file that was renamed just before the process died. */
  async #announceComplete(
    sha256: string,
    sizeBytes: number,
    metadata: NonNullable<Upload['metadata']>,
    known: MediaRow | null,
  ): Promise<void> {
    if (known?.completedAt) return;
    const at = this.#now().toISOString();
    if (known === null) await this.#store.putMedia({ sha256, sizeBytes, metadata, createdAt: at });
    await this.#store.completeMedia(sha256, at);
  }

  async #complete(sha256: string): Promise<void> {
    try {
      await this.#content.complete(sha256);
    } catch (error) {
      if (!(error instanceof MediaHashMismatchError)) throw error;
      await this.#store.forgetMedia(sha256);
      const problem = problemBody('media_hash_mismatch', error.message);
      throw Object.assign(error, { status_code: problem.status, body: `${JSON.stringify(problem)}\n` });
    }
    await this.#store.completeMedia(sha256, this.#now().toISOString());
  }
}
