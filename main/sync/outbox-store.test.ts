import { createHash } from 'node:crypto';
import { sampleRecord } from '#hub/store/sample-lines.fake.ts';
import { outboxStoreConformance } from './outbox-store.conformance.ts';
import { createFakeOutbox } from './outbox-store.fake.ts';

outboxStoreConformance('the outbox in memory', async () => {
  const outbox = createFakeOutbox();
  let files = 0;
  let seq = 0;
  return {
    outbox,
    addRecords: async (count, type) => {
      const records = Array.from({ length: count }, () =>
        sampleRecord({ seq: (seq += 1), ...(type === undefined ? {} : { type }) }),
      );
      for (const record of records) outbox.addRecord(record);
      return records;
    },
    addMedia: async (kind) => {
      const sha256 = createHash('sha256')
        .update(String((files += 1)))
        .digest('hex');
      const media = { sha256, path: `/media/${files}`, sizeBytes: files * 10, mimeType: `${kind}/webm`, kind };
      outbox.addMedia(media);
      return media;
    },
  };
});
