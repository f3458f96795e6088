import { DEFAULT_SETTINGS, Settings } from '#shared/settings.ts';
import type { Database } from './database.native.ts';
import type { Cells } from './keys/cells.ts';

/** Place of a sealed cell: settings hold the kiosk's token at head office. */
export const SETTINGS_PLACE = 'settings.settings_json';

/** The kiosk's identity, boots and settings. */
export function createKioskStore(
  database: Database,
  parts: { now: () => Date; newId: () => string; cells: Pick<Cells, 'sealForDevice' | 'openForDevice'> },
) {
  /** Makes the device id at the first start; it never changes afterwards. */
  function deviceId(): string {
    const found = database.prepare<[], string>('select device_id from kiosk').pluck().get();
    if (found !== undefined) return found;
    const made = parts.newId();
    database
      .prepare('insert into kiosk (id, device_id, created_at) values (1, ?, ?)')
      .run(made, parts.now().toISOString());
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
    /** SQLite's own check of every page, and a write. */
    check(): { isSound: boolean; detail: string } {
      const found: unknown = database.pragma('quick_check(1)', { simple: true });
      database
        .prepare('update boots set started_at = started_at where boot_id = (select max(boot_id) from boots)')
        .run();
      return { isSound: found === 'ok', detail: String(found) };
    },
    /** The newest instant written down before this start, in ms since 1970; null on a new workspace. */
    lastSeenMs(): number | null {
      const at = database.prepare<[], string | null>('select max(at) from audit').pluck().get();
      return at === null || at === undefined ? null : Date.parse(at);
    },
    settings(): Settings {
      const json = database.prepare<[], string>('select settings_json from settings').pluck().get();
      return json === undefined
        ? DEFAULT_SETTINGS
        : Settings.parse(JSON.parse(parts.cells.openForDevice(SETTINGS_PLACE, json)));
    },
    saveSettings(settings: Settings): void {
      database
        .prepare(
          `insert into settings (id, settings_json, updated_at) values (1, ?, ?)
           on conflict (id) do update set settings_json = excluded.settings_json, updated_at = excluded.updated_at`,
        )
        .run(parts.cells.sealForDevice(SETTINGS_PLACE, JSON.stringify(settings)), parts.now().toISOString());
    },
  };
}
