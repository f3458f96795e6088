import { DEFAULT_SETTINGS, Settings } from '#shared/settings.ts';
import type { Database } from './database.native.ts';

/** The kiosk's identity, boots and settings. */
export function createKioskStore(database: Database, parts: { now: () => Date; newId: () => string }) {
  /** Makes the device id at the first start; it never changes afterwards. */
  function deviceId(): string {
    const found = database.prepare<[], string>('select device_id from kiosk').pluck().get();
    if (found !== undefined) return found;
    const made = parts.newId();
    database.prepare('insert into kiosk (id, device_id, created_at) values (1, ?, ?)').run(made, parts.now().toISOString());
    return made;
  }

  return {
    deviceId,
    /** Notes a start of the program; order across starts is `(bootId, seq)`, never the wall clock. */
    startBoot(): string {
      const bootId = parts.newId();
      database.prepare('insert into boots (boot_id, started_at) values (?, ?)').run(bootId, parts.now().toISOString());
      return bootId;
    },
    settings(): Settings {
      const json = database.prepare<[], string>('select settings_json from settings').pluck().get();
      return json === undefined ? DEFAULT_SETTINGS : Settings.parse(JSON.parse(json));
    },
    saveSettings(settings: Settings): void {
      database
        .prepare(
          `insert into settings (id, settings_json, updated_at) values (1, ?, ?)
           on conflict (id) do update set settings_json = excluded.settings_json, updated_at = excluded.updated_at`,
        )
        .run(JSON.stringify(settings), parts.now().toISOString());
    },
  };
}
