import type { EmbeddingCalibration, ModelCatalogEntry, ModelTask, PinnedModelFile } from '#shared/models.ts';
import type { Locale } from '#shared/localized.ts';

/** A model whose files are on this kiosk, with their bytes pinned. */
export interface InstalledModel {
  readonly entry: Omit<ModelCatalogEntry, 'files'> & { readonly files: readonly PinnedModelFile[] };
  /** The folder with `entry.files`. */
  readonly directory: string;
  /** Seconds of computing per second of speech; null when it was not measured. */
  readonly measuredRtf: number | null;
  readonly calibration: Readonly<Partial<Record<Locale, EmbeddingCalibration>>> | null;
}

/** What the rest of the kiosk asks. Reads the folder every time: a model imported meanwhile is used without a restart. */
export interface InstalledModels {
  /** The catalogue's first installed model for a task and language; null when there is none. */
  find(task: ModelTask, locale: Locale): InstalledModel | null;
  list(): readonly InstalledModel[];
}

/** Measures a model that has just been installed. Each runs the model's library; null when it cannot be measured. */
export interface ModelGauges {
  /** Seconds of computing per second of speech, of a recogniser. */
  measureRtf(model: InstalledModel): Promise<number | null>;
  /** The cosines between which an embedding model tells resemblance, by language. */
  calibrate(model: InstalledModel): Promise<InstalledModel['calibration']>;
}

/** How far a copy or download is. */
export interface ModelProgress {
  readonly modelId: string;
  readonly file: string;
  /** Of all files of the model. */
  readonly doneBytes: number;
  /** Null while the sender has not said. */
  readonly totalBytes: number | null;
}

/** One file somebody brings. */
export interface SourceFile {
  /** Relative to the folder or ZIP, with slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Its bytes in order, never all at once. */
  read(): AsyncIterable<Uint8Array>;
}

/** A folder or ZIP somebody brings. */
export interface ModelSource {
  /** As the person named it. */
  readonly name: string;
  readonly files: readonly SourceFile[];
  /** Entries that are no plain files, and were not looked into. */
  readonly skipped: readonly { readonly path: string; readonly reason: 'link' | 'special' }[];
  close(): Promise<void>;
}

export interface DiskSpace {
  /** Bytes this user may still write where the models lie. */
  freeBytes(): Promise<number>;
}
