import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { HubDatabase } from '../database/database.ts';
import { type ContentStore, MediaHashMismatchError, type MediaState } from './content-store.ts';
import type { ObjectBucket } from './s3-bucket.ts';

/** Largest object: what is held in memory of one upload. A kiosk sends 1 MiB at a time, each becomes an object of its own. */
const PART_BYTES = 8 * 1024 * 1024;

const UploadRow = z.object({ uploadId: z.string(), sizeBytes: z.int().nullable() });
const PartRow = z.object({
  objectKey: z.string(),
  startByte: z.int(),
  sizeBytes: z.int(),
  storedAt: z.string().nullable(),
});
type Part = z.infer<typeof PartRow>;

/**
 * Files in an S3-compatible object store: a file is a row of objects, in an order kept by the database, which both replicas of a hub
 * see. S3 cannot append, and its multipart uploads want parts of 5 MiB: so every piece that was acknowledged is an object of its own,
 * and nothing is ever copied. A part is announced in the database before it is stored, so that no object can be left unknown.
 *
 * An object is durable when its PUT is answered, and its SHA-256 is part of the signed request (SigV4, signed payload).
 */
export function openS3ContentStore(parts: {
  readonly bucket: ObjectBucket;
  readonly database: HubDatabase;
  readonly now: () => Date;
}): ContentStore {
  const { bucket, database, now } = parts;

  async function findUpload(sha256: string): Promise<z.infer<typeof UploadRow> | null> {
    const row = await database.get(
      'select upload_id "uploadId", size_bytes "sizeBytes" from media_objects where sha256 = ?',
      sha256,
    );
    return row === undefined ? null : UploadRow.parse(row);
  }

  /** Stored parts of an upload that join without a gap from byte 0. */
  async function partsOf(uploadId: string): Promise<Part[]> {
    const rows = await database.all(
      `select object_key "objectKey", start_byte "startByte", size_bytes "sizeBytes", stored_at "storedAt"
       from media_parts where upload_id = ? and stored_at is not null order by start_byte`,
      uploadId,
    );
    let end = 0;
    const joined: Part[] = [];
    for (const part of PartRow.array().parse(rows)) {
      if (part.startByte !== end) break;
      joined.push(part);
      end += part.sizeBytes;
    }
    return joined;
  }

  async function storePart(sha256: string, uploadId: string, startByte: number, bytes: Buffer): Promise<void> {
    const objectKey = `${sha256.slice(0, 2)}/${sha256}/${String(startByte).padStart(12, '0')}-${randomUUID()}`;
    // What another, slower sender announced at this place and did not finish is in the way, and will not be part of the file.
    await database.transaction(async (queries) => {
      await queries.run(
        `update media_parts set upload_id = object_key where upload_id = ? and start_byte = ? and stored_at is null`,
        uploadId,
        startByte,
      );
      await queries.run(
        'insert into media_parts (object_key, sha256, upload_id, start_byte, size_bytes) values (?, ?, ?, ?, ?)',
        objectKey,
        sha256,
        uploadId,
        startByte,
        bytes.length,
      );
    });
    await bucket.put(objectKey, bytes);
    const stored = await database.run(
      'update media_parts set stored_at = ? where object_key = ? and upload_id = ?',
      now().toISOString(),
      objectKey,
      uploadId,
    );
    if (stored !== 1) throw new Error(`Another sender took the place of byte ${startByte} of ${sha256}.`);
  }

  async function storeStream(
    sha256: string,
    uploadId: string,
    offset: number,
    pieces: AsyncIterable<unknown>,
  ): Promise<number> {
    let position = offset;
    let held: Uint8Array[] = [];
    let heldBytes = 0;
    const flush = async (): Promise<void> => {
      if (heldBytes === 0) return;
      const bytes = Buffer.concat(held);
      held = [];
      heldBytes = 0;
      await storePart(sha256, uploadId, position, bytes);
      position += bytes.length;
    };
    try {
      for await (const piece of pieces) {
        if (!(piece instanceof Uint8Array)) throw new TypeError('Media streams carry bytes.');
        held.push(piece);
        heldBytes += piece.length;
        if (heldBytes >= PART_BYTES) await flush();
      }
    } finally {
      // a request that was cut: what came is kept, the sender goes on from there
      await flush();
    }
    return position;
  }

  async function* bytesOf(joined: readonly Part[], start: number, end: number): AsyncGenerator<Uint8Array> {
    for (const { objectKey, startByte, sizeBytes } of joined) {
      const from = Math.max(start - startByte, 0);
      const to = Math.min(end - startByte, sizeBytes - 1);
      if (from <= to) yield* bucket.get(objectKey, from, to);
    }
  }

  async function drop(sha256: string, uploadId: string | null): Promise<void> {
    const rows = await (uploadId === null
      ? database.all('select object_key "objectKey" from media_parts where sha256 = ?', sha256)
      : database.all('select object_key "objectKey" from media_parts where upload_id = ?', uploadId));
    for (const row of rows) {
      const { objectKey } = z.object({ objectKey: z.string() }).parse(row);
      await bucket.remove(objectKey);
      await database.run('delete from media_parts where object_key = ?', objectKey);
    }
  }

  /** Reads everything back; true when it is the file it is named for. */
  async function isWhole(sha256: string, joined: readonly Part[]): Promise<boolean> {
    const hash = createHash('sha256');
    for await (const piece of bytesOf(joined, 0, sizeOf(joined) - 1)) hash.update(piece);
    return hash.digest('hex') === sha256;
  }

  async function noteComplete(sha256: string, uploadId: string, sizeBytes: number): Promise<void> {
    await database.run(
      `insert into media_objects (sha256, upload_id, size_bytes, completed_at) values (?, ?, ?, ?)
       on conflict (sha256) do update set upload_id = excluded.upload_id, size_bytes = excluded.size_bytes,
         completed_at = excluded.completed_at`,
      sha256,
      uploadId,
      sizeBytes,
      now().toISOString(),
    );
  }

  async function stateOf(sha256: string): Promise<MediaState> {
    const upload = await findUpload(sha256);
    if (upload === null) return { state: 'absent' };
    if (upload.sizeBytes !== null) return { state: 'complete', sizeBytes: upload.sizeBytes };
    return { state: 'partial', sizeBytes: sizeOf(await partsOf(upload.uploadId)) };
  }

  return {
    stateOf,

    async create(sha256) {
      const upload = await findUpload(sha256);
      if (upload?.sizeBytes != null) return;
      if (upload !== null) await drop(sha256, upload.uploadId);
      await database.run(
        `insert into media_objects (sha256, upload_id) values (?, ?)
         on conflict (sha256) do update set upload_id = excluded.upload_id where media_objects.size_bytes is null`,
        sha256,
        randomUUID(),
      );
    },

    async append(sha256, offset, stream) {
      const upload = await findUpload(sha256);
      if (upload === null || upload.sizeBytes !== null) throw new Error(`${sha256} is not being uploaded.`);
      return storeStream(sha256, upload.uploadId, offset, stream);
    },

    async complete(sha256) {
      const upload = await findUpload(sha256);
      if (upload === null) throw new Error(`${sha256} is not being uploaded.`);
      if (upload.sizeBytes !== null) return;
      const joined = await partsOf(upload.uploadId);
      if (!(await isWhole(sha256, joined))) {
        await database.run('delete from media_objects where sha256 = ? and size_bytes is null', sha256);
        await drop(sha256, upload.uploadId);
        throw new MediaHashMismatchError(`The bytes sent as ${sha256} have another SHA-256.`);
      }
      await noteComplete(sha256, upload.uploadId, sizeOf(joined));
    },

    async takeWhole(sha256, pieces) {
      if ((await findUpload(sha256))?.sizeBytes != null) return;
      const uploadId = randomUUID();
      try {
        await storeStream(sha256, uploadId, 0, pieces);
      } catch (error) {
        await drop(sha256, uploadId);
        throw error;
      }
      const joined = await partsOf(uploadId);
      if (!(await isWhole(sha256, joined))) {
        await drop(sha256, uploadId);
        throw new MediaHashMismatchError(`The bytes that came as ${sha256} have another SHA-256.`);
      }
      const before = await findUpload(sha256);
      await noteComplete(sha256, uploadId, sizeOf(joined));
      if (before !== null) await drop(sha256, before.uploadId);
    },

    async remove(sha256) {
      await database.run('delete from media_objects where sha256 = ?', sha256);
      await drop(sha256, null);
    },

    read: (sha256, start, end) =>
      Readable.from(
        (async function* read() {
          const upload = await findUpload(sha256);
          if (upload?.sizeBytes == null) throw new Error(`${sha256} is not complete.`);
          yield* bytesOf(await partsOf(upload.uploadId), start, end);
        })(),
      ),
  };
}

function sizeOf(joined: readonly Part[]): number {
  const last = joined.at(-1);
  return last === undefined ? 0 : last.startByte + last.sizeBytes;
}
