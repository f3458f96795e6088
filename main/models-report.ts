import { LOCALES } from '#shared/localized.ts';
import { isPinned, type ModelCatalog, type ModelCatalogEntry } from '#shared/models.ts';
import { installedModels, type ModelPlaces, stateOf } from './models/model-store.ts';
import type { ModelProgress } from './models/ports.ts';

const LANGUAGE_NAMES: Readonly<Record<string, string>> = { zh: 'Chinese', en: 'English' };

/** What `anteroom models list --json` prints per model. */
export interface ModelRow {
  readonly id: string;
  readonly task: ModelCatalogEntry['task'];
  readonly engine: ModelCatalogEntry['engine'] | null;
  readonly version: string;
  readonly languages: readonly string[];
  readonly state: 'shipped' | 'installed' | 'absent' | 'unusable';
  /** Why it is unusable. */
  readonly reason: string | null;
  /** The kiosk's languages it is really used for now: an earlier model of the catalogue goes before a later one. */
  readonly usedFor: readonly string[];
  /** Of all its files; null while a file is not known to us. */
  readonly sizeBytes: number | null;
  /** `catalogue`: known beforehand. `recorded`: taken at import on a person's word. `unknown`: will be recorded at import. */
  readonly hashes: 'catalogue' | 'recorded' | 'unknown';
  readonly files: readonly { path: string; sizeBytes: number | null; sha256: string | null; url: string | null }[];
  readonly licence: string;
  readonly licenceSentence: string;
  readonly licenceUrl: string;
  readonly attribution: string;
  readonly note: string | null;
  readonly source: string;
  readonly sourceUrl: string;
  /** Seconds of computing per second of speech on this kiosk. */
  readonly measuredRtf: number | null;
  readonly calibration: object | null;
  readonly withoutIt: string;
}

/** What stops working when no model of a kind is there. */
export function withoutIt({ task, languages }: Pick<ModelCatalogEntry, 'task' | 'languages'>): string {
  const named = languages.map((tag) => LANGUAGE_NAMES[tag] ?? tag).join(' and ');
  switch (task) {
    case 'voice_activity':
      return 'no recording is measured or transcribed; a person listens to every spoken answer';
    case 'speech_recognition':
      return `spoken answers in ${named} are not transcribed; a person listens to them`;
    case 'embedding':
      return `indicators in ${named} are matched by words only, not by meaning`;
    case 'face_detection':
      return 'nobody is told when a second person comes into the picture';
  }
}

export function modelRows(catalog: ModelCatalog, places: ModelPlaces): ModelRow[] {
  const models = installedModels(catalog, places);
  return catalog.models.map((entry): ModelRow => {
    const state = stateOf(entry, places);
    const model = state.kind === 'installed' ? state.model : null;
    const files = model?.entry.files ?? entry.files;
    const sizes = files.map(({ sizeBytes }) => sizeBytes);
    return {
      id: entry.id,
      task: entry.task,
      engine: entry.engine ?? null,
      version: entry.version,
      languages: entry.languages,
      state: state.kind === 'installed' && entry.isShipped ? 'shipped' : state.kind,
      reason: state.kind === 'unusable' ? state.reason : null,
      usedFor: LOCALES.filter((locale) => models.find(entry.task, locale)?.entry.id === entry.id),
      sizeBytes: sizes.reduce<number | null>((sum, size) => (sum === null || size === null ? null : sum + size), 0),
      hashes: entry.files.every(isPinned) ? 'catalogue' : model === null ? 'unknown' : 'recorded',
      files: entry.files.map(({ path, url }) => {
        const known = files.find((file) => file.path === path);
        return { path, sizeBytes: known?.sizeBytes ?? null, sha256: known?.sha256 ?? null, url: url ?? null };
      }),
      licence: entry.licence,
      licenceSentence: entry.licenceSentence,
      licenceUrl: entry.licenceUrl,
      attribution: entry.attribution,
      note: entry.note ?? null,
      source: entry.source,
      sourceUrl: entry.sourceUrl,
      measuredRtf: model?.measuredRtf ?? null,
      calibration: model?.calibration ?? null,
      withoutIt: withoutIt(entry),
    };
  });
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

const STATES = { shipped: 'with the program', installed: 'installed', absent: 'not installed', unusable: 'UNUSABLE' };
const HASHES = {
  catalogue: 'hashes known',
  recorded: 'hashes recorded at import',
  unknown: 'hashes not known to us: recorded at import, with --trust, and checked from then on',
};

/** The list for a person: a line per model, and under it what matters before it is installed. */
export function modelTable(rows: readonly ModelRow[]): string {
  const blocks = rows.map((row) => {
    const line = [
      row.id.padEnd(28),
      row.task.replace('_', ' ').padEnd(20),
      row.languages.join(' ').padEnd(8),
      STATES[row.state].padEnd(18),
      (row.sizeBytes === null ? '' : megabytes(row.sizeBytes)).padStart(10),
    ];
    const speed = row.measuredRtf === null ? null : `${row.measuredRtf.toFixed(3)} s of computing per second of speech`;
    const notes = [
      row.reason === null ? null : `Cannot be used: ${row.reason}. Import it again.`,
      row.usedFor.length === 0 ? null : `Used for: ${row.usedFor.join(', ')}.`,
      `Without it: ${row.withoutIt}.`,
      `Files: ${row.files.map(({ path }) => path).join(', ')} (${HASHES[row.hashes]}).${speed === null ? '' : ` Speed here: ${speed}.`}`,
      `Terms: ${row.licence}. ${row.licenceSentence}`,
      row.note === null ? null : `Note: ${row.note}`,
      `From: ${row.attribution}. ${row.sourceUrl}`,
    ];
    return [line.join(' ').trimEnd(), ...notes.flatMap((note) => (note === null ? [] : [`    ${note}`]))].join('\n');
  });
  return blocks.join('\n\n');
}

/** Writes how far a copy is: one line that is written over on a terminal, a line per tenth elsewhere. */
export function progressLine(write: (text: string) => void, isTerminal: boolean): (progress: ModelProgress) => void {
  let last = '';
  return ({ modelId, file, doneBytes, totalBytes }) => {
    const share = totalBytes === null ? null : Math.floor((doneBytes / totalBytes) * (isTerminal ? 100 : 10));
    const key = `${modelId} ${file} ${share ?? Math.floor(doneBytes / 10e6)}`;
    if (key === last) return;
    last = key;
    const done = totalBytes === null ? megabytes(doneBytes) : `${megabytes(doneBytes)} of ${megabytes(totalBytes)}`;
    const text = `${modelId}: ${file}, ${done}`;
    write(isTerminal ? `\r\u001b[K${text}${doneBytes === totalBytes ? '\n' : ''}` : `${text}\n`);
  };
}
