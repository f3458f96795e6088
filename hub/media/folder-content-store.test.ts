import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentStoreConformance } from './content-store.conformance.ts';
import { openFolderContentStore } from './folder-content-store.ts';

contentStoreConformance('a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-media-'));
  return {
    store: await openFolderContentStore(folder),
    again: () => openFolderContentStore(folder),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});
