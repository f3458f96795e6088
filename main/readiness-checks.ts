import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { LOCALES } from '#shared/localized.ts';
import { isPinned, ModelCatalog } from '#shared/models.ts';
import type { Settings } from '#shared/settings.ts';
import type { ReadAloud } from './session/read-aloud-port.ts';
import { checkClock } from './readiness/check-clock.ts';
import { checkDatabase } from './readiness/check-database.ts';
import { checkDisk } from './readiness/check-disk.ts';
import { checkHandset } from './readiness/check-handset.ts';
import { checkHub } from './readiness/check-hub.ts';
import { checkSpeechModel } from './readiness/check-speech-model.ts';
import { checkVoice } from './readiness/check-voice.ts';
import type { Check, HandsetProbe, HubProbe } from './readiness/ports.ts';
import type { Store } from './store/open-store.ts';

/** A few words in each language, to hear whether there is a voice. */
const SAMPLE = { 'zh-CN': '您好', en: 'Hello' } as const;

async function hashFile(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return hash.digest('hex');
}

/** The device checks over this kiosk's real parts. */
export function readinessChecks(parts: {
  store: Store;
  settings: () => Settings;
  modelsDirectory: string;
  dataDirectory: string;
  builtAt: Date;
  now: () => Date;
  readAloud: ReadAloud;
  handset: HandsetProbe['listen'];
  hub: Pick<HubProbe, 'reach' | 'lastSentAt' | 'waiting'>;
}): Check[] {
  const nowMs = () => parts.now().getTime();
  const speechModel: Check = {
    id: 'speech_model',
    async run() {
      const catalog = ModelCatalog.parse(
        JSON.parse(await readFile(join(parts.modelsDirectory, 'catalog.json'), 'utf8')),
      );
      const model = catalog.models.find(({ task }) => task === 'voice_activity');
      if (!model)
        return { result: 'fail', code: 'model_missing', values: { model: 'voice_activity', file: 'catalog.json' } };
      return checkSpeechModel({
        modelId: model.id,
        files: model.files.filter(isPinned).map(({ path, sha256 }) => ({ path, sha256 })),
        sha256: (path) => hashFile(join(parts.modelsDirectory, path)),
      }).run();
    },
  };
  return [
    checkDatabase({ check: async () => parts.store.kiosk.check() }),
    checkDisk({
      async freeBytes() {
        const { bavail, bsize } = await statfs(parts.dataDirectory);
        return bavail * bsize;
      },
    }),
    checkClock({ nowMs, builtAtMs: parts.builtAt.getTime(), lastSeenMs: parts.store.kiosk.lastSeenMs }),
    speechModel,
    checkVoice({
      locales: LOCALES,
      async speak(locale) {
        const spoken = await parts.readAloud.render({ text: SAMPLE[locale], locale });
        return 'unavailable' in spoken ? { isSpoken: false, reason: spoken.unavailable } : { isSpoken: true };
      },
    }),
    checkHandset({ isChosen: () => parts.settings().microphone === 'handset', listen: parts.handset }),
    checkHub({ ...parts.hub, isConfigured: () => parts.settings().hub !== null, nowMs }),
  ];
}
